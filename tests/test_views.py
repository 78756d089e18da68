"""Pages of the graph: what they show, that they are the same every time, and what they do in a real browser.

The browser opens them as a reader does, from a file.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from browser import Browser, Page, chromium
from hand_made import HandMade

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Graph, Node, Value
from kexie_kg.graph.schema import Schema
from kexie_kg.views import selection
from kexie_kg.views.page import inline, source_hash
from kexie_kg.views.pyvis_page import city_page, entity_page, plan_page, to_pyvis

SCHEMA = Schema.load()
JIAXING, SHAOXING = "浙江省嘉兴市", "浙江省绍兴市"
CLAUSE = "联合市教育局举办第35届嘉兴市青少年科技创新大赛"
# 𠮷 lies outside of the plane whose characters are one unit in JavaScript.
TEXT = (
    "嘉兴市科协{year}年工作要点\n一、做好科普\n1.办好大赛\n"
    f"在𠮷林路{CLAUSE}，参赛人数不少于500人，由普及部牵头。会同市教育局建设嘉兴市科技馆。"
)


def jiaxing(year: int) -> HandMade:
    plan = HandMade("嘉兴市科学技术协会", JIAXING, year, TEXT.format(year=year))
    title = f"嘉兴市科协{year}年工作要点"
    this = plan.add("Plan", plan.key, title, title=title, plan_year=year, place=JIAXING, file=f"jiaxing-{year}.txt")
    place = plan.add("Place", "嘉兴市", "嘉兴", kind="city", full_name=JIAXING)
    issuer = plan.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association", aliases=("嘉兴市科协",))
    section = plan.add("Section", "做好科普", plan=plan.key, position=1)
    task = plan.add("Task", "办好大赛", plan=plan.key, no="1", position=1)
    plan.relate(issuer, "ISSUED", this, title, modality="stated")
    plan.relate(issuer, "LOCATED_IN", place, "嘉兴市科协", modality="stated")
    plan.relate(this, "HAS_SECTION", section, "一、做好科普", modality="stated")
    plan.relate(section, "HAS_TASK", task, "1.办好大赛", modality="stated")
    plan.task = task
    contest = plan.add("Event", "嘉兴市青少年科技创新大赛", kind="competition", base_name="青少年科技创新大赛",
                       aliases=("创新大赛",))  # fmt: skip
    bureau = plan.add("Organization", "嘉兴市教育局", "市教育局", kind="government", aliases=("市教育局",))
    museum = plan.add("Facility", "嘉兴市科技馆", kind="venue")
    target = plan.add("Target", "参赛人数不少于500人", object="参赛人数", op=">=", value=500.0, unit="人")
    department = plan.add("Organization", "普及部", kind="department")
    plan.relate(issuer, "ORGANIZES", contest, CLAUSE, edition="第35届", role="举办", year=year)
    plan.relate(bureau, "ORGANIZES", contest, CLAUSE, edition="第35届")
    first, second = sorted((issuer, bureau))
    plan.relate(first, "COOPERATES_WITH", second, "会同市教育局建设嘉兴市科技馆")
    plan.relate(issuer, "BUILDS", museum, "会同市教育局建设嘉兴市科技馆", modality="done")
    plan.relate(task, "HAS_TARGET", target, "参赛人数不少于500人")
    plan.relate(department, "LEADS", task, "由普及部牵头")
    return plan


def shaoxing() -> HandMade:
    text = "绍兴市科协2020年工作要点\n举办绍兴市青少年科技创新大赛。"
    plan = HandMade("绍兴市科学技术协会", SHAOXING, 2020, text)
    this = plan.add("Plan", plan.key, "绍兴市科协2020年工作要点", title="绍兴市科协2020年工作要点", place=SHAOXING)
    issuer = plan.add("Organization", "绍兴市科学技术协会", "绍兴市科协", kind="association")
    plan.add("Place", "绍兴市", "绍兴", kind="city", full_name=SHAOXING)
    contest = plan.add("Event", "绍兴市青少年科技创新大赛", kind="competition", base_name="青少年科技创新大赛")
    plan.relate(issuer, "ISSUED", this, "绍兴市科协2020年工作要点", modality="stated")
    plan.relate(issuer, "ORGANIZES", contest, "举办绍兴市青少年科技创新大赛")
    return plan


PLANS = (jiaxing(2020), jiaxing(2021), shaoxing())
KEY = PLANS[0].key
GRAPH = merge([plan.contribution() for plan in PLANS], SCHEMA)


def crowd(size: int) -> Graph:
    """A plan with so many events that not all of them fit a page."""
    names = [f"嘉兴市第{number}次科普报告会" for number in range(size)]
    plan = HandMade(
        "嘉兴市科学技术协会", JIAXING, 2022, "嘉兴市科协要点\n" + "\n".join(f"举办{name}。" for name in names)
    )
    this = plan.add("Plan", plan.key, "嘉兴市科协要点", title="嘉兴市科协要点", place=JIAXING)
    issuer = plan.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association")
    plan.relate(issuer, "ISSUED", this, "嘉兴市科协要点", modality="stated")
    for name in names:
        plan.relate(issuer, "ORGANIZES", plan.add("Event", name), f"举办{name}")
    return merge([plan.contribution()], SCHEMA)


# ---- What a page shows ---------------------------------------------------------------------------------------------


def names(chosen: selection.Selection) -> set[str]:
    return {node.name for node in chosen.graph.nodes}


def test_a_plan_shows_all_that_it_says_and_nothing_else() -> None:
    chosen = selection.of_plan(GRAPH, KEY, SCHEMA)
    assert names(chosen) == {entity.name for entity in PLANS[0].entities}
    assert {edge.props["plan"] for edge in chosen.graph.edges} == {KEY}
    assert len(chosen.graph.edges) == sum(edge.props.get("plan") == KEY for edge in GRAPH.edges)
    assert chosen.title == "嘉兴市科协2020年工作要点"
    assert chosen.left_out == 0


def test_sentences_are_context_and_no_nodes() -> None:
    chosen = selection.of_plan(GRAPH, KEY, SCHEMA)
    sentence = SCHEMA.part["sentence"]
    assert not [node for node in chosen.graph.nodes if node.type == sentence]
    texts = {str(node.props["text"]) for node in chosen.context.values() if node.type == sentence}
    assert any(CLAUSE in text for text in texts)


def test_a_city_shows_all_its_plans_and_no_other_city() -> None:
    chosen = selection.of_city(GRAPH, "嘉兴市", SCHEMA)
    assert {edge.props["plan"] for edge in chosen.graph.edges} == {PLANS[0].key, PLANS[1].key}
    assert "绍兴市科学技术协会" not in names(chosen)
    assert selection.of_city(GRAPH, JIAXING, SCHEMA) == chosen


def test_an_entity_shows_its_surroundings_and_its_series() -> None:
    chosen = selection.of_entity(GRAPH, "创新大赛", SCHEMA)
    assert {"嘉兴市教育局", "青少年科技创新大赛", "绍兴市青少年科技创新大赛"} <= names(chosen)
    assert "嘉兴市科技馆" not in names(chosen)


@pytest.mark.parametrize(
    ("select", "asked", "hint"),
    [
        (selection.of_plan, "嘉兴市科学技术协会/2019/工作要点", f'did you mean "{PLANS[0].key}'[:20]),
        (selection.of_city, "嘉兴", '(did you mean "嘉兴市"?)'),
        (selection.of_entity, "嘉兴市科技", '(did you mean "嘉兴市科技馆"?)'),
        (selection.of_entity, "办好大赛", "names 2 things; give the id of one: task/"),
    ],
)
def test_what_is_unknown_or_ambiguous_is_said_with_what_is_meant(select: Any, asked: str, hint: str) -> None:
    with pytest.raises(QueryError, match=re.escape(hint)) as error:
        select(GRAPH, asked, SCHEMA)
    assert asked in str(error.value)
    assert "\n" not in str(error.value)


def test_two_places_of_one_name_are_not_mixed() -> None:
    graph = GRAPH
    for plan in PLANS[:1]:
        twin = next(node for node in graph.nodes if node.props.get("full_name") == SHAOXING)
        props = MappingProxyType({**twin.props, "name": "嘉兴市"})
        graph = Graph(tuple(replace(n, props=props) if n is twin else n for n in graph.nodes), graph.edges)
        with pytest.raises(QueryError, match=f"{plan.place} or {SHAOXING}; give the full name"):
            selection.of_city(graph, "嘉兴市", SCHEMA)


def test_a_page_holds_the_most_connected_nodes_and_says_how_many_it_leaves_out() -> None:
    graph = crowd(selection.LIMIT + 40)
    key = next(node.name for node in graph.nodes if node.type == SCHEMA.part["plan"])
    chosen = selection.of_plan(graph, key, SCHEMA)
    assert len(chosen.graph.nodes) == selection.LIMIT
    assert chosen.left_out == 42
    assert {"嘉兴市科学技术协会", key} <= names(chosen)
    kept = {node.id for node in chosen.graph.nodes}
    assert all({edge.source, edge.target} <= kept for edge in chosen.graph.edges)


def test_pyvis_gets_colours_places_and_every_edge_but_the_star_of_mentions() -> None:
    chosen = selection.of_plan(GRAPH, KEY, SCHEMA).graph
    network = to_pyvis(chosen, SCHEMA)
    colors = {node["id"]: node["color"] for node in network.nodes}
    assert colors == {node.id: SCHEMA.types[node.type].color for node in chosen.nodes}
    assert len({(node["x"], node["y"]) for node in network.nodes}) == len(chosen.nodes)
    assert not any("title" in node for node in network.nodes)
    drawn = {edge["id"] for edge in network.edges}
    assert {edge.id for edge in chosen.edges if edge.type != SCHEMA.part["mentions"]} <= drawn
    reached = {network.nodes[0]["id"]}
    for _ in network.nodes:
        reached |= {end for e in network.edges if {e["from"], e["to"]} & reached for end in (e["from"], e["to"])}
    assert reached == set(colors), "the picture falls apart"


def test_edges_between_the_same_nodes_are_drawn_apart() -> None:
    bends = [e["smooth"] for e in to_pyvis(selection.of_city(GRAPH, JIAXING, SCHEMA).graph, SCHEMA).edges]
    assert any(bend for bend in bends)
    places: dict[Any, list[Any]] = {}
    for edge in to_pyvis(selection.of_city(GRAPH, JIAXING, SCHEMA).graph, SCHEMA).edges:
        bend = edge["smooth"] or {"type": "curvedCW", "roundness": 0}
        forward = (edge["from"] < edge["to"]) == (bend["type"] == "curvedCW")
        places.setdefault(frozenset((edge["from"], edge["to"])), []).append(bend["roundness"] * (1 if forward else -1))
    assert max(len(sides) for sides in places.values()) == 2
    assert all(len(set(sides)) == len(sides) for sides in places.values())


# ---- Same input, same bytes ----------------------------------------------------------------------------------------

_DIGEST = """
import sys
from hashlib import sha256
sys.path.insert(0, sys.argv[1])
import test_views as t
plans = [plan.contribution() for plan in t.PLANS]
graph = t.merge(plans[::int(sys.argv[2])], t.SCHEMA)
print(sha256("".join((t.plan_page(graph, t.KEY, t.SCHEMA), t.city_page(graph, t.JIAXING, t.SCHEMA),
                      t.entity_page(graph, "创新大赛", t.SCHEMA))).encode()).hexdigest())
