"""Writes ``docs/evaluation.md``: how well plans are read. A test checks that the page is current.

The ablation reads every plan a dozen times. Its table is kept as it stands while its first row is within a point of
what is measured now; with ``--ablation`` it is made anew all the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import ablation  # noqa: E402  # of the folder beside this one
import baselines  # noqa: E402
import unseen  # noqa: E402

from kexie_kg.evaluate import Comparison, evaluate, tallies  # noqa: E402
from kexie_kg.graph.rows import Cell, Rows  # noqa: E402
from kexie_kg.mistakes import by_cause  # noqa: E402
from kexie_kg.output import render  # noqa: E402
from kexie_kg.reliability import calibration, intervals  # noqa: E402

PAGE = ROOT / "docs" / "evaluation.md"
TEMPLATE = ROOT / "scripts" / "evaluation.md.in"
REAL = ("jiaxing-2020", "yangzhou-2018", "zaozhuang-2019")
BLIND = ("fengtai-2024", "honghe-2021", "sichuan-2022", "nanan-2017")
MEASURES = ("entities strict", "relations strict", "targets", "tasks", "responsibilities", "document")
_TABLE = re.compile(r"\| left out \|.*\n\|[- |]+\n\| none \| (?P<whole>.*) \|\n(?:\|.*\n)+")
_LAG = 0.01


def page(ablated: str) -> str:
    """The whole page: the template with its tables."""
    evaluation = evaluate()
    comparisons = evaluation.comparisons
    others = unseen.comparisons()
    aside = [c for c in others if c.plan in unseen.SET_ASIDE]
    real, blind = ([c for c in comparisons if c.plan in names] for names in (REAL, BLIND))
    return TEMPLATE.read_text("utf-8").format(
        groups=render(_groups(comparisons, others, aside), "markdown"),
        baselines=render(baselines.rows(evaluation), "markdown"),
        ablation=ablated,
        causes=render(by_cause({"real": real, "blind": blind}), "markdown"),
        intervals=render(intervals(comparisons), "markdown"),
        calibration=render(calibration(comparisons), "markdown"),
        calibration_unseen=render(calibration(aside), "markdown"),
        figures=render(evaluation.rows(), "markdown"),
    )


def kept_ablation() -> str:
    """The table of the page as it stands, empty if it has none or its first row is more than a point off."""
    found = _TABLE.search(PAGE.read_text("utf-8"))
    if found is None:
        return ""
    was = [float(cell) for cell in found["whole"].split("|")]
    now = ablation.figures(evaluate().tallies)
    return found[0] if all(abs(a - b) <= _LAG for a, b in zip(was, now, strict=True)) else ""


def is_current() -> bool:
    """Whether the page says what is measured now."""
    return page(kept_ablation()) == PAGE.read_text("utf-8")


def _groups(comparisons: Sequence[Comparison], others: Sequence[Comparison], aside: Sequence[Comparison]) -> Rows:
    """Figures of the packaged plans, of ``others`` written blind to the rules, and of those of them set ``aside``."""
    read = tuple(c.plan for c in others if c not in aside)
    groups = (
        ("real", [c for c in comparisons if c.plan in REAL]),
        ("written, rules made with them in view", [c for c in comparisons if c.plan not in REAL + BLIND]),
        ("written blind to the rules, read since", [c for c in (*comparisons, *others) if c.plan in BLIND + read]),
        ("written blind to the rules, set aside until last", aside),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, members in groups:
        tally = tallies(members)
        rows.append((name, len(members), *(round(tally[measure].f1, 3) for measure in MEASURES)))
    return Rows(("plans", "number", *MEASURES), tuple(rows))


if __name__ == "__main__":
    kept = "" if "--ablation" in sys.argv else kept_ablation()
    PAGE.write_text(page(kept or render(ablation.rows(), "markdown")), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
