"""Pages of the graph in a real browser, opened as a reader does, from a file, and used with the mouse."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, Page, chromium
from views_sample import CLAUSE, GRAPH, KEY, SCHEMA, color_at, corner, crowd, node_named, place_of, show

from kexie_kg.views import selection
from kexie_kg.views.pyvis_page import plan_page


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("chromium") / "profile") as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Page:
    return show(browser, tmp_path, plan_page(GRAPH, KEY, SCHEMA))


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
    assert page.texts("#panel h2") == ["嘉兴市青少年科技创新大赛"]
    assert page.texts("#panel .badge") == ["活动 · 赛事"]
    assert page.texts("#panel mark") == ["嘉兴市青少年科技创新大赛"]
    sentence = f"在𠮷林路{CLAUSE}，参赛人数不少于500人，由普及部牵头。"
    assert page.texts("#panel blockquote") == [sentence]
    assert page.texts("#panel figcaption") == ["嘉兴市科协2020年工作要点 · 任务：办好大赛"]
    assert {"嘉兴市科学技术协会", "嘉兴市教育局", "嘉兴市科协2020年工作要点"} <= set(page.texts("#panel .reference"))
    assert "创新大赛" in page.texts("#panel dd")


def test_a_click_on_an_edge_shows_its_clause_and_what_it_adds(page: Page) -> None:
    issuer, contest = node_named("嘉兴市科学技术协会"), node_named("嘉兴市青少年科技创新大赛")
    (ax, ay), (bx, by) = place_of(page, issuer), place_of(page, contest)
    page.click((ax + bx) / 2, (ay + by) / 2)
    assert page.texts("#panel h2") == ["嘉兴市科学技术协会—举办→嘉兴市青少年科技创新大赛"]
    assert page.texts("#panel mark") == [CLAUSE]
    assert page.texts("#panel figcaption") == ["嘉兴市科协2020年工作要点 · 任务：办好大赛 · 举办 · 第35届 · 2020"]
    assert page.texts("#panel dd") == ["计划", "嘉兴市科协2020年工作要点", "1.00"]


def test_a_relation_in_the_panel_unfolds_and_leads_to_its_other_end(page: Page) -> None:
    page.click(*place_of(page, node_named("嘉兴市科技馆")))
    assert "←建设—嘉兴市科学技术协会已完成" in page.texts("#panel summary")
    before = len(page.texts("#panel mark"))
    page.click(*page.middle("#panel summary .count"))
    assert page.texts("#panel mark")[before:] == ["会同市教育局建设嘉兴市科技馆"]
    page.click(*page.middle("#panel summary .reference"))
    assert page.texts("#panel h2") == ["嘉兴市科学技术协会"]


def test_the_relations_of_a_plan_are_listed_in_the_order_of_its_text(page: Page) -> None:
    page.click(*place_of(page, node_named(KEY)))
    expected = ["嘉兴市科学技术协会", "嘉兴市青少年科技创新大赛", "嘉兴市科技馆"]
    mentioned = [line.removeprefix("—提及→") for line in page.texts("#panel summary")]
    assert [name for name in mentioned if name in expected] == expected


def test_nothing_moves_on_a_click_and_the_rest_fades(page: Page) -> None:
    contest, museum = node_named("嘉兴市青少年科技创新大赛"), node_named("嘉兴市科技馆")
    before = [place_of(page, contest), place_of(page, museum)]
    page.click(*before[0])
    assert [place_of(page, contest), place_of(page, museum)] == before
    color = SCHEMA.types[museum.type].color.upper()
    opacity = "graphPage.network.body.nodes[" + json.dumps(museum.id) + "].options.opacity"
    assert page.evaluate(opacity) < 0.5
    page.click(*page.middle("#title"))
    page.click(*corner(page))
    assert color_at(page, *before[1]) == color
    assert page.texts("#panel h2") == []


def test_the_legend_names_each_type_and_hides_it(page: Page) -> None:
    present = {node.type for node in selection.of_plan(GRAPH, KEY, SCHEMA).graph.nodes}
    chinese = [t.zh for t in SCHEMA.types.values() if t.name in present]
    assert [label.rstrip("0123456789") for label in page.texts("#legend label")][: len(chinese)] == chinese
    museum = node_named("嘉兴市科技馆")
    place = place_of(page, museum)
    number = chinese.index(SCHEMA.types[museum.type].zh) + 1
    box = f"#legend label:nth-of-type({number}) input"
    page.click(*page.middle(box))
    assert color_at(page, *place) == ""
    assert place_of(page, museum) == place
    page.click(*page.middle(box))
    assert color_at(page, *place) == SCHEMA.types[museum.type].color.upper()


def test_the_search_finds_aliases_and_brings_hidden_nodes_back(page: Page) -> None:
    page.evaluate("document.querySelectorAll('#legend input').forEach(box => box.click())")
    page.click(*page.middle("#query"))
    page.type("创新大")
    assert page.texts("#results button") == ["嘉兴市青少年科技创新大赛活动"]
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13)
    page.settle()
    assert page.texts("#panel h2") == ["嘉兴市青少年科技创新大赛"]
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
    assert "另有 2 个联系最少的节点未画出" in page.texts("#summary")[0]
    assert page.complaints == []
