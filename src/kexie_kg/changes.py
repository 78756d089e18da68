"""What a set of files changes in a graph: which plans are new, replaced, unchanged, or said twice.

The answer depends on the set of files and on the graph alone. Where two files of one build say the same, the one
whose name comes first in the alphabet is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kexie_kg.graph.manifest import PlanRecord
from kexie_kg.reading import Reading

Outcome: TypeAlias = Literal["new", "replaced", "unchanged", "duplicate", "rival"]
"""``duplicate``: another file has the same text and counts. ``rival``: another file of the same build has another
text of the plan and counts."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one plan in one file. ``note`` is empty where there is nothing to explain."""

    outcome: Outcome
    plan: str
    path: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """``plans`` are those of the graph afterwards; ``dropped`` the keys under which texts were known before that are
    read otherwise now."""

    plans: Mapping[str, PlanRecord]
    changes: tuple[Change, ...]
    dropped: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(change.outcome == outcome for change in self.changes)


def find_changes(readings: Iterable[Reading], held: Mapping[str, PlanRecord]) -> Changes:
    """What the readings make of a graph that holds these plans."""
    comparison = _Comparison(held)
    documents = [(reading.path, records) for reading in readings for records in reading.documents]
    for path, records in sorted(documents, key=lambda item: (item[1][0].file, item[0])):
        comparison.add(path, records)
    return comparison.result()


class _Comparison:
    def __init__(self, held: Mapping[str, PlanRecord]) -> None:
        self._held = held
        self._plans = dict(held)
        self._keys_of: dict[str, set[str]] = defaultdict(set)
        for record in held.values():
            self._keys_of[record.fingerprint].add(record.plan)
        self._path_of_text: dict[str, str] = {}
        self._path_of_plan: dict[str, str] = {}
        self._changes: list[Change] = []

    def add(self, path: str, records: tuple[PlanRecord, ...]) -> None:
        """The plans of one document; documents come in the order in which they win."""
        text = records[0].fingerprint
        twin = self._path_of_text.setdefault(text, path)
        if twin != path:
            self._changes += (Change("duplicate", r.plan, path, f"has the same text as {twin}") for r in records)
            return
        for key in self._keys_of[text] - {record.plan for record in records} - self._path_of_plan.keys():
            del self._plans[key]
        for record in records:
            self._changes.append(self._add(path, record))

    def _add(self, path: str, record: PlanRecord) -> Change:
        rival = self._path_of_plan.setdefault(record.plan, path)
        if rival != path:
            return Change("rival", record.plan, path, f"is another text of {record.plan}, which is read from {rival}")
        old = self._held.get(record.plan)
        if old is not None and old.fingerprint == record.fingerprint and old.file != record.file:
            self._plans[record.plan] = min(old, record, key=lambda r: r.file)
            return Change("duplicate", record.plan, path, f"has the same text as {old.file}, which is in the graph")
        self._plans[record.plan] = record
        if old is None:
            return Change("new", record.plan, path)
        if old.contribution == record.contribution:
            return Change("unchanged", record.plan, path)
        if old.fingerprint == record.fingerprint:
            return Change("replaced", record.plan, path, f"is read otherwise than before: {record.plan}")
        return Change("replaced", record.plan, path, f"replaces the text of {record.plan} read from {old.file}")

    def result(self) -> Changes:
        dropped = tuple(sorted(self._held.keys() - self._plans.keys()))
        return Changes(dict(sorted(self._plans.items())), tuple(self._changes), dropped)