"""


def test_pages_depend_on_the_graph_alone() -> None:
    def digest(seed: str, step: str) -> str:
        command = [sys.executable, "-c", _DIGEST, str(Path(__file__).parent), step]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()

    pages = plan_page(GRAPH, KEY, SCHEMA), city_page(GRAPH, JIAXING, SCHEMA), entity_page(GRAPH, "创新大赛", SCHEMA)
    here = sha256("".join(pages).encode()).hexdigest()
    assert digest("1", "1") == digest("2", "-1") == here


# ---- The file ------------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """Tags with their attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.declaration = ""
        self.feed(html)

    def handle_decl(self, decl: str) -> None:
        self.declaration = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in {"script", "style"} and data.strip():
            self.texts.append((self.tags[-1][0], data))


def test_the_file_is_complete_html_that_loads_nothing() -> None:
    page = Elements(plan_page(GRAPH, KEY, SCHEMA))
    assert page.declaration == "doctype html"
    assert ("html", {"lang": "zh-CN"}) in page.tags
    assert ("meta", {"charset": "utf-8"}) in page.tags
    assert not [tag for tag, attributes in page.tags if {"src", "href", "style", "srcdoc"} & set(attributes)]
    assert not [tag for tag, attributes in page.tags if any(name.startswith("on") for name in attributes)]


