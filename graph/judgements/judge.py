"""The graph of some contributions under judgements, and what each judgement did.

It depends on the set of contributions and the set of judgements alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from kexie_kg.graph.judgements.application import apply
from kexie_kg.graph.judgements.equivalence import Equivalence
from kexie_kg.graph.judgements.language import OF_PAIRS, Judgement, Key, Outcome
from kexie_kg.graph.judgements.lookup import Effect, Lookup
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Graph
from kexie_kg.graph.schema import Schema, nearest


def judged(
    contributions: Iterable[Contribution], judgements: Sequence[Judgement], schema: Schema, where: str
) -> tuple[Graph, tuple[Outcome, ...]]:
    """The graph, and an outcome for each judgement in their order.

    ``where`` names the file of judgements. Raises :class:`JudgementError` if two of them contradict each other.
    """
    if not judgements:
        return merge(contributions, schema), ()
    classes = Equivalence(judgements, schema, where)
    plans = list(contributions)
    lookup = Lookup(plans, judgements, classes)
    different = (judgement.things for judgement in judgements if judgement.verdict == "different")
    apart = frozenset(frozenset(lookup.key_of(key.id, key).id for key in pair) for pair in different)
    graph = merge([apply(plan, lookup, schema) for plan in plans], schema, apart)
    report = _Report(graph, lookup, classes, schema, {plan.plan for plan in plans})
    return graph, tuple(Outcome(str(judgement), *report.of(judgement)) for judgement in judgements)


class _Report:
    """Says what judgements did."""

    def __init__(self, graph: Graph, lookup: Lookup, classes: Equivalence, schema: Schema, plans: set[str]) -> None:
        self._lookup, self._classes, self._plans = lookup, classes, plans
        self._stated = {classes.class_of(id_) for id_ in lookup.named}
        instance_of = schema.part["instance_of"]
        names = self._nodes = {node.id: node.name for node in graph.nodes}
        self._series = {e.source: (e.target, names[e.target]) for e in graph.edges if e.type == instance_of}

    def of(self, judgement: Judgement) -> tuple[bool, str]:
        """Whether it met a fact, and what it did."""
        missing = [key for key in judgement.things if not self._is_there(judgement, key)]
        if missing:
            return False, "; ".join(map(self._missing, missing))
        if judgement.plan and judgement.plan not in self._plans:
            return False, f'no plan "{judgement.plan}"{nearest(judgement.plan, self._plans)}'
        match judgement.verdict:
            case "same":
                return True, f"one thing: {self._key(judgement.things[0])}"
            case "different":
                return True, self._split(*judgement.things)
            case "unsure":
                return True, "noted, changes nothing"
            case _:
                effect = self._lookup.effects[judgement]
                return bool(effect.plans) or effect.already, _deed(judgement, effect)

    def _is_there(self, judgement: Judgement, key: Key) -> bool:
        if judgement.verdict in OF_PAIRS:
            return key.id in self._lookup.named or key.id in self._nodes
        return self._classes.class_of(key.id) in self._stated

    def _key(self, key: Key) -> Key:
        return self._lookup.key_of(key.id, key)

    def _split(self, first: Key, second: Key) -> str:
        a, b = (self._series.get(self._key(key).id, ("", key.id)) for key in (first, second))
        return f'two series "{a[1]}"' if a[1] == b[1] and a[0] != b[0] else "two things, as without it"

    def _missing(self, key: Key) -> str:
        return f"no {key}{nearest_key(key, self._lookup.stated.values())}"


def nearest_key(key: Key, known: Iterable[Key]) -> str:
    """`` (did you mean "…"?)`` with the key whose type is the same and whose name is most similar, or nothing."""
    named: dict[str, list[Key]] = defaultdict(list)
    for other in known:
        if other.type == key.type:
            named[other.name].append(other)
    close = get_close_matches(key.name, named, n=1, cutoff=0.5)
    return f' (did you mean "{min(named[close[0]])}"?)' if close else ""


def _deed(judgement: Judgement, effect: Effect) -> str:
    parts = []
    counts = ((len(effect.things), "thing"), (effect.relations, "relation"))
    if counted := [_several(number, noun) for number, noun in counts if number]:
        done = "left out" if judgement.verdict == "reject" else "corrected"
        parts.append(f"{' and '.join(counted)} {done} in {_several(len(effect.plans), 'plan')}")
    elif effect.already:
        parts.append("is read so already")
    if effect.misfits:
        parts.append(f"{_several(effect.misfits, 'relation')} that it cannot have left out")
    return "; ".join([*parts, *sorted(effect.notes)]) or "no plan says so"


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
