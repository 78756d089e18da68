"""What every store must do, on every store: give back what was put in, and answer alike within limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from awkward_graph import AWKWARD, EXAMPLE, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_graph import small_graph
from store_fixtures import Keep, KeepAndAsk
from strategies import corpora

from kexie_kg.graph.errors import QueryError, UnfinishedError
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Graph, Node, Properties
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Limits, QueryStore

SCHEMA = Schema.load()


# -- keeping -----------------------------------------------------------------------------------------------------------


def test_an_empty_graph(keep: Keep) -> None:
    assert keep(Graph((), ())).facts() == Graph((), ())


@pytest.mark.parametrize("graph", [EXAMPLE, small_graph()], ids=["awkward", "small"])
def test_gives_back_what_was_published(keep: Keep, graph: Graph) -> None:
    assert same(keep(graph).facts(), graph)


def test_the_order_of_nodes_and_edges_does_not_matter(keep: Keep) -> None:
    assert same(keep(Graph(EXAMPLE.nodes[::-1], EXAMPLE.edges[::-1])).facts(), EXAMPLE)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=corpora())
def test_gives_back_whatever_merging_makes(keep: Keep, plans: list[Contribution]) -> None:
    graph = merge(plans, SCHEMA)
    assert same(keep(graph).facts(), graph)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    number=st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
    whole=st.integers(-(2**63), 2**63 - 1),
    day=st.dates(),
)
def test_gives_back_any_value(keep: Keep, name: str, number: float, whole: int, day: date) -> None:
    props: Properties = {"name": name, "value": number, "period": whole}
    plan = Node("plan/1", ("Plan",), {"name": name, "issued_on": day, "copied_to": (name,)})
    graph = Graph((plan, Node("target/1", ("Target",), props)), ())
    assert same(keep(graph).facts(), graph)


def test_two_stores_do_not_see_each_other(keep: Keep) -> None:
    first = keep(EXAMPLE).facts()
    second = keep(replace(EXAMPLE, edges=EXAMPLE.edges[:1])).facts()
    assert (len(first.edges), len(second.edges)) == (5, 1)


# -- asking ------------------------------------------------------------------------------------------------------------

PREFIXES = """PREFIX kx: <https://kexie-kg.example/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""


def ask(store: QueryStore, cypher: str, sparql: str, **params: Cell) -> list[dict[str, Cell]]:
    """The answer in the store's own language; SPARQL selects its parameters, which are left out here."""
    if store.language == "cypher":
        return store.run(cypher, params).dicts()
    rows = store.run(PREFIXES + sparql, {f"_{name}": value for name, value in params.items()}).dicts()
    return [{name: value for name, value in row.items() if name[0] != "_"} for row in rows]


def test_every_datatype_comes_back_as_the_same_python_value(keep_and_ask: KeepAndAsk) -> None:
    rows = ask(
        keep_and_ask(EXAMPLE),
        "MATCH (p:Entity:Plan {id: 'plan/1'}) MATCH (t:Entity:Target) RETURN p.id AS id, p.title AS title, "
        "p.plan_year AS year, p.issued_on AS day, t.value AS value, t.value > 0 AS more, p.key AS missing",
        "SELECT (?p AS ?id) ?title ?year ?day ?value (?value > 0 AS ?more) ?missing { "
        "?p a kx:Plan ; dct:title ?title ; kx:plan_year ?year ; dct:issued ?day . ?t kx:value ?value . "
        "OPTIONAL { ?p kx:key ?missing } }",
    )
    assert rows == [
        {"id": "plan/1", "title": "T", "year": 2020, "day": date(2020, 2, 29), "value": 1.0, "more": True,
         "missing": None}
    ]  # fmt: skip
    assert [type(value) for value in rows[0].values()] == [str, str, int, date, float, bool, type(None)]


@pytest.mark.parametrize("name", [AWKWARD, "嘉兴市科学技术协会", "' OR 1 = 1 //", '" } #', "absent", ""])
def test_values_are_bound_and_never_read_as_a_query(keep_and_ask: KeepAndAsk, name: str) -> None:
    rows = ask(
        keep_and_ask(EXAMPLE), "MATCH (n:Entity) WHERE n.name = $name RETURN n.id AS id",
        "SELECT ?_name (?n AS ?id) { ?n rdfs:label ?_name }", name=name,
    )  # fmt: skip
    assert [row["id"] for row in rows] == [node.id for node in EXAMPLE.nodes if node.name == name]


@pytest.mark.parametrize(("value", "found"), [(2020, 1), (2021, 0), (date(2020, 2, 29), 1), (0.1, 1), (1.0, 1)])
def test_numbers_and_dates_can_be_bound(keep_and_ask: KeepAndAsk, value: Cell, found: int) -> None:
    rows = ask(
        keep_and_ask(EXAMPLE),
        "MATCH (n:Entity) WHERE n.plan_year = $value OR n.issued_on = $value OR n.value = $value "
        "OR n.value_max = $value RETURN n.id AS id",
        "SELECT ?_value (?n AS ?id) { VALUES ?class { kx:Plan kx:Target } ?n a ?class ; "
        "kx:plan_year|dct:issued|kx:value|kx:value_max ?v FILTER(?v = ?_value) }",
        value=value,
    )
    assert len(rows) == found


