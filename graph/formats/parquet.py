"""A pair of Parquet tables with a typed column for each property. Needs the extra ``parquet``."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kexie_kg.graph.formats.extras import extra
from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.schema import Schema

NODES, EDGES = "nodes.parquet", "edges.parquet"


def parquet_tables(graph: Graph, schema: Schema) -> Mapping[str, bytes]:
    """``nodes.parquet`` and ``edges.parquet``: keys first, then the properties in the order of the schema."""
    nodes: dict[str, Sequence[Any]] = {"id": [n.id for n in graph.nodes], "labels": [n.labels for n in graph.nodes]}
    edges: dict[str, Sequence[Any]] = {
        key: [getattr(e, key) for e in graph.edges] for key in ("id", "type", "source", "target")
    }
    return {
        NODES: _table(nodes, [n.props for n in graph.nodes], schema),
        EDGES: _table(edges, [e.props for e in graph.edges], schema),
    }


def from_parquet_tables(tables: Mapping[str, bytes], schema: Schema) -> Graph:
    """The inverse of :func:`parquet_tables`."""
    del schema  # the tables know their types
    return Graph(
        tuple(Node(row.pop("id"), row.pop("labels"), row) for row in _rows(tables[NODES])),
        tuple(
            Edge(row.pop("id"), row.pop("type"), row.pop("source"), row.pop("target"), row)
            for row in _rows(tables[EDGES])
        ),
    )


def _table(keys: Mapping[str, Sequence[Any]], props: Sequence[Properties], schema: Schema) -> bytes:
    arrow = extra("pyarrow", "parquet")
    scalar = {
        "string": arrow.string(), "text": arrow.string(), "integer": arrow.int64(), "decimal": arrow.float64(),
        "boolean": arrow.bool_(), "date": arrow.date32(),
    }  # fmt: skip
    used = {name for one in props for name in one}
    columns = {
        name: arrow.array(values, arrow.list_(arrow.string()) if name == "labels" else arrow.string())
        for name, values in keys.items()
    }
    for prop in schema.properties.values():
        if prop.name in used:
            type_ = arrow.list_(scalar[prop.datatype]) if prop.many else scalar[prop.datatype]
            columns[prop.name] = arrow.array([one.get(prop.name) for one in props], type_)
    out = io.BytesIO()
    extra("pyarrow.parquet", "parquet").write_table(arrow.table(columns), out, compression="zstd")
    return out.getvalue()


def _rows(data: bytes) -> Iterator[dict[str, Any]]:
    for row in extra("pyarrow.parquet", "parquet").read_table(io.BytesIO(data)).to_pylist():
        yield {k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if v is not None}