def test_the_policy_names_exactly_the_scripts_and_the_style() -> None:
    page = Elements(plan_page(GRAPH, KEY, SCHEMA))
    (policy,) = (str(a["content"]) for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'none'"]
    assert "unsafe" not in policy
    data, *scripts = (text for tag, text in page.texts if tag == "script")
    assert rules["script-src"] == [source_hash(script) for script in scripts]
    assert rules["style-src"] == [source_hash(text) for tag, text in page.texts if tag == "style"]
    assert json.loads(data)["title"] == "嘉兴市科协2020年工作要点"
    assert "@copyright" in scripts[0], "the licence of vis-network must stay in the page"


@pytest.mark.parametrize("source", ["a</script>b", "a</STYLE>b", "a<!--b"])
def test_a_script_that_would_end_itself_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="markup"):
        inline(source)


def test_size_is_that_of_the_library_and_of_the_facts() -> None:
    graph = crowd(selection.LIMIT - 2)
    (key,) = (node.name for node in graph.nodes if node.type == SCHEMA.part["plan"])
    size = len(plan_page(graph, key, SCHEMA).encode())
    assert size < 520_000 + 2_000 * selection.LIMIT


# ---- In the browser ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("chromium") / "profile") as opened:
        yield opened


def show(browser: Browser, folder: Path, html: str) -> Page:
    file = folder / "嘉兴 2020.html"
    file.write_text(html, encoding="utf-8")
    return browser.open(file)


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Page:
    return show(browser, tmp_path, plan_page(GRAPH, KEY, SCHEMA))


