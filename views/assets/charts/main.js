"use strict";

(async () => {
  const data = await readData(),
    words = new Words(data.words),
    say = (key, values) => words.say(key, values);
  const state = { query: "", choice: "", rows: [], title: "", language: "zh", theme: "" };
  const hasPicture = data.chart !== "evidence";
  let drawn = {},
    timer = 0,
    written = "";

  const text = (cell) => (typeof cell !== "object" ? cell : cell.key ? say(cell.key) : words.of(cell));
  const columns = () => data.columns.map((name) => say(name));
  const every = data.rows.map((cells, key) => ({ key, cells }));
  const readable = (rows) => rows.map(({ key, cells }) => ({ key, cells: cells.map(text) }));

  // Rows with every word that was typed, in either language.
  function found() {
    const wanted = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    const said = (cell) =>
      typeof cell !== "object" ? String(cell) : cell.key ? say(cell.key) : `${cell.zh} ${cell.en}`;
    return every.filter(({ cells }) => {
      const line = cells.map(said).join("\n").toLowerCase();
      return wanted.every((word) => line.includes(word));
    });
  }

  // ---- Parts of the page -------------------------------------------------------------------------------------------
  const panel = new Panel(at("panel"), data, words);
  const picture = hasPicture ? new Picture(at("chart"), at("tip"), at("status"), open) : null;
  class Table extends Grid {
    constructor() {
      super(words);
      this.root = at("table");
    }
    again() {
      const { columns: names, rows } = this.sorted(columns(), readable(found()));
      const count = element("span", {
        className: "count",
        text: say("rows", { count: rows.length }),
        data: { rows: String(rows.length) },
      });
      this.fill(element("div", { className: "head" }, element("strong", { text: say("table") }), count), names, rows);
      remember();
    }
    isLink() {
      return true;
    }
    isSelected({ key }) {
      return state.rows.includes(key);
    }
    open({ key, cells }) {
      open([key], cells[0]);
    }
  }
  const table = new Table();

  function open(rows, title, byKey = false) {
    Object.assign(state, { rows, title });
    explain();
    table.again();
    remember();
    if (byKey) at("panel").focus();
  }

  function explain() {
    if (state.rows.length) panel.show(readable(state.rows.map((key) => every[key])), columns(), state.title);
    else panel.welcome();
  }

  function render() {
    const rows = found(),
      { types, layout, parts } = data;
    drawn = rows.length
      ? draw(rows, { layout, types, parts, say, text, choice: state.choice, room: picture ? picture.room : [0, 0] })
      : { note: say("nothing") };
    if (picture) picture.show(drawn.option ? drawn : { option: Marks.option({ series: [] }) });
    at("summary").textContent = [say("from_plans", { count: data.plans.length }), drawn.note].join(" · ");
    at("legend").replaceChildren(
      ...(drawn.legend || []).map(([name, color, isOpen]) => {
        if (!color) return element("span", { text: name });
        const sign = element("i");
        sign.style.borderColor = color;
        if (!isOpen) sign.style.background = color;
        return element("span", {}, sign, name);
      }),
    );
    at("choice").hidden = !drawn.choices;
    at("unit").replaceChildren(
      ...(drawn.choices || []).map((unit) =>
        element("option", { value: unit, text: unit || say("no_unit"), selected: unit === drawn.choice }),
      ),
    );
    table.again();
    explain();
    remember();
  }

  // ---- Address, language, colours ----------------------------------------------------------------------------------
  function remember() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const kept = {
        query: state.query,
        choice: state.choice,
        rows: state.rows.slice(0, 100).join("."),
        title: state.title,
        language: state.language === "zh" ? "" : state.language,
        theme: state.theme,
        sort: table.order,
      };
      written = new URLSearchParams(Object.entries(kept).filter(([, value]) => value)).toString();
      try {
        history.replaceState(null, "", `#${written}`);
      } catch {
        /* a page inside of a notebook has no address of its own */
      }
    }, 250);
  }

  function restore() {
    const given = new URLSearchParams(location.hash.slice(1)),
      get = (name) => given.get(name) || "";
    const rows = get("rows")
      .split(".")
      .map(Number)
      .filter((key) => Number.isInteger(key) && every[key]);
    Object.assign(state, {
      query: get("query"),
      choice: get("choice"),
      rows: get("rows") ? rows : [],
      title: get("title"),
      language: get("language") === "en" ? "en" : "zh",
      theme: get("theme") === "dark" ? "dark" : get("theme") === "light" ? "light" : "",
    });
    at("query").value = state.query;
    table.order = get("sort");
    dress();
  }

  function dress() {
    const isDark = state.theme === "dark" || (state.theme === "" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    words.apply(state.language);
    at("theme").setAttribute("aria-pressed", String(isDark));
    const name = say(`chart_${data.chart}`);
    at("title").textContent = document.title = data.title ? `${name} · ${data.title}` : name;
    at("chart").setAttribute("aria-label", `${at("title").textContent}。${say("walk")}`);
    render();
  }

  const tools = {
    png: async () =>
      download(
        fileName(document.title, "png"),
        await picture.png(
          document.title,
          at("summary").textContent,
          drawn.legend || [],
          Marks.tint("paper"),
          Marks.tint("ink"),
        ),
      ),
    csv: () =>
      download(fileName(document.title, "csv"), Grid.csv(columns(), table.sorted(columns(), readable(found())).rows)),
    theme: () => {
      state.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      dress();
    },
    language: () => {
      state.language = state.language === "zh" ? "en" : "zh";
      dress();
    },
  };
  for (const [id, run] of Object.entries(tools)) at(id).addEventListener("click", run);
  function filter(query) {
    state.query = at("query").value = query;
    table.restart();
    render();
  }
  at("query").addEventListener("input", () => filter(at("query").value));
  at("unit").addEventListener("change", () => {
    state.choice = at("unit").value;
    render();
  });
  // Escape goes back one step: out of the panel, out of the filter once it is empty, and to nothing selected.
  function back() {
    const isIn = (id) => at(id).contains(document.activeElement);
    if (isIn("query") && state.query) filter("");
    else if (isIn("panel") || isIn("query")) at(hasPicture ? "chart" : "table").focus();
    else if (state.rows.length) open([], "");
  }
  addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== at("query")) at("query").select();
    else if (event.key === "Escape") back();
    else return;
    event.preventDefault();
  });
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== written) restore();
  });
  addEventListener("resize", render);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);

  at("stage").hidden = at("png").hidden = !hasPicture;
  document.querySelector("main").classList.toggle("tall", !hasPicture);
  restore();
  await new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
  });
  document.documentElement.dataset.ready = performance.now().toFixed(0);
  // To look at from the console and for the tests of this page; nothing here changes it.
  window.chart = Object.freeze({
    marks: () => (picture ? picture.marks : []).map(({ rows, title, value, x, y }) => ({ rows, title, value, x, y })),
    rows: () => found().map(({ key }) => key),
    choices: () => drawn.choices || [],
  });
})();
