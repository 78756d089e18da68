"use strict";

// A tile for each province-level division; the colour and the number tell how many plans are from there.
const draw = (rows, { layout, text, say, room: [width, height] }) => {
  const SIDE = Math.min(Math.max(Math.min((width - 60) / 9, (height - 30) / 8), 52), 84),
    line = (n) => Array.from({ length: n }, (_, i) => String(i));
  // Names in English are longer, and their tiles wider.
  const isEnglish = document.documentElement.lang === "en",
    across = isEnglish ? Math.min((width - 60) / 9, SIDE * 1.6) : SIDE;
  const plans = Marks.groups(rows, ({ cells }) => cells[1].name ?? cells[1]);
  const most = Math.max(...[...plans.values()].map((members) => members.length), 1);
  const tiles = [...layout.tiles];
  // What is of no province stands below: the whole country, an association abroad.
  for (const name of plans.keys())
    if (!layout.tiles.some((tile) => tile.name === name))
      tiles.push({ name, zh: name, en: name, column: tiles.length - layout.tiles.length, row: 8 });
  const data = tiles.map((tile) => {
    const members = plans.get(tile.name) || [],
      fill = members.length ? Marks.mixed(layout.color, 0.35 + (0.65 * members.length) / most) : Marks.tint("empty");
    return {
      value: [tile.column, tile.row, members.length],
      rows: Marks.keys(members),
      title: `${text(tile)}：${members.length}`,
      itemStyle: { color: fill, borderColor: Marks.tint("paper"), borderWidth: 3, borderRadius: 6 },
      label: {
        color: members.length ? Marks.inkOn(fill) : Marks.tint("soft"),
        formatter: () => `${isEnglish ? text(tile).replace(" ", "\n") : Marks.cut(text(tile), 9)}${members.length ? `\n${members.length}` : ""}`,
      },
    };
  });
  const high = Math.max(...tiles.map((tile) => tile.row)) + 1;
  return {
    width: 9 * across + 40,
    height: high * SIDE + 30,
    legend: [],
    note: say("provinces_note", { count: plans.size }),
    option: Marks.option({
      grid: { left: 20, top: 14, width: 9 * across, height: high * SIDE },
      xAxis: { type: "category", data: line(9), show: false },
      yAxis: { type: "category", data: line(high), show: false, inverse: true },
      series: [{ type: "heatmap", data, emphasis: Marks.ring(), label: { show: true, fontSize: isEnglish ? 11 : 12, lineHeight: 15 } }],
    }),
  };
};
