"""What each kind of damage to the text of the annotated plans costs, in points of F1 (0.01)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from corruptions import CORRUPTIONS, scores

ROOT = Path(__file__).resolve().parent.parent
MEASURES = ("entities strict", "relations strict", "targets", "tasks", "responsibilities")


def report(seed: int = 0) -> None:
    """Prints a row for the clean plans and one for each kind of damage."""
    clean = scores(ROOT)
    print(f"{'points of F1':<28}" + "".join(f"{measure:>18}" for measure in MEASURES))
    print(f"{'clean':<28}" + "".join(f"{100 * clean[measure].f1:18.1f}" for measure in MEASURES))
    for name in CORRUPTIONS:
        found = scores(ROOT, name, seed)
        costs = (100 * (found[measure].f1 - clean[measure].f1) for measure in MEASURES)
        print(f"{name:<28}" + "".join(f"{cost:+18.1f}" for cost in costs), flush=True)
