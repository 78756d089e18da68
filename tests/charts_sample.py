"""Charts of the small plans, and what their tests ask of an open page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from browser import Browser, Page
from explorer_sample import TEXTS, data_of
from hand_made import HandMade
from views_sample import GRAPH, PLANS, SCHEMA

from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Graph
from kexie_kg.views.charts.pages import CHARTS, Charts

CITY = "嘉兴市"
PARTS: dict[str, dict[str, str]] = {name: {"city": CITY} if name in ("years", "sankey") else {} for name in CHARTS}
"""What each chart is made of: the comparison is of one place, the others of everything where they can be."""
DRAWN = tuple(name for name in CHARTS if name != "evidence")
"""Those with a picture beside the table."""


def html_of(name: str, graph: Graph = GRAPH, **part: Any) -> str:
    """The page of a chart of the small plans."""
    return Charts(graph, SCHEMA, TEXTS).page(name, **(part or PARTS[name]))


def cells(html: str) -> list[list[Any]]:
    """Rows of a page; names of the schema by their name in it, words by their key."""
    rows: list[list[Any]] = data_of(html)["rows"]
    return [[(c.get("key") or c["name"]) if isinstance(c, dict) else c for c in row] for row in rows]


def monthly() -> Graph:
    """The small plans, and one for 2022 that goes by the month."""
    text = "嘉兴市科协2022年工作要点\n3月\n办植物展。办天文节。\n十一月份\n再办天文节。\n其他\n办读书会。"
    plan = HandMade("嘉兴市科学技术协会", "浙江省嘉兴市", 2022, text)
    this = plan.add("Plan", plan.key, "嘉兴市科协2022年工作要点", title="要点", plan_year=2022, place="浙江省嘉兴市")
    issuer = plan.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association")
    plan.relate(issuer, "ISSUED", this, "嘉兴市科协2022年工作要点", modality="stated")
    schedule = {"3月": ("办植物展", "办天文节"), "十一月份": ("再办天文节",), "其他": ("办读书会",)}
    for n, (title, deeds) in enumerate(schedule.items(), 1):
        section = plan.add("Section", f"{n} {title}", title, title=title, position=n, plan=plan.key)
        plan.relate(this, "HAS_SECTION", section, title, modality="stated")
        for deed in deeds:
            task = plan.add("Task", f"{n} {deed}", deed, title=deed, no=str(n), position=n, plan=plan.key)
            plan.relate(section, "HAS_TASK", task, deed, modality="stated")
            plan.task = task
            name = deed.partition("办")[2]
            verb = "PARTICIPATES_IN" if deed.startswith("再") else "ORGANIZES"
            plan.relate(issuer, verb, plan.add("Event", name, base_name=name), deed)
            plan.task = ""
    return merge([*(one.contribution() for one in PLANS), plan.contribution()], SCHEMA)


def shown(browser: Browser, folder: Path, html: str, fragment: str = "") -> Page:
    """The page in the browser, ready to be used."""
    file = folder / "图 a.html"
    file.write_text(html, encoding="utf-8")
    page = browser.open(file, fragment)
    page.wait("document.documentElement.dataset.ready")
    return page


def marks(page: Page) -> list[dict[str, Any]]:
    """Marks of the picture in reading order: the rows that each stands for, its title, value and middle."""
    found: list[dict[str, Any]] = page.evaluate("chart.marks()")
    return found


def click_mark(page: Page, mark: dict[str, Any]) -> None:
    """With the mouse, as a reader would, scrolling there first."""
    place = page.evaluate(f"""(() => {{
        const frame = document.getElementById("scroll"), {{ x, y }} = {json.dumps({"x": mark["x"], "y": mark["y"]})};
        frame.scrollTo(x - frame.clientWidth / 2, y - frame.clientHeight / 2);
        const box = document.getElementById("chart").getBoundingClientRect();
        return [box.left + x, box.top + y];
    }})()""")
    page.settle()
    page.click(*place)
