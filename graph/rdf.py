"""The graph as RDF, and back.

A node is a subject with a class for each of its labels and a triple for each property; a list is the same property
several times, which is why lists of nodes must be sets. An edge is the direct triple and a ``rdf:Statement``, whose IRI
is the edge's id, that carries what the edge carries. The parallel lists of an edge become *clauses*: one node for each
piece of evidence, shared by all edges read from the same words, with offsets into the plan and the sentence around.

``<statement>  rdf:subject <s> ; rdf:predicate kx:organizes ; rdf:object <o> ; prov:wasDerivedFrom <clause> ; …``
``<clause>     nif:beginIndex 812 ; nif:endIndex 861 ; kx:sentence <sentence> ; kx:task <task> ; kx:rule "…" …``

All triples stand in the default graph, so N-Quads and N-Triples are the same text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import TypeAlias, cast

import pyoxigraph as ox

from kexie_kg.graph.clause import PARALLEL, Clause
from kexie_kg.graph.errors import FactError, StoreError
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PLAIN = re.compile(r'[^\x00-\x1f\x7f"\\]*')
"""Strings that need no escape in N-Quads."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The schema's names as IRIs, and back."""

    base: str
    """IRI of an id is this and the id."""
    classes: Mapping[str, str]
    relations: Mapping[str, str]
    properties: Mapping[str, str]
    """From a name to its IRI, but for the parallel lists of edges; so for classes (types and labels) and relations."""
    clause: Mapping[str, str]
    names: Mapping[str, str]
    """From the IRI of a class or relation to its name."""
    schema: Schema
    type: str
    statement: str
    subject: str
    predicate: str
    object: str
    derived_from: str

    @classmethod
    def of(cls, schema: Schema) -> Vocabulary:
        classes = {name: schema.iri(f"kx:{name}") for name in (*schema.types, *schema.labels)}
        relations = {relation.name: schema.iri(relation.rdf) for relation in schema.relations.values()}
        clause = {name: schema.iri(f"kx:{name}") for name in Clause._fields}
        clause |= {name: schema.iri(schema.properties[name].rdf) for name in ("start", "end")}
        properties = {p.name: schema.iri(p.rdf) for p in schema.properties.values() if p.name not in PARALLEL}
        return cls(
            base=schema.namespaces["id"], classes=classes, relations=relations, properties=properties, clause=clause,
            names={iri: name for name, iri in (*classes.items(), *relations.items())}, schema=schema,
            type=schema.iri("rdf:type"), statement=schema.iri("rdf:Statement"), subject=schema.iri("rdf:subject"),
            predicate=schema.iri("rdf:predicate"), object=schema.iri("rdf:object"),
            derived_from=schema.iri("prov:wasDerivedFrom"),
        )  # fmt: skip


# ---- Writing ---------------------------------------------------------------------------------------------------------


def lines(graph: Graph, vocabulary: Vocabulary) -> Iterator[str]:
    """The graph in N-Quads, each line once, in the order of their characters: the same text for the same graph."""
    outgoing: dict[str, list[Edge]] = defaultdict(list)
    clauses: dict[str, Clause] = {}
    for edge in graph.edges:
        outgoing[edge.source].append(edge)
        clauses.update((clause.id, clause) for clause in Clause.all_of(edge.props))
    writer = _Writer(vocabulary)
    facts: list[Node | Edge | Clause] = [*graph.nodes, *graph.edges, *clauses.values()]
    facts.sort(key=lambda fact: f"{fact.id}>")  # with the character that follows it in the line
    for fact in facts:
        subject = f"<{vocabulary.base}{fact.id}>"
        if isinstance(fact, Node):
            found = [*writer.node(fact), *writer.direct(outgoing[fact.id])]
        elif isinstance(fact, Edge):
            found = writer.statement(fact)
        else:
            found = writer.clause(fact)
        yield from sorted({f"{subject} {rest} .\n" for rest in found})


