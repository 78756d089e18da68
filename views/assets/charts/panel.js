"use strict";

// The statements behind a mark, each with its sentence, the words marked in their paragraph.
class Panel extends Evidence {
  constructor(root, data, words) {
    super(data, words);
    Object.assign(this, { root });
  }

  welcome() {
    const lines = this.words
      .say("welcome")
      .split("\n")
      .map((text) => element("li", { text }));
    this.root.replaceChildren(
      element("h2", { text: this.words.say("panel") }),
      element("ul", { className: "hint" }, ...lines),
    );
  }

  // Rows of the table: [{key, cells}], cells as texts.
  show(rows, columns, title) {
    const made = rows.length === 1 ? this.row(rows[0], columns) : this.rows(rows, title);
    this.root.replaceChildren(...made);
    this.root.scrollTop = 0;
  }

  row({ key, cells }, columns) {
    const list = element("dl");
    cells.forEach((cell, n) => {
      if (n > 0 && cell !== "") list.append(element("dt", { text: columns[n] }), element("dd", { text: String(cell) }));
    });
    return [element("h2", { text: cells[0] }), list, this.head(this.data.said[key]), ...this.said(this.data.said[key])];
  }

  rows(rows, title) {
    const made = rows.slice(0, Panel.MOST).map(({ key, cells }) => {
      const line = element(
        "details",
        { className: "line", data: { row: String(key) } },
        element(
          "summary",
          {},
          element("strong", { text: cells[0] }),
          element("span", {
            className: "count",
            text: cells
              .slice(1)
              .filter((cell) => cell !== "")
              .join(" · "),
          }),
        ),
      );
      line.addEventListener("toggle", () => {
        if (line.open && line.childElementCount === 1) line.append(...this.said(this.data.said[key]));
      });
      line.open = rows.length <= Panel.FEW;
      return line;
    });
    const more =
      rows.length > Panel.MOST
        ? [
            element("p", {
              className: "hint",
              text: this.words.say("more_in_table", { count: rows.length - Panel.MOST }),
            }),
          ]
        : [];
    return [
      element("h2", { text: title }),
      this.head(rows.flatMap(({ key }) => this.data.said[key])),
      ...made,
      ...more,
    ];
  }

  head(edges) {
    const count = edges.reduce((sum, e) => sum + this.data.edges.evidence[e].length, 0);
    return element("h3", { text: this.words.say("sources", { count }), data: { count: String(count) } });
  }

  said(edges) {
    const { data, words } = this;
    return edges.flatMap((e) => {
      const modality = data.edges.modality[e];
      return [
        element(
          "p",
          { className: "triple" },
          data.names[data.edges.from[e]],
          element("span", { className: "relation", text: `— ${words.of(data.relations[data.edges.type[e]])} →` }),
          data.names[data.edges.to[e]],
          element("span", { className: "count", text: modality < 0 ? "" : `　${words.of(data.modalities[modality])}` }),
        ),
        ...this.evidence(e),
      ];
    });
  }
}
Panel.FEW = 6; // rows that are unfolded at once
Panel.MOST = 200;
