"use strict";

// Names beside the nodes, of constant size on the screen and never one over another: the most connected nodes first,
// each on the first free side inside of the view; a name without room is left out until the reader zooms in. Only the
// few most connected nodes may write over the dots of others. Lengths are in world units.
const Labels = (() => {
  const SIZE = 12, LONGEST = 14, GAP = 3, PROMINENT = 6;
  const FAMILY = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';

  const shortened = (text) => {
    const glyphs = Array.from(text);
    return glyphs.length > LONGEST ? glyphs.slice(0, LONGEST - 1).join("") + "…" : text;
  };
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

  // Where a text of this size may stand around a node: right, below, left, above.
  function sides(node, width, height, gap) {
    const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
    const reach = node.size + gap;
    return [
      box(node.x + reach, node.y - height / 2), box(node.x - width / 2, node.y + reach),
      box(node.x - reach - width, node.y - height / 2), box(node.x - width / 2, node.y - reach - height),
    ];
  }

  function write(context, text, box, scale, faded) {
    context.globalAlpha = faded ? 0.2 : 1;
    context.lineWidth = 3 / scale;
    context.strokeStyle = "rgba(255, 255, 255, 0.9)";
    context.strokeText(text, box.left, (box.top + box.bottom) / 2);
    context.fillStyle = "#1f2730";
    context.fillText(text, box.left, (box.top + box.bottom) / 2);
  }

  // `nodes`: {x, y, size, text, faded}, the most important first; `middles`: {x, y, text}, names of relations;
  // `view`: the visible box. Returns the boxes that were written.
  function draw(context, scale, view, nodes, middles) {
    const dots = nodes.map((n) => ({ left: n.x - n.size, right: n.x + n.size, top: n.y - n.size, bottom: n.y + n.size }));
    const height = (SIZE + 4) / scale, written = [];
    context.save();
    context.font = `${SIZE / scale}px ${FAMILY}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const isFree = (box, taken) => !taken.some((other) => overlap(box, other));
    const place = (text, boxes, faded, prominent) => {
      const inside = boxes.filter((box) => within(box, view) && isFree(box, written));
      const free = inside.find((box) => isFree(box, dots)) || (prominent && inside[0]);
      if (!free) return;
      written.push(free);
      write(context, text, free, scale, faded);
    };
    const node = (n, rank) => {
      const text = shortened(n.text);
      place(text, sides(n, context.measureText(text).width, height, GAP / scale), n.faded, rank < PROMINENT);
    };
    nodes.filter((n) => !n.faded).forEach(node);
    for (const middle of middles) {
      const width = context.measureText(middle.text).width;
      const left = middle.x - width / 2, top = middle.y - height / 2;
      place(middle.text, [{ left, top, right: left + width, bottom: top + height }], false, false);
    }
    nodes.filter((n) => n.faded).forEach(node);
    context.restore();
    return written;
  }

  return { draw };
})();
