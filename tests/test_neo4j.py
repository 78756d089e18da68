"""The Neo4j store against a real Bolt server (ArcadeDB, see ``bolt_server``)."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count

import neo4j
import pytest
from bolt_server import BoltServer, running
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kexie_kg.graph.errors import QueryError, SchemaError, StoreError, UnfinishedError
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.schema import Property, Schema
from kexie_kg.graph.stores import neo4j as neo4j_store
from kexie_kg.graph.stores.base import Counts, Limits
from kexie_kg.graph.stores.neo4j import Neo4jStore

pytest_plugins = ("bolt_server",)

SCHEMA = Schema.load()
EMPTY = Graph((), ())
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


# -- servers and graphs ------------------------------------------------------------------------------------------------


@pytest.fixture
def store(bolt_server: BoltServer) -> Iterator[Neo4jStore]:
    """A store on an empty database."""
    with neo4j.GraphDatabase.driver(bolt_server.uri, auth=bolt_server.admin) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_=bolt_server.database)
    with connected(bolt_server) as opened:
        yield opened


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


def values(prop: Property) -> st.SearchStrategy[Value]:
    text = st.text("嘉兴市科协 aA\"'`\\\n$\U0001f600", max_size=8)
    single: dict[str, st.SearchStrategy[Value]] = {
        "string": text, "text": text, "integer": st.integers(-(2**63), 2**63 - 1), "boolean": st.booleans(),
        "decimal": st.one_of(st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False)),
        "date": st.dates(),
    }  # fmt: skip
    if not prop.many:
        return single[prop.datatype]
    return st.lists(single[prop.datatype], max_size=3).map(tuple)  # type: ignore[arg-type]  # one datatype a list


def props(names: tuple[str, ...]) -> st.SearchStrategy[Properties]:
    return st.fixed_dictionaries({}, optional={name: values(SCHEMA.properties[name]) for name in names})


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A few nodes and edges whose ids recur from graph to graph, with other labels, ends and properties."""
    nodes, edges = [], []
    for id_ in sorted(draw(st.sets(st.sampled_from(string.ascii_lowercase[:6]), min_size=1))):
        kind = SCHEMA.types[draw(st.sampled_from(["Organization", "Place", "Plan", "Target"]))]
        labels = [x.name for x in SCHEMA.labels.values() if x.type == kind.name and draw(st.booleans())]
        nodes.append(Node(id_, (kind.name, *labels), draw(props(kind.props))))
    ends = st.sampled_from([node.id for node in nodes])
    for id_ in sorted(draw(st.sets(st.sampled_from(string.digits[:6])))):
        relation = draw(st.sampled_from(["MENTIONS", "SUPPORTS"]))
        edges.append(Edge(id_, relation, draw(ends), draw(ends), draw(props(tuple(EVIDENCE)))))
    return Graph(tuple(nodes), tuple(edges))


def generation(store: Neo4jStore) -> object:
    return store.run("MATCH (g:KexieGraph) RETURN g.generation").rows


def breaking_after(allowed: int) -> Callable[[neo4j.Session, str, list[dict[str, object]]], None]:
    """Stands in for the function that writes a batch, and loses the server after so many."""
    write, batches = neo4j_store._write, count(1)

    def failing(session: neo4j.Session, text: str, rows: list[dict[str, object]]) -> None:
        if next(batches) > allowed:
            raise neo4j.exceptions.ServiceUnavailable("the plug was pulled")
        write(session, text, rows)

    return failing


# -- publishing --------------------------------------------------------------------------------------------------------


def test_an_unused_database_holds_an_empty_graph(store: Neo4jStore) -> None:
    assert store.facts() == EMPTY


def test_gives_back_what_was_published(store: Neo4jStore) -> None:
    assert store.publish(EXAMPLE) == Counts(nodes=5, edges=4)
    assert exact(store.facts()) == exact(EXAMPLE)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs())
def test_any_graph_replaces_any_other(store: Neo4jStore, graph: Graph) -> None:
    store.publish(graph)  # into what the example before left there
    assert exact(store.facts()) == exact(graph)


def test_publishing_the_same_again_writes_nothing(store: Neo4jStore) -> None:
    store.publish(EXAMPLE)
    before = generation(store)
    store.publish(EXAMPLE)
    assert generation(store) == before


def test_a_number_that_becomes_a_decimal_is_written(store: Neo4jStore) -> None:
    store.publish(EXAMPLE)
    target = replace(EXAMPLE.nodes[-1], props={**EXAMPLE.nodes[-1].props, "value": 1.0})
    changed = replace(EXAMPLE, nodes=(*EXAMPLE.nodes[:-1], target))
    store.publish(changed)
    assert exact(store.facts()) == exact(changed)