class _Writer:
    """Predicates and objects of the triples of one subject."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def node(self, node: Node) -> list[str]:
        words = self._vocabulary
        return [*(f"<{words.type}> <{words.classes[label]}>" for label in node.labels), *self._props(node.props)]

    def direct(self, edges: Iterable[Edge]) -> list[str]:
        return [f"<{self._vocabulary.relations[edge.type]}> {self._iri(edge.target)}" for edge in edges]

    def statement(self, edge: Edge) -> list[str]:
        words = self._vocabulary
        return [
            f"<{words.type}> <{words.statement}>",
            f"<{words.subject}> {self._iri(edge.source)}",
            f"<{words.predicate}> <{words.relations[edge.type]}>",
            f"<{words.object}> {self._iri(edge.target)}",
            *self._props({name: value for name, value in edge.props.items() if name not in PARALLEL}),
            *(f"<{words.derived_from}> {self._iri(clause.id)}" for clause in Clause.all_of(edge.props)),
        ]

    def clause(self, clause: Clause) -> list[str]:
        words = self._vocabulary.clause
        found = [f"<{words['sentence']}> {self._iri(clause.sentence)}"]
        found += [f"<{words[name]}> {literal(getattr(clause, name))}" for name in ("start", "end", "rule")]
        if clause.task:
            found.append(f"<{words['task']}> {self._iri(clause.task)}")
        for name in ("role", "edition", "year", "status"):
            if value := getattr(clause, name):
                found.append(f"<{words[name]}> {literal(value)}")
        return found

    def _props(self, props: Properties) -> Iterator[str]:
        for name, value in props.items():
            for item in value if isinstance(value, tuple) else (value,):
                yield f"<{self._vocabulary.properties[name]}> {literal(item)}"

    def _iri(self, id_: str) -> str:
        return f"<{self._vocabulary.base}{id_}>"


def literal(value: str | int | float | bool | date) -> str:
    """A value in N-Quads: decimals in their shortest exact form, without an exponent. Raises :class:`FactError`."""
    if isinstance(value, str):
        return f'"{value}"' if _PLAIN.fullmatch(value) else str(ox.Literal(value))
    return _written(type(value).__name__, value)


@lru_cache(maxsize=100_000)  # offsets, years and confidences recur
def _written(type_: str, value: int | float | bool | date) -> str:
    """``type_`` keeps 1, 1.0 and true apart, which are equal."""
    del type_
    return str(as_literal(value))


def as_literal(value: str | int | float | bool | date) -> ox.Literal:
    """A value as an RDF literal. Raises :class:`FactError` for infinity and what is not a number."""
    if isinstance(value, float):
        if not isfinite(value):
            raise FactError(f"{value} cannot be written as a decimal; leave the property out")
        exact = format(Decimal(repr(value)), "f")
        canonical = exact.rstrip("0").rstrip(".") if "." in exact else exact
        return ox.Literal(canonical, datatype=ox.NamedNode(f"{_XSD}decimal"))
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{_XSD}date"))
    return ox.Literal(value)


# ---- Reading ---------------------------------------------------------------------------------------------------------


_INTEGERS = frozenset(
    f"{_XSD}{name}"
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt",
                 "unsignedLong", "unsignedShort", "unsignedByte", "negativeInteger", "nonPositiveInteger")
)  # fmt: skip
_FRACTIONS = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))


def value_of(term: Term | None, vocabulary: Vocabulary) -> Cell:
    """A term as a value: ids for IRIs of the graph, the schema's names for its classes and relations."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(vocabulary.base):
            return term.value[len(vocabulary.base) :]
        return vocabulary.names.get(term.value, term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = term.datatype.value
    if datatype in _INTEGERS:
        return int(term.value)
    if datatype in _FRACTIONS:
        return float(term.value)
    if datatype == f"{_XSD}boolean":
        return term.value in ("true", "1")
    return date.fromisoformat(term.value) if datatype == f"{_XSD}date" else term.value


def read(quads: Iterable[ox.Quad], vocabulary: Vocabulary, where: str) -> Graph:
    """The inverse of :func:`lines`, from quads in any order, and among triples of other vocabularies.

    ``where`` names the source in errors.
    """
    subjects: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subject = str(value_of(quad.subject, vocabulary))
        subjects[subject][quad.predicate.value].append(value_of(quad.object, vocabulary))
    reader = _Reader(vocabulary, subjects)
    try:
        nodes = [reader.node(id_) for id_ in sorted(subjects) if reader.is_node(id_)]
        edges = [reader.edge(id_) for id_ in sorted(subjects) if reader.is_edge(id_)]
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{where}: holds other triples than a graph's ({error!r}); build it again") from error
    return Graph(tuple(nodes), tuple(edges))


class _Reader:
    def __init__(self, vocabulary: Vocabulary, subjects: Mapping[str, Mapping[str, list[Cell]]]) -> None:
        self._vocabulary, self._subjects = vocabulary, subjects
        schema = vocabulary.schema
        self._edge_props = tuple(vocabulary.properties)
        self._labels = (*schema.types, *sorted(schema.labels, key=lambda name: schema.labels[name].derived))

    def is_edge(self, id_: str) -> bool:
        return self._vocabulary.statement in self._subjects[id_].get(self._vocabulary.type, ())

    def is_node(self, id_: str) -> bool:
        return any(name in self._labels for name in self._subjects[id_].get(self._vocabulary.type, ()))

    def node(self, id_: str) -> Node:
        triples = self._subjects[id_]
        classes = triples[self._vocabulary.type]
        labels = tuple(label for label in self._labels if label in classes)
        return Node(id_, labels, self._props(triples, self._vocabulary.schema.types[labels[0]].props))

    def edge(self, id_: str) -> Edge:
        triples = self._subjects[id_]
        type_, source, target = (
            str(triples[iri][0])
            for iri in (self._vocabulary.predicate, self._vocabulary.subject, self._vocabulary.object)
        )
        clauses = [self._clause(str(clause)) for clause in triples.get(self._vocabulary.derived_from, ())]
        props = {**self._props(triples, self._edge_props), **Clause.lists(clauses)}
        return Edge(id_, type_, source, target, MappingProxyType(dict(sorted(props.items()))))

    def _clause(self, id_: str) -> Clause:
        triples, words = self._subjects[id_], self._vocabulary.clause
        found = {name: triples[words[name]][0] for name in Clause._fields if words[name] in triples}
        return Clause(**{"task": "", "role": "", "edition": "", "year": 0, "status": "", **found})  # type: ignore[arg-type]

    def _props(self, triples: Mapping[str, Sequence[Cell]], names: Iterable[str]) -> Properties:
        iris = self._vocabulary.properties
        found = {name: self._value(name, triples[iris[name]]) for name in names if iris[name] in triples}
        return MappingProxyType(dict(sorted(found.items())))

    def _value(self, name: str, values: Sequence[Cell]) -> Value:
        if self._vocabulary.schema.properties[name].many:
            return tuple(sorted(values))  # type: ignore[type-var,return-value]  # one datatype each: the schema's
        (value,) = values
        return cast(Value, value)
