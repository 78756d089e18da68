"""The Neo4j store published to, on a real Bolt server (ArcadeDB, see ``bolt_server``)."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import neo4j
import pytest
from bolt_server import BoltServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j_fixtures import EVIDENCE, EXAMPLE, SCHEMA, connected, exact

from kexie_kg.graph.errors import SchemaError, StoreError
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Property
from kexie_kg.graph.stores import neo4j_facts, neo4j_push
from kexie_kg.graph.stores.base import Counts
from kexie_kg.graph.stores.neo4j import Neo4jStore

EMPTY = Graph((), ())


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
    write, batches = neo4j_push._run, count(1)

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
    monkeypatch.setattr(neo4j_push, "BATCH", 2)
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
            patch.setattr(neo4j_push, "BATCH", 2)
            patch.setattr(neo4j_push, "WAITS", ())
            patch.setattr(neo4j_push, "_run", breaking_after(allowed))
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
    edges = neo4j_facts.edges

    def late(transaction: neo4j.Transaction, schema: Schema) -> Iterator[Edge]:
        monkeypatch.undo()
        with connected(bolt_server) as publisher:
            publisher.publish(EMPTY)
        return edges(transaction, schema)

    monkeypatch.setattr(neo4j_facts, "edges", late)
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