def node_named(name: str, graph: Graph = GRAPH) -> Node:
    (found,) = (node for node in selection.of_plan(graph, KEY, SCHEMA).graph.nodes if node.name == name)
    return found


def place_of(page: Page, node: Node) -> tuple[float, float]:
    """Where a node stands in the window."""
    x, y = page.evaluate(f"""(() => {{
        const {{ network }} = graphPage, frame = document.getElementById("graph").getBoundingClientRect();
        const point = network.canvasToDOM(network.getPosition({json.dumps(node.id)}));
        return [point.x + frame.left, point.y + frame.top];
    }})()""")
    return x, y


def color_at(page: Page, x: float, y: float) -> str:
    color: str = page.evaluate(f"""(() => {{
        const canvas = document.querySelector("canvas"), frame = canvas.getBoundingClientRect();
        const [r, g, b, a] = canvas.getContext("2d").getImageData({x} - frame.left, {y} - frame.top, 1, 1).data;
        return a ? "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("").toUpperCase() : "";
    }})()""")
    return color


def middle_of(page: Page, selector: str) -> tuple[float, float]:
    x, y = page.evaluate(f"""(() => {{
        const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    }})()""")
    return x, y


def texts(page: Page, selector: str) -> list[str]:
    found: list[str] = page.evaluate(
        f"Array.from(document.querySelectorAll({json.dumps(selector)}), e => e.textContent)"
    )
    return found


