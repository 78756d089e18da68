"""Collects what one plan says while it is read, and makes the plan's contribution of it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kexie_kg.graph.identity import make_id
from kexie_kg.graph.model import Contribution, Document, Entity, Evidence, Fact, Relation, Sentence, Value
from kexie_kg.graph.schema import Schema


@dataclass(slots=True)
class _Collected:
    """An entity in the making."""

    type: str
    name: str
    scope: str
    kind: str
    evidence: list[Evidence] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    props: dict[str, Value] = field(default_factory=dict)
    surest: float = 0.0
    """Confidence of the surest mention so far."""


_UNIT = "department"


class FactBuilder:
    """The facts of one plan. The same fact may be added many times; each time adds its evidence."""

    def __init__(self, plan: str, document: Document, spans: Sequence[tuple[int, int]], schema: Schema) -> None:
        """``spans`` are the sentences of the plan: disjoint, in the order of the text."""
        self.plan = plan
        self.schema = schema
        self._document = document
        self._spans = spans
        self._starts = [start for start, _ in spans]
        self._entities: dict[str, _Collected] = {}
        self._ids: dict[tuple[str, str, str], str] = {}
        """Ids by type, name and scope: most things are named more than once, and an id takes a hash."""
        self._by_name: dict[tuple[str, str], list[str]] = {}
        self._relations: dict[tuple[str, str, str, str], dict[tuple[int, int], Evidence]] = {}

    def evidence(self, start: int, end: int, rule: str, confidence: float = 1.0, task: str = "") -> Evidence:
        """Evidence for the words at ``[start:end]``, cut at the end of the sentence in which they begin."""
        index = bisect_right(self._starts, start) - 1
        end = min(end, self._spans[index][1])
        words = self._document.text[start:end]
        return Evidence(self.plan, start, end, words, rule=rule, confidence=confidence, task=task)

    def entity(
        self,
        type_: str,
        name: str,
        evidence: Evidence,
        *,
        kind: str = "",
        scope: str = "",
        aliases: Iterable[str] = (),
        props: dict[str, Value] | None = None,
    ) -> str:
        """Adds a mention of an entity and returns its id. The kind of the surest mention holds."""
        key = (type_, name, scope)
        id_ = self._ids.get(key) or self._ids.setdefault(key, make_id(*key))
        if id_ not in self._entities:
            self._entities[id_] = _Collected(type_, name, scope, kind)
            self._by_name.setdefault((type_, name), []).append(id_)
        found = self._entities[id_]
        if kind and (not found.kind or evidence.confidence > found.surest):
            found.kind = kind
        found.surest = max(found.surest, evidence.confidence)
        found.evidence.append(evidence)
        for alias in aliases:
            if alias and alias != name:
                found.aliases.add(alias)
        if props:
            found.props.update(props)
        return id_

    def relation(self, type_: str, source: str, target: str, evidence: Evidence, modality: str = "planned") -> None:
        """Adds a relation between two entities of this plan; both ends of a symmetric one may come in either order."""
        if source == target:
            return
        if self.schema.relations[type_].symmetric and target < source:
            source, target = target, source
        places = self._relations.setdefault((source, type_, target, modality), {})
        place = (evidence.start, evidence.end)
        known = places.get(place)
        places[place] = evidence if known is None else _joined(known, evidence)

    def contribution(self, year: int, issuer: str) -> Contribution:
        """Everything added so far."""
        entities = tuple(self._entity(id_, self._entities[id_]) for id_ in sorted(self._entities))
        relations = tuple(self._relation(key) for key in sorted(self._relations))
        facts: list[Fact] = [*entities, *relations]
        used = {self._span(e) for fact in facts for e in fact.evidence}
        text = self._document.text
        return Contribution(
            plan=self.plan,
            year=year,
            issuer=issuer,
            file=self._document.path.replace("\\", "/").rpartition("/")[2],
            file_sha256=self._document.sha256,
            text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            sentences=tuple(Sentence(start, end, text[start:end]) for start, end in sorted(used)),
            entities=entities,
            relations=relations,
        )

    def find(self, type_: str, name: str) -> str | None:
        """Id of the entity of this type and name that was added, in whatever scope; None if there is none."""
        return next((id_ for id_ in self._by_name.get((type_, name), ()) if id_ in self._entities), None)

    def unite(self, absorbed: str, kept: str) -> None:
        """Makes one entity of what was added as two types of thing under one name: a house is a body, too.

        A unit of the issuer gives up the relations that its type may not have (it is not used: rule B9); of other
        bodies that have such relations the house stays beside the body.
        """
        by_name = {(found.name, found.scope): id_ for id_, found in self._entities.items() if found.type == kept}
        for id_, found in [item for item in self._entities.items() if item[1].type == absorbed]:
            other = by_name.get((found.name, found.scope))
            if other is None:
                continue
            own = [key for key in self._relations if id_ in (key[0], key[2])]
            legal = [key for key in own if self._may_take(key, id_, kept)]
            if len(legal) < len(own) and self._entities[other].kind != _UNIT:
                continue
            whole = self._entities[other]
            whole.evidence += found.evidence
            whole.aliases |= found.aliases
            for key in set(own) - set(legal):
                del self._relations[key]
            del self._entities[id_]
            for source, type_, target, modality in legal:
                places = self._relations.pop((source, type_, target, modality))
                ends = (other if source == id_ else source, other if target == id_ else target)
                for evidence in places.values():
                    self.relation(type_, *ends, evidence, modality)

    def _may_take(self, key: tuple[str, str, str, str], id_: str, type_: str) -> bool:
        """Whether the relation is a legal one with an entity of ``type_`` in the place of ``id_``."""
        source, relation, target, _ = key
        ends = tuple(type_ if end == id_ else self._entities[end].type for end in (source, target))
        return ends in self.schema.relations[relation].ends

    def _span(self, evidence: Evidence) -> tuple[int, int]:
        return self._spans[bisect_right(self._starts, evidence.start) - 1]

    def _relation(self, key: tuple[str, str, str, str]) -> Relation:
        source, type_, target, modality = key
        return Relation(type_, source, target, self.plan, modality, _in_order(self._relations[key]))

    def _entity(self, id_: str, found: _Collected) -> Entity:
        props = dict(found.props)
        if found.aliases:
            props["aliases"] = tuple(sorted(found.aliases))
        evidence = _in_order({(e.start, e.end): e for e in found.evidence})
        return Entity(id_, found.type, found.name, evidence, found.kind, found.scope, props)


def _in_order(places: Mapping[tuple[int, int], Evidence]) -> tuple[Evidence, ...]:
    """The evidence at each place, in the order of the text."""
    return tuple([places[place] for place in sorted(places)])


def _joined(known: Evidence, other: Evidence) -> Evidence:
    """One evidence for the same words: the surer rule, and every qualifier that either of them has."""
    first, second = (known, other) if known.confidence >= other.confidence else (other, known)
    return replace(
        first,
        task=first.task or second.task,
        role=first.role or second.role,
        edition=first.edition or second.edition,
        year=first.year or second.year,
        status=first.status or second.status,
    )
