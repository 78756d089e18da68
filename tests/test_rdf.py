"""The graph as N-Quads: one text for one graph, readable by others, with the shape that queries rely on."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from small_graph import small_graph
from strategies import corpora

from kexie_kg.graph.errors import FactError, StoreError
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Edge, Graph, Node, Properties
from kexie_kg.graph.rdf import Vocabulary, lines, literal, read
from kexie_kg.graph.schema import Schema

SCHEMA = Schema.load()
WORDS = Vocabulary.of(SCHEMA)
GRAPH = small_graph()


def parsed(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode("utf-8"), ox.RdfFormat.N_QUADS))


def test_one_text_for_one_graph() -> None:
    text = list(lines(GRAPH, WORDS))
    nodes, edges = list(GRAPH.nodes), list(GRAPH.edges)
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    assert list(lines(Graph(tuple(nodes), tuple(edges)), WORDS)) == text


@settings(max_examples=30)
@given(plans=corpora())
def test_lines_are_sorted_unique_and_lose_nothing(plans: list[Contribution]) -> None:
    graph = merge(plans, SCHEMA)
    text = list(lines(graph, WORDS))
    assert text == sorted(set(text))
    quads = parsed("".join(text))
    assert len(quads) == len(text)
    assert read(reversed(quads), WORDS, "test") == graph


def test_the_writer_is_canonical() -> None:
    """Each line is what pyoxigraph itself writes for the quad."""
    node = Node("event/1", ("Event",), {"name": 'a"\\\n\r\t\b\f\x01\x7f\u2028𠮷', "kind": "forum"})
    text = list(lines(Graph((node,), ()), WORDS))
    assert text == sorted(f"{quad} .\n" for quad in parsed("".join(text)))


def test_edges_read_from_the_same_words_share_their_clause() -> None:
    props: Properties = {
        "plan": "p", "plan_year": 2020, "modality": "planned", "confidence": 0.9, "tasks": ("task/1",),
        "sentences": ("sentence/1",), "starts": (3,), "ends": (9,), "roles": ("",), "editions": ("",), "years": (0,),
        "statuses": ("",), "rules": ("r",),
    }  # fmt: skip
    edges = (
        Edge("statement/1", "ORGANIZES", "organization/1", "event/1", props),
        Edge("statement/2", "ORGANIZES", "organization/1", "event/2", props),
        Edge("statement/3", "ORGANIZES", "organization/1", "event/3", {**props, "roles": ("承办",)}),
    )
    quads = parsed("".join(lines(Graph((), edges), WORDS)))
    clauses = Counter(str(quad.object) for quad in quads if quad.predicate.value == WORDS.derived_from)
    assert sorted(clauses.values()) == [1, 2]
    tasks = [quad.object for quad in quads if quad.predicate.value == SCHEMA.iri("kx:task")]
    assert tasks == [ox.NamedNode(SCHEMA.namespaces["id"] + "task/1")] * 2


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1, '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (1.0, '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (-0.5, '"-0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (100.0, '"100"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (1e22, '"10000000000000000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (1e-7, '"0.0000001"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (date(2020, 2, 9), '"2020-02-09"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("", '""'),
        ("科协", '"科协"'),
    ],
)
def test_values_are_canonical_literals(value: str | float | date, written: str) -> None:
    assert literal(value) == written


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(FactError, match="cannot be written"):
        literal(value)


def test_no_two_names_of_the_schema_mean_one_iri() -> None:
    """Else a property could not be told from a relation, and would not come back."""
    used = Counter([*WORDS.classes.values(), *WORDS.relations.values(), *WORDS.properties.values()])
    assert [iri for iri, count in used.items() if count > 1] == []


def test_other_triples_are_an_error() -> None:
    text = "".join(lines(GRAPH, WORDS)).replace("#beginIndex", "#other")
    with pytest.raises(StoreError, match="holds other triples"):
        read(parsed(text), WORDS, "test")
