"use strict";

(async () => {
  const data = new Data(await readData()),
    words = new Words(data.words),
    address = new Address(data),
    visibility = new Visible(data);
  const state = new State(State.initial(data)),
    page = { language: "zh", theme: "" };
  const EXPAND = 60; // neighbours that one unfolding adds, the most connected first
  let visible = null,
    timer = 0;

  // ---- What the reader can do --------------------------------------------------------------------------------------
  const actions = {
    select(selected) {
      if (selected || state.now.selected || state.now.path)
        state.change({ selected, ...(selected ? {} : { isolated: false }) });
    },
    go(i) {
      const revealed = reveal(i);
      state.change(
        { ...revealed, selected: { node: i }, ...(state.now.path ? { path: null } : {}) },
        { canUndo: Object.keys(revealed).length > 0 },
      );
      picture.showAround(i);
      if (Object.keys(revealed).length) tell(words.say("revealed", { name: data.nodes.name[i] }));
    },
    depth(depth) {
      state.change({ depth });
    },
    isolate(isolated) {
      state.change({ isolated }, { canUndo: true });
    },
    start(start) {
      state.change({ start });
      if (start !== null) tell(words.say("start_set", { name: data.nodes.name[start] }));
    },
    path(from, to) {
      if (from === null) state.change({ path: null, start: null }, { canUndo: true });
      else {
        state.change({ path: [from, to], isolated: false }, { canUndo: true });
        if (visible.path) picture.showAll(visible.path.nodes);
        tell(visible.path ? words.say("steps", { count: visible.path.edges.length }) : words.say("no_path"));
      }
    },
    pin(i, place) {
      const pins = new Map(state.now.pins);
      if (place) pins.set(i, place.map(Math.round));
      else if (!pins.delete(i)) pins.set(i, [picture.nodes[i].x, picture.nodes[i].y]);
      state.change({ pins }, { canUndo: true });
    },
    expand(i) {
      const shown = state.now.shown || everyVisible();
      const further = [...new Set(data.touching[i].map((e) => data.other(e, i)))].filter((j) => !shown.has(j));
      further.sort((a, b) => data.degree[b] - data.degree[a] || a - b);
      const added = further.slice(0, EXPAND);
      state.change(
        { shown: new Set([...shown, i, ...added]), isolated: false, selected: { node: i } },
        { canUndo: true },
      );
      tell(
        words.say(further.length > EXPAND ? "expanded_some" : "expanded", {
          count: added.length,
          left: further.length - added.length,
        }),
      );
    },
    collapse(i) {
      const shown = state.now.shown || everyVisible();
      const isLeaf = (j) =>
        data.touching[j].every((e) => data.edges.quiet[e] || data.other(e, j) === i || !shown.has(data.other(e, j)));
      const gone = [...new Set(data.touching[i].map((e) => data.other(e, i)))].filter(
        (j) => j !== i && shown.has(j) && isLeaf(j),
      );
      const left = new Set(shown);
      for (const j of gone) left.delete(j);
      if (gone.length) state.change({ shown: left }, { canUndo: true });
      tell(words.say("collapsed", { count: gone.length }));
    },
    undo() {
      tell(words.say(state.undo() ? "undone" : "nothing_to_undo"));
    },
    hover(i, e, event) {
      hover(i, e, event);
    },
    moved() {
      remember();
    },
  };
  const everyVisible = () => new Set(Array.from(visible.nodes.keys()).filter((i) => visible.nodes[i]));

  // What must change for a node to be seen: the filters that hide it, and no others.
  function reveal(i) {
    const { now } = state,
      patch = {},
      hidden = { ...now.hidden };
    for (const facet of data.facets) {
      const off = hidden[facet.name],
        values = facet.nodes ? [facet.nodes[i]].flat() : [];
      if (!off || !values.length || values.some((value) => !off.has(value))) continue;
      hidden[facet.name] = new Set([...off].filter((value) => !values.includes(value)));
      patch.hidden = hidden;
    }
    if (now.shown && !now.shown.has(i)) patch.shown = new Set([...now.shown, i]);
    const years = data.nodes.plans[i].map((p) => data.plans[p][2]);
    if (now.year && !years.includes(now.year)) patch.year = null;
    if (now.compare && !visible.nodes[i]) patch.compare = null;
    if (now.isolated && visible.bright && !visible.bright.nodes[i]) patch.isolated = false;
    return patch;
  }

  // ---- Parts of the page -------------------------------------------------------------------------------------------
  words.apply("zh");
  const picture = new Picture(at("graph"), data, actions);
  picture.words = words;
  const parts = {
    facets: new Facets(at("facets"), data, words, state),
    panel: new Panel(at("panel"), data, words, actions),
    years: new Years(at("years"), data, words, state),
    table: new Table(at("table"), data, words, state, actions),
  };
  new Search(data, words, (i) => actions.go(i));
  Keyboard.attach(picture, state, actions);

  function render(now, before) {
    visible = visibility.compute(now);
    picture.seen = data.boxes.map(() => 0);
    picture.mix = data.boxes.map(() => data.types.map(() => 0));
    data.nodes.box.forEach((b, i) => {
      picture.seen[b] += visible.nodes[i];
      picture.mix[b][data.nodes.type[i]] += visible.nodes[i];
    });
    picture.show(now, visible);
    parts.facets.render(visible);
    parts.panel.render(now, visible);
    parts.years.render(now, visible);
    parts.table.render(now, visible);
    const count = (column) => column.reduce((sum, one) => sum + one, 0);
    const [nodes, edges] = [count(visible.nodes), count(visible.edges)];
    at("summary").textContent =
      words.say("summary", { nodes, edges, all_nodes: data.nodeCount, all_edges: data.edgeCount }) +
      (data.leftOut ? words.say("left_out", { count: data.leftOut }) : "");
    for (const one of document.querySelectorAll("[data-depth]"))
      one.setAttribute("aria-pressed", String(Number(one.dataset.depth) === now.depth));
    at("show-all").hidden = now.shown === null && !now.isolated;
    at("undo").disabled = state.past.length === 0;
    at("table-button").setAttribute("aria-pressed", String(Boolean(now.table)));
    remember();
    if (before && String(before.compare) !== String(now.compare)) picture.fit(undefined, true);
    if (before && before.selected !== now.selected && now.selected && now.selected.node !== undefined) {
      at("status").textContent = words.say("selected", {
        name: data.nodes.name[now.selected.node],
        count: data.touching[now.selected.node].length,
      });
    }
  }
  state.follow(render);

  const name = (i) => data.nodes.name[i];

  function hover(i, e, event) {
    if (!state.now.selected && !state.now.path)
      picture.bright =
        i === null
          ? null
          : visibility.bright({ selected: { node: i }, depth: 1, path: null }, visible.nodes, visible.edges, null);
    const tip = at("tip"),
      text =
        i !== null
          ? `${data.nodes.name[i]} · ${words.of(data.type(i))}`
          : e !== null
            ? `${name(data.edges.from[e])} — ${words.of(data.relation(e))} — ${name(data.edges.to[e])}`
            : "";
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const frame = at("stage").getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX - frame.left + 14, frame.width - 260)}px`;
    tip.style.top = `${event.clientY - frame.top + 16}px`;
  }

  let silence = 0;
  function tell(text) {
    at("toast").textContent = text;
    at("toast").hidden = false;
    clearTimeout(silence);
    silence = setTimeout(() => {
      at("toast").hidden = true;
    }, 4000);
  }

  // ---- Address, language, colours ----------------------------------------------------------------------------------
  let written = "";
  function remember() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      written = address.write(state.now, picture.place, { ...page, sort: parts.table.order });
      try {
        history.replaceState(null, "", `#${written}`);
      } catch {
        /* a page inside of a notebook has no address of its own */
      }
    }, 250);
  }

  function dress() {
    const isDark = page.theme === "dark" || (page.theme === "" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    words.apply(page.language);
    at("theme").setAttribute("aria-pressed", String(isDark));
    at("title").textContent = document.title = data.title;
    picture.recolor();
  }

  function restore() {
    const found = address.read(location.hash.slice(1));
    if (!location.hash && data.focus !== null) found.state.selected = { node: data.focus };
    Object.assign(page, found.page);
    dress();
    parts.table.resume(found.state.table, found.sort);
    state.past.length = 0;
    state.change(found.state);
    if (found.view) picture.lookAt(found.view);
    else picture.fit();
  }
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== written) restore();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    dress();
    render(state.now);
  });

  const tools = {
    fit: () => picture.fit(undefined, true),
    larger: () => picture.scale(1.4),
    smaller: () => picture.scale(1 / 1.4),
    undo: actions.undo,
    "show-all": () => state.change({ shown: null, isolated: false }, { canUndo: true }),
    "table-button": () => state.change({ table: state.now.table ? "" : data.answer ? "answer" : "nodes" }),
    png: () => Exporting.png(picture),
    svg: () => Exporting.svg(picture),
    help_button: () => at("help").showModal(),
    help_close: () => at("help").close(),
    theme: () => {
      page.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      dress();
      render(state.now);
    },
    language: () => {
      page.language = page.language === "zh" ? "en" : "zh";
      dress();
      render(state.now);
    },
  };
  for (const [id, run] of Object.entries(tools)) at(id).addEventListener("click", run);
  for (const one of document.querySelectorAll("[data-depth]"))
    one.addEventListener("click", () => actions.depth(Number(one.dataset.depth)));

  restore();
  await new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
  });
  document.documentElement.dataset.ready = performance.now().toFixed(0);
  // To look at from the console and for the tests of this page; nothing here changes it.
  window.explorer = Object.freeze({
    where: (id) => picture.onScreen(picture.nodes[data.nodeNumber.get(id)]),
    along: (id, share) => {
      const { source: a, target: b, bend } = picture.links[data.edgeNumber.get(id)];
      return picture.onScreen(Shapes.onCurve(a, Shapes.control(a, b, bend), b, share));
    },
    visible: () => ({
      nodes: data.nodes.id.filter((_, i) => visible.nodes[i]),
      edges: data.edges.id.filter((_, e) => visible.edges[e]),
      drawn: data.edges.id.filter((_, e) => visible.drawn[e]),
      bright: visible.bright && data.nodes.id.filter((_, i) => visible.bright.nodes[i]),
      status:
        visible.status &&
        Object.fromEntries(data.nodes.id.map((id, i) => [id, visible.status[i]]).filter(([, one]) => one)),
    }),
    labels: () => picture.labels.map(({ text, left, right, top, bottom }) => ({ text, left, right, top, bottom })),
    view: () => picture.place,
    frames: () => picture.frames,
    counts: () => [data.nodeCount, data.edgeCount],
  });
})();
