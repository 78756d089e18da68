"""How far figures can be trusted: intervals over plans, and whether a fact's confidence means what it says."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from kexie_kg.evaluate import Comparison, tallies
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.scoring import Score, match_entities

MEASURES = ("entities strict", "relations strict", "targets", "tasks", "responsibilities", "document")
BINS = (0.0, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Lower ends of the classes of confidence."""
RESAMPLES = 1000


def intervals(comparisons: Sequence[Comparison], resamples: int = RESAMPLES, seed: int = 0) -> Rows:
    """F1 of the main measures with its 95 % interval, by a bootstrap over plans.

    Plans, not facts, are drawn with replacement: the facts of one plan stand or fall together (Efron's percentile
    interval on clusters).
    """
    single = [tallies([comparison]) for comparison in comparisons]
    rng = random.Random(seed)
    draws = [rng.choices(range(len(single)), k=len(single)) for _ in range(resamples)]
    rows = []
    for measure in MEASURES:
        counts = [(t[measure].found, t[measure].predicted + t[measure].gold) for t in single]
        figures = sorted(_f1([counts[i] for i in draw]) for draw in draws)
        low, high = figures[int(0.025 * resamples)], figures[min(resamples - 1, int(0.975 * resamples))]
        rows.append((measure, round(_f1(counts), 4), round(low, 4), round(high, 4), len(single)))
    return Rows(("measure", "f1", "low", "high", "plans"), tuple(rows))


def calibration(comparisons: Sequence[Comparison]) -> Rows:
    """Of the entities and relations in each class of confidence, the share that the gold has."""
    verdicts = [verdict for comparison in comparisons for verdict in _verdicts(comparison)]
    rows = []
    for what in ("entities", "relations"):
        for low, high in zip(BINS, (*BINS[1:], 1.01), strict=True):
            right = [ok for kind, confidence, ok in verdicts if kind == what and low <= confidence < high]
            if right:
                share = round(sum(right) / len(right), 4)
                rows.append((what, low, min(high, 1.0), len(right), sum(right), share))
    return Rows(("what", "from", "to", "facts", "right", "precision"), tuple(rows))


def _verdicts(comparison: Comparison) -> Iterator[tuple[str, float, bool]]:
    gold, mine = comparison.gold, comparison.predicted
    matches = match_entities(gold["entities"], mine["entities"], "strict")
    for row in mine["entities"]:
        yield "entities", row["confidence"], row["id"] in matches
    score = Score(Schema.load())
    theirs = score.triples(gold, {row["id"]: row["id"] for row in gold["entities"]})
    for row in mine["relations"]:
        (triple,) = score.triples(dict(mine) | {"relations": [row]}, matches)
        yield "relations", row["confidence"], triple in theirs


def _f1(counts: Sequence[tuple[int, int]]) -> float:
    both = sum(total for _, total in counts)
    return 2 * sum(found for found, _ in counts) / both if both else 0.0
