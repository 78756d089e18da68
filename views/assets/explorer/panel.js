"use strict";

// What a node, an edge or a path is, and the sentences that say so, marked in their paragraph.
class Panel extends Evidence {
  constructor(root, data, words, actions) {
    super(data, words);
    Object.assign(this, { root, actions });
  }

  render(state, visible) {
    const { selected } = state,
      focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    if (selected !== this.last) this.root.scrollTop = 0;
    this.last = selected;
    if (state.path) this.root.replaceChildren(...this.path(state, visible));
    else if (!selected) this.root.replaceChildren(...this.welcome());
    else if (selected.node !== undefined) this.root.replaceChildren(...this.node(selected.node, state));
    else this.root.replaceChildren(...this.edge(selected.edge));
    if (focused && !focused.isConnected) {
      // a button of the panel was pressed by key, and the panel is new
      (
        Array.from(this.root.querySelectorAll("[data-tool]")).find(
          (one) => one.dataset.tool === focused.dataset.tool,
        ) || this.root
      ).focus({ preventScroll: true });
    }
  }

  welcome() {
    const lines = this.words
      .say("welcome")
      .split("\n")
      .map((text) => element("li", { text }));
    return [element("h2", { text: this.words.say("panel") }), element("ul", { className: "hint" }, ...lines)];
  }

  node(i, state) {
    const { data, words } = this,
      kind = data.kind(i),
      type = data.type(i);
    const badge = element(
      "p",
      { className: "badge" },
      Facets.swatch(type.shape, type.color),
      [words.of(type), kind && words.of(kind)].filter(Boolean).join(" · "),
    );
    const rows = data.nodes.rows[i].map(([prop, text]) => [words.of(data.props[prop]), text]);
    const aliases = data.nodes.aliases[i];
    if (aliases) rows.unshift([words.say("aliases"), aliases.join("、")]);
    const touching = data.touching[i],
      isSource = (e) => data.edges.to[e] === i && data.relation(e).structural && data.edges.evidence[e].length > 0;
    const sources = touching.filter(isSource),
      clauses = sources.flatMap((e) => data.edges.evidence[e].map((piece) => [piece, e]));
    return [
      element("h2", { text: data.nodes.name[i] || data.nodes.id[i] }),
      badge,
      this.tools(i, state),
      Panel.list(rows),
      ...this.relations(i, touching),
      ...this.sources(clauses),
    ];
  }

  tools(i, state) {
    const say = (key) => this.words.say(key),
      { actions } = this;
    const make = (key, run, pressed) =>
      button(say(key), run, { pressed, title: say(`${key}_help`), data: { tool: key } });
    const path =
      state.start === null
        ? make("start", () => actions.start(i))
        : state.start === i
          ? make("no_start", () => actions.start(null))
          : make("path", () => actions.path(state.start, i));
    return element(
      "div",
      { className: "tools" },
      make("expand", () => actions.expand(i)),
      make("collapse", () => actions.collapse(i)),
      make("isolate", () => actions.isolate(!state.isolated), state.isolated),
      make("pin", () => actions.pin(i), state.pins.has(i)),
      path,
    );
  }

  // By relation and direction, each with its number; parallel edges are lines of their own.
  relations(i, touching) {
    const { data, words } = this,
      groups = new Map();
    for (const e of touching) {
      const backwards = data.edges.from[e] !== i,
        key = `${data.edges.type[e]}${backwards && !data.relation(e).symmetric}`;
      if (!groups.has(key)) groups.set(key, { backwards, edges: [] });
      groups.get(key).edges.push(e);
    }
    const found = [
      element("h3", {
        text: words.say("relations", { count: touching.length }),
        data: { count: String(touching.length) },
      }),
    ];
    for (const { backwards, edges } of groups.values()) {
      const relation = data.relation(edges[0]),
        name = words.of(relation);
      const title = relation.symmetric ? `— ${name} —` : backwards ? `← ${name} —` : `— ${name} →`;
      const inside = element(
        "details",
        { className: "group", open: edges.length <= 8 && touching.length <= 40, data: { relation: relation.name } },
        element(
          "summary",
          {},
          element("span", { className: "relation", text: title }),
          element("span", { className: "count", text: String(edges.length) }),
        ),
      );
      const fill = () => {
        if (inside.open && inside.childElementCount === 1) inside.append(...edges.map((e) => this.line(e, i)));
      };
      inside.addEventListener("toggle", fill);
      fill();
      found.push(inside);
    }
    return touching.length ? found : [];
  }

