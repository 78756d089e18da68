"use strict";

// A table: sorts by a click on a heading, shows so many rows at first, leads from a row to what it is about, and saves
// all rows as CSV. Heirs say what a row leads to (isLink, isSelected, open) and how the table is shown anew (again).
class Grid {
  constructor(words) {
    this.words = words;
    this.restart();
  }

  restart() {
    [this.sort, this.down, this.limit] = [-1, false, Grid.FEW];
  }

  // The order as an address keeps it: the number of the column, with a minus if it falls; empty for the rows' own.
  get order() {
    return this.sort < 0 ? "" : `${this.down ? "-" : ""}${this.sort}`;
  }

  set order(text) {
    const [, minus, column] = /^(-?)(\d{1,2})$/.exec(text) || [];
    [this.sort, this.down] = column ? [Number(column), minus === "-"] : [-1, false];
  }

  // Shows the table below its head; the key that was pressed stays where it was.
  fill(head, columns, rows) {
    const focused = document.activeElement && document.activeElement.dataset.column;
    const scroll = element(
      "div",
      { className: "scroll", tabIndex: 0, attributes: { role: "region", "aria-label": this.words.say("table") } },
      this.grid(columns, rows),
    );
    this.root.replaceChildren(head, scroll);
    if (focused !== undefined)
      Array.from(this.root.querySelectorAll("[data-column]"))
        .find((one) => one.dataset.column === focused)
        ?.focus();
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

  grid(columns, rows) {
    const heads = columns.map((text, n) => {
      const isNumber = rows.length > 0 && typeof rows[0].cells[n] === "number";
      const direction = this.sort === n ? (this.down ? "descending" : "ascending") : "none";
      return element(
        "th",
        { scope: "col", className: isNumber ? "number" : "", attributes: { "aria-sort": direction } },
        button(
          text,
          () => {
            this.down = this.sort === n && !this.down;
            this.sort = n;
            this.again();
          },
          { data: { column: String(n) }, className: direction },
        ),
      );
    });
    const body = element("tbody", {}, ...rows.slice(0, this.limit).map((row) => this.row(row)));
    if (rows.length > this.limit) {
      const more = button(
        this.words.say("more", { count: rows.length - this.limit }),
        () => {
          this.limit += Grid.STEP;
          this.again();
        },
        { className: "quiet", data: { column: "more" } },
      );
      body.append(element("tr", {}, element("td", { colSpan: columns.length }, more)));
    }
    return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  }

  row(row) {
    const made = row.cells.map((cell, n) => {
      const text = String(cell);
      const inner =
        n === 0 && this.isLink(row)
          ? button(text, () => this.open(row), { className: "reference", data: { column: `row ${row.key}` } })
          : element("span", { className: "cell", text, title: text.length > 30 ? text : "" });
      // Words of English and lists of years do not break; sentences are what a row is read for, and get room.
      const isShort = text.length < 9 || /^[!-~、]{1,20}$/.test(text);
      const className = typeof cell === "number" ? "number short" : isShort ? "short" : text.length > 24 ? "long" : "";
      return element("td", { className }, inner);
    });
    return element(
      "tr",
      { className: this.isSelected(row) ? "selected" : "", data: { row: String(row.key) } },
      ...made,
    );
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
Grid.FEW = 100;
Grid.STEP = 500;
