"use strict";

// The page's data: columns from Python, and what is looked up in them again and again.
class Data {
  constructor(raw) {
    Object.assign(this, raw);
    this.nodeCount = raw.nodes.id.length;
    this.edgeCount = raw.edges.id.length;
    this.nodeNumber = new Map(raw.nodes.id.map((id, i) => [id, i]));
    this.edgeNumber = new Map(raw.edges.id.map((id, i) => [id, i]));
    this.touching = Array.from({ length: this.nodeCount }, () => []); // edges by either end, in reading order
    this.degree = new Uint32Array(this.nodeCount); // by the edges that are drawn
    const { from, to, quiet } = raw.edges;
    for (let e = 0; e < this.edgeCount; e += 1) {
      this.touching[from[e]].push(e);
      if (to[e] !== from[e]) this.touching[to[e]].push(e);
      if (!quiet[e]) {
        this.degree[from[e]] += 1;
        this.degree[to[e]] += 1;
      }
    }
    this.bySize = Array.from(this.degree.keys()).sort((a, b) => this.degree[b] - this.degree[a] || a - b);
    this.isOfManyPlaces = new Set(raw.plans.map((plan) => plan[3])).size > 1;
    this.years = [...new Set(raw.plans.map(([, , year]) => year).filter(Boolean))].sort();
    for (const facet of this.facets) facet.number = new Map(facet.values.map(([key], i) => [key, i]));
  }

  type(i) {
    return this.types[this.nodes.type[i]];
  }
  kind(i) {
    return this.type(i).kinds[this.nodes.kind[i]];
  }
  relation(e) {
    return this.relations[this.edges.type[e]];
  }
  other(e, i) {
    return this.edges.from[e] === i ? this.edges.to[e] : this.edges.from[e];
  }
  radius(i) {
    return Math.min(4 + 1.7 * Math.sqrt(this.degree[i]), 22);
  }

  // Edges between boxes would cover the picture; they appear when one of their ends is selected.
  isCrossing(e) {
    const { box } = this.nodes;
    return box.length > 0 && box[this.edges.from[e]] !== box[this.edges.to[e]];
  }

  planName(p) {
    return p < 0 ? "" : this.plans[p][1];
  }

  // All by which it can be found: also a place by its province in front.
  names(i) {
    const full = this.nodes.rows[i].filter(([prop]) => this.props[prop].name === "full_name").map(([, text]) => text);
    return [this.nodes.name[i], ...(this.nodes.aliases[i] || []), ...full];
  }

  // The words of a piece of evidence.
  clause([sentence, from, to]) {
    return Array.from(this.paragraphs[this.sentences[sentence][0]]).slice(from, to).join("");
  }
}
