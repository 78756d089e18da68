"use strict";

// The shortest way between two nodes over what is visible. A stated fact counts 10 a step, the outline of plans 11, a
// mere mention 15: of equally short ways the one that says most wins, and a mention is used where nothing else leads.
const Paths = (() => {
  const FACT = 10,
    OUTLINE = 11,
    MENTION = 15;

  function cost(data, e) {
    if (data.edges.quiet[e]) return MENTION;
    return data.relation(e).structural ? OUTLINE : FACT;
  }

  // {nodes, edges} from one end to the other, or null if none leads there.
  function shortest(data, [from, to], nodes, edges) {
    if (!nodes[from] || !nodes[to]) return null;
    const reached = new Map([[from, 0]]),
      by = new Map(),
      buckets = [[from]];
    for (let d = 0; d < buckets.length; d += 1) {
      for (const i of buckets[d] || []) {
        if (reached.get(i) !== d) continue;
        if (i === to) return trace(data, from, to, by);
        for (const e of data.touching[i]) {
          const j = data.other(e, i),
            length = d + cost(data, e);
          if (!edges[e] || !nodes[j] || length >= (reached.get(j) ?? Infinity)) continue;
          reached.set(j, length);
          by.set(j, e);
          (buckets[length] ||= []).push(j);
        }
      }
    }
    return null;
  }

  function trace(data, from, to, by) {
    const nodes = [to],
      edges = [];
    while (nodes[0] !== from) {
      const e = by.get(nodes[0]);
      edges.unshift(e);
      nodes.unshift(data.other(e, nodes[0]));
    }
    return { nodes, edges };
  }

  return { shortest };
})();
