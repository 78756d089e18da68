"""The Cypher that reads and writes a graph on a server.

Every statement keeps to what Neo4j 5 and the ArcadeDB server both do right: one row list for each set of labels and
each type of relation; labels set by another statement than the one that makes the nodes; both ends of an edge bound
before it is merged; nodes and edges known by ids of our own, never by the server's. Labels and types are quoted by
the schema, all values are bound. Each statement may be repeated without harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kexie_kg.graph.model import Edge, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.difference import Difference, Labels

Row: TypeAlias = dict[str, Any]

GENERATION = "MATCH (g:KexieGraph) RETURN g.format, g.generation"
SET_GENERATION = "UNWIND $rows AS r MERGE (g:KexieGraph) SET g.format = r.format, g.generation = r.generation"
ANY_NODE = "MATCH (n:Entity) RETURN 1 LIMIT 1"
ALL_NODES = "MATCH (n:Entity) WHERE n.id IS NOT NULL RETURN labels(n), properties(n)"
ALL_EDGES = "MATCH (a:Entity)-[x]->(b:Entity) WHERE x.id IS NOT NULL RETURN type(x), a.id, b.id, properties(x)"

_MERGE_NODES = "UNWIND $rows AS r MERGE (n:Entity {id: r.id}) SET n = r.props"
_DELETE_NODES = "UNWIND $rows AS r MATCH (n:Entity {id: r.id}) DETACH DELETE n"
_SET_LABELS = "UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) SET n:{labels}"
_REMOVE_LABELS = "UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) REMOVE n:{labels}"
_MERGE_EDGES = (
    "UNWIND $rows AS r MATCH (a:Entity {{id: r.source}}) MATCH (b:Entity {{id: r.target}}) "
    "MERGE (a)-[x:{type} {{id: r.id}}]->(b) SET x = r.props"
)
_DELETE_EDGES = (
    "UNWIND $rows AS r MATCH (:Entity {{id: r.source}})-[x:{type} {{id: r.id}}]->(:Entity {{id: r.target}}) DELETE x"
)
_INDEXED = ("name", "key", "place", "plan_year")  # what questions start from; the last three stand on plans alone


def definitions() -> Iterator[str]:
    """The constraint and the indexes, all on the label that every node carries."""
    yield "CREATE CONSTRAINT kexie_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
    for name in _INDEXED:
        yield f"CREATE INDEX kexie_entity_{name} IF NOT EXISTS FOR (n:Entity) ON (n.{name})"


@dataclass(frozen=True, slots=True)
class Write:
    """A statement, and the nodes, edges or ids it is for; their rows are made a batch at a time."""

    text: str
    items: Sequence[Any]
    row: Callable[[Any], Row]

    def batches(self, size: int) -> Iterator[list[Row]]:
        for start in range(0, len(self.items), size):
            yield [self.row(item) for item in self.items[start : start + size]]


def writes(change: Difference, schema: Schema) -> list[Write]:
    """In an order in which each finds what it needs. Raises :class:`SchemaError` for unknown labels and relations."""
    return [
        *(
            Write(_DELETE_EDGES.format(type=schema.quoted(x)), edges, _edge_row)
            for x, edges in _by_type(change.edges_gone)
        ),
        Write(_DELETE_NODES, change.nodes_gone, _id_row),
        Write(_MERGE_NODES, change.nodes, _node_row),
        *(
            Write(_SET_LABELS.format(labels=_names(x, schema)), ids, _id_row)
            for x, ids in change.labels_missing.items()
        ),
        *(
            Write(_REMOVE_LABELS.format(labels=_names(x, schema)), ids, _id_row)
            for x, ids in change.labels_gone.items()
        ),
        *(Write(_MERGE_EDGES.format(type=schema.quoted(x)), edges, _edge_row) for x, edges in _by_type(change.edges)),
    ]


def _names(labels: Labels, schema: Schema) -> str:
    return ":".join(map(schema.quoted, labels))


def _by_type(edges: Sequence[Edge]) -> Iterator[tuple[str, list[Edge]]]:
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[edge.type].append(edge)
    yield from sorted(found.items())


def _id_row(id_: str) -> Row:
    return {"id": id_}


def _node_row(node: Node) -> Row:
    return {"id": node.id, "props": {**node.props, "id": node.id}}


def _edge_row(edge: Edge) -> Row:
    return {"id": edge.id, "source": edge.source, "target": edge.target, "props": {**edge.props, "id": edge.id}}
