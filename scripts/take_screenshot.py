"""Writes the pictures of the explorer in docs/, with Chromium, of the graph that `make demo` built.

make demo && .venv/bin/python scripts/take_screenshot.py
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from kexie_kg import open_graph

ROOT = Path(__file__).resolve().parent.parent
GRAPH, DOCS = ROOT / "demo" / "graph", ROOT / "docs"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PICTURES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("jiaxing", {"city": "嘉兴市"}, ""),
    ("explorer-all", {"all": True}, ""),
    ("explorer-entity", {"entity": "嘉兴市科学技术协会"}, ""),
    ("explorer-years", {"city": "绍兴市"}, "#compare=2021,2022&table=nodes"),
)
"""Name of the file, what the page shows, and its address: in which state."""


def main() -> None:
    """Opens each page without a window and keeps what it shows."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("error: no Chromium found; on Debian or Ubuntu: apt-get install chromium fonts-noto-cjk")
    if not GRAPH.exists():
        raise SystemExit(f"error: {GRAPH.relative_to(ROOT)} is not there; run make demo")
    with tempfile.TemporaryDirectory() as folder, open_graph(GRAPH) as graph:
        for name, part, address in _PICTURES:
            page = graph.view(**part).save(Path(folder) / f"{name}.html").as_uri() + address
            picture = DOCS / f"{name}.png"
            subprocess.run(
                [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--window-size=1400,860", "--virtual-time-budget=8000", f"--user-data-dir={folder}/profile",
                 f"--screenshot={picture}", page],
                check=True, capture_output=True, timeout=120,
            )  # fmt: skip
            print(f"wrote {picture.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
