"""The explorer in a real browser: nothing lies over anything else, and what was in sight stays in sight."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from browser import Browser, Page, chromium
from explorer_sample import ALL, EXPLORER, choose, crowd, opened, press_button, saved, still, thing, visible, where
from views_sample import SCHEMA, color_at

from kexie_kg.views.explorer import Explorer

LAPTOP = (1280, 800)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with the window of a small laptop."""
    with chromium(tmp_path_factory.mktemp("laptop") / "profile", *LAPTOP) as started:
        yield started


def box(page: Page, selector: str) -> dict[str, float]:
    """Edges of an element in the window."""
    found: dict[str, float] = page.evaluate(f"document.querySelector({selector!r}).getBoundingClientRect().toJSON()")
    return found


def in_sight(page: Page) -> list[str]:
    """Visible nodes that stand inside of the picture's frame."""
    frame = box(page, "#graph")
    places = {id_: where(page, id_) for id_ in visible(page)["nodes"]}
    return [
        id_
        for id_, (x, y) in places.items()
        if frame["left"] <= x <= frame["right"] and frame["top"] <= y <= frame["bottom"]
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_years_leave_the_zoom_buttons_free(laptop: Browser, tmp_path: Path, language: str) -> None:
    page = opened(laptop, tmp_path, ALL, f"#language={language}")
    press_button(page, "#table-button")
    press_button(page, "#years [data-year=compare]")
    years, zoom, stage = (box(page, selector) for selector in ("#years", "#zoom", "#stage"))
    assert years["right"] <= zoom["left"] or zoom["bottom"] <= years["top"]
    assert stage["left"] <= years["left"] and years["right"] <= stage["right"]
    assert page.evaluate("document.querySelector('[data-year=slider]').checkVisibility()") is False
    press_button(page, "#years [data-year=compare]")
    assert page.evaluate("document.querySelector('[data-year=slider]').checkVisibility()") is True


def test_the_table_takes_room_and_all_stays_in_sight(laptop: Browser, tmp_path: Path) -> None:
    page = opened(laptop, tmp_path, ALL)
    assert len(in_sight(page)) == len(visible(page)["nodes"])
    press_button(page, "#table-button")
    still(page)
    assert len(in_sight(page)) == len(visible(page)["nodes"])
    press_button(page, "#table [data-table=close]")
    press_button(page, "#larger")
    still(page)
    before = page.evaluate("explorer.view()")
    press_button(page, "#table-button")
    still(page)
    after = page.evaluate("explorer.view()")
    assert after == pytest.approx(before, rel=0.001, abs=1), "a view of the reader's own stays"


def test_a_path_is_in_sight_from_end_to_end(laptop: Browser, tmp_path: Path) -> None:
    page = opened(laptop, tmp_path, ALL)
    choose(page, "普及部")
    press_button(page, "#panel [data-tool=start]")
    choose(page, "绍兴市科学技术协会")
    page.evaluate("document.getElementById('graph').focus()")
    page.press("+", 6)
    still(page)
    press_button(page, "#panel [data-tool=path]")
    still(page)
    bright = visible(page)["bright"]
    assert {thing("普及部").id, thing("绍兴市科学技术协会").id} < set(bright)
    assert set(bright) <= set(in_sight(page))
    assert page.texts("#toast") == [page.texts("#panel .hint")[0]]


def test_what_joins_many_places_is_found_with_all_of_them_in_sight(laptop: Browser, tmp_path: Path) -> None:
    graph = crowd(900, 6, series="机器人竞赛")
    page = opened(laptop, tmp_path, Explorer(graph, SCHEMA).all("很多"))
    choose(page, "机器人竞赛")
    assert page.texts("#panel .badge") == ["系列"]
    members = {n.id for n in graph.nodes if n.name.endswith("市机器人竞赛")}
    assert len(members) == 6
    assert members <= set(in_sight(page))


def test_edges_between_places_are_drawn_when_one_end_is_selected(laptop: Browser, tmp_path: Path) -> None:
    graph = crowd(900, 6, series="机器人竞赛")
    page = opened(laptop, tmp_path, Explorer(graph, SCHEMA).all("很多"))
    (series,) = (n.id for n in graph.nodes if n.type == "Series" and n.name == "机器人竞赛")
    members = {e.id for e in graph.edges if e.target == series}
    assert members <= set(visible(page)["edges"])
    assert len(members & set(visible(page)["drawn"])) == 1, "that of the event which belongs to no place either"
    choose(page, "机器人竞赛")
    assert members <= set(visible(page)["drawn"])
    page.press("Escape")
    page.press("Escape")
    assert len(members & set(visible(page)["drawn"])) == 1


def test_from_afar_a_large_graph_is_its_places(
    laptop: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kexie_kg.views.columns.OVERVIEW", 500)
    laptop.save_to(tmp_path)
    page = opened(laptop, tmp_path, Explorer(crowd(900, 6), SCHEMA).all("很多"))
    page.evaluate("document.getElementById('graph').focus()")
    for _ in range(12):
        page.press("-")
        still(page)
    page.press("+")
    still(page)
    assert page.evaluate("explorer.view().k") < 0.09
    written = [label["text"].rpartition(" ")[0] for label in page.evaluate("explorer.labels()")]
    assert written
    assert all(name.endswith("市") for name in written), "names of places and none of nodes"
    press_button(page, "#svg")
    drawn = [e.get("class") for e in ElementTree.parse(saved(tmp_path, "svg")).getroot().iter()]
    assert "node" not in drawn, "bars say what is in a place, not dots"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_of_tables_do_not_break(laptop: Browser, tmp_path: Path, language: str) -> None:
    page = opened(laptop, tmp_path, ALL, f"#table=nodes&language={language}")
    lines: list[Any] = (
        page.evaluate("""Array.from(document.querySelectorAll("#table td:not(:first-child) .cell"), (cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const tops = new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top)));
        return [cell.textContent, tops.size];
    })""")
    )
    assert {text for text, _ in lines} >= {"2020、2021", {"zh": "组织", "en": "organization"}[language]}
    assert not [text for text, count in lines if count > 1 and " " not in text and len(text) < 20]


def test_what_is_as_dark_as_the_ground_has_a_rim(laptop: Browser, tmp_path: Path) -> None:
    plan = thing("嘉兴市科协2020年工作要点")
    page = opened(laptop, tmp_path, EXPLORER.city("嘉兴市"), "#theme=dark")
    press_button(page, "#larger")
    press_button(page, "#larger")
    choose(page, "嘉兴市科协2020年工作要点")
    page.press("Escape")
    page.press("Escape")
    still(page)
    x, y = where(page, plan.id)
    own = SCHEMA.types["Plan"].color.upper()
    assert color_at(page, x, y) == own
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        line = [color_at(page, x + n * across, y + n * down) for n in range(40)]
        out = next(n for n, color in enumerate(line) if color != own)
        assert max(int(color[1:3], 16) for color in line[out : out + 3] if color) > 0x70, line
