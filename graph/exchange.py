"""The graph as RDF in the formats of other programs; each reads back as the same graph."""

from __future__ import annotations

import pyoxigraph as ox

from kexie_kg.graph.model import Graph
from kexie_kg.graph.rdf import Vocabulary, lines, read
from kexie_kg.graph.schema import Schema


def nquads(graph: Graph, schema: Schema) -> bytes:
    """The graph as N-Quads: the same bytes for the same graph."""
    return "".join(lines(graph, Vocabulary.of(schema))).encode("utf-8")


def turtle(graph: Graph, schema: Schema) -> bytes:
    """The graph as Turtle, with the prefixes of the schema: the same bytes for the same graph."""
    triples = (quad.triple for quad in ox.parse(nquads(graph, schema), ox.RdfFormat.N_QUADS))
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(schema.namespaces))
    assert written is not None
    return written


def from_rdf(data: bytes, schema: Schema, turtle: bool) -> Graph:
    """The inverse of :func:`turtle` and :func:`nquads`."""
    quads = ox.parse(data, ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_QUADS)
    return read(quads, Vocabulary.of(schema), "the file")
