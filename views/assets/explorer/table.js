"use strict";

// The same as a table: nodes, relations, or the answer the page was made from.
class Table extends Grid {
  constructor(root, data, words, state, actions) {
    super(words);
    Object.assign(this, { root, data, state, actions });
  }

  render(state, visible) {
    this.root.hidden = !state.table;
    document.body.classList.toggle("with-table", Boolean(state.table));
    if (!state.table) return;
    if (state.table !== this.kind) this.restart();
    this.kind = state.table;
    this.visible = visible;
    const { columns, rows } = this.rows(state, visible);
    this.fill(this.head(columns, rows), columns, rows);
  }

  // The table of an address, in its order.
  resume(kind, order) {
    this.restart();
    [this.kind, this.order] = [kind, order];
  }

  again() {
    this.render(this.state.now, this.visible);
    this.actions.moved();
  }

  isLink({ node, edge }) {
    return node !== undefined || edge !== undefined;
  }

  isSelected({ node, edge }) {
    const { selected } = this.state.now;
    return (
      selected !== null && (node !== undefined ? selected.node === node : edge !== undefined && selected.edge === edge)
    );
  }

  open({ node, edge }) {
    if (node !== undefined) this.actions.go(node);
    else this.actions.select({ edge });
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
          download(fileName(`${this.data.title}_${words.say(`table_${this.kind}`)}`, "csv"), Grid.csv(columns, rows)),
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
    if (this.kind === "answer") {
      const text = (cell) => (cell !== null && typeof cell === "object" ? words.of(cell) : (cell ?? ""));
      return this.sorted(
        data.answer.columns.map(text),
        data.answer.rows.map((cells, key) => ({ key, cells: cells.map(text) })),
      );
    }
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
          const each = (n) => [...new Set(plans.map((plan) => plan[n]))].filter(Boolean).sort().join("、");
          const status = visible.status ? [say(["", "fresh", "dropped", "continued"][visible.status[i]])] : [];
          return {
            key: `n${i}`,
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
        key: `e${e}`,
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
}
