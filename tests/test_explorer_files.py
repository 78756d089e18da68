"""The explorer in a real browser: tables and pictures that it hands out."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import Browser, Page
from explorer_sample import CONTEST, EXPLORER, TITLE, crowd, opened, painted, press_button, saved, value, visible
from views_sample import CLAUSE, GRAPH, SCHEMA

from kexie_kg.graph.model import Graph, Node
from kexie_kg.graph.rows import Rows
from kexie_kg.views.explorer import Explorer


def test_the_table_lists_what_is_visible_sorts_and_selects(page: Page) -> None:
    press_button(page, value("type", "Event"))
    press_button(page, "#table-button")
    seen = visible(page)["nodes"]
    assert page.evaluate("Number(document.querySelector('#table [data-rows]').dataset.rows)") == len(seen)
    assert len(page.texts("#table tbody tr")) == len(seen)
    press_button(page, "#table th button[data-column='5']")
    counts = [int(text) for text in page.texts("#table tbody td:nth-child(6)")]
    assert counts == sorted(counts)
    page.press("Enter")
    assert [int(text) for text in page.texts("#table tbody td:nth-child(6)")] == sorted(counts, reverse=True)
    assert page.evaluate("document.querySelectorAll('#table th')[5].getAttribute('aria-sort')") == "descending"
    press_button(page, "#table tbody tr .reference")
    assert page.texts("#panel h2") == page.texts("#table tbody tr.selected .reference")


def test_csv_has_all_rows_and_no_formulas(browser: Browser, tmp_path: Path) -> None:
    def renamed(node: Node) -> Node:
        return replace(node, props={**node.props, "name": '=1+1,"x"'}) if node.id == CONTEST.id else node

    browser.save_to(tmp_path)
    graph = Graph(tuple(map(renamed, GRAPH.nodes)), GRAPH.edges)
    page = opened(browser, tmp_path, Explorer(graph, SCHEMA).all(TITLE))
    press_button(page, "#table-button")
    press_button(page, "#table [data-table=edges]")
    press_button(page, "#table [data-table=csv]")
    raw = saved(tmp_path, "csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["起点", "关系", "终点", "年度", "时态", "置信度", "计划", "原文"]
    assert len(rows) - 1 == len(visible(page)["edges"])
    assert '\'=1+1,"x"' in {row[2] for row in rows}
    assert CLAUSE in {row[7] for row in rows}


def test_an_answer_is_read_in_either_language(browser: Browser, tmp_path: Path) -> None:
    rows = Rows(("type", "name", "year"), (("Facility", "嘉兴市科技馆", 2020),))
    page = opened(browser, tmp_path, EXPLORER.answer("查询", rows))
    press_button(page, "#table-button")
    assert page.texts("#table th") == ["类型", "名称", "年度"]
    assert page.texts("#table td") == ["设施平台", "嘉兴市科技馆", "2020"]
    press_button(page, "#language")
    assert page.texts("#table th") == ["type", "name", "year"]
    assert page.texts("#table td")[0] == "facility"


def test_png_is_twice_as_sharp_and_not_blank(page: Page, tmp_path: Path, browser: Browser) -> None:
    press_button(page, "#png")
    raw = saved(tmp_path, "png").read_bytes()
    wide = page.evaluate("document.getElementById('graph').clientWidth")
    assert int.from_bytes(raw[16:20], "big") == 2 * wide
    colors = painted(browser, tmp_path, raw)
    assert colors["#FFFFFF"] < 0.99 * colors.total()
    # A type that is drawn once as a small dot has most of its colour in the legend.
    assert all(colors[SCHEMA.types[name].color.upper()] > 150 for name in ("Event", "Plan", "Target", "Place"))


def test_svg_parses_and_has_every_visible_node(page: Page, tmp_path: Path) -> None:
    press_button(page, value("type", "Organization"))
    press_button(page, "#svg")
    root = ElementTree.parse(saved(tmp_path, "svg")).getroot()
    space = "{http://www.w3.org/2000/svg}"
    drawn = [e for e in root.iter() if e.get("class") == "node"]
    seen = visible(page)
    assert len(drawn) == len(seen["nodes"])
    assert len([e for e in root.iter() if e.get("class") == "edge"]) == len(seen["drawn"])
    names = {n.id: str(n.props.get("title") or n.props.get("text") or n.name) for n in GRAPH.nodes}
    assert sorted(e.findtext(f"{space}title") or "" for e in drawn) == sorted(names[i] for i in seen["nodes"])
    texts = {e.text for e in root.iter(f"{space}text")}
    assert {TITLE, f"活动 {len([n for n in GRAPH.nodes if n.type == 'Event' and n.id in seen['nodes']])}"} <= texts
    assert any(re.match(rf"图中 {len(drawn)} 个节点", text or "") for text in texts), "the caption"


@pytest.mark.parametrize("size", [300, 900])
def test_no_label_covers_another(browser: Browser, tmp_path: Path, size: int) -> None:
    page = opened(browser, tmp_path, Explorer(crowd(size, 1 if size == 300 else 6), SCHEMA).all("很多"))
    assert page.evaluate("explorer.counts()")[0] >= size * 0.9
    boxes = page.evaluate("explorer.labels()")
    assert len(boxes) >= (60 if size == 300 else 18)
    overlaps = [
        (a["text"], b["text"])
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    ]
    assert not overlaps
