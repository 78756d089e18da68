"""Writes the pictures of the explorer in docs/, with Chromium, of the graph that `make demo` built.

make demo && .venv/bin/python scripts/take_screenshot.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser import chromium

from kexie_kg import open_graph

ROOT = Path(__file__).resolve().parent.parent
GRAPH, DOCS = ROOT / "demo" / "graph", ROOT / "docs"
_PICTURES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("jiaxing", {"city": "嘉兴市"}, ""),
    ("explorer-all", {"all": True}, ""),
    ("explorer-entity", {"entity": "嘉兴市科学技术协会"}, ""),
    ("explorer-years", {"city": "绍兴市"}, "#compare=2021,2022&table=nodes"),
)
"""Name of the file, what the page shows, and its address: in which state."""


def main() -> None:
    """Opens each page without a window and keeps what it shows."""
    if not GRAPH.exists():
        raise SystemExit(f"error: {GRAPH.relative_to(ROOT)} is not there; run make demo")
    with tempfile.TemporaryDirectory() as folder, open_graph(GRAPH) as graph:
        for name, part, address in _PICTURES:
            file = graph.view(**part).save(Path(folder) / f"{name}.html")
            with chromium(Path(folder) / f"profile-{name}", 1400, 860) as browser:
                page = browser.open(file, address)
                page.wait("document.documentElement.dataset.ready")
                time.sleep(1)  # the view glides to its place
                (DOCS / f"{name}.png").write_bytes(page.screenshot())
            print(f"wrote docs/{name}.png")


if __name__ == "__main__":
    main()
