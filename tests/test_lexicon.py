"""The lexicon is general: no long word, and no rule without a reason, that only one plan needs."""

from __future__ import annotations

import ast
import re
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
BLIND = {"fengtai-2024", "honghe-2021", "nanan-2017", "sichuan-2022"}
"""Plans that came when the rules were there: a word of one of them and of one other is still of one."""
NOT_WORDS = {"examples", "counter_examples", "type", "kind", "relation", "full", "parent", "object", "written_out"}
GAZETTEERS = {"bodies.toml", "national.toml", "regions.toml"}
"""Names given by law, statutes and usage: organs (人大常委会), national brands, regions (成渝地区双城经济圈)."""
NAMES_IN_CODE = {"zone_names.py", "furniture.py"}
"""Legal names of zones (高新技术产业开发区), and what the frames of web pages say around a text (本篇文章共有)."""
_LONG_RUN = re.compile(rf"[一-龥]{{{LONG + 1},}}")


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


def _in_code(root: Path) -> Iterator[str]:
    """The words written in the rules themselves, comments and docstrings apart."""
    for file in sorted((root / "loaders").rglob("*.py")):
        if file.name in NAMES_IN_CODE:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield from _LONG_RUN.findall(node.value)


def test_no_long_word_is_of_one_plan(root: Path) -> None:
    texts = {name: file.read_text("utf-8") for name, file in _plans(root).items() if name not in BLIND}
    assert len(texts) == 19
    folders = (PATTERNS, PATTERNS.joinpath("relations"), files("kexie_kg.data").joinpath("gazetteer"))
    tables = [p for folder in folders for p in folder.iterdir() if p.name.endswith(".toml")]
    assert {"invoked.toml", *GAZETTEERS} <= {p.name for p in tables}
    words = {
        word
        for file in tables
        if file.name not in GAZETTEERS | {"rare.toml"}
        for word in _words(tomllib.loads(file.read_text("utf-8")))
        if len(word) > LONG
    }
    in_code = set(_in_code(root))
    assert min(len(words), len(in_code)) > 50
    of_one = {word for word in words | in_code if sum(word in text for text in texts.values()) == 1}
    assert of_one == set()


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
