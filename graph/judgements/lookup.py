"""What is judged of the facts of some plans, and the count of what it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kexie_kg.graph.judgements.equivalence import Equivalence, Fact
from kexie_kg.graph.judgements.language import OF_PAIRS, Judgement, Key
from kexie_kg.graph.model import Contribution, Relation


@dataclass(slots=True)
class Effect:
    """What a judgement of facts was found to do."""

    things: set[str] = field(default_factory=set)
    relations: int = 0
    plans: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    misfits: int = 0
    """Relations that cannot lead to or from a thing of the corrected type."""
    already: bool = False
    """Some plan says so by itself."""


class Lookup:
    """The judgements of facts, found by fact."""

    def __init__(
        self, contributions: Sequence[Contribution], judgements: Iterable[Judgement], classes: Equivalence
    ) -> None:
        self._classes = classes
        self._about: dict[Fact, list[Judgement]] = defaultdict(list)
        self.effects: dict[Judgement, Effect] = {}
        for judgement in judgements:
            if judgement.verdict not in OF_PAIRS:
                self._about[classes.fact(judgement)].append(judgement)
                self.effects[judgement] = Effect()
        self.stated = {e.id: Key(e.type, e.name, e.scope) for c in contributions for e in c.entities}
        """The keys that plans themselves give."""
        self.named = {*self.stated} | {classes.named_in(e.id, c.plan) for c in contributions for e in c.entities}
        """Ids after corrections for one plan alone."""

    def key_of(self, id_: str, own: Key) -> Key:
        """The key in the graph of a thing with this id, whose own key is ``own``."""
        return self._classes.key_of(self._classes.class_of(id_), self.named) or own

    def named_in(self, id_: str, plan: str) -> str:
        """The id of a thing after corrections for this plan alone."""
        return self._classes.named_in(id_, plan)

    def is_one(self, id_: str, other: str, plan: str) -> bool:
        """Whether these ids mean one thing in this plan."""
        class_ = self._classes.class_of(other)
        return class_ in {self._classes.class_of(id_), self._classes.class_of(self.named_in(id_, plan))}

    def of_thing(self, id_: str, plan: str) -> list[Judgement]:
        """What holds for a thing in a plan, what is said of this plan alone last."""
        named = self.named_in(id_, plan)
        found = set(self._about.get((self._classes.class_of(named),), ()))
        found |= {j for j in self._about.get((self._classes.class_of(id_),), ()) if j.plan or named == id_}
        return _in_order(j for j in found if j.plan in {"", plan})

    def of_relation(self, relation: Relation) -> list[Judgement]:
        """What holds for a relation, what is said of its plan or modality alone last."""
        ends = [(id_, self.named_in(id_, relation.plan)) for id_ in (relation.source, relation.target)]
        claims = {self._classes.claim(source, relation.type, target) for source in ends[0] for target in ends[1]}
        found = {j for claim in claims for j in self._about.get(claim, ())}
        return _in_order(j for j in found if j.plan in {"", relation.plan} and j.modality in {"", relation.modality})


def _in_order(judgements: Iterable[Judgement]) -> list[Judgement]:
    return sorted(judgements, key=lambda j: (bool(j.plan), bool(j.modality), str(j)))
