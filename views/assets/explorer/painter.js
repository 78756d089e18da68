"use strict";

// Draws nodes, edges, boxes and names, on the screen and into PNG files alike. `k`: pixels of the screen a unit.
const Painter = (() => {
  const FADED = 0.13,
    TITLE = 15,
    HUB = 12,
    NEAR = 0.5;

  function radius(node, k) {
    return Math.max(node.r, 2.2 / k);
  }

  function color(picture, i) {
    const { status } = picture.visible;
    return status ? picture.colors.status[status[i]] : picture.data.type(i).color;
  }

  // Types whose colour is nearly that of the ground get a rim that can be seen, others the halo.
  function rim(tint, { paper, soft, halo }) {
    const light = (hex) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, share, n) => {
        const part = parseInt(hex.slice(1 + 2 * n, 3 + 2 * n), 16) / 255;
        return sum + share * (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      }, 0.05);
    const [a, b] = [light(tint), light(paper)];
    return Math.max(a / b, b / a) < 2.2 ? soft : halo;
  }

  const rimOf = (picture, i) =>
    picture.visible.status ? picture.colors.halo : picture.rims[picture.data.nodes.type[i]];

  function node(picture, one, context, k) {
    const { i, x, y } = one,
      isMarked = picture.isSelected(i) || picture.state.start === i,
      isStop = isMarked || (picture.visible.path && picture.visible.path.nodes.includes(i)),
      r = isStop ? Math.max(radius(one, k), 5 / k) : radius(one, k); // to be found from afar as well
    context.globalAlpha = picture.isFaded(i) && picture.hovered !== i ? FADED : 1;
    Shapes.trace(context, picture.data.type(i).shape, x, y, r);
    context.fillStyle = color(picture, i);
    context.fill();
    context.lineWidth = (isMarked ? 2.5 : 1) / k;
    context.strokeStyle = isMarked ? picture.colors.ink : rimOf(picture, i);
    context.stroke();
    if (isMarked || picture.state.pins.has(i)) {
      context.beginPath();
      context.arc(x, y, r + (isMarked ? 4 : 3) / k, 0, 2 * Math.PI);
      context.lineWidth = 1.5 / k;
      context.strokeStyle = picture.colors.accent;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  // Edges of a node that has many are paler, lest they cover the rest.
  function isOfHub({ data }, e) {
    return Math.max(data.degree[data.edges.from[e]], data.degree[data.edges.to[e]]) >= HUB;
  }

  function stroke(picture, e) {
    const isBright = picture.bright && picture.bright.edges[e],
      isSelected = picture.state.selected && picture.state.selected.edge === e;
    const isOver = picture.edgeHovered === e;
    const alpha = picture.bright && !isBright ? FADED : isBright || isOver ? 0.95 : isOfHub(picture, e) ? 0.35 : 0.6;
    const { colors } = picture;
    const tint =
      isSelected || isOver || (isBright && picture.visible.path)
        ? colors.accent
        : picture.data.relation(e).structural
          ? colors.outline
          : colors.edge;
    return {
      alpha,
      tint,
      width: isSelected || isOver || (isBright && picture.visible.path) ? 2.4 : isBright ? 1.5 : 1,
    };
  }

  function link(picture, one, context, k) {
    const { e, source: a, target: b, bend } = one,
      { alpha, tint, width } = stroke(picture, e),
      c = Shapes.control(a, b, bend);
    context.globalAlpha = alpha;
    context.strokeStyle = context.fillStyle = tint;
    context.lineWidth = width / k;
    context.beginPath();
    context.moveTo(a.x, a.y);
    if (c) context.quadraticCurveTo(c.x, c.y, b.x, b.y);
    else context.lineTo(b.x, b.y);
    context.stroke();
    const corners = k > 0.35 || (picture.bright && picture.bright.edges[e]) ? arrow(picture, one, c, k) : null;
    if (corners) {
      context.beginPath();
      corners.forEach(({ x, y }, n) => context[n ? "lineTo" : "moveTo"](x, y));
      context.fill();
    }
    context.globalAlpha = 1;
  }

  // Corners of the head of an arrow at the edge of its target, or null for relations that have no direction to show.
  function arrow(picture, { e, source: a, target: b }, c, k) {
    const { structural, symmetric } = picture.data.relation(e);
    if (structural || symmetric) return null;
    const from = c || a,
      length = Math.hypot(b.x - from.x, b.y - from.y),
      size = 7 / k;
    if (length < radius(b, k) + size) return null;
    const [ux, uy] = [(b.x - from.x) / length, (b.y - from.y) / length];
    const tip = { x: b.x - ux * (radius(b, k) + 1 / k), y: b.y - uy * (radius(b, k) + 1 / k) };
    const [fx, fy] = [tip.x - ux * size, tip.y - uy * size],
      half = size * 0.42;
    return [tip, { x: fx - uy * half, y: fy + ux * half }, { x: fx + uy * half, y: fy - ux * half }];
  }

  function boxes(picture, context, k) {
    for (const { b, x, y, width, height } of picture.boxes) {
      if (!picture.seen[b]) continue;
      context.fillStyle = picture.colors.box;
      context.fillRect(x, y, width, height);
      context.lineWidth = 1 / k;
      context.strokeStyle = picture.colors.frame;
      context.strokeRect(x, y, width, height);
      if (picture.isFar)
        shares(picture, b).forEach((bar) => {
          context.fillStyle = bar.color;
          context.fillRect(bar.x, bar.y, bar.width, bar.height);
        });
    }
  }

  // What a box holds, when it is too far away to draw it: a bar whose parts are the types of its visible nodes.
  function shares(picture, b) {
    const { x, y, width, height } = picture.boxes[b],
      whole = width * 0.8;
    let left = x + width * 0.1;
    return picture.mix[b]
      .map((count, type) => {
        const bar = {
          x: left,
          y: y + height * 0.66,
          width: (whole * count) / picture.seen[b],
          height: height * 0.08,
          color: picture.data.types[type].color,
        };
        left += bar.width;
        return bar;
      })
      .filter((bar) => bar.width > 0);
  }

  // Names of boxes: above them, or when they are far away inside of them, with how many nodes are visible there.
  function titles(picture, k) {
    const found = [];
    for (const { b, name, x, y, width, height } of picture.boxes) {
      if (!picture.seen[b]) continue;
      const text = `${name || picture.words.say("shared")} ${picture.seen[b]}`;
      const bold = { text, bold: true, box: b };
      const room = ((width + 60) * k) / (Labels.width(text) * 1.1),
        size = Math.max(9, Math.min(TITLE, Math.floor(Labels.SIZE * room)));
      if (!picture.isFar) found.push({ ...bold, size, left: x, top: y - (size + 6) / k });
      else {
        const wide = (Labels.width(text) * 1.06 * size) / 12 / k;
        found.push({ ...bold, size, left: x + (width - wide) / 2, top: y + height / 2 - size / 2 / k });
      }
    }
    return found;
  }

  function labels(picture, k, view) {
    const { data, state, visible } = picture;
    const nodes = [],
      forced = new Set([...state.pins.keys(), state.start, picture.hovered]);
    if (state.selected && state.selected.node !== undefined) forced.add(state.selected.node);
    if (visible.path) visible.path.nodes.forEach((i) => forced.add(i));
    const frames =
      k < NEAR
        ? picture.boxes.map(({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height }))
        : [];
    const add = (i, isForced) => {
      const one = picture.nodes[i];
      if (!visible.nodes[i] || !picture.isNear(one)) return;
      nodes.push({
        i,
        x: one.x,
        y: one.y,
        r: radius(one, k),
        text: data.nodes.name[i],
        faded: picture.isFaded(i),
        forced: isForced,
        frame: isForced || picture.bright ? null : frames[data.nodes.box[i]],
      });
    };
    for (const i of forced) if (i !== null) add(i, true);
    if (!picture.isFar) {
      for (const i of data.bySize) if (!forced.has(i) && !picture.isFaded(i)) add(i, false);
    }
    const few = picture.bright && !(state.selected && state.selected.node !== undefined && state.depth > 1);
    const bright = few
      ? picture.links.filter(({ e }) => picture.bright.edges[e] && visible.drawn[e]).slice(0, 150)
      : [];
    const middles = bright.map(({ e, source: a, target: b, bend }) => ({
      ...Shapes.onCurve(a, Shapes.control(a, b, bend), b, 0.5),
      text: picture.words.of(data.relation(e)),
    }));
    return Labels.place(k, view, titles(picture, k), nodes, middles);
  }

  return { node, link, boxes, shares, labels, stroke, arrow, color, rim, rimOf, radius };
})();
