"use strict";

// The shapes of nodes and the curves of edges, once, for the canvas and for SVG.
const Shapes = (() => {
  const around = (count, turn, inner = 1) =>
    Array.from({ length: count }, (_, n) => {
      const angle = turn + (2 * Math.PI * n) / count,
        reach = n % 2 ? inner : 1;
      return [reach * Math.cos(angle), reach * Math.sin(angle)];
    });
  const UP = -Math.PI / 2,
    ARM = 0.38;
  // Corners for a radius of 1, made as large to the eye as a circle of that radius.
  const CORNERS = {
    hexagon: around(6, 0).map(([x, y]) => [1.08 * x, 1.08 * y]),
    triangle: around(3, UP).map(([x, y]) => [1.3 * x, 1.3 * y + 0.15]),
    drop: around(3, -UP).map(([x, y]) => [1.3 * x, 1.3 * y - 0.15]),
    star: around(10, UP, 0.5).map(([x, y]) => [1.35 * x, 1.35 * y]),
    pentagon: around(5, UP).map(([x, y]) => [1.12 * x, 1.12 * y]),
    plus: [
      [-ARM, -1],
      [ARM, -1],
      [ARM, -ARM],
      [1, -ARM],
      [1, ARM],
      [ARM, ARM],
      [ARM, 1],
      [-ARM, 1],
      [-ARM, ARM],
      [-1, ARM],
      [-1, -ARM],
      [-ARM, -ARM],
    ].map(([x, y]) => [1.1 * x, 1.1 * y]),
    square: [
      [-0.86, -0.86],
      [0.86, -0.86],
      [0.86, 0.86],
      [-0.86, 0.86],
    ],
    diamond: around(4, 0).map(([x, y]) => [1.2 * x, 1.2 * y]),
  };

  function trace(context, shape, x, y, r) {
    context.beginPath();
    const corners = CORNERS[shape];
    if (!corners) {
      context.arc(x, y, r, 0, 2 * Math.PI);
      return;
    }
    corners.forEach(([cx, cy], n) => context[n ? "lineTo" : "moveTo"](x + r * cx, y + r * cy));
    context.closePath();
  }

  const short = (number) => Number(number.toFixed(2));

  // The same as an SVG element's name and attributes.
  function markup(shape, x, y, r) {
    const corners = CORNERS[shape];
    if (!corners) return ["circle", { cx: short(x), cy: short(y), r: short(r) }];
    return ["polygon", { points: corners.map(([cx, cy]) => `${short(x + r * cx)},${short(y + r * cy)}`).join(" ") }];
  }

  // Control point of an edge that bends by a share of its length; null if it is straight.
  function control(a, b, bend) {
    if (!bend) return null;
    return { x: (a.x + b.x) / 2 + bend * (b.y - a.y), y: (a.y + b.y) / 2 - bend * (b.x - a.x) };
  }

  function onCurve(a, c, b, t) {
    if (!c) return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    const s = 1 - t;
    return { x: s * s * a.x + 2 * s * t * c.x + t * t * b.x, y: s * s * a.y + 2 * s * t * c.y + t * t * b.y };
  }

  return { trace, markup, control, onCurve, short };
})();
