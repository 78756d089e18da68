"""Pages of graphs of several sizes in headless Chromium: the explorer, a plain vis-network page, and pyvis's own.

All three show the same nodes and edges of made-up plans. Ready is the time from the start of loading until the picture
stands (pyvis: until its loading bar is gone); pan is the 95th percentile of the time between frames while the mouse
drags the picture, at first and after coming closer; the heap is taken after a garbage collection.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser import Browser, BrowserError, Page, chromium
from pyvis.network import Network
from synthetic import contributions

from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.views import selection
from kexie_kg.views.boxes import arranged
from kexie_kg.views.explorer import LIMIT, Explorer

PLANS = {300: 3, 2_000: 24, 5_000: 61, 20_000: 247}
"""Made-up plans by the nodes that they give, about."""
_GIVE_UP = 45.0
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_STANDS = """(() => {
    const bar = document.getElementById('loadingBar'), canvas = document.querySelector('canvas');
    return Boolean(window.isDrawn) && canvas !== null && (!bar || getComputedStyle(bar).display === 'none');
})()"""
_TICKING = """(() => {
    window.frameTimes = [];
    let last = performance.now();
    const tick = (now) => { frameTimes.push(now - last); last = now; requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
})()"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Times in ms, sizes in KB and MB; None where it does not apply or took too long."""

    page: str
    nodes: int
    edges: int
    made: float
    kilobytes: int
    ready: float | None = None
    heap: float | None = None
    pan: float | None = None
    pan_close: float | None = None
    search: float | None = None


def report(sizes: Sequence[int] = tuple(PLANS)) -> None:
    """Prints the table."""
    print("| nodes | edges | page | made s | KB | ready ms | heap MB | pan p95 ms | closer | search → panel ms |")
    print("|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            graph = merge(list(contributions(PLANS[size])), Schema.load())
            for name, make in (("explorer", _explorer), ("vis-network", _plain), ("pyvis", _pyvis)):
                _print(_measured(Path(folder), name, graph, make))


def _print(m: Measured) -> None:
    def shown(value: float | None) -> str:
        return "–" if value is None else f"{value:,.0f}"

    ready = f"> {_GIVE_UP * 1000:,.0f}" if m.ready is None else f"{m.ready:,.0f}"
    cells = (f"{m.nodes:,}", f"{m.edges:,}", m.page, f"{m.made:.1f}", f"{m.kilobytes:,}", ready,
             shown(m.heap), shown(m.pan), shown(m.pan_close), shown(m.search))  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)


def _measured(folder: Path, name: str, graph: Graph, make: Callable[[Graph], str]) -> Measured:
    chosen = selection.of_all(graph, "", Schema.load(), LIMIT).graph
    start = time.perf_counter()
    html = make(graph)
    made = time.perf_counter() - start
    file = folder / f"{name}.html"
    file.write_text(html, encoding="utf-8")
    size = (name, len(chosen.nodes), len(chosen.edges), made, len(html.encode()) // 1000)
    # Requests to the outside fail at once, which is kinder to pyvis's page than a network that lets them hang.
    with chromium(
        folder / f"profile-{name}-{len(chosen.nodes)}", flags=("--host-resolver-rules=MAP * ~NOTFOUND",)
    ) as b:
        try:
            return _used(b, file, name == "explorer", size)
        except BrowserError:
            return Measured(*size)


def _used(browser: Browser, file: Path, is_explorer: bool, size: tuple[str, int, int, float, int]) -> Measured:
    page = browser.open(file)
    ready = _ready(page, is_explorer)
    if ready is None:
        return Measured(*size)
    page.call("HeapProfiler.collectGarbage")
    heap = page.call("Runtime.getHeapUsage")["usedSize"] / 1e6
    page.evaluate(_TICKING)
    pan = _pan(page)
    x, y = page.middle("canvas")
    for _ in range(6):
        page.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-250)
        page.settle()
    closer = _pan(page)
    return Measured(*size, ready, heap, pan, closer, _search(page) if is_explorer else None)


def _ready(page: Page, is_explorer: bool) -> float | None:
    expression = "document.documentElement.dataset.ready" if is_explorer else _STANDS
    deadline = time.monotonic() + _GIVE_UP
    while time.monotonic() < deadline:
        if page.evaluate(f"Boolean({expression})"):
            own = "Number(document.documentElement.dataset.ready)" if is_explorer else "performance.now()"
            return float(page.evaluate(own))
        time.sleep(0.01)
    return None


def _pan(page: Page) -> float:
    """95th percentile of the time between two frames, over a drag there and back."""
    x, y = page.middle("canvas")
    page.evaluate("void (frameTimes.length = 0)")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x + 15, y=y + 15)
    page.call("Input.dispatchMouseEvent", type="mousePressed", x=x + 15, y=y + 15, button="left", clickCount=1)
    for step in range(80):
        shift = 4 * (step if step < 40 else 80 - step)
        page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x + shift, y=y + shift / 2, button="left", buttons=1)
        time.sleep(0.012)
    page.call("Input.dispatchMouseEvent", type="mouseReleased", x=x, y=y, button="left", clickCount=1)
    times = sorted(page.evaluate("frameTimes"))
    return float(times[int(len(times) * 0.95)])