def test_types_of_nodes_and_edges_have_the_schemas_names(keep_and_ask: KeepAndAsk) -> None:
    rows = ask(
        keep_and_ask(EXAMPLE),
        "MATCH (a:Entity:Association)-[x:ORGANIZES]->(b:Entity:Event) WHERE x.modality = 'done' "
        "RETURN x.id AS id, type(x) AS relation, labels(b)[-1] AS label",
        "SELECT (?x AS ?id) ?relation ?label { ?a a kx:Association . ?b a ?label . "
        "?x rdf:subject ?a ; rdf:object ?b ; rdf:predicate ?relation ; kx:modality 'done' }",
    )
    assert [row["id"] for row in rows] == ["statement/2"]
    assert rows[0]["relation"] == "ORGANIZES"
    assert rows[0]["label"] in ("Event", "Entity")  # a server's labels are in no order


def test_evidence_runs_parallel(keep_and_ask: KeepAndAsk) -> None:
    rows = ask(
        keep_and_ask(EXAMPLE),
        "MATCH ()-[x:MENTIONS]->() UNWIND range(0, size(x.starts) - 1) AS i RETURN x.starts[i] AS first, "
        "x.ends[i] AS last, x.tasks[i] AS task, x.roles[i] AS role, x.sentences[i] AS sentence ORDER BY first",
        "SELECT ?first ?last (COALESCE(?t, '') AS ?task) (COALESCE(?r, '') AS ?role) ?sentence { ?x rdf:predicate "
        "kx:mentions ; prov:wasDerivedFrom ?c . ?c nif:beginIndex ?first ; nif:endIndex ?last ; kx:sentence ?sentence "
        "OPTIONAL { ?c kx:task ?t } OPTIONAL { ?c kx:role ?r } } ORDER BY ?first",
    )
    assert [tuple(row.values()) for row in rows] == [
        (0, 9, "", "承办", "sentence/1"), (40, 49, "task/1", "", "sentence/2"),
    ]  # fmt: skip


def text(store: QueryStore, cypher: str, sparql: str) -> str:
    return cypher if store.language == "cypher" else PREFIXES + sparql


def test_no_rows_still_have_columns_or_none(keep_and_ask: KeepAndAsk) -> None:
    store = keep_and_ask(EXAMPLE)
    found = store.run(text(store, "MATCH (n:Entity:Award) RETURN n.id AS id", "SELECT ?id { ?id a kx:Award }"))
    assert found.rows == ()
    assert found.columns in (("id",), ())


def test_a_long_answer_is_an_error_and_not_a_short_table(keep_and_ask: KeepAndAsk) -> None:
    store = keep_and_ask(EXAMPLE)
    query = text(store, "MATCH (n:Entity) RETURN n.id AS id", "SELECT ?id { ?id rdfs:label ?name }")
    assert len(store.run(query, limits=Limits(rows=len(EXAMPLE.nodes)))) == len(EXAMPLE.nodes)
    with pytest.raises(UnfinishedError, match="more than 6 rows"):
        store.run(query, limits=Limits(rows=6))


def test_a_slow_query_is_given_up_and_the_store_goes_on(keep_and_ask: KeepAndAsk) -> None:
    store = keep_and_ask(small_graph())
    slow = text(
        store,
        "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b UNWIND range(1, 9000) AS c RETURN sum(a * b * c) AS s",
        # seconds and not hours: Oxigraph goes on with it in its thread, whether or not anybody waits
        "SELECT (COUNT(*) AS ?s) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) != STR(?f)) }",
    )
    with pytest.raises(UnfinishedError, match=r"within 0\.2 seconds"):
        store.run(slow, limits=Limits(seconds=0.2))
    assert store.run(text(store, "RETURN 1 AS x", "SELECT (1 AS ?x) {}")).rows == ((1,),)


@pytest.mark.parametrize(
    ("cypher", "sparql"),
    [
        ("MATCH (n:Entity) DETACH DELETE n", "DELETE WHERE { ?s ?p ?o }"),
        ("CREATE (n:Entity {id: 'new'}) RETURN n.id AS id", "INSERT DATA { kx:a kx:b kx:c }"),
        ("MATCH (n:Entity) SET n.name = 'x'", "CLEAR ALL"),
    ],
)
def test_a_query_cannot_write(keep_and_ask: KeepAndAsk, cypher: str, sparql: str) -> None:
    store = keep_and_ask(EXAMPLE)
    with pytest.raises(QueryError):
        store.run(text(store, cypher, sparql))
    assert same(store.facts(), EXAMPLE)


@pytest.mark.parametrize(
    ("cypher", "sparql"),
    [
        ("MATCH (n:Entity)\nRETUN n", "SELECT ?x\n{ ?x"),
        ("RETURN nothing AS x", "SELECT ?x { ?x unknown:p ?y }"),
    ],
)
def test_a_wrong_query_is_explained_in_one_line(keep_and_ask: KeepAndAsk, cypher: str, sparql: str) -> None:
    store = keep_and_ask(EXAMPLE)
    with pytest.raises(QueryError) as caught:
        store.run(text(store, cypher, sparql))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) > 20
