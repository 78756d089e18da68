"use strict";

// Search by name, alias and pinyin, with the list of hits as a combobox (WAI-ARIA): arrows choose, Enter goes there.
class Search {
  constructor(data, words, go) {
    Object.assign(this, { data, words, go });
    this.readings = new Map(Object.entries(data.readings).map(([char, readings]) => [char, readings.split(" ")]));
    [this.input, this.list] = [at("query"), at("results")];
    [this.hits, this.chosen] = [[], -1];
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => {
      if (this.input.value.trim()) this.find();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!at("search").contains(event.target)) this.close();
    });
  }

  static fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }

  // Every name once, folded; made at the first search.
  get index() {
    this.made ||= Array.from({ length: this.data.nodeCount }, (_, i) => this.data.names(i).map(Search.fold));
    return this.made;
  }

  find() {
    const wanted = Search.fold(this.input.value);
    const rank = (i) => Math.min(...this.index[i].map((name, n) => this.rank(name, wanted) + (n ? 0.5 : 0)));
    const found = wanted ? this.data.bySize.map((i) => [rank(i), i]).filter(([r]) => r < Infinity) : [];
    found.sort((a, b) => a[0] - b[0] || this.data.nodes.name[a[1]].length - this.data.nodes.name[b[1]].length);
    this.hits = found.slice(0, Search.MOST).map(([, i]) => i);
    this.chosen = this.hits.length ? 0 : -1;
    this.render(wanted, found.length);
  }

  // 0 the name itself, 1 its beginning, 2 inside of it, 3 and 4 the same in pinyin; infinite if it does not match.
  rank(name, wanted) {
    const place = name.indexOf(wanted);
    if (place >= 0) return name === wanted ? 0 : place === 0 ? 1 : 2;
    if (!/^[a-z0-9'üv]+$/.test(wanted)) return Infinity;
    const glyphs = Array.from(name),
      typed = wanted.replace(/'/g, "").replace(/ü/g, "v");
    for (let start = 0; start < glyphs.length; start += 1) if (this.spells(glyphs, start, typed)) return start ? 4 : 3;
    return Infinity;
  }

  // Whether the glyphs from `start` on can be typed so: each by a whole reading or its first letters, as people type
  // qsnkjcxds or qingshaonian or qingsn.
  spells(glyphs, start, typed) {
    if (!typed) return true;
    if (start >= glyphs.length) return false;
    const readings = this.readings.get(glyphs[start]);
    if (!readings) return typed[0] === glyphs[start] && this.spells(glyphs, start + 1, typed.slice(1));
    for (const reading of readings) {
      if (reading[0] !== typed[0]) continue;
      if (reading.startsWith(typed)) return true;
      if (typed.startsWith(reading) && this.spells(glyphs, start + 1, typed.slice(reading.length))) return true;
      if (
        /^[zcs]h/.test(reading) &&
        typed.startsWith(reading.slice(0, 2)) &&
        this.spells(glyphs, start + 1, typed.slice(2))
      )
        return true;
      if (this.spells(glyphs, start + 1, typed.slice(1))) return true;
    }
    return false;
  }

  render(wanted, total) {
    const rows = this.hits.map((i, n) => {
      const { data } = this,
        alias = this.aliasHit(i, wanted),
        type = this.words.of(data.type(i));
      const places = [...new Set(data.nodes.plans[i].map((p) => data.plans[p][3]))];
      const where =
        places.length === 1 ? places[0] : places.length ? this.words.say("places", { count: places.length }) : "";
      return element(
        "li",
        {
          id: `hit-${n}`,
          role: "option",
          attributes: { "aria-selected": String(n === this.chosen) },
          on: { click: () => this.take(n) },
        },
        element("span", { className: "name", text: data.nodes.name[i] }),
        element("span", {
          className: "count",
          text: [alias && `（${alias}）`, type, where].filter(Boolean).join(" · "),
        }),
      );
    });
    if (wanted && !rows.length) rows.push(element("li", { className: "hint", text: this.words.say("nothing") }));
    if (total > this.hits.length)
      rows.push(
        element("li", { className: "hint", text: this.words.say("more_hits", { count: total - this.hits.length }) }),
      );
    this.list.replaceChildren(...rows);
    this.list.hidden = !wanted;
    this.input.setAttribute("aria-expanded", String(Boolean(wanted)));
    this.mark();
    at("status").textContent = wanted ? this.words.say("hits", { count: total }) : "";
  }

  aliasHit(i, wanted) {
    if (Search.fold(this.data.nodes.name[i]).includes(wanted)) return "";
    return (this.data.nodes.aliases[i] || []).find((name) => Search.fold(name).includes(wanted)) || "";
  }

  mark() {
    Array.from(this.list.children).forEach(
      (row, n) => row.role === "option" && row.setAttribute("aria-selected", String(n === this.chosen)),
    );
    if (this.chosen < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `hit-${this.chosen}`);
    if (this.chosen >= 0) this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length) {
      if (this.list.hidden) this.find();
      else this.chosen = (this.chosen + step + this.hits.length) % this.hits.length;
      this.mark();
      event.preventDefault();
    } else if (event.key === "Enter" && this.chosen >= 0) this.take(this.chosen);
    else if (event.key === "Escape") {
      if (this.list.hidden) at("graph").focus();
      this.close();
      event.stopPropagation();
    }
  }

  take(n) {
    const i = this.hits[n];
    this.close();
    this.go(i);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
Search.MOST = 30;
