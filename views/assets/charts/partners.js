"use strict";

// Partners by kind: the length is their number, beside it who they are.
const draw = (rows, { layout, text, say }) => {
  const BAR = 34,
    partners = (members) => [...new Set(members.map(({ cells }) => cells[0]))];
  const kinds = [...Marks.groups(rows, ({ cells }) => text(cells[1]))].sort(
    ([, a], [, b]) => partners(b).length - partners(a).length,
  );
  const names = kinds.map(([title]) => title),
    most = Math.max(...kinds.map(([, members]) => partners(members).length), 1);
  const data = kinds.map(([title, members], y) => ({
    value: [partners(members).length, y],
    rows: Marks.keys(members),
    title: `${title}：${partners(members).length}`,
    label: { formatter: () => `${partners(members).length}  ${Marks.cut(partners(members).join("、"), 34)}` },
  }));
  return {
    height: 36 + BAR * kinds.length,
    legend: [],
    note: say("partners_note"),
    option: Marks.option({
      grid: { left: Marks.wide(names, 12), top: 8, right: 24, bottom: 28 },
      xAxis: Marks.numbers({ minInterval: 1, max: most * 2.2, axisLabel: { showMaxLabel: false } }),
      yAxis: Marks.names(names, { inverse: true, axisLine: { show: false } }),
      series: [
        {
          type: "bar",
          barWidth: 18,
          data,
          itemStyle: { color: layout.color },
          emphasis: Marks.ring(),
          label: { show: true, position: "right", color: Marks.tint("ink"), fontSize: 12 },
        },
      ],
    }),
  };
};
