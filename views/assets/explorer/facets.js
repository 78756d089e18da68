"use strict";

// Legend and filter in one: each value with its count; a click on a box hides or shows, one on "only" leaves it alone.
class Facets {
  constructor(root, data, words, state) {
    Object.assign(this, { root, data, words, state });
    this.open = new Set(["type", "relation", "city", "year"]); // groups that are unfolded
    this.long = new Set(); // groups that show all their values
  }

  // How many visible things have each value: nodes, or edges where the facet is about edges alone.
  static counts(facet, visible) {
    const counts = new Array(facet.values.length).fill(0);
    const count = (value) => {
      counts[value] += 1;
    };
    (facet.nodes || facet.edges).forEach((value, n) => {
      if (visible && !(facet.nodes ? visible.nodes : visible.edges)[n]) return;
      if (typeof value === "number") count(value);
      else value.forEach(count);
    });
    return counts;
  }

  render(visible) {
    const focused = document.activeElement && document.activeElement.dataset.key,
      scrolled = this.root.scrollTop;
    this.root.replaceChildren(
      element(
        "div",
        { className: "head" },
        element("h2", { text: this.words.say("filter") }),
        button(
          this.words.say("reset"),
          () => this.state.change({ hidden: {}, year: null, compare: null }, { canUndo: true }),
          { className: "quiet", data: { key: "reset" } },
        ),
      ),
      ...this.data.facets.map((facet) => this.group(facet, visible)),
    );
    this.root.scrollTop = scrolled;
    if (focused)
      Array.from(this.root.querySelectorAll("[data-key]"))
        .find((one) => one.dataset.key === focused)
        ?.focus();
  }

  group(facet, visible) {
    const total = (this.totals ||= new Map()).get(facet.name) || Facets.counts(facet, null);
    this.totals.set(facet.name, total);
    const now = Facets.counts(facet, visible),
      off = this.state.now.hidden[facet.name] || new Set();
    const order = total.map((_, value) => value).filter((value) => total[value] > 0);
    if (facet.name === "unit" || facet.name === "city") order.sort((a, b) => total[b] - total[a] || a - b);
    const shown = this.long.has(facet.name) ? order : order.slice(0, Facets.FEW);
    const unfolded = element(
      "details",
      { className: "facet", open: this.open.has(facet.name), data: { facet: facet.name } },
      element(
        "summary",
        { data: { key: `group ${facet.name}` } },
        element("span", { text: facet.title[this.words.language === "zh" ? 0 : 1] }),
        element("span", { className: "count", text: this.words.say(facet.nodes ? "of_nodes" : "of_edges") }),
      ),
      ...shown.map((value) => this.entry(facet, value, now[value], total[value], off)),
    );
    if (order.length > Facets.FEW) {
      const key = this.long.has(facet.name) ? "fewer" : "all_values";
      unfolded.append(
        button(
          this.words.say(key, { count: order.length }),
          () => {
            this.long[this.long.has(facet.name) ? "delete" : "add"](facet.name);
            this.render(visible);
          },
          { className: "quiet", data: { key: `more ${facet.name}` } },
        ),
      );
    }
    unfolded.addEventListener("toggle", () => this.open[unfolded.open ? "add" : "delete"](facet.name));
    return unfolded;
  }

  entry(facet, value, now, total, off) {
    const [key, zh, en] = facet.values[value],
      text = this.words.language === "zh" ? zh : en;
    const box = element("input", { type: "checkbox", checked: !off.has(value), data: { key: `${facet.name} ${key}` } });
    box.addEventListener("change", () =>
      this.set(facet, (was) => {
        if (box.checked) was.delete(value);
        else was.add(value);
        return was;
      }),
    );
    const isAlone = off.size === facet.values.length - 1 && !off.has(value);
    const only = button(
      this.words.say(isAlone ? "all" : "only"),
      () =>
        this.set(facet, () =>
          isAlone ? new Set() : new Set(facet.values.map((_, other) => other).filter((other) => other !== value)),
        ),
      {
        className: "quiet only",
        title: this.words.say("only_this", { name: text }),
        data: { key: `only ${facet.name} ${key}` },
      },
    );
    const label = element(
      "label",
      { title: text },
      box,
      ...this.sign(facet, key),
      element("span", { className: "name", text }),
    );
    return element(
      "div",
      { className: "value" },
      label,
      only,
      element("span", {
        className: "count",
        text: now === total ? String(total) : `${now}/${total}`,
        data: { total: String(total), now: String(now) },
      }),
    );
  }

  set(facet, change) {
    const { hidden } = this.state.now;
    this.state.change(
      { hidden: { ...hidden, [facet.name]: change(new Set(hidden[facet.name] || [])) } },
      { canUndo: true },
    );
  }

  // What stands for the value in the picture.
  sign(facet, key) {
    if (facet.name === "type") {
      const type = this.data.types.find(({ name }) => name === key);
      return [Facets.swatch(type.shape, type.color)];
    }
    if (facet.name === "relation") {
      const relation = this.data.relations.find(({ name }) => name === key);
      return [element("span", { className: relation.structural ? "stroke soft" : "stroke" })];
    }
    return [];
  }

  static swatch(shape, color) {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const [name, attributes] = Shapes.markup(shape, 8, 8, 5.5),
      mark = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries({ ...attributes, fill: color })) mark.setAttribute(key, String(value));
    for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", class: "swatch", "aria-hidden": "true" }))
      drawn.setAttribute(key, value);
    drawn.append(mark);
    return drawn;
  }
}
Facets.FEW = 12;