def test_more_than_one_batch(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_store, "BATCH", 2)
    store.publish(EXAMPLE)
    assert exact(store.facts()) == exact(EXAMPLE)
    store.publish(EMPTY)
    assert store.facts() == EMPTY


def test_a_publish_that_broke_off_keeps_readers_out_until_it_is_repeated(
    store: Neo4jStore, bolt_server: BoltServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off before its second write, its third, and so on to the last."""
    for allowed in count(1):
        with monkeypatch.context() as patch, connected(bolt_server) as publisher:
            patch.setattr(neo4j_store, "BATCH", 2)
            patch.setattr(neo4j_store, "_write", breaking_after(allowed))
            try:
                publisher.publish(EXAMPLE)
                break
            except StoreError as error:
                assert "the plug was pulled" in str(error)
        with pytest.raises(StoreError, match="publish it to its end"):
            store.facts()
        with pytest.raises(StoreError, match="publish it to its end"):
            store.run("MATCH (n:Entity) RETURN n.name")
        store.publish(EXAMPLE)
        assert exact(store.facts()) == exact(EXAMPLE)
        store.publish(EMPTY)
    assert allowed > 8
    assert exact(store.facts()) == exact(EXAMPLE)


def test_a_reader_never_mixes_two_graphs(
    store: Neo4jStore, bolt_server: BoltServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(EXAMPLE)
    edges = Neo4jStore._edges

    def late(reader: Neo4jStore, transaction: neo4j.Transaction) -> Iterator[Edge]:
        monkeypatch.undo()
        with connected(bolt_server) as publisher:
            publisher.publish(EMPTY)
        return edges(reader, transaction)

    monkeypatch.setattr(Neo4jStore, "_edges", late)
    with pytest.raises(StoreError, match="ask again"):
        store.facts()
    assert store.facts() == EMPTY


def test_edges_that_somebody_doubled_are_repaired(store: Neo4jStore, by_hand: neo4j.Session) -> None:
    store.publish(EXAMPLE)
    by_hand.run(
        "MATCH (a:Plan {id: 'plan/1'}) MATCH (b:Event {id: 'event/1'}) CREATE (a)-[:MENTIONS {id: 'statement/3'}]->(b)"
    ).consume()
    assert len(store.facts().edges) == 5
    store.publish(EXAMPLE)
    assert exact(store.facts()) == exact(EXAMPLE)


def test_what_is_not_ours_is_left_alone(store: Neo4jStore, by_hand: neo4j.Session) -> None:
    by_hand.run("CREATE (:Other {id: 'place/1', name: 'mine'})").consume()
    store.publish(EXAMPLE)
    by_hand.run("MATCH (a:Entity {id: 'plan/1'}) MATCH (b:Other) CREATE (a)-[:MY_NOTE {id: 'n'}]->(b)").consume()
    by_hand.run(
        "MATCH (a:Entity {id: 'plan/1'}) MATCH (b:Entity {id: 'event/1'}) CREATE (a)-[:MENTIONS]->(b)"
    ).consume()
    assert exact(store.facts()) == exact(EXAMPLE)
    store.publish(replace(EXAMPLE, edges=()))
    assert store.run("MATCH (:Entity)-[x]->() RETURN type(x) AS t ORDER BY t").rows == (("MENTIONS",), ("MY_NOTE",))
    assert store.run("MATCH (n:Other) RETURN n.name").rows == (("mine",),)


def test_refuses_a_database_whose_entities_are_another_programs(store: Neo4jStore, by_hand: neo4j.Session) -> None:
    by_hand.run("CREATE (:Entity {id: 'theirs'})").consume()
    with pytest.raises(StoreError, match="name an empty database"):
        store.publish(EXAMPLE)
    assert store.run("MATCH (n) RETURN n.id").rows == (("theirs",),)


def test_refuses_a_graph_of_another_format(store: Neo4jStore, by_hand: neo4j.Session) -> None:
    store.publish(EXAMPLE)
    by_hand.run("MATCH (g:KexieGraph) SET g.format = 0").consume()
    for use in (store.facts, lambda: store.publish(EXAMPLE)):
        with pytest.raises(StoreError, match="format 0"):
            use()


def test_names_get_into_statements_through_the_schema_only(store: Neo4jStore) -> None:
    evil = Node("x", ("Plan`) DETACH DELETE (n",), {})
    with pytest.raises(SchemaError, match="no label or relation"):
        store.publish(Graph((evil,), ()))
    assert store.facts() == EMPTY


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
            reader.publish(EMPTY)
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
