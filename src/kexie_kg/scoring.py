"""How good an extraction is: true positives, predicted and gold counts by measure, against annotated plans.

Both sides are in the format of the annotation guide, and its definitions hold. *Strict*: an entity is found if its
type is the gold one (or a further one that the gold row allows) and its name the gold name or one of the gold
aliases. *Lenient*: the names may also agree with an alias of the prediction, or one contain the other if the shorter
has three fifths of the longer's length. A relation is found if both of its ends are and its predicate is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product
from typing import Any, Literal, TypeAlias

from kexie_kg.graph.schema import Schema
from kexie_kg.wording import canonical, task_number

Annotation: TypeAlias = Mapping[str, Any]
Row: TypeAlias = Mapping[str, Any]
Level: TypeAlias = Literal["strict", "lenient"]
Triple: TypeAlias = tuple[str, str, str]

EMPTY: Annotation = {"document": {}, "entities": [], "targets": [], "tasks": [], "relations": []}

_DOCUMENT_FIELDS = ("issuer", "place", "year", "doc_number", "issued_on", "copied_to")
_NEAR = 0.6
_ISSUER = "issuer"


@dataclass(slots=True)
class Tally:
    """Counts of one measure, summed over plans."""

    found: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, found: int, predicted: int, gold: int) -> None:
        self.found += found
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        return self.found / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.predicted + self.gold
        return 2 * self.found / both if both else 0.0


class Score:
    """Tallies by measure, over all plans added so far."""

    def __init__(self, schema: Schema) -> None:
        self._symmetric = {name for name, relation in schema.relations.items() if relation.symmetric}
        self.tallies: dict[str, Tally] = defaultdict(Tally)

    def add(self, gold: Annotation, predicted: Annotation) -> None:
        """Compares one plan."""
        self._add_document(gold["document"], predicted["document"])
        self._add_sets("tasks", _task_numbers(gold), _task_numbers(predicted))
        self._add_sets("responsibilities", _duties(gold), _duties(predicted))
        found = len(match_targets(gold["targets"], predicted["targets"]))
        self.tallies["targets"].add(found, len(predicted["targets"]), len(gold["targets"]))
        for level in ("strict", "lenient"):
            matches = match_entities(gold["entities"], predicted["entities"], level)
            if level == "strict":
                self._add_quality(gold["entities"], predicted["entities"], matches)
            self._add_entities(f"entities {level}", gold["entities"], predicted["entities"], matches)
            self._add_triples(f"relations {level}", gold, predicted, matches)

    def _add_document(self, gold: Row, predicted: Row) -> None:
        for field in _DOCUMENT_FIELDS:
            self.tallies["document"].add(int(_field(gold, field) == _field(predicted, field)), 1, 1)

    def _add_entities(
        self, measure: str, gold: Sequence[Row], predicted: Sequence[Row], matches: Mapping[str, str]
    ) -> None:
        """In all and by type; a prediction that matches counts for the gold row's type."""
        gold_type = {row["id"]: str(row["type"]) for row in gold}
        counted = {row["id"]: str(row["type"]) for row in predicted}
        counted |= {mine: gold_type[theirs] for mine, theirs in matches.items()}
        self.tallies[measure].add(len(matches), len(counted), len(gold_type))
        for type_ in sorted({*gold_type.values(), *(str(row["type"]) for row in predicted)}):
            self.tallies[f"{measure} {type_}"].add(
                sum(gold_type[theirs] == type_ for theirs in matches.values()),
                sum(t == type_ for t in counted.values()),
                sum(t == type_ for t in gold_type.values()),
            )

    def _add_quality(self, gold: Sequence[Row], predicted: Sequence[Row], matches: Mapping[str, str]) -> None:
        """Of the entities found: how many have the gold row's canonical name, and how many its kind."""
        theirs, mine = {row["id"]: row for row in gold}, {row["id"]: row for row in predicted}
        pairs = [(mine[a], theirs[b]) for a, b in matches.items()]
        names = sum(canonical(str(a.get("name") or "")) == canonical(b["name"]) for a, b in pairs)
        kinds = [a.get("kind") == b["kind"] for a, b in pairs if b.get("kind")]
        self.tallies["canonical name of found"].add(names, len(pairs), len(pairs))
        self.tallies["kind of found"].add(sum(kinds), len(kinds), len(kinds))

    def _add_triples(self, measure: str, gold: Annotation, predicted: Annotation, matches: Mapping[str, str]) -> None:
        theirs = self.triples(gold, {row["id"]: row["id"] for row in gold["entities"]})
        mine = self.triples(predicted, matches)
        self._add_sets(measure, theirs, mine)
        for predicate in sorted({triple[1] for triple in theirs | mine}):
            self._add_sets(
                f"{measure} {predicate}",
                {triple for triple in theirs if triple[1] == predicate},
                {triple for triple in mine if triple[1] == predicate},
            )

    def triples(self, plan: Annotation, gold_id: Mapping[str, str]) -> set[Triple]:
        """The relations with gold ids, and one name for the issuer however it is referred to; ``?id`` matches none."""
        name = canonical(str(plan["document"].get("issuer") or ""))
        issuers = {_ISSUER} | {row["id"] for row in plan["entities"] if name and name in names_of(row)}

        def end(id_: str) -> str:
            if id_ in issuers:
                return _ISSUER
            if id_.startswith("task:"):
                return f"task:{task_number(id_.removeprefix('task:'))}"
            return gold_id.get(id_, f"?{id_}")

        triples = ((end(row["s"]), str(row["p"]), end(row["o"])) for row in plan["relations"])
        return {(min(s, o), p, max(s, o)) if p in self._symmetric else (s, p, o) for s, p, o in triples}

    def _add_sets(self, measure: str, gold: set[Any], predicted: set[Any]) -> None:
        self.tallies[measure].add(len(gold & predicted), len(predicted), len(gold))


