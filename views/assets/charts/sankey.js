"use strict";

// A plan, its tasks in their order, and the units that lead and assist them; each ribbon is one responsibility.
const draw = (rows, { layout, text, say, types, parts, room }) => {
  const ROW = 21,
    color = Object.fromEntries(types.map((type) => [type.name, type.color]));
  const nodes = new Map();
  const node = (depth, key, label, of) => {
    const id = JSON.stringify([depth, key]);
    if (!nodes.has(id)) nodes.set(id, { name: `n${nodes.size}`, depth, of, rows: [], text: label });
    return nodes.get(id);
  };
  const links = new Map();
  const link = (from, to, key, isSoft) => {
    const id = `${from.name} ${to.name} ${isSoft}`;
    if (!links.has(id))
      links.set(id, { source: from.name, target: to.name, value: 0, rows: [], ends: [from, to], isSoft });
    links.get(id).value += 1;
    links.get(id).rows.push(key);
  };
  for (const { key, cells } of rows) {
    const [task, role, unit, plan] = cells,
      isNobody = role.key === "nobody";
    const steps = [
      node(0, plan, plan, parts.plan),
      node(1, [plan, task], task, parts.task),
      node(2, isNobody ? null : unit, isNobody ? say("nobody") : unit, isNobody ? null : parts.organization),
    ];
    for (const step of steps) step.rows.push(key);
    link(steps[0], steps[1], key, false);
    link(steps[1], steps[2], key, role.name !== parts.leads);
  }
  // A department goes without the name of its association.
  const own = (unit) => {
    const issuer = layout.issuers.find((name) => unit.startsWith(name) && unit !== name);
    return Marks.cut(issuer ? unit.slice(issuer.length) : unit, 14);
  };
  const paint = ({ of }) => (of === null ? Marks.tint("continued") : color[of]);
  const data = [...nodes.values()].map((one) => ({
    name: one.name,
    depth: one.depth,
    rows: one.rows,
    title: `${one.text}：${one.rows.length}`,
    itemStyle: { color: paint(one), borderColor: Marks.tint("line") },
    label: [
      { rotate: 90, position: "left", align: "center", formatter: () => Marks.cut(one.text, 26) },
      { position: "left", formatter: () => Marks.cut(one.text, 24) },
      { position: "right", formatter: () => own(one.text) },
    ][one.depth],
  }));
  const ribbons = [...links.values()].map(({ ends, isSoft, ...one }) => ({
    ...one,
    title: `${ends[0].text} → ${ends[1].text}：${one.value}`,
    lineStyle: { color: paint(ends[1]), opacity: isSoft ? 0.2 : 0.5 },
  }));
  const high = Math.max(...[0, 1, 2].map((depth) => data.filter((one) => one.depth === depth).length), 6);
  return {
    height: Math.max(24 + high * ROW, 24 + rows.length * 12, room[1] - 6),
    legend: [
      ...[parts.plan, parts.task, parts.organization].map((name) => [
        text(types.find((type) => type.name === name)),
        color[name],
      ]),
    ],
    note: say("sankey_note"),
    option: Marks.option({
      series: [
        {
          type: "sankey",
          left: 30,
          right:
            Marks.wide(
              data.filter(({ depth }) => depth === 2).map(({ label }) => label.formatter()),
              14,
            ) + 8,
          top: 10,
          bottom: 10,
          nodeGap: 9,
          nodeWidth: 14,
          layoutIterations: 0,
          draggable: false,
          data,
          links: ribbons,
          label: { color: Marks.tint("ink"), fontSize: 12, textBorderColor: Marks.tint("paper"), textBorderWidth: 3 },
          // What is not at hand fades, and can still be read.
          blur: { itemStyle: { opacity: 0.35 }, lineStyle: { opacity: 0.07 }, label: { opacity: 0.6 } },
          emphasis: { focus: "adjacency", lineStyle: { opacity: 0.85 }, ...Marks.ring() },
        },
      ],
    }),
  };
};
