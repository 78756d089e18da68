"use strict";

// The same as a table: nodes, relations, or the answer the page was made from. Sorts by a click on a heading, and saves
// all rows as CSV.
class Table {
  constructor(root, data, words, state, actions) {
    Object.assign(this, { root, data, words, state, actions });
    [this.sort, this.down, this.limit] = [-1, false, Table.FEW];
  }

  render(state, visible) {
    this.root.hidden = !state.table;
    document.body.classList.toggle("with-table", Boolean(state.table));
    if (!state.table) return;
    if (state.table !== this.kind) [this.kind, this.sort, this.down, this.limit] = [state.table, -1, false, Table.FEW];
    this.visible = visible;
    const focused = document.activeElement && document.activeElement.dataset.column,
      { columns, rows } = this.rows(state, visible);
    const scroll = element(
      "div",
      { className: "scroll", tabIndex: 0, attributes: { role: "region", "aria-label": this.words.say("table") } },
      this.grid(columns, rows, state),
    );
    this.root.replaceChildren(this.head(columns, rows), scroll);
    if (focused !== undefined)
      Array.from(this.root.querySelectorAll("[data-column]"))
        .find((one) => one.dataset.column === focused)
        ?.focus();
  }

  head(columns, rows) {
    const { words, state } = this,
      kinds = ["nodes", "edges", ...(this.data.answer ? ["answer"] : [])];
    return element(
      "div",
      { className: "head" },
      ...kinds.map((kind) =>
        button(words.say(`table_${kind}`), () => state.change({ table: kind }), {
          pressed: kind === this.kind,
          data: { table: kind },
        }),
      ),
      element("span", {
        className: "count",
        text: words.say("rows", { count: rows.length }),
        data: { rows: String(rows.length) },
      }),
      button(
        "CSV",
        () =>
          download(fileName(`${this.data.title}_${words.say(`table_${this.kind}`)}`, "csv"), Table.csv(columns, rows)),
        { title: words.say("csv_help"), data: { table: "csv" } },
      ),
      button("×", () => state.change({ table: "" }), {
        title: words.say("close"),
        className: "close",
        data: { table: "close" },
      }),
    );
  }

  // [{cells, node?, edge?}] of what is visible.
  rows(state, visible) {
    const { data, words } = this,
      say = (key) => words.say(key);
    if (this.kind === "answer")
      return this.sorted(
        data.answer.columns,
        data.answer.rows.map((cells) => ({ cells: cells.map((cell) => cell ?? "") })),
      );
    if (this.kind === "nodes") {
      const columns = [
        say("name"),
        say("type"),
        say("kind"),
        say("place"),
        say("years"),
        say("relation_count"),
        ...(visible.status ? [say("change")] : []),
      ];
      const rows = data.bySize
        .filter((i) => visible.nodes[i])
        .map((i) => {
          const plans = data.nodes.plans[i].map((p) => data.plans[p]),
            kind = data.kind(i);
          const each = (n) => [...new Set(plans.map((plan) => plan[n]))].sort().join("、");
          const status = visible.status ? [say(["", "fresh", "dropped", "continued"][visible.status[i]])] : [];
          return {
            node: i,
            cells: [
              data.nodes.name[i],
              words.of(data.type(i)),
              kind ? words.of(kind) : "",
              each(3),
              each(2),
              data.touching[i].length,
              ...status,
            ],
          };
        });
      return this.sorted(columns, rows);
    }
    const columns = [
      say("from"),
      say("relation"),
      say("to"),
      say("year"),
      say("modality"),
      say("confidence"),
      say("plan"),
      say("clause"),
    ];
    const rows = [];
    for (let e = 0; e < data.edgeCount; e += 1) {
      if (!visible.edges[e]) continue;
      const p = data.edges.plan[e],
        m = data.edges.modality[e],
        [first] = data.edges.evidence[e];
      rows.push({
        edge: e,
        cells: [
          data.nodes.name[data.edges.from[e]],
          words.of(data.relation(e)),
          data.nodes.name[data.edges.to[e]],
          p < 0 ? "" : data.plans[p][2],
          m < 0 ? "" : words.of(data.modalities[m]),
          data.edges.confidence[e] < 0 ? "" : data.edges.confidence[e],
          data.planName(p),
          first ? data.clause(first) : "",
        ],
      });
    }
    return this.sorted(columns, rows);
  }

  sorted(columns, rows) {
    if (this.sort >= 0) {
      const order = new Intl.Collator("zh-CN", { numeric: true }).compare,
        { sort } = this,
        sign = this.down ? -1 : 1;
      const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order(String(a), String(b)));
      rows.sort((a, b) => sign * compare(a.cells[sort], b.cells[sort]));
    }
    return { columns, rows };
  }

  grid(columns, rows, state) {
    const heads = columns.map((text, n) => {
      const direction = this.sort === n ? (this.down ? "descending" : "ascending") : "none";
      return element(
        "th",
        { scope: "col", attributes: { "aria-sort": direction } },
        button(
          text,
          () => {
            this.down = this.sort === n && !this.down;
            this.sort = n;
            this.render(this.state.now, this.visible);
          },
          { data: { column: String(n) }, className: direction },
        ),
      );
    });
    const body = element("tbody", {}, ...rows.slice(0, this.limit).map((row) => this.row(row, state)));
    if (rows.length > this.limit) {
      const more = button(
        this.words.say("more", { count: rows.length - this.limit }),
        () => {
          this.limit += Table.STEP;
          this.render(this.state.now, this.visible);
        },
        { className: "quiet", data: { column: "more" } },
      );
      body.append(element("tr", {}, element("td", { colSpan: columns.length }, more)));
    }
    return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  }

  row({ cells, node, edge }, { selected }) {
    const isSelected =
      selected !== null && (node !== undefined ? selected.node === node : edge !== undefined && selected.edge === edge);
    const open = () => {
      if (node !== undefined) this.actions.go(node);
      else this.actions.select({ edge });
    };
    const isLink = node !== undefined || edge !== undefined;
    const made = cells.map((cell, n) =>
      element(
        "td",
        { className: typeof cell === "number" ? "number" : "" },
        ...(n === 0 && isLink
          ? [
              button(String(cell), open, {
                className: "reference",
                data: { column: `row ${node ?? ""} ${edge ?? ""}` },
              }),
            ]
          : [
              element("span", {
                className: "cell",
                text: String(cell),
                title: String(cell).length > 30 ? String(cell) : "",
              }),
            ]),
      ),
    );
    return element("tr", { className: isSelected ? "selected" : "" }, ...made);
  }

  // With a byte order mark, by which Excel knows UTF-8; what it would run as a formula begins with an apostrophe.
  static csv(columns, rows) {
    const cell = (value) => {
      const text = String(value),
        safe = typeof value !== "number" && /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
    };
    const lines = [columns, ...rows.map((row) => row.cells)].map((cells) => cells.map(cell).join(","));
    return new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
  }
}
Table.FEW = 100;
Table.STEP = 500;