def test_it_asks_for_nothing_and_complains_of_nothing(page: Page) -> None:
    assert [request.partition(":")[0] for request in page.requests] == ["file"]
    assert page.complaints == []
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    assert page.evaluate("document.title") == "嘉兴市科协2020年工作要点"


def test_every_node_is_drawn_in_the_colour_of_its_type(page: Page) -> None:
    for node in selection.of_plan(GRAPH, KEY, SCHEMA).graph.nodes:
        assert color_at(page, *place_of(page, node)) == SCHEMA.types[node.type].color.upper(), node.name


def test_a_click_on_a_node_shows_the_sentence_with_the_words_marked(page: Page) -> None:
    page.click(*place_of(page, node_named("嘉兴市青少年科技创新大赛")))
    assert texts(page, "#panel h2") == ["嘉兴市青少年科技创新大赛"]
    assert texts(page, "#panel .badge") == ["活动 · 赛事"]
    assert texts(page, "#panel mark") == ["嘉兴市青少年科技创新大赛"]
    sentence = f"在𠮷林路{CLAUSE}，参赛人数不少于500人，由普及部牵头。"
    assert texts(page, "#panel blockquote") == [sentence]
    assert texts(page, "#panel figcaption") == ["嘉兴市科协2020年工作要点 · 任务：办好大赛"]
    assert {"嘉兴市科学技术协会", "嘉兴市教育局", "嘉兴市科协2020年工作要点"} <= set(texts(page, "#panel .reference"))
    assert "创新大赛" in texts(page, "#panel dd")


def test_a_click_on_an_edge_shows_its_clause_and_what_it_adds(page: Page) -> None:
    issuer, contest = node_named("嘉兴市科学技术协会"), node_named("嘉兴市青少年科技创新大赛")
    (ax, ay), (bx, by) = place_of(page, issuer), place_of(page, contest)
    page.click((ax + bx) / 2, (ay + by) / 2)
    assert texts(page, "#panel h2") == ["嘉兴市科学技术协会—举办→嘉兴市青少年科技创新大赛"]
    assert texts(page, "#panel mark") == [CLAUSE]
    assert texts(page, "#panel figcaption") == ["嘉兴市科协2020年工作要点 · 任务：办好大赛 · 举办 · 第35届 · 2020"]
    assert texts(page, "#panel dd") == ["计划", "嘉兴市科协2020年工作要点", "1.00"]


def test_a_relation_in_the_panel_unfolds_and_leads_to_its_other_end(page: Page) -> None:
    page.click(*place_of(page, node_named("嘉兴市科技馆")))
    assert "←建设—嘉兴市科学技术协会已完成" in texts(page, "#panel summary")
    before = len(texts(page, "#panel mark"))
    page.click(*middle_of(page, "#panel summary .count"))
    assert texts(page, "#panel mark")[before:] == ["会同市教育局建设嘉兴市科技馆"]
    page.click(*middle_of(page, "#panel summary .reference"))
    assert texts(page, "#panel h2") == ["嘉兴市科学技术协会"]


def test_nothing_moves_on_a_click_and_the_rest_fades(page: Page) -> None:
    contest, museum = node_named("嘉兴市青少年科技创新大赛"), node_named("嘉兴市科技馆")
    before = [place_of(page, contest), place_of(page, museum)]
    page.click(*before[0])
    assert [place_of(page, contest), place_of(page, museum)] == before
    color = SCHEMA.types[museum.type].color.upper()
    opacity = "graphPage.network.body.nodes[" + json.dumps(museum.id) + "].options.opacity"
    assert page.evaluate(opacity) < 0.5
    page.click(*middle_of(page, "#title"))
    page.click(*corner(page))
    assert color_at(page, *before[1]) == color
    assert texts(page, "#panel h2") == []


