"""The graph in the formats of other programs: RDF, and a pair of CSV tables. Each reads back as the same graph.

RDF is what is stored, and what standard vocabularies say of it: the same bytes for the same graph.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, Literal, TypeAlias

import pyoxigraph as ox

from kexie_kg.graph import standard
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.jsonld import document
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.rdf import Vocabulary, lines, read
from kexie_kg.graph.schema import Schema

RdfFormat: TypeAlias = Literal["ntriples", "nquads", "turtle", "jsonld"]
_RDF_FORMATS: Mapping[RdfFormat, ox.RdfFormat] = {
    "ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS, "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip

NODE_COLUMNS = ("id", "labels", "name", "kind", "properties")
EDGE_COLUMNS = ("id", "type", "source", "target", "plan", "properties")
_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes for a formula at the start of a cell; an apostrophe in front makes text of it."""


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


def node_table(graph: Graph) -> bytes:
    """A row a node: id, labels with ``;`` between, name, kind, and all properties as JSON."""
    rows = ((n.id, ";".join(n.labels), n.name, n.props.get("kind", ""), _json(n.props)) for n in graph.nodes)
    return _table(NODE_COLUMNS, rows)


def edge_table(graph: Graph) -> bytes:
    """A row an edge: id, type, ids of its ends, plan, and all properties as JSON."""
    rows = ((e.id, e.type, e.source, e.target, e.props.get("plan", ""), _json(e.props)) for e in graph.edges)
    return _table(EDGE_COLUMNS, rows)


def tables(graph: Graph, schema: Schema) -> dict[str, bytes]:
    """Both tables, by the names of their files."""
    del schema
    return {"nodes.csv": node_table(graph), "edges.csv": edge_table(graph)}


def from_tables(nodes: bytes, edges: bytes, schema: Schema) -> Graph:
    """The inverse of :func:`node_table` and :func:`edge_table`. Raises :class:`StoreError` for other tables."""
    return Graph(
        tuple(
            Node(row["id"], tuple(row["labels"].split(";")), _props(row["properties"], schema))
            for row in _rows(nodes, NODE_COLUMNS)
        ),
        tuple(
            Edge(row["id"], row["type"], row["source"], row["target"], _props(row["properties"], schema))
            for row in _rows(edges, EDGE_COLUMNS)
        ),
    )


def _table(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    out = io.StringIO(newline="")
    out.write(_MARK)  # else spreadsheets take Chinese for another encoding
    csv.writer(out, lineterminator="\r\n").writerows(chain([columns], (map(_harmless, row) for row in rows)))
    return out.getvalue().encode("utf-8")


def _rows(data: bytes, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    if tuple(reader.fieldnames or ()) != columns:
        raise StoreError(f"the table has the columns {reader.fieldnames}, not {', '.join(columns)}; export it again")
    for row in reader:
        yield {name: value.removeprefix("'") if value.startswith("'") else value for name, value in row.items()}


def _harmless(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(props: Properties) -> str:
    values = {k: v.isoformat() if isinstance(v, date) else v for k, v in sorted(props.items())}
    return json.dumps(values, ensure_ascii=False)


def _props(text: str, schema: Schema) -> Properties:
    return {name: _value(name, value, schema) for name, value in json.loads(text).items()}


def _value(name: str, value: Any, schema: Schema) -> Value:
    prop = schema.properties[name]
    if prop.many:
        return tuple(value)
    if prop.datatype == "date":
        return date.fromisoformat(value)
    return value  # type: ignore[no-any-return]  # JSON keeps text, numbers and truth values apart
