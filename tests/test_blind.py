"""Plans written by others without sight of the rules: what is to be expected of plans that nobody here has seen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kexie_kg.evaluate import Evaluation, evaluate, tallies
from kexie_kg.reliability import calibration

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from unseen import FOLDER as BLIND
from unseen import SET_ASIDE

PLANS = sorted(file.stem for file in (BLIND / "gold").glob("*.json"))
FLOORS = {"entities strict": 0.90, "relations strict": 0.80, "targets": 0.85, "tasks": 1.0, "document": 1.0}
"""F1 that no plan may fall below."""


def test_the_blind_plans_are_all_there() -> None:
    assert len(PLANS) == 8
    assert sorted(file.stem for file in (BLIND / "plans").glob("*.txt")) == PLANS


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    made = evaluate(BLIND / "gold", BLIND / "plans")
    assert not made.failures
    return made


@pytest.fixture(scope="module")
def found(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    return {c.plan: {name: tally.f1 for name, tally in tallies([c]).items()} for c in evaluation.comparisons}


@pytest.mark.parametrize("plan", PLANS)
def test_a_blind_plan_is_read_as_well_as_promised(plan: str, found: dict[str, dict[str, float]]) -> None:
    assert {name: found[plan][name] for name, floor in FLOORS.items() if found[plan][name] < floor} == {}


@pytest.mark.parametrize("what", ["entities", "relations"])
def test_what_is_thought_sure_is_right(what: str, evaluation: Evaluation) -> None:
    """Of the facts with a confidence of 0.9 and more, on the plans of which no rule was made."""
    rows = calibration([c for c in evaluation.comparisons if c.plan in SET_ASIDE]).dicts()
    sure = [row for row in rows if row["what"] == what and float(str(row["from"])) >= 0.9]
    facts = sum(int(str(row["facts"])) for row in sure)
    assert facts > 200
    assert sum(int(str(row["right"])) for row in sure) / facts >= 0.95