def _search(page: Page) -> float:
    """From the key that chooses a hit to the frame that shows its details, the typing of its name included."""
    page.evaluate("""(() => {
        document.getElementById('query').addEventListener('input', () => { window.began = performance.now(); }, true);
        new MutationObserver(() => requestAnimationFrame(() => { window.shown ||= performance.now(); }))
            .observe(document.getElementById('panel'), { childList: true });
    })()""")
    page.click(*page.middle("#query"))
    page.type("科普")
    page.press("Enter")
    page.wait("window.shown")
    return float(page.evaluate("window.shown - window.began"))


def _explorer(graph: Graph) -> str:
    return Explorer(graph, Schema.load()).all("图谱")


def _network(graph: Graph, *, physics: bool) -> Network:
    schema = Schema.load()
    chosen = selection.of_all(graph, "", schema, LIMIT).graph
    network = Network(directed=True, cdn_resources="in_line", height="850px")
    places = arranged({node.id: "" for node in chosen.nodes[:1]}, {}).places if physics else _places(chosen)
    for node in chosen.nodes:
        x, y = places.get(node.id, (0, 0))
        network.add_node(node.id, label=node.name, color=schema.types[node.type].color, size=8,
                         **({} if physics else {"x": x, "y": y}))  # fmt: skip
    # Not by add_edge, which looks through all edges each time.
    network.edges = [{"from": e.source, "to": e.target, "arrows": "to"} for e in chosen.edges]
    return network


def _places(graph: Graph) -> dict[str, tuple[int, int]]:
    side = int(len(graph.nodes) ** 0.5) + 1
    return {node.id: (n % side * 60, n // side * 60) for n, node in enumerate(graph.nodes)}


def _pyvis(graph: Graph) -> str:
    html: str = _network(graph, physics=True).generate_html()
    return html.replace("network = new vis.Network(", "isDrawn = true; network = new vis.Network(")


def _plain(graph: Graph) -> str:
    """vis-network alone, with given places and no physics: as fast as it gets."""
    network = _network(graph, physics=False)
    data = json.dumps({"nodes": network.nodes, "edges": network.edges}, ensure_ascii=False).replace("<", "\\u003c")
    library = files("pyvis").joinpath(_VIS).read_text("utf-8")
    return f"""<!doctype html><meta charset="utf-8"><div id="net" style="height:850px"></div>
<script>{library}</script><script id="data" type="application/json">{data}</script><script>
const network = new vis.Network(document.getElementById("net"), JSON.parse(document.getElementById("data").textContent),
  {{ physics: false, nodes: {{ shape: "dot" }}, edges: {{ smooth: false }} }});
network.once("afterDrawing", () => {{ window.isDrawn = true; }});
</script>"""