def corner(page: Page) -> tuple[float, float]:
    """An empty place of the canvas."""
    left, top = page.evaluate("""(() => {
        const box = document.getElementById("graph").getBoundingClientRect();
        return [box.left + 8, box.top + 8];
    })()""")
    return left, top


def test_the_legend_names_each_type_and_hides_it(page: Page) -> None:
    present = {node.type for node in selection.of_plan(GRAPH, KEY, SCHEMA).graph.nodes}
    chinese = [t.zh for t in SCHEMA.types.values() if t.name in present]
    assert [label.rstrip("0123456789") for label in texts(page, "#legend label")][: len(chinese)] == chinese
    museum = node_named("嘉兴市科技馆")
    place = place_of(page, museum)
    number = chinese.index(SCHEMA.types[museum.type].zh) + 1
    box = f"#legend label:nth-of-type({number}) input"
    page.click(*middle_of(page, box))
    assert color_at(page, *place) == ""
    assert place_of(page, museum) == place
    page.click(*middle_of(page, box))
    assert color_at(page, *place) == SCHEMA.types[museum.type].color.upper()


def test_the_search_finds_aliases_and_brings_hidden_nodes_back(page: Page) -> None:
    page.evaluate("document.querySelectorAll('#legend input').forEach(box => box.click())")
    page.click(*middle_of(page, "#query"))
    page.type("创新大")
    assert texts(page, "#results button") == ["嘉兴市青少年科技创新大赛活动"]
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13)
    page.settle()
    assert texts(page, "#panel h2") == ["嘉兴市青少年科技创新大赛"]
    assert page.evaluate("getComputedStyle(document.getElementById('results')).display") == "none"
    contest = node_named("嘉兴市青少年科技创新大赛")
    assert page.evaluate(f"graphPage.network.body.nodes[{json.dumps(contest.id)}].options.hidden") is False


def test_no_label_covers_another(browser: Browser, tmp_path: Path) -> None:
    graph = crowd(200)
    (key,) = (node.name for node in graph.nodes if node.type == SCHEMA.part["plan"])
    boxes = show(browser, tmp_path, plan_page(graph, key, SCHEMA)).evaluate("graphPage.labels()")
    assert len(boxes) > 30
    overlaps = [
        (a, b)
        for number, a in enumerate(boxes)
        for b in boxes[:number]
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    ]
    assert not overlaps


def test_what_is_left_out_is_said(browser: Browser, tmp_path: Path) -> None:
    graph = crowd(selection.LIMIT)
    (key,) = (node.name for node in graph.nodes if node.type == SCHEMA.part["plan"])
    page = show(browser, tmp_path, plan_page(graph, key, SCHEMA))
    assert "另有 2 个联系最少的节点未画出" in texts(page, "#summary")[0]
    assert page.complaints == []


# ---- Hostile text --------------------------------------------------------------------------------------------------

ATTACK = (
    "</script><script>ran=1</script><img src=x onerror=\"ran=1\"><a href='javascript:ran=1'>x</a><svg onload=ran=1>"
    "<style>*{display:none}</style>\u2028\u2029<!--<script>&lt;\\u003c${ran=1}\"'`"
)


def poisoned(value: Value) -> Value:
    if isinstance(value, str):
        return value + ATTACK
    if isinstance(value, tuple):
        return tuple(str(poisoned(item)) if isinstance(item, str) and item else item for item in value)  # type: ignore[return-value]  # as before
    return value


