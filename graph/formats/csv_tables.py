"""A pair of CSV tables for spreadsheets: a byte order mark, so that Chinese is read as such, and no cell a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.formats.formulas import harmless, original
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.schema import Schema

NODES, EDGES = "nodes.csv", "edges.csv"
_NODE_COLUMNS = ("id", "labels", "name", "kind", "properties")
_EDGE_COLUMNS = ("id", "type", "source", "target", "plan", "properties")
_MARK = "\ufeff"


def csv_tables(graph: Graph, schema: Schema) -> Mapping[str, bytes]:
    """``nodes.csv`` with id, labels with ``;`` between, name and kind, ``edges.csv`` with id, type, ids of the ends and
    plan; both with all properties as JSON."""
    del schema
    nodes = ((n.id, ";".join(n.labels), n.name, n.props.get("kind", ""), _json(n.props)) for n in graph.nodes)
    edges = ((e.id, e.type, e.source, e.target, e.props.get("plan", ""), _json(e.props)) for e in graph.edges)
    return {NODES: _table(_NODE_COLUMNS, nodes), EDGES: _table(_EDGE_COLUMNS, edges)}


def from_csv_tables(tables: Mapping[str, bytes], schema: Schema) -> Graph:
    """The inverse of :func:`csv_tables`. Raises :class:`StoreError` for other tables."""
    return Graph(
        tuple(
            Node(row["id"], tuple(row["labels"].split(";")), _props(row["properties"], schema))
            for row in _rows(tables[NODES], _NODE_COLUMNS)
        ),
        tuple(
            Edge(row["id"], row["type"], row["source"], row["target"], _props(row["properties"], schema))
            for row in _rows(tables[EDGES], _EDGE_COLUMNS)
        ),
    )


def _table(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    out = io.StringIO(newline="")
    out.write(_MARK)
    harmless_rows = ([harmless(str(cell)) for cell in row] for row in rows)
    csv.writer(out, lineterminator="\r\n").writerows(chain([columns], harmless_rows))
    return out.getvalue().encode("utf-8")


def _rows(data: bytes, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    if tuple(reader.fieldnames or ()) != columns:
        raise StoreError(f"the table has the columns {reader.fieldnames}, not {', '.join(columns)}; export it again")
    for row in reader:
        yield {name: original(value) for name, value in row.items()}


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
