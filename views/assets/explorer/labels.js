"use strict";

// Names beside the nodes, of constant size on the screen and never one over another: the most important first, each on
// the first free side inside of the view; a name without room is left out until the reader zooms in. Lengths are in
// units of the graph; `k` is how many pixels of the screen one is.
const Labels = (() => {
  const SIZE = 12,
    LONGEST = 14,
    FRAMED = 11,
    GAP = 3,
    PAD = 1,
    MOST = 260,
    PROMINENT = 8;
  const FAMILY = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${SIZE}px ${FAMILY}`;
  const widths = new Map();

  // Width in pixels of the screen.
  function width(text) {
    if (!widths.has(text)) widths.set(text, pen.measureText(text).width);
    return widths.get(text);
  }

  function shortened(text, longest = LONGEST) {
    const glyphs = Array.from(text);
    return glyphs.length > longest ? glyphs.slice(0, longest - 1).join("") + "…" : text;
  }

  // Boxes that are taken, by the cells of a grid that they touch.
  class Taken {
    constructor(k) {
      [this.wide, this.high] = [80 / k, 24 / k];
      this.cells = new Map();
    }

    *near(box) {
      const right = Math.floor(box.right / this.wide),
        bottom = Math.floor(box.bottom / this.high);
      for (let x = Math.floor(box.left / this.wide); x <= right; x += 1) {
        for (let y = Math.floor(box.top / this.high); y <= bottom; y += 1) yield x * 65537 + y;
      }
    }

    add(box) {
      for (const cell of this.near(box)) {
        if (!this.cells.has(cell)) this.cells.set(cell, []);
        this.cells.get(cell).push(box);
      }
    }

    isFree(box) {
      for (const cell of this.near(box)) {
        for (const one of this.cells.get(cell) || []) {
          if (box.left < one.right && one.left < box.right && box.top < one.bottom && one.top < box.bottom)
            return false;
        }
      }
      return true;
    }
  }

  const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

  // Where a text of this size may stand around a node: right, left, below, above.
  function sides({ x, y, r }, wide, high, gap) {
    const box = (left, top) => ({ left, top, right: left + wide, bottom: top + high });
    return [
      box(x + r + gap, y - high / 2),
      box(x - r - gap - wide, y - high / 2),
      box(x - wide / 2, y + r + gap),
      box(x - wide / 2, y - r - gap - high),
    ];
  }

  // `fixed`: titles that stand where they stand, {text, left, top, size, bold}; `nodes`: {i, x, y, r, text, faded,
  // forced, frame}, the most important first, a frame being
  // the box that the name must not leave; `middles`: names of edges, {x, y, text}; `view`: the visible box. Returns the
  // texts with their boxes.
  function place(k, view, fixed, nodes, middles) {
    const written = [],
      texts = new Taken(k),
      dots = new Taken(k),
      high = (SIZE + 4) / k;
    const put = (label) => {
      texts.add(label);
      written.push(label);
    };
    for (const title of fixed) {
      const size = title.size || SIZE,
        wide = (width(title.text) * (size / SIZE) * 1.06) / k;
      const box = { left: title.left, top: title.top, right: title.left + wide, bottom: title.top + (size + 4) / k };
      if (texts.isFree(box)) put({ ...title, ...box, size });
    }
    const minds = nodes.length < 1500; // dots
    if (minds) for (const { x, y, r } of nodes) dots.add({ left: x - r, right: x + r, top: y - r, bottom: y + r });
    let rank = 0;
    for (const node of nodes) {
      if (written.length >= MOST) break;
      const text = shortened(node.text, node.forced ? 24 : node.frame ? FRAMED : LONGEST),
        wide = (width(text) + 2 * PAD) / k;
      const inside = sides(node, wide, high, GAP / k).filter(
        (box) => within(box, view) && texts.isFree(box) && (!node.frame || within(box, node.frame)),
      );
      const clear = inside.find((box) => dots.isFree(box)) || ((rank < PROMINENT || node.forced) && inside[0]);
      if (clear) put({ ...clear, text, i: node.i, faded: node.faded, bold: node.forced, size: SIZE });
      rank += 1;
    }
    for (const { x, y, text } of middles) {
      const wide = width(text) / k;
      const box = { left: x - wide / 2, top: y - high / 2, right: x + wide / 2, bottom: y + high / 2 };
      if (within(box, view) && texts.isFree(box) && dots.isFree(box)) put({ ...box, text, soft: true, size: SIZE });
    }
    return written;
  }

  function write(context, labels, k, colors) {
    context.save();
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const label of labels) {
      context.font = `${label.bold ? "bold " : ""}${label.size / k}px ${FAMILY}`;
      context.globalAlpha = label.faded ? 0.25 : 1;
      context.lineWidth = 3 / k;
      context.strokeStyle = colors.halo;
      context.fillStyle = label.soft ? colors.soft : colors.ink;
      const left = label.left + PAD / k,
        middle = (label.top + label.bottom) / 2;
      context.strokeText(label.text, left, middle);
      context.fillText(label.text, left, middle);
    }
    context.restore();
  }

  return { place, write, width, shortened, SIZE, PAD, FAMILY };
})();
