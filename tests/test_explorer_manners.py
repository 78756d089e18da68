"""The explorer in a real browser: addresses, languages, colours, and the keyboard alone."""

import re
from pathlib import Path

import pytest
from browser import Browser, Page
from explorer_sample import (
    ALL,
    CONTEST,
    EXPLORER,
    choose,
    contrast,
    opened,
    press_button,
    shown_edges,
    still,
    thing,
    value,
    visible,
    where,
)
from views_sample import GRAPH, KEY

# ---- Address, language, colours -------------------------------------------------------------------------------------


def test_a_copied_address_brings_everything_back(browser: Browser, page: Page, tmp_path: Path) -> None:
    press_button(page, value("type", "Target"))
    press_button(page, value("relation", "MENTIONS"))
    choose(page, "嘉兴市科技馆")
    press_button(page, '#tools [data-depth="2"]')
    press_button(page, "#panel [data-tool=isolate]")
    x, y = where(page, thing("嘉兴市科技馆").id)
    page.drag((x, y), (x + 30, y - 20))
    press_button(page, "#larger")
    press_button(page, "#table-button")
    press_button(page, "#table [data-column='5']")
    press_button(page, "#table [data-column='5']")
    press_button(page, "#language")
    press_button(page, "#theme")
    still(page)
    page.evaluate("new Promise((done) => setTimeout(done, 400))")
    fragment = page.evaluate("location.hash")
    order = page.texts("#table tbody tr td:nth-child(6)")
    assert order == sorted(order, key=int, reverse=True)
    was = visible(page), page.evaluate("explorer.view()"), where(page, thing("嘉兴市科技馆").id)
    again = opened(browser, tmp_path, ALL, fragment)
    again.settle()
    assert visible(again) == was[0]
    view = again.evaluate("explorer.view()")
    assert view == pytest.approx(was[1], rel=0.01, abs=1)
    assert where(again, thing("嘉兴市科技馆").id) == pytest.approx(was[2], abs=3)
    assert again.texts("#panel h2") == ["嘉兴市科技馆"]
    assert again.evaluate("document.documentElement.lang") == "en"
    assert again.evaluate("document.documentElement.dataset.theme") == "dark"
    assert again.evaluate("document.getElementById('table').hidden") is False
    assert again.texts("#table tbody tr td:nth-child(6)") == order
    assert again.evaluate("document.querySelectorAll('#table th')[5].getAttribute('aria-sort')") == "descending"


def test_path_years_and_unfolding_come_back_as_well(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, EXPLORER.entity("普及部"))
    first = visible(page)["nodes"]
    task = next(n for n in GRAPH.nodes if n.type == "Task" and n.id in first)
    page.double_click(*where(page, task.id))
    press_button(page, "#panel [data-tool=start]")
    page.click(*where(page, thing("普及部").id))
    press_button(page, "#panel [data-tool=path]")
    page.wait("new URLSearchParams(location.hash.slice(1)).has('path')")
    was, fragment = visible(page), page.evaluate("location.hash")
    again = opened(browser, tmp_path, EXPLORER.entity("普及部"), fragment)
    assert visible(again) == was
    assert again.texts("#panel .step")


@pytest.mark.parametrize(
    "fragment",
    [
        "#node=nothing&view=a,b&-type=Nothing&path=x&year=1&depth=9&table=nodes&sort=-77",
        "#%",
        "#-type=%25E0",
        "#table=answer",  # which only the page of a query has
        "#view=1e309,0,1&pins=::&__proto__=1&-constructor=x",
    ],
)
def test_an_address_that_makes_no_sense_does_no_harm(browser: Browser, tmp_path: Path, fragment: str) -> None:
    page = opened(browser, tmp_path, ALL, fragment)
    assert page.complaints == []
    assert set(visible(page)["edges"]) == shown_edges()


def test_the_page_speaks_english(page: Page) -> None:
    page.click(*where(page, CONTEST.id))
    press_button(page, "#language")
    chinese = re.compile(r"[一-鿿]")
    for selector in (
        "#tools button:not(#language)",
        "#facets .facet summary span",
        "#panel h3",
        "#panel .tools",
        "#years",
        "#summary",
    ):
        assert not [text for text in page.texts(selector) if chinese.search(text)], selector
    assert "event" in page.texts("#panel .badge")[0]
    press_button(page, "#language")
    assert page.texts("#undo") == ["撤销"]


def test_dark_and_light_can_both_be_read(page: Page) -> None:
    page.click(*where(page, CONTEST.id))
    for _ in range(2):
        for selector in ("#title", "#summary", "#facets .count", "#panel .reference", "#panel h3", "#facets summary"):
            assert contrast(page, selector) >= 4.5, selector
        press_button(page, "#theme")


# ---- By keyboard alone ----------------------------------------------------------------------------------------------


def test_tab_reaches_every_part_and_shows_where_it_is(page: Page) -> None:
    press_button(page, "#table-button")
    page.press("Escape")
    page.click(*page.middle("#title"))
    reached = []
    for _ in range(140):
        page.press("Tab")
        part, outline = page.evaluate("""(() => {
            const parts = '#search, #tools, #facets, #graph, #zoom, #years, #panel, #table';
            const one = document.activeElement, part = one.closest(parts);
            return [part && part.id, getComputedStyle(one).outlineStyle];
        })()""")
        if part:
            assert outline != "none", part
        if part and part not in reached:
            reached.append(part)
        if "table" in reached:
            break
    assert reached == ["search", "tools", "facets", "graph", "zoom", "years", "table"]


def test_the_graph_is_walked_by_arrows_and_its_details_by_enter(page: Page) -> None:
    page.evaluate("document.getElementById('graph').focus()")
    page.press("ArrowRight")
    first = page.texts("#panel h2")
    assert first != ["详情"]
    page.press("ArrowRight")
    second = page.texts("#panel h2")
    page.press("ArrowLeft")
    assert second != first
    page.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.press("Tab")
    page.press("Enter")
    assert page.texts("#toast")[0].startswith("已展开")
    page.press("Escape")
    assert page.evaluate("document.activeElement.id") == "graph"
    page.press("p")
    assert page.evaluate("document.querySelector('#panel [data-tool=pin]').getAttribute('aria-pressed')") == "true"
    page.press("Escape")
    assert page.texts("#panel h2") == ["详情"]


def test_everything_that_can_be_pressed_has_a_name(page: Page) -> None:
    page.click(*where(page, CONTEST.id))
    press_button(page, "#table-button")
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "checkbox", "combobox", "slider", "application", "navigation", "complementary", "region"}
    seen = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in tree if not n.get("ignored")]
    nameless = [role for role, name in seen if role in roles and not name]
    assert not nameless
    assert {role for role, _ in seen} >= roles - {"region"}


def test_help_opens_and_closes_by_key(page: Page) -> None:
    page.press("?", shift=True)
    assert page.evaluate("document.getElementById('help').open") is True
    page.press("Escape")
    assert page.evaluate("document.getElementById('help').open") is False
    assert KEY not in page.texts("#help")[0]
