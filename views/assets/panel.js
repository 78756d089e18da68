"use strict";

// Builds elements. Text goes in as text; there is no way here to pass markup.
function element(tag, { className = "", text = "", ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  if (className) made.className = className;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

// The panel beside the graph: what a node or an edge is, and the sentences that say so.
class Panel {
  constructor(root, data, open) {
    const by = (rows, key) => new Map(rows.map((row) => [row[key], row]));
    this.root = root;
    this.open = open; // ("node" | "edge", id): called when the reader follows a reference
    this.nodes = by(data.nodes, "id");
    this.edges = by(data.edges, "id");
    this.types = by(data.types, "name");
    this.relations = by(data.relations, "name");
    this.sentences = by(data.sentences, "id");
    this.tasks = by(data.tasks, "id");
    this.plans = by(data.plans, "key");
  }

  show(...children) {
    this.root.replaceChildren(...children);
    this.root.scrollTop = 0;
  }

  welcome() {
    this.show(element("p", { className: "hint", text: "点击节点或连线，查看其属性、关系和原文依据。滚轮缩放，拖动平移。" }));
  }

  node(id) {
    const node = this.nodes.get(id), type = this.types.get(node.type);
    const touching = [...this.edges.values()].filter((edge) => edge.from === id || edge.to === id);
    const isSource = (edge) => edge.to === id && this.relations.get(edge.type).structural && edge.evidence.length > 0;
    const texts = touching.filter(isSource).flatMap((edge) => this.evidence(edge));
    const related = touching.filter((edge) => !isSource(edge) || this.nodes.get(edge.from).type === node.type);
    const parents = touching.filter((edge) => isSource(edge) && !related.includes(edge));
    const badge = element("p", { className: "badge", text: [type.zh, node.kind].filter(Boolean).join(" · ") });
    badge.style.borderColor = type.color;
    this.show(
      element("h2", { text: node.name || id }), badge, this.rows(node.rows),
      ...this.section(`原文（${texts.length}）`, texts),
      ...this.section(`关系（${related.length}）`, related.map((edge) => this.relation(edge, id))),
      ...this.section(`见于（${parents.length}）`, parents.map((edge) => this.relation(edge, id))),
    );
  }

  edge(id) {
    const edge = this.edges.get(id), texts = this.evidence(edge), plan = this.plans.get(edge.plan);
    const rows = [["时态", edge.modality], ["计划", plan ? plan.name : edge.plan], ["置信度", edge.confidence]];
    this.show(
      element("h2", { className: "triple" }, this.reference(edge.from), this.arrow(edge), this.reference(edge.to)),
      this.rows(rows.filter(([, value]) => value)),
      ...this.section(`原文（${texts.length}）`, texts),
    );
  }

  section(title, items) {
    return items.length ? [element("h3", { text: title }), ...items] : [];
  }

  rows(rows) {
    const cells = rows.flatMap(([name, value]) => [element("dt", { text: name }), element("dd", { text: value })]);
    return element("dl", {}, ...cells);
  }

  reference(id) {
    const node = this.nodes.get(id);
    return element("button", { type: "button", className: "reference", text: node.name || id, onclick: () => this.open("node", id) });
  }

  // The relation, as read from one of its ends.
  arrow(edge, backwards = false) {
    const { zh, symmetric } = this.relations.get(edge.type);
    const text = symmetric ? `—${zh}—` : backwards ? `←${zh}—` : `—${zh}→`;
    return element("span", { className: "relation", text });
  }

  // One line for an edge as seen from `id`; unfolds to its evidence.
  relation(edge, id) {
    const backwards = edge.from !== id;
    const ends = [this.arrow(edge, backwards), this.reference(backwards ? edge.from : edge.to)];
    if (!this.relations.get(edge.type).structural) ends.push(element("span", { className: "count", text: edge.modality }));
    if (!edge.evidence.length) return element("p", { className: "line" }, ...ends);
    const details = element("details", {}, element("summary", {}, ...ends));
    details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(...this.evidence(edge)));
    return details;
  }

  evidence(edge) {
    return edge.evidence.map((clause) => {
      const glyphs = Array.from(this.sentences.get(clause.sentence).text); // offsets count code points
      const part = (from, to) => glyphs.slice(from, to).join("");
      const plan = this.plans.get(edge.plan), task = this.tasks.get(clause.task);
      const origin = [plan ? plan.name : edge.plan, task ? `任务：${task.name}` : "", ...clause.notes];
      return element("figure", {},
        element("blockquote", {}, part(0, clause.from), element("mark", { text: part(clause.from, clause.to) }), part(clause.to)),
        element("figcaption", { text: origin.filter(Boolean).join(" · ") }),
      );
    });
  }
}
