"use strict";

// Two years: what was dropped goes to the left; what goes on, was raised or lowered, or is new, to the right.
const draw = (rows, { layout, text, say }) => {
  const BAR = 30,
    colors = { continued: "continued", raised: "raised", lowered: "lowered", dropped: "dropped", new: "fresh" };
  const name = ({ cells }) => (cells[2] === "" ? text(cells[3]) : `${text(cells[2])} · ${text(cells[3])}`);
  const groups = [...Marks.groups(rows, name)].sort(([, a], [, b]) => b.length - a.length);
  const names = groups.map(([title]) => title),
    left = Marks.wide(names, 18);
  const series = layout.changes.map((change) => {
    const color = Marks.tint(colors[change]),
      sign = change === "dropped" ? -1 : 1;
    return {
      type: "bar",
      stack: "all",
      barWidth: 19,
      itemStyle: { color },
      emphasis: Marks.ring(),
      label: {
        show: true,
        fontSize: 11,
        color: Marks.inkOn(color),
        formatter: ({ value }) => String(Math.abs(value[0])),
      },
      data: groups.flatMap(([title, members], y) => {
        const these = members.filter(({ cells }) => cells[1].key === change);
        return these.length
          ? [
              {
                value: [sign * these.length, y],
                rows: Marks.keys(these),
                title: `${title} · ${say(change)}：${these.length}`,
              },
            ]
          : [];
      }),
    };
  });
  const count = (change) => rows.filter(({ cells }) => cells[1].key === change).length;
  return {
    height: 36 + BAR * groups.length,
    legend: layout.changes
      .filter(count)
      .map((change) => [`${say(change)} ${count(change)}`, Marks.tint(colors[change])]),
    note: say("years_note", { earlier: layout.years[0], later: layout.years[1] }),
    option: Marks.option({
      grid: { left, top: 8, right: 30, bottom: 28 },
      xAxis: Marks.numbers({ minInterval: 1, axisLabel: { formatter: (value) => String(Math.abs(value)) } }),
      yAxis: Marks.names(names, { inverse: true, axisLine: { show: false } }),
      series,
    }),
  };
};
