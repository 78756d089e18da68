"""The explorer in a real browser: neighbourhoods, paths, and years."""

from pathlib import Path

import pytest
from browser import Browser, Page
from explorer_sample import (
    CONTEST,
    EXPLORER,
    choose,
    edges_of,
    opened,
    press_button,
    shown_edges,
    thing,
    value,
    visible,
    where,
)
from views_sample import GRAPH, PLANS, SCHEMA, color_at

from kexie_kg.views.explorer import Explorer

ISSUER = thing("嘉兴市科学技术协会")


# ---- Neighbourhoods -------------------------------------------------------------------------------------------------


def test_depth_widens_the_neighbourhood_and_the_rest_can_be_hidden(page: Page) -> None:
    department = thing("普及部")
    choose(page, "普及部")
    near = set(visible(page)["bright"])
    assert near == {department.id} | {end for e in edges_of(department.id) for end in (e.source, e.target)}
    sizes = [len(near)]
    for depth in "23":
        press_button(page, f'#tools [data-depth="{depth}"]')
        sizes.append(len(visible(page)["bright"]))
    assert sizes == sorted(set(sizes))
    before = len(visible(page)["nodes"])
    press_button(page, "#panel [data-tool=isolate]")
    assert visible(page)["nodes"] == visible(page)["bright"]
    assert len(visible(page)["nodes"]) < before
    press_button(page, "#show-all")
    assert len(visible(page)["nodes"]) == before


def test_hovering_lights_up_a_neighbourhood_and_names_it(page: Page) -> None:
    x, y = where(page, CONTEST.id)
    page.hover(x, y)
    assert page.texts("#tip") == ["嘉兴市青少年科技创新大赛 · 活动"]
    museum = where(page, thing("嘉兴市科技馆").id)
    assert color_at(page, *museum) != SCHEMA.types["Facility"].color.upper(), "what is not near fades"
    page.hover(*page.middle("#title"))
    assert page.evaluate("document.getElementById('tip').hidden") is True
    assert color_at(page, *museum) == SCHEMA.types["Facility"].color.upper()


def test_collapse_hides_what_hangs_on_a_node_and_undo_brings_it_back(page: Page) -> None:
    before = visible(page)["nodes"]
    choose(page, "嘉兴市科学技术协会")
    press_button(page, "#panel [data-tool=collapse]")
    after = visible(page)["nodes"]
    assert ISSUER.id in after
    assert thing("嘉兴市科技馆").id not in after
    press_button(page, "#panel [data-tool=expand]")
    assert thing("嘉兴市科技馆").id in visible(page)["nodes"]
    press_button(page, "#undo")
    assert visible(page)["nodes"] == after
    page.press("z", control=True)
    assert visible(page)["nodes"] == before


def test_an_entity_page_begins_small_and_a_double_click_unfolds_it(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, EXPLORER.entity("普及部"))
    assert page.texts("#panel h2") == ["普及部"]
    first = visible(page)["nodes"]
    total = page.evaluate("explorer.counts()")[0]
    assert len(first) < total
    page.double_click(*where(page, thing("普及部").id))
    task = next(n for n in GRAPH.nodes if n.type == "Task" and n.id in first)
    page.double_click(*where(page, task.id))
    assert set(first) < set(visible(page)["nodes"])


def test_nothing_moves_on_a_click_and_a_dragged_node_stays(page: Page) -> None:
    places = {id_: where(page, id_) for id_ in visible(page)["nodes"]}
    page.click(*places[CONTEST.id])
    assert {id_: where(page, id_) for id_ in places} == places
    x, y = places[CONTEST.id]
    page.drag((x, y), (x + 60, y + 40))
    moved = where(page, CONTEST.id)
    assert (moved[0] - x, moved[1] - y) == pytest.approx((60, 40), abs=1.5)  # places are whole units of the graph
    assert {id_: where(page, id_) for id_ in places if id_ != CONTEST.id} == {
        id_: place for id_, place in places.items() if id_ != CONTEST.id
    }
    assert page.evaluate("document.querySelector('#panel [data-tool=pin]').getAttribute('aria-pressed')") == "true"
    press_button(page, "#panel [data-tool=pin]")
    assert where(page, CONTEST.id) == places[CONTEST.id]


# ---- Paths ----------------------------------------------------------------------------------------------------------


