"use strict";

// The picture: force-graph moves, scales and draws it; positions come from the data. What is under the pointer is found
// by distance, at once, and not from force-graph's hidden second picture, which is renewed only every 0.8 s.
class Picture {
  constructor(root, data, actions) {
    [this.root, this.data, this.actions] = [root, data, actions];
    this.nodes = data.nodes.x.map((x, i) => ({ i, id: i, x, y: data.nodes.y[i], r: data.radius(i) }));
    this.links = Picture.bends(data).map((bend, e) => ({
      e,
      source: this.nodes[data.edges.from[e]],
      target: this.nodes[data.edges.to[e]],
      bend,
    }));
    this.boxes = data.boxes.map(([name, x, y, width, height, count], b) => ({ b, name, x, y, width, height, count }));
    [this.state, this.visible, this.labels, this.hovered, this.edgeHovered] = [null, null, [], null, null];
    this.graph = new ForceGraph(root)
      .width(root.clientWidth)
      .height(root.clientHeight)
      .minZoom(0.005)
      .maxZoom(12)
      .d3Force("charge", null)
      .d3Force("link", null)
      .d3Force("center", null)
      .cooldownTicks(0)
      .enablePointerInteraction(false)
      .enableNodeDrag(false)
      .enablePanInteraction((event) => !this.nodeAt(event))
      .nodeVal((node) => (node.r / 4) ** 2)
      .nodeVisibility((node) => this.visible !== null && this.visible.nodes[node.i] === 1 && this.isNear(node))
      .linkVisibility((link) => this.visible !== null && this.visible.drawn[link.e] === 1 && this.isLinkNear(link))
      .nodeCanvasObjectMode(() => "replace")
      .linkCanvasObjectMode(() => "replace")
      .nodeCanvasObject((node, context, k) => this.paintNode(node, context, k))
      .linkCanvasObject((link, context, k) => this.paintLink(link, context, k))
      .onRenderFramePre((context, k) => {
        this.look(k);
        Painter.boxes(this, context, k);
      })
      .onRenderFramePost((context, k) => {
        this.labels = Painter.labels(this, k, this.view);
        Labels.write(context, this.labels, k, this.colors);
        this.frames += 1;
      })
      .onZoom(() => actions.moved())
      .graphData({ nodes: this.nodes, links: this.links });
    this.frames = 0;
    this.recolor();
    new ResizeObserver(() => this.reframe()).observe(root);
    Pointer.attach(this);
  }

  // Edges between the same two nodes fan out, so that each can be seen and clicked; a single one is straight.
  static bends(data) {
    const between = new Map(),
      { from, to } = data.edges;
    for (let e = 0; e < data.edgeCount; e += 1) {
      const key = Math.min(from[e], to[e]) * data.nodeCount + Math.max(from[e], to[e]);
      if (!between.has(key)) between.set(key, []);
      between.get(key).push(e);
    }
    const bends = new Array(data.edgeCount).fill(0);
    for (const together of between.values()) {
      together.forEach((e, n) => {
        bends[e] = (n - (together.length - 1) / 2) * 0.16 * (from[e] < to[e] ? 1 : -1);
      });
    }
    return bends;
  }

  resize() {
    this.graph.width(this.root.clientWidth).height(this.root.clientHeight);
  }

  // After the window or the table took or gave room: what was all in sight stays so.
  reframe() {
    const { x, y, k } = this.place,
      whole = this.whole,
      isNear = (a, b) => Math.abs(a - b) * k < 1; // pixel
    const isWhole = whole && isNear(x, whole.x) && isNear(y, whole.y) && Math.abs(k / whole.k - 1) < 0.001;
    this.resize();
    if (isWhole) this.fit();
  }

  recolor() {
    const style = getComputedStyle(document.documentElement),
      of = (name) => style.getPropertyValue(name).trim();
    this.colors = {
      ink: of("--ink"),
      soft: of("--soft"),
      halo: of("--halo"),
      paper: of("--paper"),
      edge: of("--edge"),
      accent: of("--accent"),
      outline: of("--outline"),
      box: of("--box"),
      frame: of("--line"),
      status: {
        [STATUS.fresh]: of("--fresh"),
        [STATUS.dropped]: of("--dropped"),
        [STATUS.continued]: of("--continued"),
      },
    };
    this.rims = this.data.types.map(({ color }) => Painter.rim(color, this.colors));
    this.redraw();
  }

  show(state, visible) {
    [this.state, this.visible] = [state, visible];
    this.nodes.forEach((node) => {
      [node.x, node.y] = [this.data.nodes.x[node.i], this.data.nodes.y[node.i]];
    });
    for (const [i, [x, y]] of state.pins) Object.assign(this.nodes[i], { x, y });
    this.bright = visible.bright;
    this.redraw();
  }

  redraw() {
    if (this.graph) this.graph.zoom(this.graph.zoom());
  }

