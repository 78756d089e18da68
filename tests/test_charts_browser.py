"""Charts in a real browser: what opens, what the pictures count, and the sentences behind each mark."""

import socket
from collections import Counter
from pathlib import Path

import pytest
from browser import Browser, chromium
from charts_sample import CITY, DRAWN, cells, click_mark, html_of, marks, monthly, shown
from explorer_sample import data_of, press_button
from views_sample import CLAUSE, SCHEMA, color_at

from kexie_kg.views.charts.pages import CHARTS

PAPER = {"light": "#FFFFFF", "dark": "#14191F"}

# ---- Opening --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_it_asks_for_nothing_complains_of_nothing_and_shows_every_row(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    html = html_of(name)
    page = shown(browser, tmp_path, html)
    assert [request.partition(":")[0] for request in page.requests] == ["file"]
    assert page.complaints == []
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    rows = data_of(html)["rows"]
    assert len(page.texts("#table tbody tr")) == len(rows)
    assert page.texts("#table .count") == [f"{len(rows)} 行"]
    if name in DRAWN and name != "targets":  # of which a unit is chosen
        assert {row for mark in marks(page) for row in mark["rows"]} == set(range(len(rows)))


def test_it_opens_without_webgl_and_where_every_request_hangs(tmp_path: Path) -> None:
    with socket.socket() as silent:  # takes connections and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        proxy = f"--proxy-server=http://127.0.0.1:{silent.getsockname()[1]}"
        flags = (proxy, "--proxy-bypass-list=<-loopback>", "--disable-webgl", "--disable-3d-apis")
        with chromium(tmp_path / "profile", flags=flags) as started:
            for name in CHARTS:
                page = shown(started, tmp_path, html_of(name))
                press_button(page, "#table tbody .reference")
                assert page.texts("#panel mark"), name
                assert [request.partition(":")[0] for request in page.requests] == ["file"]
                assert page.complaints == []


# ---- Pictures count what Python counts ------------------------------------------------------------------------------


def test_cells_of_the_matrix_are_rows_of_the_table(browser: Browser, tmp_path: Path) -> None:
    html = html_of("matrix")
    page = shown(browser, tmp_path, html)
    rows = cells(html)
    assert sorted(mark["value"][2] for mark in marks(page)) == sorted(row[4] for row in rows)
    for mark in marks(page):
        (row,) = mark["rows"]
        assert mark["title"] == f"{rows[row][0]} · {rows[row][2]}：{rows[row][4]}"


def test_bars_of_two_years_are_as_long_as_their_changes(browser: Browser, tmp_path: Path) -> None:
    html = html_of("years")
    page = shown(browser, tmp_path, html)
    rows = cells(html)
    for mark in marks(page):
        assert abs(mark["value"][0]) == len(mark["rows"])
        kinds = {rows[row][1] for row in mark["rows"]}
        assert len(kinds) == 1
        assert (mark["value"][0] < 0) == (kinds == {"dropped"})
    legend = dict(text.rsplit(" ", 1) for text in page.texts("#legend span"))
    names = {"continued": "延续", "dropped": "不再提及", "new": "新增", "raised": "提高", "lowered": "降低"}
    assert legend == {names[kind]: str(n) for kind, n in Counter(row[1] for row in rows).items()}


def test_bars_of_partners_are_numbers_of_partners_and_tiles_numbers_of_plans(browser: Browser, tmp_path: Path) -> None:
    html = html_of("partners")
    page = shown(browser, tmp_path, html)
    rows = cells(html)
    found = {mark["title"]: mark["value"][0] for mark in marks(page)}
    wanted: dict[str, set[str]] = {}
    for name, kind, *_ in rows:
        wanted.setdefault({"government": "党政机关"}[kind], set()).add(name)
    assert found == {f"{kind}：{len(names)}": len(names) for kind, names in wanted.items()}
    page = shown(browser, tmp_path, html_of("provinces"))
    assert [(mark["title"], mark["value"][2]) for mark in marks(page)] == [("浙江：3", 3)]


def test_ribbons_of_the_sankey_are_responsibilities(browser: Browser, tmp_path: Path) -> None:
    html = html_of("sankey")
    page = shown(browser, tmp_path, html)
    rows = cells(html)
    assert [row[:3] for row in rows] == [["办好大赛", "LEADS", "普及部"]] * 2, "one for each plan"
    titles = sorted((mark["title"], mark["rows"]) for mark in marks(page))
    plans = [row[3] for row in rows]
    assert titles == sorted(
        [("普及部：2", [0, 1])]
        + [("办好大赛：1", [n]) for n in (0, 1)]
        + [("办好大赛 → 普及部：1", [n]) for n in (0, 1)]
        + [(f"{plan}：1", [n]) for n, plan in enumerate(plans)]
        + [(f"{plan} → 办好大赛：1", [n]) for n, plan in enumerate(plans)]
    )


