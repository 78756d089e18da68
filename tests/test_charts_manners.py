"""Charts in a real browser: keyboard, filter, files, address, languages, colours; hostile text; notebooks."""

import csv
import io
import re
from pathlib import Path

import pytest
from browser import Browser, Page
from charts_sample import PARTS, cells, click_mark, html_of, marks, shown
from explorer_sample import contrast, data_of, painted, press_button, saved
from test_explorer_hostile import CORPUS, hostile, unharmed
from test_views_hostile import ATTACK
from views_sample import CLAUSE, SCHEMA

from kexie_kg.views.charts.pages import CHARTS, Charts

# ---- By keyboard; filter; address; language; colours ----------------------------------------------------------------


def test_the_picture_is_walked_by_arrows_and_its_sentences_opened_by_enter(browser: Browser, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, html_of("matrix"))
    page.click(*page.middle("#title"))
    while page.evaluate("document.activeElement.id") != "chart":
        page.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    every = marks(page)
    for number in (0, 1):
        page.press("ArrowRight")
        assert page.texts("#status") == [every[number]["title"]]
    page.press("ArrowLeft")
    page.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    (row,) = every[0]["rows"]
    assert page.texts("#panel h2") == [cells(html_of("matrix"))[row][0]]
    page.press("Escape")
    assert page.evaluate("document.activeElement.id") == "chart"
    page.press("Escape")
    assert page.texts("#panel h2") == ["详情"]


def test_a_filter_leaves_what_fits_in_picture_and_table(browser: Browser, tmp_path: Path) -> None:
    html = html_of("matrix")
    page = shown(browser, tmp_path, html)
    page.press("/")
    page.type("创新大赛 绍兴")
    wanted = [n for n, row in enumerate(cells(html)) if "创新大赛" in row[0] and "绍兴" in row[2]]
    assert len(wanted) == 1
    assert page.evaluate("chart.rows()") == wanted
    assert [mark["rows"] for mark in marks(page)] == [wanted]
    assert len(page.texts("#table tbody tr")) == 1
    page.type("没有这个")
    assert marks(page) == []
    assert "没有符合的行" in page.texts("#summary")[0]


def test_the_table_sorts_and_is_saved_whole(browser: Browser, tmp_path: Path) -> None:
    browser.save_to(tmp_path)
    html = html_of("evidence")
    page = shown(browser, tmp_path, html)
    press_button(page, "#table th button[data-column='5']")
    years = [int(text or 0) for text in page.texts("#table tbody td:nth-child(6)")]
    assert years == sorted(years)
    press_button(page, "#csv")
    raw = saved(tmp_path, "csv").read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["主体", "关系", "客体", "原文"]
    assert len(rows) - 1 == len(data_of(html)["rows"])
    assert CLAUSE in {row[3] for row in rows}


def test_png_is_twice_as_sharp_and_not_blank(browser: Browser, tmp_path: Path) -> None:
    browser.save_to(tmp_path)
    page = shown(browser, tmp_path, html_of("matrix"))
    press_button(page, "#png")
    raw = saved(tmp_path, "png").read_bytes()
    assert int.from_bytes(raw[16:20], "big") == 2 * page.evaluate("document.getElementById('chart').clientWidth")
    names = page.texts("#legend span")
    legend = [t.color for t in SCHEMA.types.values() if t.zh in names]
    assert len(legend) == len(names) > 0
    colors = painted(browser, tmp_path, raw)
    assert colors["#FFFFFF"] < 0.99 * colors.total()
    assert all(colors[color.upper()] >= 24 * 24 for color in legend), "a square of the legend for each type"


