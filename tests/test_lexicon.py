"""The lexicon is general: no long word, and no rule without a reason, that only one plan needs."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from kexie_kg.graph.model import Fact
from kexie_kg.loaders import extract, read

PATTERNS = files("kexie_kg.loaders").joinpath("patterns")
LONG = 4
"""Characters beyond which a word is likely to have been taken from the one plan that has it."""
NOT_WORDS = {"examples", "counter_examples", "type", "kind", "relation", "full", "parent", "object", "written_out"}
GAZETTEERS = {"bodies.toml"}
"""Names of organs that law and statutes give: 人大常委会, 卫生和计划生育委员会."""


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split()
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_WORDS:
                yield from _words(item)


def _plans(root: Path) -> dict[str, Path]:
    found = {file.stem: file for file in sorted((root / "data" / "plans").glob("*.txt"))}
    assert len(found) == 23
    return found


def test_no_long_word_is_of_one_plan(root: Path) -> None:
    texts = {name: file.read_text("utf-8") for name, file in _plans(root).items()}
    tables = [p for folder in (PATTERNS, PATTERNS.joinpath("relations")) for p in folder.iterdir()]
    words = {
        word
        for file in tables
        if file.name.endswith(".toml") and file.name not in GAZETTEERS | {"rare.toml"}
        for word in _words(tomllib.loads(file.read_text("utf-8")))
        if len(word) > LONG
    }
    assert len(words) > 50
    assert {word for word in words if sum(word in text for text in texts.values()) == 1} == set()


def test_rules_of_one_plan_have_their_reason(root: Path) -> None:
    plans: dict[str, set[str]] = defaultdict(set)
    for name, file in _plans(root).items():
        for document in read(file):
            for contribution in extract(document):
                facts: list[Fact] = [*contribution.entities, *contribution.relations]
                for fact in facts:
                    for evidence in fact.evidence:
                        plans[evidence.rule].add(name)
    assert len(plans) > 30
    reasons = tomllib.loads(PATTERNS.joinpath("rare.toml").read_text("utf-8"))
    assert {rule for rule, found in plans.items() if len(found) == 1} == set(reasons)
    assert all(len(reason) > LONG * 10 for reason in reasons.values())
