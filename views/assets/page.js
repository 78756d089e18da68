"use strict";

(() => {
  const FADED = 0.12;
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const typeOf = new Map(data.nodes.map((node) => [node.id, node.type]));
  const relationOf = new Map(data.edges.map((edge) => [edge.id, edge.type]));
  const relations = new Map(data.relations.map((relation) => [relation.name, relation]));

  const nodes = new vis.DataSet(data.network.nodes.map((node) => ({ ...node, title: node.label })));
  const edges = new vis.DataSet(data.network.edges);
  const unlabelled = { nodes: { font: { size: 0 } } }; // labels.js writes the names
  const network = new vis.Network(at("graph"), { nodes, edges }, { ...data.network.options, ...unlabelled });
  const panel = new Panel(at("panel"), data, select);
  const hidden = { types: new Set(), relations: new Set() };
  let selected = { nodes: new Set(), edges: new Set() }; // what stays bright; nothing at all: everything does
  let labels = [];

  // ---- Selection: the neighbourhood stays, the rest fades; nothing moves ------------------------------------------
  function select(what, id) {
    if (what === "node") {
      const touching = edges.get({ filter: (edge) => edge.from === id || edge.to === id });
      selected = { nodes: new Set([id, ...touching.flatMap((e) => [e.from, e.to])]), edges: new Set(touching.map((e) => e.id)) };
      reveal(typeOf.get(id));
      network.selectNodes([id], false);
      panel.node(id);
    } else {
      const edge = edges.get(id);
      selected = { nodes: new Set([edge.from, edge.to]), edges: new Set([id]) };
      network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
      panel.edge(id);
    }
    shade();
  }

  function clear() {
    selected = { nodes: new Set(), edges: new Set() };
    network.unselectAll();
    panel.welcome();
    shade();
  }

  const isFaded = (set, id) => selected.nodes.size > 0 && !set.has(id);

  function shade() {
    nodes.update(data.network.nodes.map(({ id }) => ({
      id, opacity: isFaded(selected.nodes, id) ? FADED : 1, hidden: hidden.types.has(typeOf.get(id)),
    })));
    edges.update(data.network.edges.map((edge) => ({
      id: edge.id,
      color: { color: edge.color, highlight: "#1f2730", hover: "#1f2730", opacity: isFaded(selected.edges, edge.id) ? FADED : 1 },
      hidden: hidden.relations.has(relationOf.get(edge.id))
        || hidden.types.has(typeOf.get(edge.from)) || hidden.types.has(typeOf.get(edge.to)),
    })));
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) select("node", node);
    else if (edge !== undefined) select("edge", edge);
    else clear();
  });

  // ---- Names on the canvas -----------------------------------------------------------------------------------------
  const bySize = Array.from(data.network.nodes).sort((a, b) => b.size - a.size).map((node) => node.id);

  function view() {
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    const opposite = network.DOMtoCanvas({ x: at("graph").clientWidth, y: at("graph").clientHeight });
    return { left: corner.x, top: corner.y, right: opposite.x, bottom: opposite.y };
  }

  network.on("afterDrawing", (context) => {
    const places = network.getPositions();
    const shown = bySize.map((id) => nodes.get(id)).filter((node) => !node.hidden).map((node) => ({
      ...places[node.id], size: node.size, text: node.label, faded: isFaded(selected.nodes, node.id),
    }));
    const middle = (edge) => {
      const a = places[edge.from], b = places[edge.to];
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, text: relations.get(relationOf.get(edge.id)).zh };
    };
    const bright = edges.get([...selected.edges]).filter((edge) => !edge.hidden);
    labels = Labels.draw(context, network.getScale(), view(), shown, bright.map(middle));
  });

  // ---- Legend, which is also the filter ----------------------------------------------------------------------------
  function entry(thing, count, set, swatch) {
    const box = element("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      set[box.checked ? "delete" : "add"](thing.name);
      shade();
    });
    boxes.set(thing.name, box);
    return element("label", {}, box, swatch, element("span", { text: thing.zh }),
      element("span", { className: "count", text: String(count) }));
  }

  const boxes = new Map();
  const shapes = new Map(data.network.nodes.map((node) => [typeOf.get(node.id), node.shape]));
  const swatch = (type) => {
    const made = element("span", { className: `swatch ${shapes.get(type.name)}` });
    made.style.backgroundColor = type.color;
    return made;
  };
  const drawn = data.network.edges.map((edge) => relationOf.get(edge.id));
  const count = (relation) => drawn.filter((name) => name === relation.name).length;
  const stroke = () => element("span", { className: "stroke" });
  at("legend").append(
    element("h2", { text: "类型" }), ...data.types.map((type) => entry(type, type.count, hidden.types, swatch(type))),
    element("h2", { text: "关系" }),
    ...data.relations.filter(count).map((relation) => entry(relation, count(relation), hidden.relations, stroke())),
  );

  // A filtered node that the reader asks for comes back, with its type.
  function reveal(type) {
    if (!hidden.types.delete(type)) return;
    boxes.get(type).checked = true;
  }

  // ---- Search ------------------------------------------------------------------------------------------------------
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const MOST = 12;

  function search() {
    const wanted = fold(at("query").value.trim());
    const hit = (node) => [node.name, ...node.aliases].some((name) => fold(name).includes(wanted));
    const found = wanted ? data.nodes.filter(hit).slice(0, MOST) : [];
    const rows = found.map((node) => element("li", {}, element("button", {
      type: "button", text: node.name, onclick: () => go(node.id),
    }, element("span", { className: "count", text: data.types.find((type) => type.name === node.type).zh }))));
    at("results").replaceChildren(...(wanted && !rows.length ? [element("li", { className: "hint", text: "没有找到" })] : rows));
    at("results").hidden = !wanted;
  }

  function go(id) {
    at("results").hidden = true;
    select("node", id);
    network.focus(id, { scale: Math.max(network.getScale(), 1), animation: { duration: 300, easingFunction: "easeOutQuad" } });
  }

  at("query").addEventListener("input", search);
  at("search").addEventListener("keydown", (event) => {
    if (event.key === "Escape") at("results").hidden = true;
    if (event.key === "Enter" && event.target === at("query")) at("results").querySelector("button")?.click();
  });

  // ---- Start -------------------------------------------------------------------------------------------------------
  document.title = data.title;
  at("title").textContent = data.title;
  at("summary").textContent = `节点 ${data.nodes.length} · 关系 ${data.edges.length} · 原文 ${data.sentences.length} 句`
    + (data.leftOut ? `（另有 ${data.leftOut} 个联系最少的节点未画出）` : "");
  panel.welcome();
  shade();
  network.fit();
  // For scripts in the console, and for the tests of this page.
  window.graphPage = Object.freeze({ network, labels: () => labels });
})();
