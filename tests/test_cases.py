"""Sentences with all the facts they give: what is read right stays right, and what is not is written down."""

from __future__ import annotations

import pytest
from cases import Case, cases, read

CASES = cases()


def test_there_are_enough_cases_of_both_kinds() -> None:
    assert len(CASES) >= 700
    assert len({case.name.rpartition("-")[0] for case in CASES}) >= 40
    assert len({case.text for case in CASES}) == len(CASES)
    assert sum(not case.entities and not case.relations and not case.targets for case in CASES) >= 100
    assert sum(not case.gap for case in CASES) >= 0.85 * len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert read(case).difference == case.gap, "if this is better than before: python scripts/mark_gaps.py"