def match_entities(gold: Sequence[Row], predicted: Sequence[Row], level: Level) -> dict[str, str]:
    """Predicted id → gold id, one to one: equal names first, then gold aliases, then (lenient) what comes near."""
    pairs = (
        (rank, mine["id"], theirs["id"])
        for mine, theirs in product(predicted, gold)
        if mine["type"] in {theirs["type"], *(theirs.get("also_type") or ())}
        and (rank := _rank(mine, theirs, level)) is not None
    )
    matches: dict[str, str] = {}
    for _, mine, theirs in sorted(pairs):
        if mine not in matches and theirs not in matches.values():
            matches[mine] = theirs
    return matches


def _rank(mine: Row, theirs: Row, level: Level) -> int | None:
    name, gold_name = canonical(str(mine.get("name") or "")), canonical(theirs["name"])
    gold_names = names_of(theirs)
    if name and name == gold_name:
        return 0
    if name in gold_names:
        return 1
    if level == "lenient":
        names = names_of(mine)
        if gold_name in names or any(_near(a, b) for a, b in product(names, gold_names)):
            return 2
    return None


def _near(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return short in long and len(short) >= _NEAR * len(long)


def names_of(row: Row) -> set[str]:
    """All names of an entity, in one spelling."""
    return {canonical(str(name)) for name in (row.get("name"), *(row.get("aliases") or ())) if name} - {""}


def _field(document: Row, field: str) -> object:
    value = document.get(field)
    return {canonical(str(v)) for v in value} or "" if isinstance(value, list) else canonical(str(value or ""))


def _task_numbers(plan: Annotation) -> set[str]:
    return {task_number(task.get("no")) for task in plan["tasks"]}


def _duties(plan: Annotation) -> set[tuple[str, str, str]]:
    """(task, role, unit)"""
    return {
        (task_number(task.get("no")), role, canonical(unit))
        for task in plan["tasks"]
        for role in ("leads", "supports")
        for unit in task.get(role) or ()
    }


def match_targets(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[int, int]:
    """Index of a prediction → index of the gold target it meets, one to one, in the order of the gold."""
    matches: dict[int, int] = {}
    for number, theirs in enumerate(gold):
        free = (i for i, mine in enumerate(predicted) if i not in matches and _same_target(theirs, mine))
        match = next(free, None)
        if match is not None:
            matches[match] = number
    return matches


def task_of(target: Row) -> str:
    """Number of the task that a target stands in, empty outside of tasks."""
    return task_number(target.get("task"))


def _same_target(gold: Row, mine: Row) -> bool:
    """The same number of the same thing in the same task, where both name one."""
    tasks = task_of(gold), task_of(mine)
    if all(tasks) and tasks[0] != tasks[1]:
        return False
    if list(_measure(gold)) != list(_measure(mine)):
        return False
    a, b = canonical(gold.get("object") or ""), canonical(mine.get("object") or "")
    if not a or not b or len(b) > 2 * len(a) + 4:
        return False
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() >= 0.5


def _measure(target: Row) -> Iterator[object]:
    for name in ("value", "value_max"):
        value = target.get(name)
        yield round(float(value), 4) if isinstance(value, int | float) else None
    yield target.get("op")
    yield canonical(str(target.get("unit") or ""))
