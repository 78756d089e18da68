"""Writes ``docs/evaluation.md``: how well plans are read. A test checks that the page is current."""

from __future__ import annotations

import sys
from pathlib import Path

from kexie_kg.evaluate import Comparison, evaluate, tallies
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.output import render
from kexie_kg.reliability import calibration, intervals

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
TEMPLATE = ROOT / "scripts" / "evaluation.md.in"
REAL = ("jiaxing-2020", "yangzhou-2018", "zaozhuang-2019")
BLIND = ("fengtai-2024", "honghe-2021", "sichuan-2022")
MEASURES = ("entities strict", "relations strict", "targets", "tasks", "responsibilities", "document")


def page() -> str:
    """The whole page: the template with its tables."""
    evaluation = evaluate()
    comparisons = evaluation.comparisons
    return TEMPLATE.read_text("utf-8").format(
        groups=render(_groups(comparisons), "markdown"),
        intervals=render(intervals(comparisons), "markdown"),
        calibration=render(calibration(comparisons), "markdown"),
        figures=render(evaluation.rows(), "markdown"),
    )


def _groups(comparisons: tuple[Comparison, ...]) -> Rows:
    groups = (
        ("real", [c for c in comparisons if c.plan in REAL]),
        ("written, rules made with them in view", [c for c in comparisons if c.plan not in REAL + BLIND]),
        ("written blind to the rules", [c for c in comparisons if c.plan in BLIND]),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, members in groups:
        tally = tallies(members)
        rows.append((name, len(members), *(round(tally[measure].f1, 3) for measure in MEASURES)))
    return Rows(("plans", "number", *MEASURES), tuple(rows))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