  // What can be seen of the graph's plane, and whether its parts are too small to draw one by one.
  look(k) {
    const { x, y } = this.graph.centerAt(),
      wide = this.graph.width() / k / 2,
      high = this.graph.height() / k / 2;
    this.view = { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
    this.isFar = this.data.overview && k < 0.09;
  }

  isNear({ x, y, r }) {
    const { left, right, top, bottom } = this.view;
    return !this.isFar && x + r > left && x - r < right && y + r > top && y - r < bottom;
  }

  isLinkNear({ e, source: a, target: b }) {
    const { left, right, top, bottom } = this.view;
    if (this.isFar && !(this.bright && this.bright.edges[e])) return false;
    return (
      Math.max(a.x, b.x) > left && Math.min(a.x, b.x) < right && Math.max(a.y, b.y) > top && Math.min(a.y, b.y) < bottom
    );
  }

  isFaded(i) {
    return this.bright !== null && this.bright !== undefined && !this.bright.nodes[i];
  }
  isSelected(i) {
    return this.state.selected !== null && this.state.selected.node === i;
  }

  paintNode(node, context, k) {
    Painter.node(this, node, context, k);
  }
  paintLink(link, context, k) {
    Painter.link(this, link, context, k);
  }

  // ---- The view ----------------------------------------------------------------------------------------------------
  get place() {
    return { ...this.graph.centerAt(), k: this.graph.zoom() };
  }

  lookAt({ x, y, k }) {
    this.resize(); // a table may have taken room just now
    this.graph.zoom(k);
    this.graph.centerAt(x, y);
  }

  glide({ x, y, k }) {
    const time = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300;
    this.graph.zoom(k, time);
    this.graph.centerAt(x, y, time);
  }

  flyTo(i) {
    const { x, y } = this.nodes[i];
    this.glide({ x, y, k: Math.max(this.graph.zoom(), 0.9) });
  }

  // A node with its neighbourhood, if it is not too large to be read.
  showAround(i) {
    const box = this.data.nodes.box[i],
      touching = this.data.touching[i],
      isShared = touching.filter((e) => this.data.isCrossing(e)).length * 2 >= touching.length;
    const isNear = (j) => this.bright.nodes[j] && this.visible.nodes[j] && (isShared || this.data.nodes.box[j] === box);
    const near = this.bright ? this.nodes.filter((node) => isNear(node.i)) : [];
    if (near.length < 2 || near.length > 80) {
      this.flyTo(i);
      return;
    }
    const place = this.placeOf(Picture.extent(near), 1.2);
    if (this.data.overview && place.k < 0.1) this.flyTo(i);
    else this.glide(place);
  }

  scale(factor) {
    this.glide({ ...this.graph.centerAt(), k: this.graph.zoom() * factor });
  }

  // Some nodes, wherever they are: a path.
  showAll(some) {
    this.glide(this.placeOf(Picture.extent(some.map((i) => this.nodes[i])), 1.2));
  }

  // All that is visible, or one box, in the window.
  fit(box, glides = false) {
    const extent = box || Picture.extent(this.nodes.filter(({ i }) => this.visible.nodes[i]));
    if (!extent) return;
    const place = this.placeOf(extent);
    if (!box) this.whole = place;
    if (glides) this.glide(place);
    else this.lookAt(place);
  }

  placeOf(box, closest = 2.2) {
    this.resize();
    const margin = 40,
      below = at("years").hidden ? 0 : 34;
    const wide = Math.max(this.graph.width() - 2 * margin, 50),
      high = Math.max(this.graph.height() - 2 * margin - below, 50);
    const k = Math.min(wide / (box.right - box.left || 1), high / (box.bottom - box.top || 1), closest);
    return { x: (box.left + box.right) / 2, y: (box.top + box.bottom + below / k) / 2, k };
  }

  static extent(nodes) {
    if (!nodes.length) return null;
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const { x, y, r } of nodes) {
      [box.left, box.right] = [Math.min(box.left, x - r), Math.max(box.right, x + r)];
      [box.top, box.bottom] = [Math.min(box.top, y - r), Math.max(box.bottom, y + r)];
    }
    return box;
  }

  onScreen({ x, y }) {
    const frame = this.root.getBoundingClientRect(),
      point = this.graph.graph2ScreenCoords(x, y);
    return { x: point.x + frame.left, y: point.y + frame.top };
  }

  // ---- What is under the pointer --------------------------------------------------------------------------------
  point({ clientX, clientY }) {
    const frame = this.root.getBoundingClientRect();
    return this.graph.screen2GraphCoords(clientX - frame.left, clientY - frame.top);
  }

  nodeAt(event) {
    if (!this.visible || this.isFar) return null;
    const p = this.point(event),
      k = this.graph.zoom();
    let [best, least] = [null, Infinity];
    for (const node of this.nodes) {
      if (!this.visible.nodes[node.i]) continue;
      const reach = Math.max(node.r, 3 / k) + 3 / k,
        dx = node.x - p.x,
        dy = node.y - p.y;
      if (Math.abs(dx) > reach || Math.abs(dy) > reach) continue;
      const distance = Math.hypot(dx, dy);
      if (distance <= reach && distance < least) [best, least] = [node, distance];
    }
    return best;
  }

  linkAt(event) {
    if (!this.visible) return null;
    const p = this.point(event),
      reach = 5 / this.graph.zoom();
    let [best, least] = [null, reach];
    for (const link of this.links) {
      if (!this.visible.drawn[link.e] || !this.isLinkNear(link)) continue;
      const distance = Picture.distance(p, link);
      if (distance < least) [best, least] = [link, distance];
    }
    return best;
  }

  static distance(p, { source: a, target: b, bend }) {
    const c = Shapes.control(a, b, bend),
      pieces = c ? 12 : 1;
    let least = Infinity,
      from = a;
    for (let n = 1; n <= pieces; n += 1) {
      const to = Shapes.onCurve(a, c, b, n / pieces),
        dx = to.x - from.x,
        dy = to.y - from.y;
      const t = Math.max(0, Math.min(1, ((p.x - from.x) * dx + (p.y - from.y) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(p.x - from.x - t * dx, p.y - from.y - t * dy));
      from = to;
    }
    return least;
  }

  boxAt(event) {
    const p = this.point(event);
    return (
      this.boxes.find(({ x, y, width, height }) => p.x > x && p.x < x + width && p.y > y && p.y < y + height) || null
    );
  }
}
