"use strict";

// The picture by keyboard: arrows walk from node to node, Enter opens the panel, Escape lets go.
const Keyboard = (() => {
  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function attach(picture, state, actions) {
    at("graph").addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const selected = state.now.selected,
        node = selected && selected.node;
      const keys = {
        Enter: () => at("panel").focus(),
        "+": () => picture.scale(1.4),
        "=": () => picture.scale(1.4),
        "-": () => picture.scale(1 / 1.4),
        0: () => picture.fit(undefined, true),
        e: () => node !== undefined && node !== null && actions.expand(node),
        c: () => node !== undefined && node !== null && actions.collapse(node),
        p: () => node !== undefined && node !== null && actions.pin(node),
        o: () => selected && actions.isolate(!state.now.isolated),
        1: () => actions.depth(1),
        2: () => actions.depth(2),
        3: () => actions.depth(3),
      };
      if (ARROWS[event.key]) walk(picture, state, actions, ARROWS[event.key]);
      else if (keys[event.key]) keys[event.key]();
      else return;
      event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.matches("input[type=search], select, textarea");
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && !isTyping) {
        actions.undo();
        event.preventDefault();
      } else if (event.key === "/" && !isTyping) {
        at("query").select(); // what was typed before gives way
        event.preventDefault();
      } else if (event.key === "?" && !isTyping) {
        at("help").showModal();
        event.preventDefault();
      } else if (event.key === "Escape" && !at("help").open) {
        if (at("panel").contains(document.activeElement) || at("table").contains(document.activeElement))
          at("graph").focus();
        else if (state.now.path) actions.path(null);
        else actions.select(null);
      }
    });
  }

  // To the nearest visible node in this direction, sideways counting twice.
  function walk(picture, state, actions, [dx, dy]) {
    const { selected } = state.now,
      from = selected && selected.node !== undefined ? picture.nodes[selected.node] : null;
    const start = from || picture.graph.centerAt();
    let [best, least] = [null, Infinity];
    for (const node of picture.nodes) {
      if (node === from || !picture.visible.nodes[node.i]) continue;
      const [x, y] = [node.x - start.x, node.y - start.y],
        ahead = x * dx + y * dy,
        aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (from && ahead <= 0) continue;
      const distance = from ? ahead + 2 * aside : Math.hypot(x, y);
      if (distance < least) [best, least] = [node, distance];
    }
    if (!best) return;
    actions.select({ node: best.i });
    const at = picture.onScreen(best),
      frame = picture.root.getBoundingClientRect();
    if (at.x < frame.left + 40 || at.x > frame.right - 40 || at.y < frame.top + 40 || at.y > frame.bottom - 40)
      picture.flyTo(best.i);
  }

  return { attach };
})();
