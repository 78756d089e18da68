"""Stages of extraction: each can be left out and then costs what it brings; without any left out nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kexie_kg.evaluate import evaluate
from kexie_kg.loaders.stages import STAGES, Stage
from kexie_kg.scoring import Tally

COSTS: Mapping[Stage, str] = {
    "gazetteer": "entities strict", "quoted names": "entities strict", "coordination": "entities strict",
    "genericity": "entities strict", "institutions": "entities strict", "resolution": "canonical name of found",
    "headings": "entities strict", "participants": "relations strict", "discourse": "relations strict",
    "constructions": "relations strict",
}  # fmt: skip
"""The measure that falls on these plans without it."""
UNSEEN_IN_GOLD: frozenset[Stage] = frozenset({"tense", "loose names"})
"""The gold does not tell promises from deeds; names no verb governs are few."""


@pytest.fixture(scope="module")
def gold(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four plans of different formats."""
    folder = tmp_path_factory.mktemp("stages")
    for name in ("dalian-2019", "sichuan-2022", "yangzhou-2018", "zaozhuang-2019"):
        (folder / f"{name}.json").write_bytes((root / "data" / "gold" / f"{name}.json").read_bytes())
    return folder


@pytest.fixture(scope="module")
def whole(root: Path, gold: Path) -> Mapping[str, Tally]:
    return evaluate(gold, root / "data" / "plans").tallies


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_is_left_out_is_missed(root: Path, gold: Path, whole: Mapping[str, Tally], stage: Stage) -> None:
    report = evaluate(gold, root / "data" / "plans", without=frozenset([stage]))
    assert report.failures == ()
    assert (stage in COSTS) is not (stage in UNSEEN_IN_GOLD)
    if stage in COSTS:
        assert report.tallies[COSTS[stage]].f1 < whole[COSTS[stage]].f1 - 0.001, stage
    assert report.tallies["tasks"].f1 == whole["tasks"].f1, "the outline is read before all of them"
