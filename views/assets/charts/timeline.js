"use strict";

// Events by year, a lane for each series; a full dot where the year is printed, an open one where it is the plan's.
const draw = (rows, { layout, text, say, room: [width] }) => {
  const MOST = 80,
    LANE = 22;
  const all = [...Marks.groups(rows, ({ cells }) => cells[5]).values()],
    lanes = all.slice(0, MOST);
  const years = lanes.flat().map(({ cells }) => cells[2]),
    first = Math.min(...years),
    last = Math.max(...years);
  const span = Array.from({ length: last - first + 1 }, (_, n) => String(first + n));
  const names = lanes.map(([{ cells }]) => `${Marks.cut(cells[5], 18)} · ${text(cells[1])}`),
    left = Marks.wide(names, 25);
  const data = lanes.flatMap((members, y) =>
    [...Marks.groups(members, ({ cells }) => cells[2])].map(([year, these]) => {
      const isPrinted = these.some(({ cells }) => cells[3].key === "printed"),
        size = 11 + 5 * Math.sqrt(these.length - 1);
      const places = [...new Set(these.map(({ cells }) => cells[4]))].join("、");
      return {
        value: [year - first, y, these.length],
        rows: Marks.keys(these),
        title: `${year} · ${these[0].cells[0]} · ${places}：${these.length}`,
        symbol: isPrinted ? "circle" : "emptyCircle",
        symbolSize: Math.min(size, 20),
        label: {
          show: true,
          position: "right",
          color: Marks.tint("soft"),
          fontSize: 11,
          formatter: () => (these.length > 1 ? String(these.length) : span.length < 4 ? Marks.cut(places, 10) : ""),
        },
      };
    }),
  );
  const column = Math.min(Math.max((width - left - 60) / span.length, 48), 150);
  return {
    width: left + column * span.length + 60,
    height: 44 + LANE * lanes.length,
    legend: ["printed", "planned_for"]
      .filter((source) => rows.some(({ cells }) => cells[3].key === source))
      .map((source) => [say(source), layout.color, source === "planned_for"]),
    note: say("timeline_note", { shown: lanes.length, count: all.length }),
    option: Marks.option({
      grid: { left, top: 32, right: 60, bottom: 12 },
      xAxis: Marks.names(span, {
        position: "top",
        splitLine: { show: true, lineStyle: { color: Marks.tint("line") } },
      }),
      yAxis: Marks.names(names, {
        inverse: true,
        splitLine: { show: true, lineStyle: { color: Marks.tint("line"), type: "dotted" } },
      }),
      series: [
        {
          type: "scatter",
          data,
          itemStyle: { color: layout.color, borderColor: layout.color, borderWidth: 2 },
          emphasis: { scale: 1.3, ...Marks.ring() },
        },
      ],
    }),
  };
};