def test_a_copied_address_brings_everything_back(browser: Browser, tmp_path: Path) -> None:
    html = html_of("timeline")
    page = shown(browser, tmp_path, html)
    page.press("/")
    page.type("创新大赛")
    press_button(page, "#table [data-column='2']")
    press_button(page, "#table [data-column='2']")
    click_mark(page, marks(page)[0])
    press_button(page, "#language")
    press_button(page, "#theme")
    page.evaluate("new Promise((done) => setTimeout(done, 400))")
    years = page.texts("#table tbody tr td:nth-child(3)")
    assert years == sorted(years, reverse=True) != sorted(years)
    was = page.texts("#panel"), page.evaluate("chart.rows()"), page.texts("#table tbody")
    again = shown(browser, tmp_path, html, page.evaluate("location.hash"))
    assert (again.texts("#panel"), again.evaluate("chart.rows()"), again.texts("#table tbody")) == was
    assert again.evaluate("document.documentElement.lang") == "en"
    assert again.evaluate("document.documentElement.dataset.theme") == "dark"
    for fragment in ("#rows=9999.x.-1&unit=%E0&sort=99", "#%&sort=-x"):
        assert shown(browser, tmp_path, html, fragment).complaints == []


@pytest.mark.parametrize("name", CHARTS)
def test_the_page_speaks_english(browser: Browser, tmp_path: Path, name: str) -> None:
    page = shown(browser, tmp_path, html_of(name))
    press_button(page, "#language")
    chinese = re.compile(r"[一-鿿]")
    for selector in ("#tools button:not(#language)", "#legend span", "#table th", "#summary", "#panel", "#choice"):
        assert not [text for text in page.texts(selector) if chinese.search(text.replace("人", ""))], selector
    assert not chinese.search(page.texts("#title")[0].partition(" · ")[0])


def test_dark_and_light_can_both_be_read(browser: Browser, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, html_of("matrix"))
    click_mark(page, marks(page)[0])
    pictures = []
    for _ in range(2):
        for selector in ("#title", "#summary", "#legend span", "#table th button", "#panel h3", "#table .reference"):
            assert contrast(page, selector) >= 4.5, selector
        pictures.append(page.screenshot())
        press_button(page, "#theme")
    assert pictures[0] != pictures[1]


def test_everything_that_can_be_pressed_has_a_name(browser: Browser, tmp_path: Path) -> None:
    for name in ("matrix", "targets"):
        page = shown(browser, tmp_path, html_of(name))
        tree = page.call("Accessibility.getFullAXTree")["nodes"]
        seen = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in tree if not n.get("ignored")]
        roles = {"button", "searchbox", "combobox", "application", "complementary", "region"}
        assert not [role for role, text in seen if role in roles and not text]
        assert {role for role, _ in seen} >= {"button", "application", "complementary", "columnheader", "searchbox"}


# ---- Hostile text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", CORPUS, ids=range(len(CORPUS)))
def test_hostile_text_is_text_in_every_chart(browser: Browser, tmp_path: Path, attack: str) -> None:
    browser.save_to(tmp_path)
    charts = Charts(hostile(attack).graph, hostile(attack).schema)
    names = CHARTS if attack == ATTACK else ("matrix", "sankey", "evidence")
    for name in names:
        part = {key: value + attack for key, value in PARTS[name].items()}
        page = shown(browser, tmp_path, charts.page(name, city=part.get("city", "")))
        scripts = page.evaluate("document.querySelectorAll('script').length")
        for mark in marks(page)[:4]:
            click_mark(page, mark)
        press_button(page, "#table tbody .reference")
        assert attack in "".join(page.texts("#panel")), name
        press_button(page, "#language")
        unharmed(page, scripts)


def test_a_chart_in_a_notebook_is_alive(browser: Browser, tmp_path: Path) -> None:
    from kexie_kg.answers import Page as Shown

    around = f"<!doctype html><meta charset=utf-8>{Shown(html_of('matrix'))._repr_html_()}"
    (tmp_path / "notebook.html").write_text(around, encoding="utf-8")
    page: Page = browser.open(tmp_path / "notebook.html")
    page.wait("document.querySelector('iframe')")
    page.evaluate("new Promise((done) => setTimeout(done, 1500))")
    before = page.screenshot()
    right, top = page.evaluate("""(() => {
        const box = document.querySelector("iframe").getBoundingClientRect();
        return [box.right, box.top];
    })()""")
    page.click(right - 34, top + 27)  # the switch to English
    page.evaluate("new Promise((done) => setTimeout(done, 500))")
    assert page.screenshot() != before
    assert page.complaints == []