def hostile() -> Graph:
    """The graph with the attack at the end of every id and text: names, aliases, titles, sentences, roles, files."""
    keep = {"modality"}

    def props(of: Any) -> Any:
        return MappingProxyType({k: v if k in keep else poisoned(v) for k, v in of.props.items()})

    nodes = tuple(replace(node, id=node.id + ATTACK, props=props(node)) for node in GRAPH.nodes)
    edges = tuple(
        replace(e, id=e.id + ATTACK, source=e.source + ATTACK, target=e.target + ATTACK, props=props(e))
        for e in GRAPH.edges
    )
    return Graph(nodes, edges)


def test_hostile_text_is_text_everywhere_and_nothing_runs(browser: Browser, tmp_path: Path) -> None:
    graph = hostile()
    page = show(browser, tmp_path, plan_page(graph, KEY + ATTACK, SCHEMA))
    tags = "[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"
    assert not {"img", "a", "svg"} & set(page.evaluate(tags))
    assert page.evaluate("document.querySelectorAll('script').length") == 5
    assert texts(page, "#title") == [f"嘉兴市科协2020年工作要点{ATTACK}"]
    page.evaluate("document.querySelectorAll('#legend input').forEach(box => { box.click(); box.click(); })")
    page.evaluate("document.getElementById('query').value = 'onerror'")
    page.evaluate("document.getElementById('query').dispatchEvent(new Event('input'))")
    assert all(ATTACK in text for text in texts(page, "#results button"))

    chosen = selection.of_plan(graph, KEY + ATTACK, SCHEMA).graph
    for node in chosen.nodes:
        page.click(*place_of(page, node))
        page.evaluate("document.querySelectorAll('#panel details').forEach(details => { details.open = true; })")
        page.settle()
        shown = str(node.props.get("title") or node.name)
        assert texts(page, "#panel h2") == [shown]
        assert all(ATTACK in text for text in texts(page, "#panel figcaption"))
        assert not {"img", "a", "svg"} & set(page.evaluate(tags))
    assert any(f"{ATTACK}" in text for text in texts(page, "#panel blockquote"))
    assert page.evaluate("typeof ran") == "undefined"
    assert page.complaints == []
    assert len(page.requests) == 1


def test_markup_that_got_into_the_file_all_the_same_is_refused(browser: Browser, tmp_path: Path) -> None:
    """The policy is the second wall: here the first one is torn down by hand."""
    injected = (
        "<script>ran=1</script><img src=x onerror='ran=1'><style>#title{display:none}</style>"
        "<link rel=stylesheet href='https://kexie-kg.example/a.css'><iframe src='https://kexie-kg.example/'></iframe>"
        "<base href='https://kexie-kg.example/'>"
    )
    html = plan_page(GRAPH, KEY, SCHEMA).replace("</body>", f"{injected}</body>")
    page = show(browser, tmp_path, html)
    assert page.evaluate("typeof ran") == "undefined"
    assert page.evaluate("getComputedStyle(document.getElementById('title')).display") != "none"
    assert page.evaluate("document.baseURI").startswith("file:")
    assert sum("Content Security Policy" in complaint for complaint in page.complaints) >= 5
    page.click(*place_of(page, node_named("嘉兴市科技馆")))
    assert texts(page, "#panel h2") == ["嘉兴市科技馆"]


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.innerHTML = '<img src=x onerror=ran=1>'",
        "document.body.append(Object.assign(document.createElement('script'), { text: 'ran=1' }))",
        "fetch('https://kexie-kg.example/')",
        "setTimeout('ran=1', 0)",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    ],
)
def test_a_script_of_the_page_can_neither_parse_markup_nor_reach_the_network(page: Page, attempt: str) -> None:
    outcome = page.evaluate(
        f"(async () => {{ try {{ await ({attempt}); return 'done'; }} catch (e) {{ return 'refused'; }} }})()"
    )
    assert outcome == "refused"
    page.settle()
    assert page.evaluate("typeof ran") == "undefined"
