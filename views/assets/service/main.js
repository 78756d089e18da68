"use strict";

// Named questions with their forms, and an editor for SPARQL. Answers come from the server that gave the page.
const data = JSON.parse(at("data").textContent);

function say(text, isWrong = false) {
  at("status").textContent = text;
  at("status").classList.toggle("wrong", isWrong);
}

function show(columns, rows) {
  const head = element("tr", {}, ...columns.map((name) => element("th", { text: name })));
  const lines = rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", { text: cell ?? "" }))));
  at("rows").replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines)));
  say(`${rows.length} 行 rows`);
}

// Only the last question counts: an answer that comes after another was asked is dropped.
let asked = 0;

async function ask(address, options, read) {
  const number = ++asked;
  at("rows").replaceChildren();
  say("查询中 asking …");
  try {
    const response = await fetch(address, options);
    const text = await response.text();
    if (number !== asked) return;
    if (response.ok) read(text, response.headers.get("Content-Type") ?? "");
    else say(text, true);
  } catch (error) {
    if (number === asked) say(`服务器没有回应 no answer from the server (${error.message})`, true);
  }
}

// -- questions --

function field(param) {
  const common = { name: param.name, required: param.default === null };
  if (param.allowed.length) {
    const options = param.allowed.map((value) => element("option", { value, text: value === "" ? "—" : value }));
    const choice = element("select", common, ...options);
    choice.value = param.default ?? param.allowed[0];
    return choice;
  }
  const isNumber = param.type !== "string";
  const type = isNumber ? "number" : "text";
  return element("input", { ...common, type, ...(isNumber ? { step: "any" } : {}), value: param.default ?? "" });
}

function choose(query) {
  at("title").textContent = `${query.title.zh} ${query.title.en}`;
  at("question").textContent = `${query.question.zh} ${query.question.en}`;
  const fields = query.params.map((param) =>
    element("label", {}, `${param.name}：${param.help.zh} ${param.help.en}`, field(param)),
  );
  at("form").replaceChildren(...fields, element("button", { type: "submit", text: "查询 Ask" }));
  for (const [name, value] of Object.entries(query.example)) at("form").elements.namedItem(name).value = value;
  at("form").onsubmit = (event) => {
    event.preventDefault();
    const values = new URLSearchParams(new FormData(at("form")));
    ask(`/query/${encodeURIComponent(query.name)}?${values}`, {}, (text) => {
      const { columns, rows, notes } = JSON.parse(text);
      show(columns, rows);
      if (notes.length) say(`0 行 rows · ${notes.join(" · ")}`);
    });
  };
  for (const entry of at("list").querySelectorAll("button"))
    entry.setAttribute("aria-current", String(entry.dataset.name === query.name));
}

function list() {
  const wanted = at("filter").value.trim().toLowerCase();
  const found = data.queries.filter((query) =>
    [query.name, query.title.zh, query.title.en, query.question.zh, query.question.en].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  at("list").replaceChildren(
    ...found.map((query) => {
      const entry = button(query.title.zh, () => choose(query), { data: { name: query.name } });
      entry.append(element("small", { text: query.title.en }));
      return element("li", {}, entry);
    }),
  );
}

// -- SPARQL --

const short = (iri) => {
  const [prefix, start] = Object.entries(data.prefixes).find(([, start]) => iri.startsWith(start)) ?? [];
  return prefix ? `${prefix}:${iri.slice(start.length)}` : iri;
};
const written = (term) => (term === undefined ? "" : term.type === "uri" ? short(term.value) : term.value);

function read(text, type) {
  if (!type.startsWith("application/sparql-results+json")) {
    at("rows").replaceChildren(element("pre", { text }));
    return say("");
  }
  const { head, results, boolean } = JSON.parse(text);
  if (results) show(head.vars, results.bindings.map((row) => head.vars.map((name) => written(row[name]))));
  else show(["ASK"], [[String(boolean)]]);
}

function run() {
  const headers = { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle" };
  ask("/sparql", { method: "POST", headers, body: at("text").value }, read);
}

function open(name) {
  for (const each of ["questions", "editor"]) {
    at(each).hidden = each !== name;
    at(`tab-${each}`).setAttribute("aria-selected", String(each === name));
  }
}

at("summary").textContent = data.summary;
at("endpoint").textContent = new URL("/sparql", location.href).href;
at("filter").oninput = list;
at("tab-questions").onclick = () => open("questions");
at("tab-editor").onclick = () => open("editor");
at("example").append(...data.examples.map(({ name }) => element("option", { value: name, text: name })));
at("example").onchange = () => {
  at("text").value = data.examples.find(({ name }) => name === at("example").value).text;
};
at("text").onkeydown = (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
};
at("run").onclick = run;
at("example").onchange();
list();
choose(data.queries[0]);
