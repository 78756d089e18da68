"use strict";

// The mouse on the picture: hover, click, double click, and dragging a node, which pins it.
const Pointer = (() => {
  const STEP = 4; // pixels from which a press is a drag

  function attach(picture) {
    const { root, actions } = picture;
    let drag = null,
      wasDragged = false;

    root.addEventListener("pointerdown", (event) => {
      wasDragged = false;
      const node = event.button === 0 ? picture.nodeAt(event) : null;
      drag = node && { node, x: event.clientX, y: event.clientY, moved: false };
    });
    root.addEventListener("pointermove", (event) => {
      if (drag && event.buttons) {
        drag.moved ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > STEP;
        if (drag.moved) Object.assign(drag.node, picture.point(event));
        if (drag.moved) picture.redraw();
      } else hover(picture, event);
    });
    root.addEventListener("pointerup", () => {
      wasDragged = drag !== null && drag.moved;
      if (wasDragged) actions.pin(drag.node.i, [drag.node.x, drag.node.y]);
      drag = null;
    });
    root.addEventListener("pointerleave", () => {
      drag = null;
      hover(picture, null);
    });
    root.addEventListener("click", (event) => {
      if (wasDragged) return;
      const node = picture.nodeAt(event),
        link = node ? null : picture.linkAt(event);
      const box = node || link ? null : picture.boxAt(event);
      if (node) actions.select({ node: node.i });
      else if (link) actions.select({ edge: link.e });
      else if (box && picture.isFar)
        picture.fit({ left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }, true);
      else actions.select(null);
    });
    root.addEventListener("dblclick", (event) => {
      const node = picture.nodeAt(event),
        box = node ? null : picture.boxAt(event);
      if (node) actions.expand(node.i);
      else if (box)
        picture.fit({ left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }, true);
    });
  }

  function hover(picture, event) {
    const node = event ? picture.nodeAt(event) : null,
      link = event && !node ? picture.linkAt(event) : null;
    const [i, e] = [node ? node.i : null, link ? link.e : null];
    if (i === picture.hovered && e === picture.edgeHovered) return;
    [picture.hovered, picture.edgeHovered] = [i, e];
    picture.root.style.cursor = node || link ? "pointer" : "";
    picture.actions.hover(i, e, event);
    picture.redraw();
  }

  return { attach };
})();