  line(e, i) {
    const { data, words } = this,
      p = data.edges.plan[e];
    // Where and when it is said; of what no plan states itself, where and when the other end is spoken of.
    const plans = (p < 0 ? data.nodes.plans[data.other(e, i)] : [p]).map((one) => data.plans[one]);
    const some = (n) => [...new Set(plans.map((plan) => plan[n]))].filter(Boolean).slice(0, 3).join("、");
    const notes = [data.isOfManyPlaces ? some(3) : "", some(2), data.relation(e).structural ? "" : this.modality(e)]
      .filter(Boolean)
      .join(" · ");
    const row = [this.reference(data.other(e, i)), element("span", { className: "count", text: notes })];
    if (!data.edges.evidence[e].length) return element("p", { className: "line" }, ...row);
    const unfolded = element(
      "details",
      { className: "line", data: { edge: data.edges.id[e] } },
      element(
        "summary",
        { attributes: { "aria-label": words.say("show_sentence", { name: data.nodes.name[data.other(e, i)] }) } },
        ...row,
      ),
    );
    unfolded.addEventListener("toggle", () => {
      if (unfolded.open && unfolded.childElementCount === 1) unfolded.append(...this.evidence(e));
    });
    return unfolded;
  }

  sources(clauses) {
    if (!clauses.length) return [];
    const [first, rest] = [clauses.slice(0, Panel.FEW), clauses.slice(Panel.FEW)];
    const made = [
      element("h3", { text: this.words.say("sources", { count: clauses.length }) }),
      ...first.map(([piece, e]) => this.figure(piece, e)),
    ];
    if (rest.length) {
      const more = button(
        this.words.say("more", { count: rest.length }),
        () => more.replaceWith(...rest.map(([piece, e]) => this.figure(piece, e))),
        { className: "quiet" },
      );
      made.push(more);
    }
    return made;
  }

  edge(e) {
    const { data, words } = this,
      { confidence } = data.edges;
    const rows = [
      [words.say("plan"), data.planName(data.edges.plan[e])],
      [words.say("modality"), this.modality(e)],
      [words.say("confidence"), confidence[e] < 0 ? "" : confidence[e].toFixed(2)],
      [words.say("statement"), data.edges.id[e]],
    ];
    const beside = data.touching[data.edges.from[e]].filter(
      (f) => f !== e && data.other(f, data.edges.from[e]) === data.edges.to[e],
    );
    const texts = this.evidence(e);
    return [
      this.triple(e, "h2"),
      Panel.list(rows.filter(([, value]) => value)),
      element("h3", { text: words.say("sources", { count: texts.length }) }),
      ...texts,
      ...(beside.length
        ? [
            element("h3", { text: words.say("parallel", { count: beside.length }) }),
            ...beside.map((f) => this.parallel(f)),
          ]
        : []),
    ];
  }

  parallel(e) {
    const { data, words } = this,
      text = [words.of(data.relation(e)), data.planName(data.edges.plan[e]), this.modality(e)]
        .filter(Boolean)
        .join(" · ");
    return element(
      "p",
      { className: "line" },
      button(text, () => this.actions.select({ edge: e }), { className: "reference" }),
    );
  }

  path(state, visible) {
    const { words, data } = this,
      [from, to] = state.path;
    const close = button(words.say("close_path"), () => this.actions.path(null), { data: { tool: "close_path" } });
    const head = element(
      "h2",
      { className: "triple" },
      this.reference(from),
      element("span", { className: "relation", text: "⋯" }),
      this.reference(to),
    );
    if (!visible.path) return [head, element("p", { className: "hint", text: words.say("no_path") }), close];
    const steps = visible.path.edges.map((e, n) =>
      element("section", { className: "step" }, this.triple(e, "h3", visible.path.nodes[n]), ...this.evidence(e, 2)),
    );
    return [
      head,
      element("p", { className: "hint", text: words.say("steps", { count: steps.length }) }),
      close,
      ...steps,
      element("p", { className: "hint", text: data.nodes.name[to] }),
    ];
  }

  triple(e, tag, first = this.data.edges.from[e]) {
    const { data, words } = this,
      { symmetric } = data.relation(e),
      name = words.of(data.relation(e));
    const backwards = data.edges.from[e] !== first;
    const text = symmetric ? `— ${name} —` : backwards ? `← ${name} —` : `— ${name} →`;
    return element(
      tag,
      { className: "triple" },
      this.reference(first),
      element("span", { className: "relation", text }),
      this.reference(data.other(e, first)),
    );
  }

  reference(i) {
    return button(
      this.data.nodes.name[i] || this.data.nodes.id[i],
      (event) => {
        event.preventDefault();
        this.actions.go(i);
      },
      { className: "reference" },
    );
  }

  modality(e) {
    const m = this.data.edges.modality[e];
    return m < 0 ? "" : this.words.of(this.data.modalities[m]);
  }

  static list(rows) {
    return element(
      "dl",
      {},
      ...rows.flatMap(([name, value]) => [element("dt", { text: name }), element("dd", { text: value })]),
    );
  }
}
Panel.FEW = 6;
