"""What each stage of extraction brings: figures on the gold without it."""

from __future__ import annotations

from collections.abc import Mapping

from kexie_kg.evaluate import evaluate
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.loaders.stages import STAGES
from kexie_kg.output import render
from kexie_kg.scoring import Tally

MEASURES = ("entities strict", "canonical name of found", "relations strict", "targets", "responsibilities")


def rows() -> Rows:
    """F1 with all stages, then with all but one, the one that costs most first."""
    found = [(figures(evaluate(without=frozenset([stage])).tallies), stage) for stage in STAGES]
    found.sort(key=lambda row: (sum(row[0]), row[1]))
    lines: list[tuple[Cell, ...]] = [("none", *figures(evaluate().tallies))]
    lines += [(stage, *f1) for f1, stage in found]
    return Rows(("left out", *MEASURES), tuple(lines))


def figures(tallies: Mapping[str, Tally]) -> tuple[float, ...]:
    """F1 of the measures of a row."""
    return tuple(round(tallies[measure].f1, 3) for measure in MEASURES)


def report() -> None:
    """Prints the table."""
    print(render(rows(), "table"))
