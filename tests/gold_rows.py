"""Rows of annotations, written by hand for tests."""

from __future__ import annotations

from typing import Any

from kexie_kg.scoring import EMPTY

Row = dict[str, Any]


def entity(id_: str, type_: str, name: str, *aliases: str, also: tuple[str, ...] = ()) -> Row:
    return {"id": id_, "type": type_, "name": name, "aliases": list(aliases), "also_type": list(also)}


def relation(s: str, p: str, o: str) -> Row:
    return {"s": s, "p": p, "o": o}


def target(object_: str, op: str, value: float, unit: str, task: str | None = "1") -> Row:
    return {"object": object_, "op": op, "value": value, "value_max": None, "unit": unit, "task": task}


def plan(**parts: Any) -> Row:
    document = {"issuer": "嘉兴市科学技术协会", "place": "浙江省嘉兴市", "year": 2020, "copied_to": []}
    return {**EMPTY, "document": document, **parts}
