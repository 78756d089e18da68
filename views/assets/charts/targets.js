"use strict";

// Targets of one unit: a line for each, under the thing that is counted; the sign is the shape of the dot.
const draw = (rows, { layout, say, choice }) => {
  const MOST = 160,
    LINE = 20;
  const placed = ({ cells }) => [cells[5], cells[6]].filter(Boolean).join(" "); // some plans name no year
  const units = [...new Set(rows.map(({ cells }) => cells[1]))],
    unit = units.includes(choice) ? choice : units[0];
  const all = rows.filter(({ cells }) => cells[1] === unit),
    these = all.slice(0, MOST),
    lines = [];
  for (const [counted, members] of Marks.groups(these, ({ cells }) => cells[0])) {
    if (members.length > 1) lines.push({ name: Marks.cut(counted, 20), isHead: true });
    for (const row of members) {
      const where = placed(row);
      lines.push({ name: members.length > 1 ? where : `${Marks.cut(counted, 13)} · ${where}`, row });
    }
  }
  const values = these.map(({ cells }) => cells[3]),
    least = Math.min(...values),
    most = Math.max(...values);
  const isLog = least > 0 && most / least > 60,
    left = Marks.wide(
      lines.map(({ name }) => name),
      24,
    );
  const shapes = {
    "≥": ["triangle", -90],
    "≤": ["triangle", 90],
    "=": ["circle", 0],
    "≈": ["diamond", 0],
    "–": ["rect", 0],
  };
  const data = lines.flatMap(({ row }, y) => {
    if (!row) return [];
    const { key, cells } = row,
      [symbol, symbolRotate] = shapes[cells[2]] || ["circle", 0];
    const said = cells[2] === "–" ? `${cells[3]}–${cells[4]}` : `${cells[2] === "=" ? "" : cells[2]} ${cells[3]}`;
    const title = `${cells[0]} · ${placed(row)}：${said.trim()} ${unit}`;
    return [
      {
        value: [cells[3], y],
        rows: [key],
        title,
        symbol,
        symbolRotate,
        label: {
          show: true,
          position: "right",
          fontSize: 11,
          color: Marks.tint("soft"),
          formatter: () => `${said.trim()} ${unit}`,
        },
      },
    ];
  });
  return {
    height: 46 + LINE * lines.length,
    choices: units,
    choice: unit,
    legend: [[say("signs")]],
    note:
      say("targets_note", { count: layout.comparable }) +
      (isLog ? say("log_scale") : "") +
      (all.length > MOST ? say("more_targets", { shown: MOST, count: all.length }) : ""),
    option: Marks.option({
      grid: { left, top: 32, right: 110, bottom: 10 },
      xAxis: Marks.numbers({ position: "top", ...(isLog ? { type: "log" } : { min: 0 }) }),
      yAxis: Marks.names(
        lines.map(({ name }) => name),
        {
          inverse: true,
          splitLine: { show: true, lineStyle: { color: Marks.tint("line"), type: "dotted" } },
          axisLabel: { margin: 14, color: (n) => Marks.tint(lines[Number(n)]?.isHead ? "ink" : "soft") },
        },
      ),
      series: [
        {
          type: "scatter",
          symbolSize: 12,
          data,
          itemStyle: { color: layout.color },
          emphasis: { scale: 1.3, ...Marks.ring() },
        },
      ],
    }),
  };
};
