"""The graph in the formats of other programs: RDF. Each reads back as the same graph.

RDF is what is stored, and what standard vocabularies say of it: the same bytes for the same graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import pyoxigraph as ox

from kexie_kg.graph import standard
from kexie_kg.graph.jsonld import document
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rdf import Vocabulary, lines, read
from kexie_kg.graph.schema import Schema

RdfFormat: TypeAlias = Literal["ntriples", "nquads", "turtle", "jsonld"]
_RDF_FORMATS: Mapping[RdfFormat, ox.RdfFormat] = {
    "ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS, "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip


def ntriples(graph: Graph, schema: Schema) -> bytes:
    """N-Triples in the order of their characters. All stand in the default graph, so they are N-Quads as well."""
    vocabulary = Vocabulary.of(schema)
    return "".join(sorted({*lines(graph, vocabulary), *standard.lines(graph, vocabulary)})).encode("utf-8")


nquads = ntriples


def turtle(graph: Graph, schema: Schema) -> bytes:
    """Turtle with the prefixes of the schema."""
    written = ox.serialize(_triples(graph, schema), format=ox.RdfFormat.TURTLE, prefixes=dict(schema.namespaces))
    assert written is not None
    return written


def jsonld(graph: Graph, schema: Schema) -> bytes:
    """JSON-LD with its context: an object a node, statement and clause."""
    return document(_triples(graph, schema), schema)


def from_rdf(data: bytes, schema: Schema, format: RdfFormat) -> Graph:
    """The inverse of the function named ``format``."""
    return read(ox.parse(data, _RDF_FORMATS[format]), Vocabulary.of(schema), "the file")


def _triples(graph: Graph, schema: Schema) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(ntriples(graph, schema), ox.RdfFormat.N_TRIPLES))
