"use strict";

// What is to be seen in a state. Everything here is arrays by the number of a node or an edge.
const STATUS = { none: 0, fresh: 1, dropped: 2, continued: 3 };

class Visible {
  constructor(data) {
    this.data = data;
  }

  // {nodes, edges}: what passes the filters; {drawn}: edges to draw; {bright}: null or {nodes, edges} that do not fade;
  // {status}: null or how each node fares in the comparison of two years.
  compute(state) {
    const { data } = this;
    const nodes = new Uint8Array(data.nodeCount).fill(1),
      edges = new Uint8Array(data.edgeCount).fill(1);
    if (state.shown) for (let i = 0; i < nodes.length; i += 1) nodes[i] = state.shown.has(i) ? 1 : 0;
    for (const facet of data.facets) {
      const off = state.hidden[facet.name];
      if (!off || !off.size) continue;
      const passes = (value) => (typeof value === "number" ? !off.has(value) : value.some((one) => !off.has(one)));
      if (facet.nodes)
        facet.nodes.forEach((value, i) => {
          if (!passes(value)) nodes[i] = 0;
        });
      if (facet.edges)
        facet.edges.forEach((value, e) => {
          if (!passes(value)) edges[e] = 0;
        });
    }
    let status = null;
    if (state.compare) status = this.compared(state.compare, nodes, edges);
    else if (state.year) this.limitYear(state.year, nodes, edges);
    const ends = () => {
      for (let e = 0; e < edges.length; e += 1)
        if (!nodes[data.edges.from[e]] || !nodes[data.edges.to[e]]) edges[e] = 0;
    };
    ends();
    const path = state.path ? Paths.shortest(data, state.path, nodes, edges) : null;
    const bright = this.bright(state, nodes, edges, path);
    if (state.isolated && bright) {
      for (let i = 0; i < nodes.length; i += 1) nodes[i] &= bright.nodes[i];
      ends();
    }
    const drawn = new Uint8Array(data.edgeCount),
      isFew = state.isolated && bright;
    for (let e = 0; e < drawn.length; e += 1) {
      const isPlain = !data.edges.quiet[e] && (isFew || !data.isCrossing(e));
      drawn[e] = edges[e] && (isPlain || (bright && bright.edges[e])) ? 1 : 0;
    }
    return { nodes, edges, drawn, bright, status, path };
  }

  limitYear(year, nodes, edges) {
    const { data } = this,
      isIn = data.plans.map((plan) => plan[2] === year);
    data.nodes.plans.forEach((plans, i) => {
      if (!plans.some((p) => isIn[p])) nodes[i] = 0;
    });
    data.edges.plan.forEach((p, e) => {
      if (p >= 0 && !isIn[p]) edges[e] = 0;
    });
  }

  // Only places with a plan for both years can be compared; one entity or one series there counts as the same.
  compared([before, after], nodes, edges) {
    const { data } = this,
      placesOf = (year) => new Set(data.plans.filter((p) => p[2] === year).map((p) => p[3]));
    const [old, young] = [placesOf(before), placesOf(after)];
    const side = data.plans.map(([, , year, place]) =>
      old.has(place) && young.has(place) ? (year === before ? 1 : 0) | (year === after ? 2 : 0) : 0,
    );
    const told = new Map(),
      key = (i, p) => `${data.nodes.same[i]}|${data.plans[p][3]}`;
    data.nodes.plans.forEach((plans, i) => {
      for (const p of plans) if (side[p]) told.set(key(i, p), (told.get(key(i, p)) || 0) | side[p]);
    });
    const status = new Uint8Array(data.nodeCount);
    data.nodes.plans.forEach((plans, i) => {
      const found = plans.filter((p) => side[p]).map((p) => told.get(key(i, p)));
      if (!found.length) nodes[i] = 0;
      else if (found.includes(3)) status[i] = STATUS.continued;
      else status[i] = found.includes(2) ? STATUS.fresh : STATUS.dropped;
    });
    data.edges.plan.forEach((p, e) => {
      if (p >= 0 && !side[p]) edges[e] = 0;
    });
    return status;
  }

  // The neighbourhood of what is selected, or the path. The first step takes every relation, further ones only those
  // that are drawn: a plan that mentions everything would make everything a neighbour.
  bright(state, nodes, edges, path) {
    const { data } = this,
      { selected } = state;
    const found = { nodes: new Uint8Array(data.nodeCount), edges: new Uint8Array(data.edgeCount) };
    if (path) {
      for (const i of path.nodes) found.nodes[i] = 1;
      for (const e of path.edges) found.edges[e] = 1;
      return found;
    }
    if (!selected) return null;
    if (selected.edge !== undefined) {
      const e = selected.edge;
      found.edges[e] = 1;
      found.nodes[data.edges.from[e]] = found.nodes[data.edges.to[e]] = 1;
      return found;
    }
    let frontier = [selected.node];
    found.nodes[selected.node] = 1;
    for (let step = 1; step <= state.depth; step += 1) {
      const next = [];
      for (const i of frontier) {
        for (const e of data.touching[i]) {
          if (!edges[e] || (step > 1 && data.edges.quiet[e])) continue;
          found.edges[e] = 1;
          const j = data.other(e, i);
          if (!found.nodes[j]) {
            found.nodes[j] = 1;
            next.push(j);
          }
        }
      }
      frontier = next;
    }
    return found;
  }
}
