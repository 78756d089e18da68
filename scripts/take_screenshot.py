"""Writes the pictures of pages in docs/, with Chromium: of five real plans, a city for two years, a year by month.

.venv/bin/python scripts/take_screenshot.py [NAME...]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser import chromium
from command import program

from kexie_kg import open_graph

ROOT = Path(__file__).resolve().parent.parent
REAL = ("jiaxing-2020", "wuxi-2021", "zaozhuang-2019", "yangzhou-2018", "chongqing-2020")
TWO_YEARS = ("shaoxing-2021", "shaoxing-2022")
MONTHLY = ("nanan-2017",)
PICTURES: dict[str, tuple[tuple[str, ...], dict[str, Any], str]] = {
    "explorer-all": (REAL, {"all": True}, ""),
    "jiaxing": (REAL, {"city": "嘉兴市"}, ""),
    "explorer-entity": (REAL, {"entity": "嘉兴市科学技术协会"}, ""),
    "explorer-years": (TWO_YEARS, {"city": "绍兴市"}, "#compare=2021,2022&table=nodes"),
    "chart-matrix": (REAL, {"chart": "matrix"}, "#rows=1"),
    "chart-years": (TWO_YEARS, {"chart": "years", "city": "绍兴市"}, "#rows=35"),
    "chart-sankey": (REAL, {"chart": "sankey", "city": "枣庄市"}, "#rows=7"),
    "chart-targets": (TWO_YEARS, {"chart": "targets"}, "#rows=0"),
    "chart-timeline": (REAL, {"chart": "timeline"}, ""),
    "chart-months": (MONTHLY, {"chart": "timeline"}, "#rows=2"),
    "chart-partners": (REAL, {"chart": "partners"}, ""),
    "chart-provinces": (REAL, {"chart": "provinces"}, ""),
    "chart-evidence": (REAL, {"chart": "evidence"}, ""),
}
"""By the name of the file: the plans, what the page shows, and its address: in which state."""


def main(names: list[str]) -> None:
    """Opens each page without a window and keeps what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        every = (REAL, TWO_YEARS, MONTHLY)
        graphs = {plans: _built(plans, Path(folder) / f"graph{n}") for n, plans in enumerate(every)}
        for name in names or PICTURES:
            plans, part, address = PICTURES[name]
            with open_graph(graphs[plans]) as graph:
                file = graph.view(**part).save(Path(folder) / f"{name}.html")
            with chromium(Path(folder) / f"profile-{name}", 1400, 860) as browser:
                page = browser.open(file, address)
                page.wait("document.documentElement.dataset.ready")
                time.sleep(1)  # the view glides to its place
                (ROOT / "docs" / f"{name}.png").write_bytes(page.screenshot())
            print(f"wrote docs/{name}.png")


def _built(plans: tuple[str, ...], folder: Path) -> Path:
    done = program("build", *(ROOT / "data" / "plans" / f"{plan}.txt" for plan in plans), "--graph", folder)
    if done.code:
        raise SystemExit(done.err)
    return folder


if __name__ == "__main__":
    main(sys.argv[1:])
