"""Small RDF documents, written by rdflib for people to read: the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from rdflib import RDF, BNode, Graph, Literal, URIRef

from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Named

Resource: TypeAlias = URIRef | BNode
Nested: TypeAlias = "Resource | Literal | Sequence[Nested] | Mapping[URIRef, Nested]"
"""A term, a list of such, or a blank node with one object for each of its properties."""


class TurtleDocument:
    """Triples to which blank nodes are added in order, with numbers: else rdflib would name them by chance."""

    def __init__(self, schema: Schema) -> None:
        self._schema, self._graph, self._blanks = schema, Graph(bind_namespaces="none"), 0
        for prefix, iri in schema.namespaces.items():
            self._graph.bind(prefix, iri)

    def add(self, subject: Resource, predicate: URIRef, *objects: Nested) -> None:
        """One triple for each object, with what is nested in it."""
        for object_ in objects:
            self._graph.add((subject, predicate, self._term(object_)))

    def label(self, subject: Resource, predicate: URIRef, named: Named) -> None:
        """Its name in Chinese and in English."""
        self.add(subject, predicate, Literal(named.zh, lang="zh"), Literal(named.en, lang="en"))

    def iri(self, prefixed: str) -> URIRef:
        """The term with this prefixed name."""
        return URIRef(self._schema.iri(prefixed))

    def text(self) -> bytes:
        """The document as Turtle in UTF-8."""
        return self._graph.serialize(format="turtle", encoding="utf-8")

    def _term(self, nested: Nested) -> Resource | Literal:
        if isinstance(nested, URIRef | BNode | Literal):
            return nested
        if isinstance(nested, Mapping):
            node = self._blank()
            for predicate, object_ in nested.items():
                self.add(node, predicate, object_)
            return node
        head: Resource = RDF.nil
        for item in reversed(nested):
            cell = self._blank()
            self.add(cell, RDF.first, item)
            self.add(cell, RDF.rest, head)
            head = cell
        return head

    def _blank(self) -> BNode:
        self._blanks += 1
        return BNode(f"b{self._blanks:05}")
