"""The two corpora of ad-hoc queries, ``attacks.toml`` and ``harmless.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from kexie_kg.graph.stores.base import Language

Outcome: TypeAlias = Literal["refused", "stopped"]
_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Attack:
    language: Language
    family: str
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Harmless:
    language: Language
    family: str
    text: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    params: Mapping[str, Any]


def attacks() -> tuple[Attack, ...]:
    """In the order of the file."""
    return tuple(
        Attack(family["language"], family["name"], family["outcome"], text)
        for family in _families("attacks.toml", {"name", "language", "outcome", "queries"})
        if family["outcome"] in get_args(Outcome)
        for text in family["queries"]
    )


def harmless() -> tuple[Harmless, ...]:
    """In the order of the file."""
    return tuple(
        Harmless(
            family["language"], family["name"], query["text"], tuple(query["columns"]),
            tuple(map(tuple, query["rows"])), query.get("params", {}),
        )
        for family in _families("harmless.toml", {"name", "language", "query"})
        for query in family["query"]
        if query.keys() <= {"text", "columns", "rows", "params"}
    )  # fmt: skip


def _families(file: str, keys: set[str]) -> list[dict[str, Any]]:
    families: list[dict[str, Any]] = tomllib.loads((_FOLDER / file).read_text("utf-8"))["family"]
    for family in families:
        assert family.keys() == keys, f"{file}: {family.get('name')}: {sorted(family)}"
        assert family["language"] in get_args(Language), f"{file}: {family['name']}"
    return families


def fingerprint(folders: Mapping[Language, Path]) -> dict[str, str]:
    """Every file of the stores with a hash of its bytes."""
    files = [file for folder in folders.values() for file in folder.rglob("*") if file.is_file()]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
