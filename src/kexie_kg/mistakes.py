"""What an extraction missed and what it made up, fact by fact with the sentence: where to look to make it better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from kexie_kg.evaluate import Comparison
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.scoring import Annotation, Score, match_entities, match_targets

COLUMNS = ("plan", "what", "error", "fact", "words")
MISSED, SPURIOUS = "missed", "spurious"

_Row: TypeAlias = tuple[Cell, ...]


def mistakes(comparisons: Iterable[Comparison]) -> Rows:
    """One row for each fact that only one side has, in the order of plans.

    ``error`` is ``missed`` (of the gold) or ``spurious`` (of the extraction); ``words`` is the evidence of that side,
    of a missed entity one of its names as printed.
    """
    score = Score(Schema.load())
    return Rows(COLUMNS, tuple(row for comparison in comparisons for row in _of_plan(comparison, score)))


def _of_plan(comparison: Comparison, score: Score) -> Iterator[_Row]:
    gold, mine = comparison.gold, comparison.predicted
    matches = match_entities(gold["entities"], mine["entities"], "strict")
    for error, side, found in ((MISSED, gold, set(matches.values())), (SPURIOUS, mine, set(matches))):
        for row in side["entities"]:
            if row["id"] not in found:
                printed = next(iter(row.get("aliases") or ()), row["name"])
                yield comparison.plan, "entity", error, f"{row['type']}/{row['kind']} {row['name']}", printed
    theirs = score.triples(gold, {row["id"]: row["id"] for row in gold["entities"]})
    ours = score.triples(mine, matches)
    names = {row["id"]: row["name"] for row in gold["entities"]}
    names |= {f"?{row['id']}": row["name"] for row in mine["entities"]}
    words = (_evidence(gold, score, {i: i for i in names}), _evidence(mine, score, matches))
    for error, triples, evidence in ((MISSED, theirs - ours, words[0]), (SPURIOUS, ours - theirs, words[1])):
        for triple in sorted(triples):
            fact = " ".join((names.get(triple[0], triple[0]), triple[1], names.get(triple[2], triple[2])))
            yield comparison.plan, "relation", error, fact, evidence.get(triple, "")
    met = match_targets(gold["targets"], mine["targets"])
    for error, side, found_targets in ((MISSED, gold, set(met.values())), (SPURIOUS, mine, set(met))):
        for number, target in enumerate(side["targets"]):
            if number not in found_targets:
                yield comparison.plan, "target", error, _target(target), target.get("evidence") or ""


def _evidence(plan: Annotation, score: Score, gold_id: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """The words of each relation, by the triple that :meth:`Score.triples` makes of it."""
    words: dict[tuple[str, str, str], str] = {}
    for row in plan["relations"]:
        one: dict[str, Any] = dict(plan) | {"relations": [row]}
        (triple,) = score.triples(one, gold_id)
        words.setdefault(triple, row.get("evidence") or "")
    return words


def _target(target: Mapping[str, Any]) -> str:
    high = "" if target.get("value_max") is None else f"–{target['value_max']:g}"
    return f"{target.get('object')} {target.get('op')} {target.get('value'):g}{high} {target.get('unit')}"
