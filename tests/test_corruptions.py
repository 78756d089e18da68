"""Damaged plans: each kind of damage costs at most two points of F1, whatever is measured."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from corruptions import CORRUPTIONS, corrupted, scores

from kexie_kg.graph.annotation import annotation
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import extract, read
from kexie_kg.scoring import Tally

MEASURES = ("entities strict", "relations strict", "targets", "tasks", "responsibilities")
COST = 0.02


@pytest.fixture(scope="module")
def step(soak: bool) -> int:
    """All plans, or every other one."""
    return 1 if soak else 2


@pytest.fixture(scope="module")
def clean(root: Path, step: int) -> Mapping[str, Tally]:
    found = scores(root, step=step)
    assert found["entities strict"].gold > 700
    return found


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_damage_costs_little(root: Path, clean: Mapping[str, Tally], step: int, name: str) -> None:
    found = scores(root, name, step=step)
    assert found["entities strict"].gold == clean["entities strict"].gold
    for measure in MEASURES:
        cost = clean[measure].f1 - found[measure].f1
        assert cost <= COST, (measure, cost)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_damage_is_one_and_the_same_each_time(root: Path, name: str) -> None:
    differ = 0
    for file in sorted((root / "data" / "plans").glob("*.txt")):
        (document,) = read(file)
        text = corrupted(document.text, name, file.stem)
        assert text == corrupted(document.text, name, file.stem)
        differ += text != document.text
    assert differ >= 8


def test_the_order_of_the_files_changes_nothing(root: Path) -> None:
    files, schema = sorted((root / "data" / "plans").glob("*.txt")), Schema.load()

    def read_all(order: list[Path]) -> dict[str, object]:
        return {file.stem: annotation(extract(read(file)[0])[0], schema) for file in order}

    shuffled = random.Random(0).sample(files, len(files))
    assert shuffled != files
    assert read_all(files) == read_all(shuffled)
