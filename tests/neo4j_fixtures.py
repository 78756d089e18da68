"""A store on an emptied Neo4j database, and what somebody else does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import neo4j
import pytest
from bolt_server import BoltServer

from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.neo4j import Neo4jStore

SCHEMA = Schema.load()
EVIDENCE: Properties = {
    "plan": "嘉兴市科学技术协会/2020/工作要点", "plan_year": 2020, "modality": "planned", "confidence": 1.0,
    "tasks": ("", "task/1"), "sentences": ("sentence/1", "sentence/2"), "starts": (0, 40), "ends": (9, 49),
    "roles": ("承办", ""), "editions": ("", "第35届"), "years": (0, 2020), "statuses": ("", ""), "rules": ("r1", "r2"),
}  # fmt: skip
EXAMPLE = Graph(
    nodes=(
        Node("event/1", ("Event",), {"name": '青少年"科技"创新\n大赛\\u0041', "aliases": (), "kind": "competition"}),
        Node("organization/1", ("Organization", "Association", "Partner"), {"name": "嘉兴市科学技术协会"}),
        Node("place/1", ("Place", "City"), {"name": "嘉兴市", "kind": "city", "aliases": ("禾城", "嘉禾")}),
        Node("plan/1", ("Plan",), {"name": "要点", "plan_year": 2020, "issued_on": date(2020, 2, 29)}),
        Node("target/1", ("Target",), {"name": "数量", "value": 1, "value_max": 2.0, "start": 2**40}),
    ),
    edges=(
        Edge("statement/1", "ORGANIZES", "organization/1", "event/1", EVIDENCE),
        Edge("statement/2", "ORGANIZES", "organization/1", "event/1", {**EVIDENCE, "modality": "done"}),
        Edge("statement/3", "MENTIONS", "plan/1", "event/1", {**EVIDENCE, "modality": "stated"}),
        Edge("statement/4", "INSTANCE_OF", "event/1", "place/1", {}),
    ),
)


@pytest.fixture
def store(bolt_server: BoltServer) -> Iterator[Neo4jStore]:
    """A store on an empty database."""
    with emptied(bolt_server) as opened:
        yield opened


def emptied(server: BoltServer) -> Neo4jStore:
    """A store on the server's database, with nothing in it."""
    with neo4j.GraphDatabase.driver(server.uri, auth=server.admin) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_=server.database)
    return connected(server)


def connected(server: BoltServer) -> Neo4jStore:
    return Neo4jStore.connect(server.uri, server.admin, server.database, SCHEMA)


@pytest.fixture
def by_hand(bolt_server: BoltServer) -> Iterator[neo4j.Session]:
    """What somebody else does to the database."""
    with (
        neo4j.GraphDatabase.driver(bolt_server.uri, auth=bolt_server.admin) as driver,
        driver.session(database=bolt_server.database) as session,
    ):
        yield session


def exact(graph: Graph) -> str:
    """Tells apart what ``==`` does not: 1 and 1.0 and True, the order of properties set aside."""
    nodes = [(node.id, node.labels, sorted(node.props.items())) for node in graph.nodes]
    edges = [(edge.id, edge.type, edge.source, edge.target, sorted(edge.props.items())) for edge in graph.edges]
    return repr((nodes, edges))
