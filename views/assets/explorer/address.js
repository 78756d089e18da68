"use strict";

// The state in the address bar, so that a copied address brings it back. Things are named by their ids.
class Address {
  constructor(data) {
    this.data = data;
  }

  static decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return null;
    } // cut off somewhere
  }

  write(state, view, page) {
    const { data } = this,
      id = (i) => data.nodes.id[i],
      parts = new URLSearchParams();
    const put = (key, value) => {
      if (value) parts.set(key, value);
    };
    if (state.selected) {
      const { node, edge } = state.selected;
      if (node !== undefined) put("node", id(node));
      else put("edge", data.edges.id[edge]);
    }
    if (state.depth !== 1) put("depth", String(state.depth));
    if (state.isolated) put("only", "1");
    for (const { name, values } of data.facets) {
      const off = state.hidden[name];
      if (off && off.size)
        put(
          `-${name}`,
          [...off]
            .sort((a, b) => a - b)
            .map((v) => encodeURIComponent(values[v][0]))
            .join(","),
        );
    }
    if (state.shown)
      put(
        "shown",
        [...state.shown]
          .sort((a, b) => a - b)
          .map((i) => i.toString(36))
          .join("."),
      );
    put("pins", [...state.pins].map(([i, [x, y]]) => [id(i), Math.round(x), Math.round(y)].join(":")).join(","));
    if (state.start !== null) put("start", id(state.start));
    if (state.path) put("path", state.path.map(id).join(","));
    put("year", state.year && String(state.year));
    if (state.compare) put("compare", state.compare.join(","));
    put("table", state.table);
    put("sort", state.table && page.sort);
    put("view", view && [view.x.toFixed(1), view.y.toFixed(1), view.k.toPrecision(4)].join(","));
    put("language", page.language === "zh" ? "" : page.language);
    put("theme", page.theme);
    return parts.toString();
  }

  // {state, view, page, sort} of an address; what it names and this page does not have is left out.
  read(text) {
    const { data } = this,
      parts = new URLSearchParams(text),
      get = (key) => parts.get(key) || "";
    const node = (id) => data.nodeNumber.get(id),
      list = (key, by = ",") => get(key).split(by).filter(Boolean);
    const state = { ...State.initial(data) };
    if (node(get("node")) !== undefined) state.selected = { node: node(get("node")) };
    else if (data.edgeNumber.has(get("edge"))) state.selected = { edge: data.edgeNumber.get(get("edge")) };
    if (["2", "3"].includes(get("depth"))) state.depth = Number(get("depth"));
    state.isolated = get("only") === "1";
    for (const { name, number } of data.facets) {
      const keys = parts.has(`-${name}`) ? get(`-${name}`).split(",").map(Address.decoded) : [];
      const off = new Set(keys.map((key) => number.get(key)).filter((v) => v !== undefined));
      if (off.size) state.hidden = { ...state.hidden, [name]: off };
    }
    if (parts.has("shown")) {
      const numbers = list("shown", ".")
        .map((one) => parseInt(one, 36))
        .filter((i) => i >= 0 && i < data.nodeCount);
      state.shown = new Set(numbers);
    }
    const pins = list("pins")
      .map((pin) => pin.split(":"))
      .filter(([id]) => node(id) !== undefined);
    state.pins = new Map(pins.map(([id, x, y]) => [node(id), [Number(x) || 0, Number(y) || 0]]));
    if (node(get("start")) !== undefined) state.start = node(get("start"));
    const ends = list("path").map(node);
    if (ends.length === 2 && !ends.includes(undefined)) state.path = ends;
    if (data.years.includes(Number(get("year")))) state.year = Number(get("year"));
    const compared = list("compare").map(Number);
    if (compared.length === 2 && compared.every((year) => data.years.includes(year))) state.compare = compared;
    const tables = ["nodes", "edges", ...(data.answer ? ["answer"] : [])];
    if (tables.includes(get("table"))) state.table = get("table");
    const [x, y, k] = list("view").map(Number);
    const view = [x, y, k].every(Number.isFinite) && k > 0 ? { x, y, k } : null;
    return { state, view, page: { language: get("language") === "en" ? "en" : "zh", theme: get("theme") }, sort: get("sort") };
  }
}
