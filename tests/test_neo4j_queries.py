"""The Neo4j store asked: values, limits, refusals, and servers that cannot be used."""

from __future__ import annotations

from datetime import date

import pytest
from bolt_server import BoltServer, running
from neo4j_fixtures import EXAMPLE, SCHEMA, connected, exact

from kexie_kg.graph.errors import QueryError, StoreError, UnfinishedError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.stores.base import Limits
from kexie_kg.graph.stores.neo4j import Neo4jStore

# -- querying ----------------------------------------------------------------------------------------------------------


def test_answers_with_bound_values(store: Neo4jStore) -> None:
    store.publish(EXAMPLE)
    rows = store.run(
        "MATCH (n:Entity) WHERE n.name = $name OR n.issued_on = $day "
        "RETURN n.id AS id, n.issued_on AS day, n.plan_year AS year ORDER BY id",
        {"name": '青少年"科技"创新\n大赛\\u0041', "day": date(2020, 2, 29)},
    )
    assert rows.columns == ("id", "day", "year")
    assert rows.rows == (("event/1", None, None), ("plan/1", date(2020, 2, 29), 2020))


def test_every_label_and_relation_can_be_asked_for(store: Neo4jStore) -> None:
    store.publish(EXAMPLE)
    for label in ("Organization", "Association", "Partner", "Entity:Association"):
        assert store.run(f"MATCH (n:{label}) WHERE n.id = 'organization/1' RETURN count(n)").rows == ((1,),)
    assert store.run("MATCH (:Association)-[x:ORGANIZES]->(e:Event) RETURN count(x)").rows == ((2,),)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Entity {id: 'new'}) RETURN n.id",
        "MATCH (n:Entity) SET n.name = 'changed' RETURN n.name",
        "MATCH (n:Entity {id: 'place/1'}) SET n:Plan",
        "MATCH (n) DETACH DELETE n",
        "MATCH (a:Place) MATCH (b:Plan) MERGE (a)-[:USES]->(b)",
    ],
)
def test_writes_are_refused_and_taken_back(store: Neo4jStore, text: str) -> None:
    store.publish(EXAMPLE)
    with pytest.raises(QueryError, match="only reading is allowed"):
        store.run(text)
    assert exact(store.facts()) == exact(EXAMPLE)


def test_a_user_who_may_only_read(store: Neo4jStore, bolt_server: BoltServer) -> None:
    store.publish(EXAMPLE)
    with Neo4jStore.connect(bolt_server.uri, bolt_server.reader, bolt_server.database, SCHEMA) as reader:
        assert exact(reader.facts()) == exact(EXAMPLE)
        with pytest.raises(QueryError, match="not allowed"):
            reader.run("CREATE (n:Entity {id: 'new'}) RETURN n.id")
        with pytest.raises(StoreError, match="rights"):
            reader.publish(Graph((), ()))
    assert exact(store.facts()) == exact(EXAMPLE)


def test_a_long_answer_is_an_error_not_a_short_table(store: Neo4jStore) -> None:
    text = "UNWIND range(1, 11) AS x RETURN x"
    assert len(store.run(text, limits=Limits(rows=11))) == 11
    with pytest.raises(UnfinishedError, match="more than 10 rows"):
        store.run(text, limits=Limits(rows=10))


def test_a_slow_query_is_given_up_and_the_store_goes_on(store: Neo4jStore) -> None:
    slow = "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b UNWIND range(1, 9000) AS c RETURN sum(a * b * c)"
    with pytest.raises(UnfinishedError, match=r"within 0\.2 seconds"):
        store.run(slow, limits=Limits(seconds=0.2))
    assert store.run("RETURN 1").rows == ((1,),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (n:Entity)\nRETUN n", "line 2"),
        ("RETURN $absent", "absent"),
        ("RETURN nothing", "nothing"),
        ("MATCH (n:Plan) RETURN n", "column n holds a node"),
        ("RETURN [1, 2] AS list", "column list holds a list"),
    ],
)
def test_a_wrong_query_is_explained_in_one_line(store: Neo4jStore, text: str, said: str) -> None:
    store.publish(EXAMPLE)
    with pytest.raises(QueryError) as caught:
        store.run(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


# -- connecting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "user", "database", "said"),
    [
        ("{uri}", "nobody", "neo4j", "refuses this user and password"),
        ("{uri}", "root", "absent", "absent"),
        ("bolt://127.0.0.1:1", "root", "neo4j", "start the server or check its address"),
        ("http://127.0.0.1:1", "root", "neo4j", "must look like bolt://"),
        ("bolt://root:s3cret@127.0.0.1:1", "root", "neo4j", "must look like bolt://"),
        ("neo4j://127.0.0.1:port", "root", "neo4j", "must look like bolt://"),
        ("", "root", "neo4j", "must look like bolt://"),
        ("bolt://127.0.0.1:1?x=1", "root", "neo4j", "must look like bolt://"),
        ("bolt://127.0.0.1:1/neo4j", "root", "neo4j", "must look like bolt://"),
        ("bolt://[::1]:1", "root", "neo4j", "bolt://[::1]:1/neo4j: no answer"),
    ],
)
def test_a_server_that_cannot_be_used(bolt_server: BoltServer, uri: str, user: str, database: str, said: str) -> None:
    auth = bolt_server.admin if user == "root" else (user, "s3cret")
    with (
        pytest.raises(StoreError) as caught,
        Neo4jStore.connect(uri.format(uri=bolt_server.uri), auth, database, SCHEMA),
    ):
        pass
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert auth[1] not in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_server_that_goes_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("arcadedb")) as server:
        store = connected(server)
        store.publish(EXAMPLE)
    with store:
        for use in (store.facts, lambda: store.run("RETURN 1")):
            with pytest.raises(StoreError, match="start the server or check its address"):
                use()
