"""The explorer's page of the small plans, and what its tests ask of it: reading it is free, changing it goes by mouse
and keyboard alone."""

import json
import time
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

from browser import Browser, Page
from hand_made import HandMade
from views_sample import GRAPH, PLANS, SCHEMA

from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Edge, Graph, Node
from kexie_kg.views.explorer import Explorer

TITLE = "试验图谱"
TEXTS = {plan.key: plan.text for plan in PLANS}
EXPLORER = Explorer(GRAPH, SCHEMA, TEXTS)
ALL = EXPLORER.all(TITLE)
CONTEST = next(n for n in GRAPH.nodes if n.name == "嘉兴市青少年科技创新大赛")


def data_of(html: str) -> dict[str, Any]:
    """The data of a page, unpacked."""
    start = html.index('<script id="data" type="application/json">')
    text = html[html.index(">", start) + 1 : html.index("</script>", start)]
    data: dict[str, Any] = json.loads(text)
    return dict(json.loads(zlib.decompress(b64decode(data["deflate"])))) if "deflate" in data else data


def opened(browser: Browser, folder: Path, html: str, fragment: str = "", sharpness: float = 1) -> Page:
    """The page in the browser, ready to be used."""
    file = folder / "图谱 a.html"
    file.write_text(html, encoding="utf-8")
    page = browser.open(file, fragment, sharpness)
    page.wait("document.documentElement.dataset.ready")
    return page


def thing(name: str, graph: Graph = GRAPH) -> Node:
    """The only node of this name or title that is drawn."""
    shown = (n for n in graph.nodes if n.type != SCHEMA.part["sentence"])
    (found,) = (node for node in shown if name in (node.name, node.props.get("title")))
    return found


def where(page: Page, id_: str) -> tuple[float, float]:
    """Middle of a node in the window."""
    place = page.evaluate(f"explorer.where({json.dumps(id_)})")
    return place["x"], place["y"]


def on_edge(page: Page, id_: str) -> tuple[float, float]:
    """A place on an edge in the window, as far from all nodes as it gets."""
    nodes = [where(page, other) for other in visible(page)["nodes"]]

    def clearance(share: float) -> tuple[float, float, float]:
        place = page.evaluate(f"explorer.along({json.dumps(id_)}, {share})")
        return min(hypot(place["x"] - x, place["y"] - y) for x, y in nodes), place["x"], place["y"]

    _, x, y = max(clearance(n / 20) for n in range(4, 17))
    return x, y


def visible(page: Page) -> dict[str, Any]:
    seen: dict[str, Any] = page.evaluate("explorer.visible()")
    return seen


def choose(page: Page, wanted: str) -> None:
    """Finds something by the search, with the keyboard, and goes to the first hit."""
    page.press("Escape")
    page.click(*page.middle("#query"))
    page.evaluate("document.getElementById('query').select()")
    page.type(wanted)
    page.press("Enter")
    still(page)


def still(page: Page) -> None:
    """Waits until the view has come to rest and the address is written."""
    page.evaluate("""new Promise((done) => {
        let [last, same] = ["", 0];
        const look = () => {
            const now = JSON.stringify(explorer.view());
            same = now === last ? same + 1 : 0;
            last = now;
            if (same > 20) done(true); else requestAnimationFrame(look);
        };
        look();
    })""")


def press_button(page: Page, selector: str) -> None:
    page.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{ block: 'nearest' }})")
    page.click(*page.middle(selector))


def value(facet: str, key: str, part: str = "input") -> str:
    """Selector of a facet's value: its box, or with ``.only`` its button."""
    prefix = {"input": "", ".only": "only "}[part]
    return f"#facets {part}[data-key={json.dumps(f'{prefix}{facet} {key}', ensure_ascii=False)}]"


