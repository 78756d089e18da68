"""Small plans and their graph for the tests of views, and what these tests ask of an open page."""

import json
from pathlib import Path

from browser import Browser, Page
from hand_made import HandMade

from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Graph, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.views import selection

SCHEMA = Schema.load()
JIAXING, SHAOXING = "浙江省嘉兴市", "浙江省绍兴市"
CLAUSE = "联合市教育局举办第35届嘉兴市青少年科技创新大赛"
# 𠮷 lies outside of the plane whose characters are one unit in JavaScript.
TEXT = (
    "嘉兴市科协{year}年工作要点\n一、做好科普\n1.办好大赛\n"
    f"在𠮷林路{CLAUSE}，参赛人数不少于500人，由普及部牵头。会同市教育局建设嘉兴市科技馆。"
)


def jiaxing(year: int) -> HandMade:
    plan = HandMade("嘉兴市科学技术协会", JIAXING, year, TEXT.format(year=year))
    title = f"嘉兴市科协{year}年工作要点"
    this = plan.add("Plan", plan.key, title, title=title, plan_year=year, place=JIAXING, file=f"jiaxing-{year}.txt")
    place = plan.add("Place", "嘉兴市", "嘉兴", kind="city", full_name=JIAXING)
    issuer = plan.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association", aliases=("嘉兴市科协",))
    section = plan.add("Section", "做好科普", plan=plan.key, position=1)
    task = plan.add("Task", "办好大赛", plan=plan.key, no="1", position=1)
    plan.relate(issuer, "ISSUED", this, title, modality="stated")
    plan.relate(issuer, "LOCATED_IN", place, "嘉兴市科协", modality="stated")
    plan.relate(this, "HAS_SECTION", section, "一、做好科普", modality="stated")
    plan.relate(this, "HAS_TASK", task, "1.办好大赛", modality="stated")
    plan.relate(section, "HAS_TASK", task, "1.办好大赛", modality="stated")
    plan.task = task
    contest = plan.add("Event", "嘉兴市青少年科技创新大赛", kind="competition", base_name="青少年科技创新大赛",
                       aliases=("创新大赛",))  # fmt: skip
    bureau = plan.add("Organization", "嘉兴市教育局", "市教育局", kind="government", aliases=("市教育局",))
    museum = plan.add("Facility", "嘉兴市科技馆", kind="venue")
    target = plan.add("Target", "参赛人数不少于500人", object="参赛人数", op=">=", value=500.0, unit="人")
    department = plan.add("Organization", "普及部", kind="department")
    plan.relate(issuer, "ORGANIZES", contest, CLAUSE, edition="第35届", role="举办", year=year)
    plan.relate(bureau, "ORGANIZES", contest, CLAUSE, edition="第35届")
    first, second = sorted((issuer, bureau))
    plan.relate(first, "COOPERATES_WITH", second, "会同市教育局建设嘉兴市科技馆")
    plan.relate(issuer, "BUILDS", museum, "会同市教育局建设嘉兴市科技馆", modality="done")
    plan.relate(task, "HAS_TARGET", target, "参赛人数不少于500人")
    plan.relate(department, "LEADS", task, "由普及部牵头")
    return plan


def shaoxing() -> HandMade:
    text = "绍兴市科协2020年工作要点\n举办绍兴市青少年科技创新大赛。"
    plan = HandMade("绍兴市科学技术协会", SHAOXING, 2020, text)
    this = plan.add("Plan", plan.key, "绍兴市科协2020年工作要点", title="绍兴市科协2020年工作要点", place=SHAOXING)
    issuer = plan.add("Organization", "绍兴市科学技术协会", "绍兴市科协", kind="association")
    plan.add("Place", "绍兴市", "绍兴", kind="city", full_name=SHAOXING)
    contest = plan.add("Event", "绍兴市青少年科技创新大赛", kind="competition", base_name="青少年科技创新大赛")
    plan.relate(issuer, "ISSUED", this, "绍兴市科协2020年工作要点", modality="stated")
    plan.relate(issuer, "ORGANIZES", contest, "举办绍兴市青少年科技创新大赛")
    return plan


PLANS = (jiaxing(2020), jiaxing(2021), shaoxing())
KEY = PLANS[0].key
GRAPH = merge([plan.contribution() for plan in PLANS], SCHEMA)


def crowd(size: int) -> Graph:
    """A plan with so many events that not all of them fit a page."""
    names = [f"嘉兴市第{number}次科普报告会" for number in range(size)]
    plan = HandMade(
        "嘉兴市科学技术协会", JIAXING, 2022, "嘉兴市科协要点\n" + "\n".join(f"举办{name}。" for name in names)
    )
    this = plan.add("Plan", plan.key, "嘉兴市科协要点", title="嘉兴市科协要点", place=JIAXING)
    issuer = plan.add("Organization", "嘉兴市科学技术协会", "嘉兴市科协", kind="association")
    plan.relate(issuer, "ISSUED", this, "嘉兴市科协要点", modality="stated")
    for name in names:
        plan.relate(issuer, "ORGANIZES", plan.add("Event", name), f"举办{name}")
    return merge([plan.contribution()], SCHEMA)


def show(browser: Browser, folder: Path, html: str) -> Page:
    file = folder / "嘉兴 2020.html"
    file.write_text(html, encoding="utf-8")
    return browser.open(file)


def node_named(name: str, graph: Graph = GRAPH) -> Node:
    (found,) = (node for node in selection.of_plan(graph, KEY, SCHEMA).graph.nodes if node.name == name)
    return found


def place_of(page: Page, node: Node) -> tuple[float, float]:
    """Where a node stands in the window."""
    x, y = page.evaluate(f"""(() => {{
        const {{ network }} = graphPage, frame = document.getElementById("graph").getBoundingClientRect();
        const point = network.canvasToDOM(network.getPosition({json.dumps(node.id)}));
        return [point.x + frame.left, point.y + frame.top];
    }})()""")
    return x, y


def color_at(page: Page, x: float, y: float) -> str:
    color: str = page.evaluate(f"""(() => {{
        const canvas = document.querySelector("canvas"), frame = canvas.getBoundingClientRect();
        const [r, g, b, a] = canvas.getContext("2d").getImageData({x} - frame.left, {y} - frame.top, 1, 1).data;
        return a ? "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("").toUpperCase() : "";
    }})()""")
    return color


def corner(page: Page) -> tuple[float, float]:
    """An empty place of the canvas."""
    left, top = page.evaluate("""(() => {
        const box = document.getElementById("graph").getBoundingClientRect();
        return [box.left + 8, box.top + 8];
    })()""")
    return left, top
