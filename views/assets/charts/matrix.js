"use strict";

// Places against series: a cell tells how many passages promise it, in the colour of the type of the series.
const draw = (rows, { layout, text, say, types, room: [width] }) => {
  const MOST = 60,
    CELL = 24;
  const series = [...Marks.groups(rows, ({ cells }) => JSON.stringify([cells[0], cells[1].name])).values()];
  const shown = series.slice(0, MOST),
    isShown = new Set(shown.flat().map(({ cells }) => cells[2]));
  const places = layout.places.filter((place) => isShown.has(place));
  const names = shown.map(([{ cells }]) => Marks.cut(cells[0], 18));
  const most = Math.max(...rows.map(({ cells }) => cells[4]), 1);
  const left = Marks.wide(names, 18),
    column = Math.min(Math.max((width - left - 20) / places.length, 34), 74);
  const isTight = places.some((place) => Marks.wide([place], 20) > column),
    top = isTight ? Marks.wide(places, 9) * 0.75 + 8 : 30;
  const color = Object.fromEntries(types.map((type) => [type.name, type.color]));
  const data = shown.flatMap((members, y) =>
    members.map(({ key, cells }) => {
      const fill = Marks.mixed(color[cells[1].name], 0.3 + (0.7 * Math.sqrt(cells[4])) / Math.sqrt(most));
      return {
        value: [places.indexOf(cells[2]), y, cells[4]],
        rows: [key],
        title: `${cells[0]} · ${cells[2]}：${cells[4]}`,
        itemStyle: { color: fill, borderColor: Marks.tint("paper"), borderWidth: 1.5 },
        label: { color: Marks.inkOn(fill) },
      };
    }),
  );
  const present = types.filter((type) => shown.some(([{ cells }]) => cells[1].name === type.name));
  return {
    width: left + column * places.length + 20,
    height: top + CELL * shown.length + 12,
    legend: present.map((type) => [text(type), type.color]),
    note: say("matrix_note", { shown: shown.length, count: series.length }),
    option: Marks.option({
      grid: { left, top, right: 20, bottom: 12 },
      xAxis: Marks.names(
        places.map((place) => Marks.cut(place, 9)),
        {
          position: "top",
          splitArea: { show: false },
          axisLabel: isTight ? { rotate: -45, align: "left", verticalAlign: "bottom", margin: 6 } : {},
          splitLine: { show: true, lineStyle: { color: Marks.tint("line") } },
        },
      ),
      yAxis: Marks.names(names, { inverse: true, splitLine: { show: true, lineStyle: { color: Marks.tint("line") } } }),
      series: [
        {
          type: "heatmap",
          data,
          label: { show: true, fontSize: 11, formatter: ({ value }) => String(value[2]) },
          emphasis: Marks.ring(),
        },
      ],
    }),
  };
};
