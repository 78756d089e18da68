"""The Cypher that reads and writes a graph on a server.

Every statement keeps to what Neo4j 5 and the ArcadeDB server both do right: one row list for each set of labels and
each type of relation; labels of held nodes set by another statement than their properties; both ends of an edge bound
before it is made; nodes and edges known by ids of our own, never by the server's. Labels and types are quoted by the
schema, all values are bound. What is known to be new is created, which takes a third of the time of merging; all other
statements may be repeated without harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kexie_kg.graph.model import Edge, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.difference import Difference, Labels

FORMAT = 1
"""Version of how a graph lies in a database; another one is refused."""

Row: TypeAlias = dict[str, Any]

GENERATION = "MATCH (g:KexieGraph) RETURN g.format, g.generation"
SET_GENERATION = "UNWIND $rows AS r MERGE (g:KexieGraph) SET g.format = r.format, g.generation = r.generation"
ANY_NODE = "MATCH (n:Entity) RETURN 1 LIMIT 1"
PLANS = "MATCH (n:Entity:{label}) RETURN n.key"
COUNT_NODES = "MATCH (n:Entity) WHERE n.id IS NOT NULL RETURN count(n)"
COUNT_EDGES = "MATCH (:Entity)-[x]->(:Entity) WHERE x.id IS NOT NULL RETURN type(x), count(x)"
ALL_NODES = "MATCH (n:Entity) WHERE n.id IS NOT NULL RETURN labels(n), properties(n)"
ALL_EDGES = "MATCH (a:Entity)-[x]->(b:Entity) WHERE x.id IS NOT NULL RETURN type(x), a.id, b.id, properties(x)"

_CREATE_NODES = "UNWIND $rows AS r CREATE (n:Entity:{labels} {{id: r.id}}) SET n = r.props"
_MERGE_NODES = "UNWIND $rows AS r MERGE (n:Entity {id: r.id}) SET n = r.props"
_DELETE_NODES = "UNWIND $rows AS r MATCH (n:Entity {id: r.id}) DETACH DELETE n"
_SET_LABELS = "UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) SET n:{labels}"
_REMOVE_LABELS = "UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) REMOVE n:{labels}"
_ENDS = "UNWIND $rows AS r MATCH (a:Entity {{id: r.source}}) MATCH (b:Entity {{id: r.target}}) "
_CREATE_EDGES = _ENDS + "CREATE (a)-[x:{type} {{id: r.id}}]->(b) SET x = r.props"
_MERGE_EDGES = _ENDS + "MERGE (a)-[x:{type} {{id: r.id}}]->(b) SET x = r.props"
_DELETE_EDGES = (
    "UNWIND $rows AS r MATCH (:Entity {{id: r.source}})-[x:{type} {{id: r.id}}]->(:Entity {{id: r.target}}) "
    "WITH collect(x) AS gone UNWIND gone AS x DELETE x"  # ArcadeDB loses its way among edges deleted while it looks
)


def definitions(schema: Schema) -> Iterator[str]:
    """The constraint and the indexes, all on the label that every node carries."""
    yield "CREATE CONSTRAINT kexie_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
    for name in schema.indexed:
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
    nodes_gone = set(change.nodes_gone)
    left = [e for e in change.edges_gone if e.source not in nodes_gone and e.target not in nodes_gone]
    return [
        *_edge_writes(_DELETE_EDGES, left, schema),  # the others go with their ends
        Write(_DELETE_NODES, change.nodes_gone, _id_row),
        *_node_writes(_CREATE_NODES, _by_labels(change.nodes_new), _node_row, schema),
        Write(_MERGE_NODES, change.nodes_changed, _node_row),
        *_node_writes(_SET_LABELS, change.labels_missing, _id_row, schema),
        *_node_writes(_REMOVE_LABELS, change.labels_gone, _id_row, schema),
        *_edge_writes(_CREATE_EDGES, change.edges_new, schema),
        *_edge_writes(_MERGE_EDGES, change.edges_changed, schema),
    ]


def _node_writes(
    text: str, items: Mapping[Labels, Sequence[Any]], row: Callable[[Any], Row], schema: Schema
) -> Iterator[Write]:
    for labels, group in items.items():
        yield Write(text.format(labels=":".join(map(schema.quoted, labels))), group, row)


def _edge_writes(text: str, edges: Sequence[Edge], schema: Schema) -> Iterator[Write]:
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[edge.type].append(edge)
    for type_, group in sorted(found.items()):
        yield Write(text.format(type=schema.quoted(type_)), group, _edge_row)


def _by_labels(nodes: Sequence[Node]) -> dict[Labels, list[Node]]:
    found: dict[Labels, list[Node]] = defaultdict(list)
    for node in nodes:
        found[node.labels].append(node)
    return found


def _id_row(id_: str) -> Row:
    return {"id": id_}


def _node_row(node: Node) -> Row:
    return {"id": node.id, "props": {**node.props, "id": node.id}}


def _edge_row(edge: Edge) -> Row:
    return {"id": edge.id, "source": edge.source, "target": edge.target, "props": {**edge.props, "id": edge.id}}