def test_dots_of_the_timeline_stand_in_their_year(browser: Browser, tmp_path: Path) -> None:
    html = html_of("timeline")
    page = shown(browser, tmp_path, html)
    rows = cells(html)
    found = marks(page)
    for mark in found:
        (year,) = {rows[row][2] for row in mark["rows"]}
        assert mark["title"].startswith(f"{year or '未写明'} · ")
    column = {rows[mark["rows"][0]][2]: mark["x"] for mark in found}
    assert sorted(column, key=lambda year: column[year]) == ["", 2020, 2021]
    assert max(column.values()) < 1000, "2,019 years without events take the room of one"
    assert {row[4] for row in rows} == {"printed", "planned_for"}
    assert page.texts("#legend span") == ["写明年份", "计划年度"]


def test_dots_of_one_year_stand_in_their_months(browser: Browser, tmp_path: Path) -> None:
    html = html_of("timeline", monthly())
    page = shown(browser, tmp_path, html, "#query=2022")
    rows = cells(html)
    stands = sorted((rows[row][0], mark["value"][0]) for mark in marks(page) for row in mark["rows"])
    assert stands == [("天文节", 3), ("天文节", 11), ("植物展", 3), ("读书会", 0)]
    assert "2022 · 3月 · 植物展 · 嘉兴市：1" in [mark["title"] for mark in marks(page)]
    whole = shown(browser, tmp_path, html)
    assert {mark["title"].partition(" · ")[0] for mark in marks(whole)} == {"未写明", "2020", "2021", "2022"}
    assert "筛选出一年可按月查看" in whole.texts("#summary")[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dots_of_the_plans_year_are_open_in_any_light(browser: Browser, tmp_path: Path, theme: str) -> None:
    html = html_of("timeline")
    page = shown(browser, tmp_path, html, f"#theme={theme}")
    rows = cells(html)
    left, top = page.evaluate(
        "(({ left, top }) => [left, top])(document.getElementById('chart').getBoundingClientRect())"
    )
    seen = {rows[m["rows"][0]][4]: color_at(page, left + m["x"], top + m["y"]) for m in marks(page)}
    assert seen == {"printed": SCHEMA.types["Event"].color.upper(), "planned_for": PAPER[theme]}


def test_targets_are_compared_unit_by_unit(browser: Browser, tmp_path: Path) -> None:
    html = html_of("targets")
    page = shown(browser, tmp_path, html)
    units = page.evaluate("chart.choices()")
    assert units == list(dict.fromkeys(row[1] for row in cells(html)))
    for unit in units:
        found = sorted(mark["value"][0] for mark in marks(page))
        assert found == sorted(row[3] for row in cells(html) if row[1] == unit)
        page.evaluate("document.getElementById('unit').focus()")
        page.press("ArrowDown")
    assert "人" in units


# ---- Every mark leads to its sentence -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWN)
def test_a_click_on_any_mark_shows_its_sentences_with_the_words_marked(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    html = html_of(name)
    data = data_of(html)
    page = shown(browser, tmp_path, html)
    assert page.texts("#panel h2") == ["详情"]
    for mark in marks(page):
        click_mark(page, mark)
        edges = [edge for row in mark["rows"] for edge in data["said"][row]]
        pieces = [piece for edge in edges for piece in data["edges"]["evidence"][edge]]
        assert page.evaluate("Number(document.querySelector('#panel h3').dataset.count)") == len(pieces), mark["title"]
        texts = [(data["paragraphs"][data["sentences"][s][0]][a:b]) for s, a, b, *_ in pieces]
        assert page.texts("#panel mark") == texts, mark["title"]
        assert all(page.texts("#panel figcaption"))


def test_a_row_of_the_table_shows_its_sentence_in_its_paragraph(browser: Browser, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, html_of("evidence", city=CITY))
    page.click(*page.middle("#query"))
    page.type("举办 嘉兴市科学技术协会 2020")
    assert len(page.texts("#table tbody tr")) == 1
    while page.evaluate("document.activeElement.closest('tbody')") is None:
        page.press("Tab")
    page.press("Enter")
    assert page.texts("#panel h2") == ["嘉兴市科学技术协会"]
    assert page.texts("#panel mark") == [CLAUSE]
    assert "在𠮷林路" in page.texts("#panel .sentence")[0]
    assert page.texts("#table tr.selected td")[2] == "嘉兴市青少年科技创新大赛"
