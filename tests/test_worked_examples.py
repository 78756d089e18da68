"""The worked example of every canned query on the graph of the packaged plans: equal rows from four engines."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest
import rdflib
from bolt_server import BoltServer
from neo4j_fixtures import emptied

from kexie_kg.build import build
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rdf import Vocabulary, as_literal, lines, value_of
from kexie_kg.graph.repository import engines
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import QueryStore
from kexie_kg.queries.catalogue import Catalogue, bind
from kexie_kg.queries.run import run

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from build_query_docs import PAGE, SLOW_IN_RDFLIB, TOO_SLOW_FOR_RDFLIB, page
from refresh_examples import unasked, with_parameters

CATALOGUE = Catalogue.load()
SCHEMA = Schema.load()
VOCABULARY = Vocabulary.of(SCHEMA)


@pytest.fixture(scope="module")
def stores(root: Path, tmp_path_factory: pytest.TempPathFactory, bolt_server: BoltServer) -> Iterator[
    Mapping[str, QueryStore]
]:  # fmt: skip
    path = tmp_path_factory.mktemp("plans") / "graph"
    build([str(p) for p in sorted((root / "data" / "plans").glob("*.txt"))], path)
    with ExitStack() as opened:
        stores: dict[str, QueryStore] = {
            name: opened.enter_context(engine.open(path / "generations" / "1" / name, SCHEMA))
            for name, engine in engines().items()
        }
        server = opened.enter_context(emptied(bolt_server))
        server.publish(facts(stores))
        yield {**stores, "bolt": cast(QueryStore, server)}  # a server is connected to, not opened


@pytest.fixture(scope="module")
def in_rdflib(stores: Mapping[str, QueryStore]) -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(lines(facts(stores), VOCABULARY)), format="nt")


def facts(stores: Mapping[str, QueryStore]) -> Graph:
    return stores["kglite"].facts()


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_every_engine_gives_the_same_rows_in_the_same_order(stores: Mapping[str, QueryStore], name: str) -> None:
    query = CATALOGUE.get(name)
    answers = {engine: run(query, store, bind(query, query.example.params)) for engine, store in stores.items()}
    first = answers["kglite"]
    assert len(first) == query.example.rows > 0  # two empty tables are equal, and prove nothing
    for engine, answer in answers.items():
        assert answer == first, engine
        assert [list(map(type, row)) for row in answer] == [list(map(type, row)) for row in first], engine


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_a_text_in_sparql_runs_as_it_stands(stores: Mapping[str, QueryStore], name: str) -> None:
    """In any editor, where nobody binds its parameters: it asks what the example asks, and the usual otherwise."""
    query, store = CATALOGUE.get(name), stores["oxigraph"]
    answer = store.run(query.text("sparql"))
    columns = [answer.columns.index(column) for column in query.columns]
    rows = [tuple(row[index] for index in columns) for row in answer]
    assert rows == list(run(query, store, unasked(query))) != []


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_a_text_in_cypher_tells_what_a_browser_must_be_told_first(root: Path, name: str) -> None:
    text = (root / "queries" / "canned" / f"{name}.cypher").read_text("utf-8")
    assert text == with_parameters(text, CATALOGUE.get(name)), "run scripts/refresh_examples.py"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``in_time``: every query that rdflib finishes; the slow ones only when soaking."""
    if "in_time" in metafunc.fixturenames:
        left_out = {*TOO_SLOW_FOR_RDFLIB, *(() if metafunc.config.getoption("--soak") else SLOW_IN_RDFLIB)}
        metafunc.parametrize("in_time", [name for name in CATALOGUE.names() if name not in left_out])


def test_rdflib_gives_the_same_rows(stores: Mapping[str, QueryStore], in_rdflib: rdflib.Graph, in_time: str) -> None:
    query = CATALOGUE.get(in_time)
    params = bind(query, query.example.params)
    bindings = {f"_{key}": rdf_term(value) for key, value in params.items()}
    rows = [
        tuple(value_of(oxigraph_term(row[column]), VOCABULARY) for column in query.columns)
        for row in cast(Any, in_rdflib.query(query.text("sparql"), initBindings=bindings))
    ]
    assert rows == list(run(query, stores["oxigraph"], params))


def test_a_place_without_a_code_has_none(stores: Mapping[str, QueryStore]) -> None:
    codes = [node.props.get("code") for node in facts(stores).nodes if "Place" in node.labels]
    assert None in codes
    assert "" not in codes


def test_the_page_of_the_queries_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(CATALOGUE), "run scripts/build_query_docs.py"
    assert set(CATALOGUE.names()) > {*TOO_SLOW_FOR_RDFLIB, *SLOW_IN_RDFLIB}
    assert not set(TOO_SLOW_FOR_RDFLIB) & set(SLOW_IN_RDFLIB)
    assert len(CATALOGUE.names()) == 40


def rdf_term(value: Cell) -> rdflib.Literal:
    assert value is not None
    if isinstance(value, str):
        return rdflib.Literal(value)  # to rdflib a text with the datatype xsd:string is another one
    literal = as_literal(value)
    return rdflib.Literal(literal.value, datatype=rdflib.URIRef(literal.datatype.value))


def oxigraph_term(term: object) -> ox.NamedNode | ox.Literal | None:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(term)
    assert term is None
    return None
