"""Why a fact counts as missed or spurious, as far as the two annotations tell by themselves.

Of entities: ``boundary`` (the other side has a longer, shorter or overlapping name of the type), ``type`` (it has the
name under another type). Of relations: ``end`` (one end is an entity that only this side has), ``predicate`` (the
other side relates the same two things otherwise), ``other end`` (it relates one of the two so to something else). Of
targets: ``object``, ``operator``, ``unit`` or ``value`` differ from a number of the same task. What has no counterpart
is ``missing`` or ``made up``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from kexie_kg.scoring import Row, Triple, names_of, task_of
from kexie_kg.wording import canonical

NO_COUNTERPART = {"missed": "missing", "spurious": "made up"}
_ALIKE = 0.5
_FIELDS = (("object", "object"), ("op", "operator"), ("unit", "unit"), ("value", "value"))

Ends: TypeAlias = tuple[str, str]


def of_entity(row: Row, others: Sequence[Row]) -> str:
    """Why no one of the other side is this entity; ``others`` are the other side's entities without a match."""
    names = names_of(row)
    if any(names & names_of(other) for other in others):
        return "type"
    types = _types(row)
    near = (other for other in others if types & _types(other))
    return "boundary" if any(_overlap(a, b) for other in near for a in names for b in names_of(other)) else ""


def of_relation(triple: Triple, others: Collection[Triple], unmatched: Collection[str]) -> str:
    """Why the other side lacks this triple; ``others`` are those that only it has, ``unmatched`` the ids of entities
    that only this side has."""
    source, predicate, target = triple
    if source in unmatched or target in unmatched:
        return "end"
    if any({source, target} == {a, b} for a, _, b in others):
        return "predicate"
    if any(p == predicate and (source == a or target == b) for a, p, b in others):
        return "other end"
    return ""


def of_target(row: Row, others: Sequence[Row]) -> str:
    """In what the nearest target of the other side differs; ``others`` are the other side's without a match."""
    alike = [other for other in others if _same_task(row, other)]
    differences = [[cause for field, cause in _FIELDS if not _agree(row, other, field)] for other in alike]
    single = sorted(found[0] for found in differences if len(found) == 1)
    return single[0] if single else ""


def _types(row: Row) -> set[str]:
    return {row["type"], *(row.get("also_type") or ())}


def _overlap(a: str, b: str) -> bool:
    if a in b or b in a:
        return True
    return SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _same_task(row: Row, other: Row) -> bool:
    tasks = task_of(row), task_of(other)
    return not all(tasks) or tasks[0] == tasks[1]


def _agree(row: Row, other: Row, field: str) -> bool:
    a, b = _value(row, field), _value(other, field)
    return a == b or (field == "object" and bool(a) and bool(b) and _overlap(str(a), str(b)))


def _value(row: Mapping[str, Any], field: str) -> object:
    if field == "value":
        return row.get("value"), row.get("value_max")
    return canonical(str(row.get(field) or ""))
