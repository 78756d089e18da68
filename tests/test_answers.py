"""Canned answers across cities against rows worked out in plain Python from the gold annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from gold_answers import (
    Annotation,
    built,
    changes,
    comparable,
    events,
    helpers,
    leaderless,
    likeness,
    pairs,
    ranges,
    shared,
    spread,
)
from gold_graph import contribution, gold

from kexie_kg import open_graph
from kexie_kg.api import KnowledgeGraph
from kexie_kg.build import build
from kexie_kg.graph.merge import merge
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import store_class
from kexie_kg.graph.stores.base import Limits, QueryStore
from kexie_kg.queries.catalogue import Catalogue, bind
from kexie_kg.queries.run import run

CATALOGUE = Catalogue.load()


@pytest.fixture(scope="module")
def readings(root: Path) -> list[Annotation]:
    found = list(gold(root).values())
    assert len(found) == 21
    return found


@pytest.fixture(scope="module", params=["kglite", "oxigraph"])
def of_gold(
    request: pytest.FixtureRequest, readings: list[Annotation], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[QueryStore]:
    """The graph of the gold itself."""
    schema, path = Schema.load(), tmp_path_factory.mktemp("gold") / "store"
    engine = store_class(request.param)
    with engine.create(path, schema) as store:
        store.publish(merge([contribution(a) for a in readings], schema))
    with engine.open(path, schema) as store:
        yield cast(QueryStore, store)


@pytest.fixture(scope="module")
def of_plans(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The graph read from the packaged plans."""
    path = tmp_path_factory.mktemp("plans") / "graph"
    report = build([str(p) for p in sorted((root / "data" / "plans").glob("*.txt"))], path)
    assert len(report.manifest.plans) == 23
    with open_graph(path) as graph:
        yield graph


def ask(store: QueryStore, asked: str, /, **params: str) -> list[tuple[Cell, ...]]:
    query = CATALOGUE.get(asked)
    return list(run(query, store, bind(query, params)))


def places(rows: list[tuple[Cell, ...]], column: int) -> set[Cell]:
    return {row[column] for row in rows}


# -- the graph of gold: equal, row by row ------------------------------------------------------------------------------


def test_shared_programs(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "shared_programs", cities="3")
    assert set(rows) == shared(readings, 3)
    assert len(places(rows, 3)) >= 10


def test_lead_assist_pairs(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "lead_assist_pairs")
    assert {row[:4]: row[4] for row in rows} == dict(pairs(readings))
    assert len(places(rows, 0)) >= 3


def test_comparable_targets(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "comparable_targets")
    assert set(rows) == comparable(readings, 2)
    assert len(places(rows, 3)) >= 5


def test_events_of_a_year(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "events_of_year", year="2020")
    assert {(row[0], row[2]) for row in rows} == events(readings, 2020)
    assert len(places(rows, 0)) >= 2


def test_facilities_being_built(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "facilities_being_built")
    assert {(row[0], row[1], row[3], row[4]) for row in rows} == built(readings)
    assert len(places(rows, 0)) >= 10


def test_year_changes(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "year_changes", city="浙江省绍兴市", earlier="2021", later="2022")
    assert {row[:3] for row in rows} == changes(readings, "浙江省绍兴市", 2021, 2022)
    assert len({row[2] for row in rows}) >= 3


def test_similar_places(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "similar_places", city="浙江省绍兴市", year="2022")
    assert {row[0]: row[1:3] for row in rows} == likeness(readings, "浙江省绍兴市", 2022)
    assert len(rows) >= 3


def test_program_spread(of_gold: QueryStore, readings: list[Annotation]) -> None:
    rows = ask(of_gold, "program_spread", name="全国科普日")
    assert set(rows) == spread(readings, "全国科普日")
    assert len(rows) >= 5


def test_target_ranges(of_gold: QueryStore, readings: list[Annotation]) -> None:
    objects = Counter(t["object"] for a in readings for t in a["targets"]).most_common(3)
    for counted, times in objects:
        rows = ask(of_gold, "target_ranges", counted=counted)
        assert set(rows) == ranges(readings, counted)
        assert sum(cast(int, row[4]) for row in rows) == times >= 2


def test_partners(of_gold: QueryStore, readings: list[Annotation]) -> None:
    found = {a["document"]["place"]: helpers(readings, a["document"]["place"]) for a in readings}
    for place, expected in found.items():
        rows = ask(of_gold, "partners", city=place)
        assert {row[1]: row[2:] for row in rows} == expected
        assert len(rows) == len(expected)
    assert sum(map(bool, found.values())) >= 3


def test_tasks_without_lead(of_gold: QueryStore, readings: list[Annotation]) -> None:
    found = {a["document"]["place"]: leaderless(readings, a["document"]["place"]) for a in readings}
    for place, expected in found.items():
        rows = ask(of_gold, "tasks_without_lead", city=place)
        assert {(row[0], row[3]) for row in rows} == expected
    assert sum(map(bool, found.values())) >= 3


# -- the graph of the plans: what was read is, for the most part, what readers wrote down ------------------------------


@pytest.mark.parametrize("name", ["shared_programs", "lead_assist_pairs", "events_of_year", "facilities_being_built"])
def test_read_from_the_plans(of_plans: KnowledgeGraph, readings: list[Annotation], name: str) -> None:
    """Rows of the places that have gold, reduced to place and names, since one missed fact changes every count."""
    with_gold = {a["document"]["place"] for a in readings}
    expected: set[tuple[Cell, ...]]
    got: set[tuple[Cell, ...]]
    if name == "shared_programs":
        expected = {(row[3], row[5], row[6]) for row in shared(readings, 4)}
        got = {(row[3], row[5], row[6]) for row in of_plans.query(name, cities=4)}
    elif name == "lead_assist_pairs":
        expected = {(place, lead, assist) for place, _, lead, assist in pairs(readings)}
        got = {(row[0], row[2], row[3]) for row in of_plans.query(name)}
    elif name == "events_of_year":
        expected = {(place, event) for place, event in events(readings, 2022)}
        got = {(row[0], row[2]) for row in of_plans.query(name, year=2022)}
    else:
        expected = {(place, facility, builder) for place, _, facility, builder in built(readings)}
        got = {(row[0], row[3], row[4]) for row in of_plans.query(name)}
    got = {row for row in got if row[0] in with_gold}
    assert len({row[0] for row in got & expected}) >= 2
    assert len(got & expected) >= 0.6 * len(expected)
    assert len(got & expected) >= 0.6 * len(got)


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_worked_example(of_plans: KnowledgeGraph, name: str) -> None:
    """As the declaration prints it; ``scripts/refresh_examples.py`` renews it."""
    example = CATALOGUE.get(name).example
    rows = list(of_plans.query(name, "cypher", Limits(), **example.params))
    assert len(rows) == example.rows > 0
    assert rows[0] == example.first