def test_the_shortest_path_between_two_nodes_comes_with_its_words(page: Page) -> None:
    choose(page, "普及部")
    press_button(page, "#panel [data-tool=start]")
    choose(page, "嘉兴市教育局")
    press_button(page, "#panel [data-tool=path]")
    import networkx as nx

    graph = nx.Graph((e.source, e.target) for e in GRAPH.edges if e.id in shown_edges())
    length = nx.shortest_path_length(graph, thing("普及部").id, thing("嘉兴市教育局").id)
    assert len(page.texts("#panel .step")) == length
    assert page.texts("#panel .hint")[0] == f"{length} 步相连"
    assert all(page.texts(f"#panel .step:nth-of-type({n}) mark") for n in range(1, length + 1))
    assert len(visible(page)["bright"]) == length + 1
    press_button(page, "#panel [data-tool=close_path]")
    assert page.texts("#panel .step") == []


def test_a_path_that_filters_cut_is_said_to_be_missing(page: Page) -> None:
    choose(page, "普及部")
    press_button(page, "#panel [data-tool=start]")
    choose(page, "绍兴市科学技术协会")
    press_button(page, "#panel [data-tool=path]")
    assert page.texts("#panel .step")
    press_button(page, value("type", "Series"))
    press_button(page, value("type", "Place"))
    assert page.texts("#panel .hint")[0] == "在可见的关系中两者不相连"


# ---- Years ----------------------------------------------------------------------------------------------------------


def test_the_slider_leaves_one_year(page: Page) -> None:
    page.evaluate("document.querySelector('#years [data-year=slider]').focus()")
    page.press("ArrowRight", 2)
    assert page.texts("#years output") == ["2021"]
    seen = {n.props.get("title") or n.name for n in GRAPH.nodes if n.id in visible(page)["nodes"]}
    assert "嘉兴市科协2021年工作要点" in seen
    assert not {"嘉兴市科协2020年工作要点", "绍兴市科学技术协会"} & seen
    page.press("ArrowLeft", 2)
    assert page.texts("#years output") == ["全部年度"]


def test_two_years_of_a_place_are_compared(browser: Browser, tmp_path: Path) -> None:
    from hand_made import HandMade

    from kexie_kg.graph.merge import merge

    later = HandMade(
        "嘉兴市科学技术协会", "浙江省嘉兴市", 2022, "嘉兴市科协2022年工作要点\n举办第36届科技周。建科普馆。"
    )
    plan = later.add("Plan", later.key, "嘉兴市科协2022年工作要点", title="要点", plan_year=2022, place="浙江省嘉兴市")
    issuer = later.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association")
    later.relate(issuer, "ISSUED", plan, "嘉兴市科协2022年工作要点", modality="stated")
    week = later.add("Event", "第36届科技周", base_name="科技周")
    hall = later.add("Facility", "科普馆")
    later.relate(issuer, "ORGANIZES", week, "举办第36届科技周")
    later.relate(issuer, "BUILDS", hall, "建科普馆")
    before = HandMade(
        "嘉兴市科学技术协会", "浙江省嘉兴市", 2021, "嘉兴市科协2021年工作要点\n举办第35届科技周。设奖学金。"
    )
    old = before.add("Plan", before.key, "嘉兴市科协2021年工作要点", title="要点", plan_year=2021, place="浙江省嘉兴市")
    before.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association")
    before.relate(issuer, "ISSUED", old, "嘉兴市科协2021年工作要点", modality="stated")
    first = before.add("Event", "第35届科技周", base_name="科技周")
    prize = before.add("Award", "奖学金")
    before.relate(issuer, "ORGANIZES", first, "举办第35届科技周")
    before.relate(issuer, "CONFERS", prize, "设奖学金")
    graph = merge([later.contribution(), before.contribution(), PLANS[2].contribution()], SCHEMA)
    page = opened(browser, tmp_path, Explorer(graph, SCHEMA).all("比较"))
    press_button(page, "#years [data-year=compare]")
    status = visible(page)["status"]
    fresh, dropped, continued = 1, 2, 3
    assert {status[id_] for id_ in (issuer, week, first)} == {continued}
    assert (status[hall], status[prize]) == (fresh, dropped)
    names = {n.name for n in graph.nodes if n.id in visible(page)["nodes"]}
    assert "绍兴市科学技术协会" not in names, "a place with one plan cannot be compared"
    legend = page.evaluate("""Array.from(document.querySelectorAll('#years .status'),
        (one) => [one.dataset.status, Number(one.querySelector('b').textContent)])""")
    fares = list(status.values())
    assert dict(legend) == {
        "fresh": fares.count(fresh),
        "dropped": fares.count(dropped),
        "continued": fares.count(continued),
    }
    press_button(page, "#table-button")
    rows = page.evaluate("""Array.from(document.querySelectorAll('#table tbody tr'),
        (row) => [row.cells[0].textContent, row.cells[6].textContent])""")
    assert dict(rows) | {"科普馆": "新增", "奖学金": "不再提及", "第36届科技周": "延续"} == dict(rows)
