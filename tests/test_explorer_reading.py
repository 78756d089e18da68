"""The explorer in a real browser: what opens, what a click shows, and the words behind it."""

from collections import Counter
from pathlib import Path

import pytest
from browser import Page, chromium
from explorer_sample import (
    ALL,
    CONTEST,
    TITLE,
    choose,
    edges_of,
    on_edge,
    opened,
    press_button,
    shown_edges,
    thing,
    value,
    visible,
    where,
)
from views_sample import CLAUSE, GRAPH, SCHEMA, color_at

ISSUER = thing("嘉兴市科学技术协会")


# ---- Opening --------------------------------------------------------------------------------------------------------


def test_it_asks_for_nothing_and_complains_of_nothing(page: Page) -> None:
    assert [request.partition(":")[0] for request in page.requests] == ["file"]
    assert page.complaints == []
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    assert page.evaluate("document.title") == TITLE
    assert page.texts("#title") == [TITLE]
    assert set(visible(page)["edges"]) == shown_edges()


def test_it_opens_without_webgl_and_where_every_request_hangs(tmp_path: Path) -> None:
    import socket

    with socket.socket() as silent:  # takes connections and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        proxy = f"--proxy-server=http://127.0.0.1:{silent.getsockname()[1]}"
        flags = (proxy, "--proxy-bypass-list=<-loopback>", "--disable-webgl", "--disable-3d-apis")
        with chromium(tmp_path / "profile", flags=flags) as started:
            page = opened(started, tmp_path, ALL)
            assert page.evaluate("document.createElement('canvas').getContext('webgl')") is None
            choose(page, "嘉兴市科技馆")
            assert page.texts("#panel h2") == ["嘉兴市科技馆"]
            assert [request.partition(":")[0] for request in page.requests] == ["file"]
            assert page.complaints == []


def test_every_node_is_drawn_in_the_colour_of_its_type(page: Page) -> None:
    seen = visible(page)["nodes"]
    assert len(seen) > 15
    nodes = {node.id: node for node in GRAPH.nodes}
    for id_ in seen:
        assert color_at(page, *where(page, id_)) == SCHEMA.types[nodes[id_].type].color.upper(), nodes[id_].name


# ---- Details and their evidence -------------------------------------------------------------------------------------


def test_a_click_on_a_node_shows_its_sentences_marked_in_their_paragraph(page: Page) -> None:
    page.click(*where(page, CONTEST.id))
    assert page.texts("#panel h2") == ["嘉兴市青少年科技创新大赛"]
    assert "活动 · 赛事" in page.texts("#panel .badge")[0]
    assert set(page.texts("#panel figure mark")) == {"嘉兴市青少年科技创新大赛"}
    paragraph = f"在𠮷林路{CLAUSE}，参赛人数不少于500人，由普及部牵头。会同市教育局建设嘉兴市科技馆。"
    assert page.texts("#panel blockquote") == [paragraph] * 2
    assert page.texts("#panel .around")[1::2] == ["会同市教育局建设嘉兴市科技馆。"] * 2
    assert page.texts("#panel figcaption")[0] == "嘉兴市科协2020年工作要点 · jiaxing-2020.txt · 任务：办好大赛"


@pytest.mark.parametrize("name", ["嘉兴市科学技术协会", "嘉兴市青少年科技创新大赛", "嘉兴市科协2021年工作要点"])
def test_relations_in_the_panel_are_those_of_the_graph(page: Page, name: str) -> None:
    node = thing(name)
    choose(page, name)
    assert page.texts("#panel h2") == [name]
    wanted = Counter(edge.type for edge in edges_of(node.id))
    rows = page.evaluate("""Array.from(document.querySelectorAll('#panel .group'),
        (group) => [group.dataset.relation, Number(group.querySelector('summary .count').textContent)])""")
    found: Counter[str] = Counter()
    for relation, count in rows:
        found[relation] += count
    assert found == wanted
    assert page.evaluate("Number(document.querySelector('#panel h3').dataset.count)") == wanted.total()


