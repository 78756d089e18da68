"""Plans written by others without sight of the rules: what is to be expected of plans that nobody here has seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from kexie_kg.evaluate import evaluate, tallies

BLIND = Path(__file__).parent / "blind"
PLANS = sorted(file.stem for file in (BLIND / "gold").glob("*.json"))
FLOORS = {"entities strict": 0.90, "relations strict": 0.80, "targets": 0.85, "tasks": 1.0, "document": 1.0}
"""F1 that no plan may fall below."""


def test_the_blind_plans_are_all_there() -> None:
    assert len(PLANS) == 8
    assert sorted(file.stem for file in (BLIND / "plans").glob("*.txt")) == PLANS


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, float]]:
    evaluation = evaluate(BLIND / "gold", BLIND / "plans")
    assert not evaluation.failures
    return {c.plan: {name: tally.f1 for name, tally in tallies([c]).items()} for c in evaluation.comparisons}


@pytest.mark.parametrize("plan", PLANS)
def test_a_blind_plan_is_read_as_well_as_promised(plan: str, found: dict[str, dict[str, float]]) -> None:
    assert {name: found[plan][name] for name, floor in FLOORS.items() if found[plan][name] < floor} == {}