def crowd(size: int, plans: int = 1, series: str = "") -> Graph:
    """Plans of several cities with nodes of several types, ``size`` nodes in all, and names as long as real ones.

    With ``series`` each city holds an event of it as well, and all take part in one that belongs to no place.
    """
    made = []
    for number in range(plans):
        place = f"浙江省第{number}市"
        names = [f"第{number}市科普{'报告会讲座论坛展览'[n % 8]}活动之{n}" for n in range((size - 2) // plans - 2)]
        text = f"第{number}市科协要点\n" + "\n".join(f"一、做好{n}工作\n举办{name}。" for n, name in enumerate(names))
        plan = HandMade(f"第{number}市科学技术协会", place, 2022, text)
        this = plan.add("Plan", plan.key, "科协要点", title=f"第{number}市科协要点", plan_year=2022, place=place)
        plan.add("Place", f"第{number}市", f"第{number}市", kind="city", full_name=place)
        issuer = plan.add("Organization", f"第{number}市科学技术协会", f"第{number}市科协", kind="association")
        plan.relate(issuer, "ISSUED", this, "科协要点", modality="stated")
        for n, name in enumerate(names):
            type_ = ("Event", "Program", "Facility")[n % 3]
            verb = {"Event": "ORGANIZES", "Program": "IMPLEMENTS", "Facility": "BUILDS"}[type_]
            plan.relate(issuer, verb, plan.add(type_, name), f"举办{name}")
        if series:
            for name, scope in ((f"第{number}市{series}", place), (f"全国{series}", "")):
                event = plan.add("Event", name, "科协要点", scope=scope, base_name=series)
                plan.relate(issuer, "ORGANIZES", event, "科协要点")
        made.append(plan.contribution())
    return merge(made, SCHEMA)


def counted(page: Page) -> Mapping[str, tuple[int, int]]:
    """For each facet's value on the page, by its key: how many are visible, and how many there are."""
    rows = page.evaluate("""Array.from(document.querySelectorAll('#facets .value'), (row) => {
        const { now, total } = row.querySelector('.count').dataset;
        return [row.querySelector('input').dataset.key, Number(now), Number(total)];
    })""")
    return {key: (now, total) for key, now, total in rows}


def edges_of(node_id: str) -> list[Edge]:
    """Edges of the page of everything that begin or end there."""
    return [e for e in GRAPH.edges if node_id in (e.source, e.target) and e.id in shown_edges()]


@cache
def shown_edges() -> frozenset[str]:
    """Edges of the page of everything: between things that are drawn, and to series that join several."""
    drawn = {n.id for n in GRAPH.nodes if n.type != SCHEMA.part["sentence"]}
    series = Counter(e.target for e in GRAPH.edges if e.type == SCHEMA.part["instance_of"])
    return frozenset(e.id for e in GRAPH.edges if {e.source, e.target} <= drawn and series.get(e.target, 2) > 1)


def saved(folder: Path, suffix: str) -> Path:
    """The file that the page handed out, once it is whole."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = [file for file in folder.glob(f"*.{suffix}") if file.stat().st_size]
        if found and not list(folder.glob("*.crdownload")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no .{suffix} in {list(folder.iterdir())}")


def painted(browser: Browser, folder: Path, picture: bytes) -> Counter[str]:
    """How many points of a PNG file have each colour (``#RRGGBB``), as the browser itself shows it."""
    file = folder / "picture.html"
    file.write_text(f'<img src="data:image/png;base64,{b64encode(picture).decode()}">', encoding="utf-8")
    return Counter(
        browser.open(file).evaluate("""(async () => {
        const image = document.querySelector("img");
        await image.decode();
        const sheet = new OffscreenCanvas(image.naturalWidth, image.naturalHeight), pen = sheet.getContext("2d");
        pen.drawImage(image, 0, 0);
        const points = new Uint32Array(pen.getImageData(0, 0, sheet.width, sheet.height).data.buffer), found = {};
        for (const point of points) found[point] = (found[point] || 0) + 1;
        const hex = (n) => (n & 255).toString(16).padStart(2, "0");
        return Object.fromEntries(Object.entries(found).map(
            ([p, count]) => [`#${hex(p)}${hex(p >> 8)}${hex(p >> 16)}`.toUpperCase(), count]));
    })()""")
    )


def contrast(page: Page, selector: str) -> float:
    """Between a text and the ground of the page (WCAG 2, contrast ratio)."""
    value: float = page.evaluate(f"""(() => {{
        const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        const light = (text) => {{
            const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((v) => linear(v / 255));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        }};
        const one = document.querySelector({json.dumps(selector)});
        const tints = [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor];
        const [a, b] = tints.map(light).sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    }})()""")
    return value
