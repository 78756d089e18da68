"use strict";

// Events by year, a lane for each series; by month where a single year is left and its plans go by the month. A full
// dot where the year is printed, an open one where it is the plan's.
const draw = (rows, { layout, text, say, room: [width] }) => {
  const MOST = 80,
    GAP = 3,
    LANE = 22;
  const all = [...Marks.groups(rows, ({ cells }) => cells[6]).values()],
    lanes = all.slice(0, MOST);
  // Years from the first to the last; many in a row in which nothing is held take the room of one.
  const years = [...new Set(lanes.flat().map(({ cells }) => cells[2]))]
    .sort((a, b) => a - b)
    .flatMap((year, n, all) => {
      const gap = n ? year - all[n - 1] - 1 : 0;
      return [...(gap > GAP ? [null] : Array.from({ length: gap }, (_, k) => year - gap + k)), year];
    });
  const hasMonths = rows.some(({ cells }) => cells[3]),
    isByMonth = hasMonths && years.length === 1;
  const said = (year) => (year === null ? "⋯" : year ? String(year) : say("no_year")); // of a plan that names none
  // Columns in which a row stands: its year; or that of what has no month, in front of the twelve, and its months.
  const columns = ({ cells: [, , year, months] }) =>
    isByMonth ? (months ? months.split("、").map(Number) : [0]) : [years.indexOf(year)];
  const month = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", timeZone: "UTC" });
  const span = isByMonth
    ? [say("no_month"), ...Array.from({ length: 12 }, (_, n) => month.format(Date.UTC(2000, n)))]
    : years.map(said);
  const names = lanes.map(([{ cells }]) => `${Marks.cut(cells[6], 18)} · ${text(cells[1])}`),
    left = Marks.wide(names, 25);
  const dot = (these, x, y) => {
    const isPrinted = these.some(({ cells }) => cells[4].key === "printed"),
      size = 11 + 5 * Math.sqrt(these.length - 1);
    const places = [...new Set(these.map(({ cells }) => cells[5]))].join("、"),
      year = said(these[0].cells[2]),
      when = isByMonth && x > 0 ? `${year} · ${span[x]}` : year;
    return {
      value: [x, y, these.length],
      rows: Marks.keys(these),
      title: `${when} · ${these[0].cells[0]} · ${places}：${these.length}`,
      symbol: "circle",
      symbolSize: Math.min(size, 20),
      itemStyle: { color: isPrinted ? layout.color : Marks.tint("paper") },
      label: {
        show: true,
        position: "right",
        color: Marks.tint("soft"),
        fontSize: 11,
        formatter: () => (these.length > 1 ? String(these.length) : span.length < 4 ? Marks.cut(places, 10) : ""),
      },
    };
  };
  const data = lanes.flatMap((members, y) =>
    span
      .map((_, x) => [x, members.filter((row) => columns(row).includes(x))])
      .filter(([, these]) => these.length)
      .map(([x, these]) => dot(these, x, y)),
  );
  const column = Math.min(Math.max((width - left - 60) / span.length, isByMonth ? 40 : 48), 150);
  return {
    width: left + column * span.length + 60,
    height: 44 + LANE * lanes.length,
    legend: ["printed", "planned_for"]
      .filter((source) => rows.some(({ cells }) => cells[4].key === source))
      .map((source) => [say(source), layout.color, source === "planned_for"]),
    note:
      say("timeline_note", { shown: lanes.length, count: all.length }) +
      (hasMonths && !isByMonth ? say("filter_year") : ""),
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
          itemStyle: { borderColor: layout.color, borderWidth: 2, opacity: 1 },
          emphasis: { scale: 1.3, ...Marks.ring() },
        },
      ],
    }),
  };
};
