"""Contributions into one graph.

The result depends on the *set* of contributions alone: not on their order, nor on how often one is given. Where plans
disagree about a thing (its kind, a property), the value most plans give wins, and among equals the first in the
schema's or the alphabet's order. Replacing or leaving out a plan therefore changes exactly what that plan said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from kexie_kg.graph.annotation import DONE
from kexie_kg.graph.errors import FactError
from kexie_kg.graph.identity import edge_id, make_id
from kexie_kg.graph.model import Contribution, Edge, Entity, Evidence, Graph, Node, Relation, Value
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.sentences import sentence_id, sentence_of

_PARALLEL = {
    "tasks": "task", "starts": "start", "ends": "end", "roles": "role", "editions": "edition", "years": "year",
    "statuses": "status", "rules": "rule",
}  # fmt: skip
"""Lists of an edge that run parallel by evidence, and the field of the evidence that each one holds."""
_ROW = ("start", "end", "task", "role", "edition", "year", "status", "rule")


def merge(contributions: Iterable[Contribution], schema: Schema, apart: Set[frozenset[str]] = frozenset()) -> Graph:
    """The graph of these contributions; pairs of ids in ``apart`` share no series, though they have its name.

    Raises :class:`FactError` if two different contributions claim the same plan, if a relation's end is missing, or
    if two different things have one id.
    """
    by_plan: dict[str, Contribution] = {}
    for contribution in contributions:
        if by_plan.setdefault(contribution.plan, contribution) != contribution:
            raise FactError(f"{contribution.plan}: two different contributions; keep one of them")
    merger = _Merger(schema, apart)
    for plan in sorted(by_plan):
        merger.add(by_plan[plan])
    return merger.graph()


_Member: TypeAlias = tuple[str, str, str, str]
"""A thing that belongs to a series: its id, and of the series the id, the type of members and the base name."""


@dataclass(slots=True)
class _Votes:
    """What the plans say of one entity."""

    type: str
    name: str
    scope: str
    kinds: Counter[str] = field(default_factory=Counter)
    single: dict[str, Counter[Value]] = field(default_factory=lambda: defaultdict(Counter))
    many: dict[str, set[object]] = field(default_factory=lambda: defaultdict(set))


class _Merger:
    def __init__(self, schema: Schema, apart: Set[frozenset[str]]) -> None:
        self._schema, self._apart = schema, apart
        self._votes: dict[str, _Votes] = {}
        self._sentences: dict[str, Node] = {}
        self._edges: dict[str, Edge] = {}
        self._issuers: set[str] = set()

    def add(self, contribution: Contribution) -> None:
        self._issuers.add(contribution.issuer)
        types = {entity.id: entity.type for entity in contribution.entities}
        plan_id = make_id(self._schema.part["plan"], contribution.plan)
        for entity in contribution.entities:
            self._vote(entity)
            if not self._schema.types[entity.type].structural:
                self._add_edge(self._mention(plan_id, entity, contribution), contribution)
        for relation in contribution.relations:
            for end in (relation.source, relation.target):
                if end not in types:
                    raise FactError(
                        f"{contribution.plan}: {relation.type} leads to {end}, which the plan does not name"
                    )
            self._schema.check_relation(relation, types[relation.source], types[relation.target])
            self._add_edge(relation, contribution)

    def graph(self) -> Graph:
        members = tuple(self._series_of())
        edges = [*self._edges.values(), *self._derived_edges(members)]
        edges.sort(key=lambda edge: edge.id)
        partners = self._partners(edges)
        nodes = [self._node(id_, partners) for id_ in self._votes]
        nodes += [*self._series(members, self._places_of_members(nodes, members)), *self._sentences.values()]
        nodes.sort(key=lambda node: node.id)
        return Graph(tuple(nodes), tuple(edges))

    # -- entities -------------------------------------------------------------------------------------------------

    def _vote(self, entity: Entity) -> None:
        votes = self._votes.setdefault(entity.id, _Votes(entity.type, entity.name, entity.scope))
        if make_id(entity.type, entity.name, entity.scope) != entity.id:
            raise FactError(
                f"{entity.type} {entity.name}: its id {entity.id} is not made from its type, name and scope"
            )
        if (votes.type, votes.scope) != (entity.type, entity.scope):
            raise FactError(f"{entity.id}: two different things have this id: {votes.name} and {entity.name}")
        self._schema.check_entity(entity)
        votes.name = min(votes.name, entity.name)  # spellings that differ in width or spaces only
        votes.kinds[entity.kind] += 1
        for name, value in entity.props.items():
            if isinstance(value, tuple):
                votes.many[name].update(value)
            else:
                votes.single[name][value] += 1

    def _node(self, id_: str, partners: set[str]) -> Node:
        votes = self._votes[id_]
        order = ["", *self._schema.types[votes.type].kinds]
        kind = min(votes.kinds, key=lambda k: (-votes.kinds[k], order.index(k)))
        props: dict[str, Value] = {"name": votes.name}
        if kind:
            props["kind"] = kind
        if votes.scope and not self._schema.types[votes.type].structural:
            props["scope"] = votes.scope
        for name, counts in votes.single.items():
            value = min(counts, key=lambda v: (-counts[v], str(v)))
            if self._schema.properties[name].datatype == "decimal":
                value = float(value) + 0.0  # type: ignore[arg-type]  # checked by the schema. RDF has no -0.0
            props[name] = value
        for name, values in votes.many.items():
            if values:
                props[name] = tuple(sorted(values))  # type: ignore[type-var,assignment]  # one datatype each: the schema's
        labels = self._schema.labels_of(votes.type, kind)
        if id_ in partners:
            labels = (*labels, *(x.name for x in self._schema.labels.values() if x.derived and x.type == votes.type))
        return Node(id_, labels, _frozen(props))

    # -- edges ----------------------------------------------------------------------------------------------------

    def _mention(self, plan_id: str, entity: Entity, contribution: Contribution) -> Relation:
        return Relation(self._schema.part["mentions"], plan_id, entity.id, contribution.plan, "stated", entity.evidence)

    def _add_edge(self, relation: Relation, contribution: Contribution) -> None:
        id_ = edge_id(relation.type, relation.source, relation.target, relation.plan, relation.modality)
        evidence = _distinct(relation.evidence)
        sentences = [self._sentence(e, contribution) for e in evidence]
        props: dict[str, Value] = {
            "plan": relation.plan,
            "plan_year": contribution.year,
            "modality": relation.modality,
            "confidence": relation.confidence,
            "sentences": tuple(sentences),
            **{name: tuple(getattr(e, field) for e in evidence) for name, field in _PARALLEL.items()},
        }
        self._edges[id_] = Edge(id_, relation.type, relation.source, relation.target, _frozen(props))

    def _sentence(self, evidence: Evidence, contribution: Contribution) -> str:
        sentence = sentence_of(evidence, contribution.sentences)
        offset = evidence.start - sentence.start
        if sentence.text[offset : offset + len(evidence.text)] != evidence.text:
            raise FactError(f"{evidence.plan}: evidence {evidence.text!r} at {evidence.start} is not in its sentence")
        id_ = sentence_id(contribution.plan, sentence)
        if id_ not in self._sentences:
            props: dict[str, Value] = {
                "plan": contribution.plan, "start": sentence.start, "end": sentence.end, "text": sentence.text,
            }  # fmt: skip
            self._sentences[id_] = Node(id_, (self._schema.part["sentence"],), _frozen(props))
        return id_

    # -- derived --------------------------------------------------------------------------------------------------

    def _series_of(self) -> Iterator[_Member]:
        """Everything whose type runs in series."""
        series = self._schema.part["series"]
        members: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id_, votes in self._votes.items():
            names = votes.single.get("base_name")
            if names and self._schema.types[votes.type].series:
                base = str(min(names, key=lambda v: (-names[v], str(v))))
                members[votes.type, base].append(id_)
        for (type_, base), ids in members.items():
            ids.sort(key=lambda id_: (self._votes[id_].scope, id_))
            for number, group in enumerate(_parted(ids, self._apart)):
                series_id = make_id(series, base, f"{type_}/{number + 1}" if number else type_)
                yield from ((id_, series_id, type_, base) for id_ in group)

    def _series(self, members: Iterable[_Member], places: Mapping[str, set[str]]) -> Iterator[Node]:
        """A node for each series; ``places`` are those of each member."""
        found: dict[str, dict[str, Value]] = {}
        where: dict[str, set[str]] = defaultdict(set)
        for entity, series, type_, base in members:
            found[series] = {"name": base, "of_type": type_}
            where[series] |= places[entity]
        for series, props in found.items():
            if where[series]:
                props["places"] = tuple(sorted(where[series]))
            yield Node(series, (self._schema.part["series"],), _frozen(props))

    def _places_of_members(self, nodes: Iterable[Node], members: Iterable[_Member]) -> Mapping[str, set[str]]:
        """Of each member of a series, full names of the places whose own plan says that its issuer does it, or will."""
        plans = {node.id: node.props for node in nodes if node.type == self._schema.part["plan"]}
        issued = [edge for edge in self._edges.values() if edge.type == self._schema.part["issued"]]
        own = {(plans[edge.target].get("key"), edge.source): plans[edge.target].get("place") for edge in issued}
        places: dict[str, set[str]] = {entity: set() for entity, *_ in members}
        for edge in self._edges.values():
            place = own.get((edge.props["plan"], edge.source))
            if place and edge.target in places and edge.props["modality"] != DONE:
                places[edge.target].add(str(place))
        return places

    def _derived_edges(self, members: Iterable[_Member]) -> Iterator[Edge]:
        relation = self._schema.part["instance_of"]
        for entity, series, _, _ in members:
            yield Edge(edge_id(relation, entity, series, "", "stated"), relation, entity, series, _frozen({}))

    def _partners(self, edges: list[Edge]) -> set[str]:
        """Organizations that cooperate with an issuer or organize one event with it, and are no part of it."""
        part = self._schema.part
        own: set[str] = set(self._issuers)
        near: set[str] = set()
        organizers: dict[tuple[str, Value | None], set[str]] = defaultdict(set)
        for edge in edges:
            ends = {edge.source, edge.target}
            if edge.type == part["part_of"] and edge.target in self._issuers:
                own.add(edge.source)
            elif edge.type == part["cooperates_with"] and ends & self._issuers:
                near |= ends
            elif edge.type == part["organizes"]:
                organizers[edge.target, edge.props.get("plan")].add(edge.source)
        for together in organizers.values():
            if together & self._issuers:
                near |= together
        return near - own


def _parted(ids: Iterable[str], apart: Set[frozenset[str]]) -> list[list[str]]:
    """The ids in as many groups as keep every pair apart: each goes into the first group that will have it."""
    groups: list[list[str]] = []
    for id_ in ids:
        for group in groups:
            if not any(frozenset((id_, other)) in apart for other in group):
                group.append(id_)
                break
        else:
            groups.append([id_])
    return groups


def _distinct(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """The evidence in the order of the text, once for each row of the parallel lists."""
    rows = {tuple(getattr(e, field) for field in _ROW): e for e in evidence}
    return [rows[row] for row in sorted(rows)]


def _frozen(props: dict[str, Value]) -> Mapping[str, Value]:
    return MappingProxyType(dict(sorted(props.items())))
