"use strict";

// The picture as a file: what the window shows, with its title, legend and what it shows of how much.
const Exporting = (() => {
  const SHARPNESS = 2,
    MARGIN = 16,
    LINE = 20,
    TITLE = 18,
    SMALL = 12;

  function frame(picture) {
    return {
      wide: picture.graph.width(),
      high: picture.graph.height(),
      k: picture.graph.zoom(),
      ...picture.graph.centerAt(),
    };
  }

  // Types in the picture, with how many nodes of each are in it, and relations.
  function legend(picture) {
    const { data, visible, words } = picture,
      counts = new Map();
    for (const node of inside(picture)) counts.set(data.type(node.i), (counts.get(data.type(node.i)) || 0) + 1);
    const types = data.types
      .filter((type) => counts.has(type))
      .map((type) => ({ shape: type.shape, color: type.color, text: `${words.of(type)} ${counts.get(type)}` }));
    if (!visible.status) return types;
    const { status } = picture.colors;
    return [
      ...types.map((type) => ({ ...type, color: picture.colors.soft })),
      ...[
        ["fresh", STATUS.fresh],
        ["dropped", STATUS.dropped],
        ["continued", STATUS.continued],
      ].map(([key, value]) => ({ shape: "circle", color: status[value], text: words.say(key) })),
    ];
  }

  const inside = (picture) => picture.nodes.filter((node) => picture.visible.nodes[node.i] && picture.isNear(node));
  const lines = (picture) => picture.links.filter((link) => picture.visible.drawn[link.e] && picture.isLinkNear(link));

  function caption(picture) {
    const { words, visible, data } = picture,
      shown = inside(picture).length,
      all = visible.nodes.reduce((sum, one) => sum + one, 0);
    return words.say("caption", { shown, all, total: data.nodeCount, plans: data.plans.length });
  }

  // Legend entries in rows below the picture.
  function arranged(entries, wide) {
    let [x, row] = [MARGIN, 0];
    const placed = entries.map((entry) => {
      const room = 24 + Labels.width(entry.text) + 14;
      if (x + room > wide - MARGIN && x > MARGIN) [x, row] = [MARGIN, row + 1];
      const spot = { ...entry, x, row };
      x += room;
      return spot;
    });
    return { placed, rows: row + 1 };
  }

  function png(picture) {
    const { wide, high, x, y, k } = frame(picture),
      { placed, rows } = arranged(legend(picture), wide);
    const canvas = document.createElement("canvas"),
      above = TITLE + 2 * MARGIN,
      below = rows * LINE + 2 * MARGIN + SMALL;
    [canvas.width, canvas.height] = [wide * SHARPNESS, (high + above + below) * SHARPNESS];
    const context = canvas.getContext("2d"),
      { colors } = picture;
    context.scale(SHARPNESS, SHARPNESS);
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, wide, high + above + below);
    context.save();
    context.beginPath();
    context.rect(0, above, wide, high);
    context.clip();
    context.translate(wide / 2 - x * k, above + high / 2 - y * k);
    context.scale(k, k);
    Painter.boxes(picture, context, k);
    for (const link of lines(picture)) Painter.link(picture, link, context, k);
    for (const node of inside(picture)) Painter.node(picture, node, context, k);
    Labels.write(context, picture.labels, k, colors);
    context.restore();
    write(context, picture, colors, placed, { above, high });
    canvas.toBlob((blob) => download(fileName(picture.data.title, "png"), blob), "image/png");
  }

  function write(context, picture, colors, placed, { above, high }) {
    context.textBaseline = "middle";
    const text = (words, left, middle, size, color, weight = "") => {
      context.font = `${weight} ${size}px ${Labels.FAMILY}`;
      context.fillStyle = color;
      context.fillText(words, left, middle);
    };
    text(picture.data.title, MARGIN, above / 2, TITLE, colors.ink, "bold");
    const top = above + high + MARGIN;
    for (const { x, row, shape, color, text: words } of placed) {
      Shapes.trace(context, shape, x + 8, top + row * LINE, 5.5);
      context.fillStyle = color;
      context.fill();
      text(words, x + 20, top + row * LINE, SMALL, colors.ink);
    }
    text(
      caption(picture),
      MARGIN,
      top + (Math.max(...placed.map(({ row }) => row), 0) + 1) * LINE + 4,
      SMALL,
      colors.soft,
    );
  }

  // Made as a document and not as text, so that whatever stands in names stays text.
  function svg(picture) {
    const { wide, high, x, y, k } = frame(picture),
      { colors } = picture,
      { placed, rows } = arranged(legend(picture), wide);
    const above = TITLE + 2 * MARGIN,
      below = rows * LINE + 2 * MARGIN + SMALL,
      total = high + above + below;
    const space = "http://www.w3.org/2000/svg",
      file = document.implementation.createDocument(space, "svg", null);
    const add = (parent, name, attributes, text) => {
      const made = file.createElementNS(space, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
      if (text !== undefined)
        made.textContent = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
      parent.append(made);
      return made;
    };
    const root = file.documentElement,
      short = Shapes.short,
      on = (p) => ({ x: short(wide / 2 + (p.x - x) * k), y: short(above + high / 2 + (p.y - y) * k) });
    for (const [key, value] of Object.entries({
      width: wide,
      height: total,
      viewBox: `0 0 ${wide} ${total}`,
      "font-family": Labels.FAMILY,
    }))
      root.setAttribute(key, String(value));
    add(root, "title", {}, picture.data.title);
    add(root, "rect", { width: wide, height: total, fill: colors.paper });
    const clip = add(add(root, "defs", {}), "clipPath", { id: "frame" });
    add(clip, "rect", { y: above, width: wide, height: high });
    const plane = add(root, "g", { "clip-path": "url(#frame)" });
    for (const { b, x: left, y: top, width, height } of picture.boxes) {
      if (!picture.seen[b]) continue;
      const corner = on({ x: left, y: top });
      add(plane, "rect", {
        class: "box",
        x: corner.x,
        y: corner.y,
        width: short(width * k),
        height: short(height * k),
        fill: colors.box,
        stroke: colors.frame,
      });
      for (const bar of picture.isFar ? Painter.shares(picture, b) : []) {
        const start = on(bar);
        add(plane, "rect", {
          class: "share",
          x: start.x,
          y: start.y,
          width: short(bar.width * k),
          height: short(bar.height * k),
          fill: bar.color,
        });
      }
    }
    for (const link of lines(picture)) line(picture, link, k, on, (name, attributes) => add(plane, name, attributes));
    for (const node of inside(picture)) {
      const place = on(node),
        [name, attributes] = Shapes.markup(
          picture.data.type(node.i).shape,
          place.x,
          place.y,
          Painter.radius(node, k) * k,
        );
      const made = add(plane, name, {
        class: "node",
        ...attributes,
        fill: Painter.color(picture, node.i),
        stroke: Painter.rimOf(picture, node.i),
        opacity: picture.isFaded(node.i) ? 0.15 : 1,
      });
      add(made, "title", {}, picture.data.nodes.name[node.i]);
    }
    for (const label of picture.labels) {
      const place = on({ x: label.left, y: (label.top + label.bottom) / 2 });
      add(
        plane,
        "text",
        {
          class: "label",
          x: place.x + Labels.PAD,
          y: place.y + label.size * 0.36,
          "font-size": label.size,
          "font-weight": label.bold ? "bold" : "normal",
          fill: label.soft ? colors.soft : colors.ink,
          stroke: colors.halo,
          "stroke-width": 3,
          "paint-order": "stroke",
          "stroke-linejoin": "round",
          opacity: label.faded ? 0.3 : 1,
        },
        label.text,
      );
    }
    add(
      root,
      "text",
      { x: MARGIN, y: above / 2 + TITLE * 0.36, "font-size": TITLE, "font-weight": "bold", fill: colors.ink },
      picture.data.title,
    );
    const top = above + high + MARGIN;
    for (const { x: left, row, shape, color, text } of placed) {
      const [name, attributes] = Shapes.markup(shape, left + 8, top + row * LINE, 5.5);
      add(root, name, { class: "legend", ...attributes, fill: color });
      add(root, "text", { x: left + 20, y: top + row * LINE + 4, "font-size": SMALL, fill: colors.ink }, text);
    }
    add(root, "text", { x: MARGIN, y: top + rows * LINE + 8, "font-size": SMALL, fill: colors.soft }, caption(picture));
    const text = new XMLSerializer().serializeToString(file);
    download(
      fileName(picture.data.title, "svg"),
      new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', text], { type: "image/svg+xml" }),
    );
  }

  function line(picture, link, k, on, add) {
    const { alpha, tint, width } = Painter.stroke(picture, link.e),
      control = Shapes.control(link.source, link.target, link.bend);
    const [a, b] = [on(link.source), on(link.target)],
      c = control && on(control);
    add("path", {
      class: "edge",
      d: c ? `M${a.x} ${a.y}Q${c.x} ${c.y} ${b.x} ${b.y}` : `M${a.x} ${a.y}L${b.x} ${b.y}`,
      fill: "none",
      stroke: tint,
      "stroke-width": width,
      opacity: alpha,
    });
    const corners = k > 0.35 ? Painter.arrow(picture, link, control, k) : null;
    if (corners)
      add("polygon", {
        class: "arrow",
        points: corners
          .map(on)
          .map((p) => `${p.x},${p.y}`)
          .join(" "),
        fill: tint,
        opacity: alpha,
      });
  }

  return { png, svg };
})();
