"""What an extraction missed and what it made up, fact by fact with cause and words: where to look to make it better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from kexie_kg.causes import NO_COUNTERPART, of_entity, of_relation, of_target
from kexie_kg.evaluate import Comparison
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.scoring import Annotation, Row, Score, match_entities, match_targets
from kexie_kg.wording import canonical

COLUMNS = ("plan", "what", "error", "cause", "fact", "words")
MISSED, SPURIOUS, OTHERWISE = "missed", "spurious", "otherwise"

_Error: TypeAlias = tuple[str, str, str, str, str]


def mistakes(comparisons: Iterable[Comparison]) -> Rows:
    """One row for each fact that only one side has, in the order of plans.

    ``error`` is ``missed`` (of the gold) or ``spurious`` (of the extraction); ``words`` is the evidence of that side,
    of a missed entity one of its names as printed. Entities that are found, but not under their canonical name or with
    another kind, are ``otherwise``. :mod:`kexie_kg.causes` tells the causes.
    """
    score = Score(Schema.load())
    rows = [(c.plan, *error) for c in comparisons for error in _of_plan(c, score)]
    return Rows(COLUMNS, tuple(rows))


def by_cause(groups: Mapping[str, Iterable[Comparison]]) -> Rows:
    """How many errors of each cause the plans of each group have, the commonest first, with the first one's fact."""
    found = {name: [row[1:] for row in mistakes(comparisons)] for name, comparisons in groups.items()}
    counts = {name: Counter(row[:3] for row in rows) for name, rows in found.items()}
    total = sum(counts.values(), Counter[tuple[Cell, ...]]())
    example: dict[tuple[Cell, ...], Cell] = {}
    for rows in found.values():
        for row in rows:
            example.setdefault(row[:3], row[3])
    order = sorted(total, key=lambda kind: (str(kind[0]), -total[kind], *map(str, kind)))
    lines = [(*kind, *(counts[name][kind] for name in groups), example[kind]) for kind in order]
    return Rows(("what", "error", "cause", *groups, "for example"), tuple(lines))


def _of_plan(comparison: Comparison, score: Score) -> Iterator[_Error]:
    gold, mine = comparison.gold, comparison.predicted
    matches = match_entities(gold["entities"], mine["entities"], "strict")
    yield from _entities(gold, mine, matches)
    yield from _relations(gold, mine, matches, score)
    yield from _targets(gold, mine)


def _entities(gold: Annotation, mine: Annotation, matches: Mapping[str, str]) -> Iterator[_Error]:
    met = set(matches.values())
    missed = [row for row in gold["entities"] if row["id"] not in met]
    spurious = [row for row in mine["entities"] if row["id"] not in matches]
    for error, rows, others in ((MISSED, missed, spurious), (SPURIOUS, spurious, missed)):
        for row in rows:
            cause = of_entity(row, others) or NO_COUNTERPART[error]
            yield "entity", error, cause, _entity(row), _printed(row)
    theirs = {row["id"]: row for row in gold["entities"]}
    for row in mine["entities"]:
        other = theirs.get(matches.get(row["id"], ""))
        if other is not None and canonical(row["name"]) != canonical(other["name"]):
            yield "entity", OTHERWISE, "name", f"{row['name']}, not {other['name']}", _printed(other)
        if other is not None and other.get("kind") and row.get("kind") != other["kind"]:
            fact = f"{other['name']}: {row.get('kind') or 'none'}, not {other['kind']}"
            yield "entity", OTHERWISE, "kind", fact, _printed(other)


def _relations(gold: Annotation, mine: Annotation, matches: Mapping[str, str], score: Score) -> Iterator[_Error]:
    ids = {row["id"]: row["id"] for row in gold["entities"]}
    theirs, ours = score.triples(gold, ids), score.triples(mine, matches)
    names = {row["id"]: row["name"] for row in gold["entities"]}
    names |= {f"?{row['id']}": row["name"] for row in mine["entities"]}
    words = (_evidence(gold, score, ids), _evidence(mine, score, matches))
    unmatched = (ids.keys() - set(matches.values()) - {"issuer"}, {f"?{row['id']}" for row in mine["entities"]})
    for error, triples, others, evidence, alone in (
        (MISSED, theirs - ours, ours - theirs, words[0], unmatched[0]),
        (SPURIOUS, ours - theirs, theirs - ours, words[1], unmatched[1]),
    ):
        for triple in sorted(triples):
            cause = of_relation(triple, others, alone) or NO_COUNTERPART[error]
            fact = " ".join((names.get(triple[0], triple[0]), triple[1], names.get(triple[2], triple[2])))
            yield "relation", error, cause, fact, evidence.get(triple, "")


def _targets(gold: Annotation, mine: Annotation) -> Iterator[_Error]:
    met = match_targets(gold["targets"], mine["targets"])
    missed = [row for number, row in enumerate(gold["targets"]) if number not in set(met.values())]
    spurious = [row for number, row in enumerate(mine["targets"]) if number not in met]
    for error, rows, others in ((MISSED, missed, spurious), (SPURIOUS, spurious, missed)):
        for row in rows:
            cause = of_target(row, others) or NO_COUNTERPART[error]
            yield "target", error, cause, _target(row), row.get("evidence") or ""


def _evidence(plan: Annotation, score: Score, gold_id: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """The words of each relation, by the triple that :meth:`Score.triples` makes of it."""
    words: dict[tuple[str, str, str], str] = {}
    for row in plan["relations"]:
        one: dict[str, Any] = dict(plan) | {"relations": [row]}
        (triple,) = score.triples(one, gold_id)
        words.setdefault(triple, row.get("evidence") or "")
    return words


def _entity(row: Row) -> str:
    return f"{row['type']}/{row.get('kind') or 'none'} {row['name']}"


def _printed(row: Row) -> str:
    return str(next(iter(row.get("aliases") or ()), row["name"]))


def _target(target: Row) -> str:
    high = "" if target.get("value_max") is None else f"–{target['value_max']:g}"
    return f"{target.get('object')} {target.get('op')} {target.get('value'):g}{high} {target.get('unit')}"
