"use strict";

// What the pictures have in common. Every mark of a picture carries the numbers of the rows that it stands for:
// {value, title, rows}; names stay out of ECharts' own texts, which know a markup of their own.
const Marks = {
  GLYPH: 12.5, // pixels that a Chinese character of a label takes

  // Colour of the page by its name in page.css.
  tint: (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(),

  // A share of a colour (#rrggbb) on the paper.
  mixed(color, share) {
    const parts = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
    const paper = document.documentElement.dataset.theme === "dark" ? [20, 25, 31] : [255, 255, 255];
    const mixed = parts(color).map((part, n) => Math.round(part * share + paper[n] * (1 - share)));
    return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  },

  // What can be read on a colour.
  inkOn(color) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
    const light = [r, g, b].map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.2 ? "#1f2730" : "#ffffff";
  },

  // Rows by what a function says of each, in the order in which they come.
  groups(rows, of) {
    const found = new Map();
    for (const row of rows) {
      const key = of(row);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(row);
    }
    return found;
  },

  keys: (rows) => rows.map(({ key }) => key),

  cut: (text, glyphs) =>
    Array.from(text).length > glyphs
      ? `${Array.from(text)
          .slice(0, glyphs - 1)
          .join("")}…`
      : text,

  // How wide the longest of some labels is.
  wide(texts, glyphs) {
    const width = (text) => Array.from(text).reduce((sum, char) => sum + (char < "\u0100" ? 0.6 : 1), 0);
    return Math.ceil(Math.min(Math.max(...texts.map(width), 2), glyphs) * Marks.GLYPH) + 14;
  },

  // An axis of names: positions are numbers, names are put on by a function.
  names(names, more = {}) {
    return {
      type: "category",
      data: names.map((_, n) => String(n)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: Marks.tint("line") } },
      ...more,
      axisLabel: {
        color: Marks.tint("ink"),
        fontSize: 12,
        interval: 0,
        formatter: (n) => names[Number(n)],
        ...more.axisLabel,
      },
    };
  },

  numbers(more = {}) {
    return {
      type: "value",
      axisLine: { show: false },
      splitLine: { lineStyle: { color: Marks.tint("line") } },
      ...more,
      axisLabel: { color: Marks.tint("soft"), fontSize: 12, ...more.axisLabel },
    };
  },

  // Options that hold for every picture.
  option: (more) => ({
    animation: false,
    textStyle: { fontFamily: '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif' },
    ...more,
  }),

  ring: () => ({ itemStyle: { borderColor: Marks.tint("accent"), borderWidth: 2.5 } }),
};
