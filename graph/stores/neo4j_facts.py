"""What a server returns, as facts and as cells of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import neo4j
from neo4j.time import Date

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Edge, Node, Properties, Value
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import neo4j_statements as cypher


def nodes(transaction: neo4j.Transaction, schema: Schema) -> Iterator[Node]:
    """All nodes that are ours, with those of their labels that the schema knows, in its order: the type first."""
    order = (*schema.types, *sorted(schema.labels, key=lambda name: schema.labels[name].derived))
    for labels, props in transaction.run(cypher.ALL_NODES):
        yield Node(props.pop("id"), tuple(label for label in order if label in labels), _props(props))


def edges(transaction: neo4j.Transaction, schema: Schema) -> Iterator[Edge]:
    """All edges that are ours."""
    for type_, source, target, props in transaction.run(cypher.ALL_EDGES):
        if type_ in schema.relations:
            yield Edge(props.pop("id"), type_, source, target, _props(props))


def _props(raw: Mapping[str, Any]) -> Properties:
    return MappingProxyType({name: _value(raw[name]) for name in sorted(raw)})


def _value(raw: Any) -> Value:
    if isinstance(raw, list):
        return tuple(raw)
    value: Value = raw.to_native() if isinstance(raw, Date) else raw
    return value


def cell(value: Any, column: str) -> Cell:
    """A value of a record for a row. Raises :class:`QueryError` for what is not one value."""
    if isinstance(value, Date):
        return value.to_native()
    if value is None or isinstance(value, (str, int, float)):
        return value
    kind = type(value).__name__.lower()
    raise QueryError(f"column {column} holds a {kind}, not a single value; return its properties or unwind it")