def test_every_relation_unfolds_to_the_very_words_of_the_graph(page: Page) -> None:
    sentences = {n.id: n for n in GRAPH.nodes if n.type == SCHEMA.part["sentence"]}
    choose(page, "嘉兴市青少年科技创新大赛")
    for edge in edges_of(CONTEST.id):
        rows = list(zip(*(edge.props.get(k, ()) for k in ("sentences", "starts", "ends")), strict=True))
        if not rows:
            continue
        line = f'#panel details.line[data-edge="{edge.id}"]'
        press_button(page, f"{line} > summary .count")
        texts = [str(sentences[s].props["text"]) for s, _, _ in rows]
        shift = [int(str(sentences[s].props["start"])) for s, _, _ in rows]
        words = [t[a - d : b - d] for t, d, (_, a, b) in zip(texts, shift, rows, strict=True)]
        assert page.texts(f"{line} mark") == words
        assert page.texts(f"{line} .sentence") == texts


def test_a_click_on_an_edge_shows_its_clause_and_the_parallel_ones(page: Page) -> None:
    wanted = [e for e in GRAPH.edges if (e.source, e.target, e.type) == (ISSUER.id, CONTEST.id, "ORGANIZES")]
    assert len(wanted) == 2, "one for each year"
    choose(page, "嘉兴市青少年科技创新大赛")
    for edge in wanted:
        page.click(*on_edge(page, edge.id))
        assert page.texts("#panel h2") == ["嘉兴市科学技术协会— 举办 →嘉兴市青少年科技创新大赛"]
        assert page.texts("#panel mark") == [CLAUSE]
        assert edge.id in page.texts("#panel dd")
        assert f"第35届 · {edge.props['plan_year']}" in page.texts("#panel figcaption")[0]
        assert len(page.texts("#panel .line")) == 1, "the other one"


def test_references_lead_on_and_escape_lets_go(page: Page) -> None:
    page.click(*where(page, CONTEST.id))
    press_button(page, "#panel .group .reference")
    assert page.texts("#panel h2") != ["嘉兴市青少年科技创新大赛"]
    page.press("Escape", 2)
    assert page.texts("#panel h2") == ["详情"]


# ---- Search ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("嘉兴市科技馆", "嘉兴市科技馆"),
        ("创新大赛", "嘉兴市青少年科技创新大赛"),  # an alias
        ("市教育局", "嘉兴市教育局"),
        ("浙江省嘉兴市", "嘉兴市"),
        ("jiaxingshikejiguan", "嘉兴市科技馆"),
        ("jxskjg", "嘉兴市科技馆"),
        ("qingsnkj", "青少年科技创新大赛"),
        ("JX shi jyj", "嘉兴市教育局"),
        ("ｋｅｊｉｇｕａｎ", "嘉兴市科技馆"),
    ],
)
def test_search_takes_names_aliases_and_pinyin(page: Page, typed: str, first: str) -> None:
    choose(page, typed)
    assert page.texts("#panel h2") == [first]
    x, y = where(page, thing(first).id)
    left, top, right, bottom = page.evaluate("""(() => {
        const frame = document.getElementById('graph').getBoundingClientRect();
        return [frame.left, frame.top, frame.right, frame.bottom];
    })()""")
    assert left < x < right and top < y < bottom, "the view went there"


def test_the_list_of_hits_is_a_combobox(page: Page) -> None:
    page.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.type("嘉兴")
    names = page.texts("#results [role=option] .name")
    assert len(names) > 5
    assert page.evaluate("document.getElementById('query').getAttribute('aria-expanded')") == "true"
    page.press("ArrowDown", 2)
    active = page.evaluate("document.getElementById('query').getAttribute('aria-activedescendant')")
    assert page.texts(f"#{active} .name") == [names[2]]
    page.press("ArrowUp")
    page.press("Enter")
    assert page.texts("#panel h2") == [names[1]]
    page.click(*page.middle("#query"))
    page.press("Escape")
    assert page.evaluate("document.getElementById('results').hidden") is True
    page.evaluate("document.getElementById('query').select()")
    page.type("没有这个")
    assert page.texts("#results li") == ["没有找到"]


def test_a_hit_that_is_filtered_out_comes_back(page: Page) -> None:
    press_button(page, value("type", "Facility"))
    museum = thing("嘉兴市科技馆").id
    assert museum not in visible(page)["nodes"]
    choose(page, "嘉兴市科技馆")
    assert museum in visible(page)["nodes"]
    assert page.texts("#toast") == ["已恢复显示：嘉兴市科技馆"]
