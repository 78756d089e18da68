"""Pages of the graph: what they show, and that the file is complete, closed, and the same every time."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from views_sample import CLAUSE, GRAPH, JIAXING, KEY, PLANS, SCHEMA, SHAOXING, crowd

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Graph, Node
from kexie_kg.views import selection
from kexie_kg.views.page import inline, source_hash
from kexie_kg.views.pyvis_page import city_page, entity_page, plan_page, to_pyvis

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
        (selection.of_plan, "嘉兴市科协/2020/工作要点", f'(did you mean "{KEY}"?)'),
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
    def renamed(node: Node) -> Node:
        is_twin = node.props.get("full_name") == SHAOXING
        return replace(node, props=MappingProxyType({**node.props, "name": "嘉兴市"})) if is_twin else node

    graph = Graph(tuple(renamed(node) for node in GRAPH.nodes), GRAPH.edges)
    with pytest.raises(QueryError, match=f"{JIAXING} or {SHAOXING}; give the full name"):
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


def test_pyvis_gets_the_colours_of_the_schema_and_a_place_for_every_node() -> None:
    chosen = selection.of_plan(GRAPH, KEY, SCHEMA).graph
    network = to_pyvis(chosen, SCHEMA)
    colors = {node["id"]: node["color"] for node in network.nodes}
    assert colors == {node.id: SCHEMA.types[node.type].color for node in chosen.nodes}
    assert len({(node["x"], node["y"]) for node in network.nodes}) == len(chosen.nodes)
    assert not any("title" in node for node in network.nodes)


def test_all_edges_are_drawn_but_the_star_of_mentions_and_steps_over_the_outline() -> None:
    chosen = selection.of_plan(GRAPH, KEY, SCHEMA).graph
    network = to_pyvis(chosen, SCHEMA)
    drawn = {edge["id"] for edge in network.edges}
    names_of = {node.id: node.name for node in chosen.nodes}
    left_out = [edge for edge in chosen.edges if edge.id not in drawn and edge.type != SCHEMA.part["mentions"]]
    assert [(names_of[edge.source], names_of[edge.target]) for edge in left_out] == [(KEY, "办好大赛")]
    reached = {network.nodes[0]["id"]}
    for _ in network.nodes:
        reached |= {end for e in network.edges if {e["from"], e["to"]} & reached for end in (e["from"], e["to"])}
    assert reached == set(names_of), "the picture falls apart"


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
import views_sample as t
from kexie_kg.graph.merge import merge
from kexie_kg.views import pyvis_page as v
plans = [plan.contribution() for plan in t.PLANS]
graph = merge(plans[::int(sys.argv[2])], t.SCHEMA)
print(sha256("".join((v.plan_page(graph, t.KEY, t.SCHEMA), v.city_page(graph, t.JIAXING, t.SCHEMA),
                      v.entity_page(graph, "创新大赛", t.SCHEMA))).encode()).hexdigest())
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
