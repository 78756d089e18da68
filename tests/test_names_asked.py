"""Names and years that named questions are asked with: other names, misspelt ones, and what no plan is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import small_graph as built

from kexie_kg import open_graph
from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language

OLD, NEW = "绍兴市科学技术协会/2021/工作要点", "绍兴市科学技术协会/2022/工作要点"


@pytest.fixture(scope="module")
def g(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with open_graph(built(root, tmp_path_factory.mktemp("names") / "graph")) as graph:
        yield graph


@pytest.mark.parametrize("engine", ["cypher", "sparql"])
@pytest.mark.parametrize(
    ("query", "key", "other", "real"),
    [
        ("partners", "city", "嘉兴", "嘉兴市"),
        ("partners", "city", "\u3000嘉兴市 ", "嘉兴市"),
        ("organization_deeds", "organization", "嘉兴市科协", "嘉兴市科学技术协会"),
        ("places_within", "place", "浙江省绍兴市", "绍兴市"),
        ("events_held_in", "place", "浙江省绍兴市", "绍兴市"),
        ("places_above", "place", "浙江省嘉兴市", "嘉兴市"),
    ],
)
def test_another_name_is_read_as_the_real_one(
    g: KnowledgeGraph, engine: Language, query: str, key: str, other: str, real: str
) -> None:
    answer = g.named(query, {key: other}, engine)
    assert answer.rows == g.named(query, {key: real}, engine).rows
    assert len(answer) > 0
    said = () if other.strip() == real or other.startswith("浙江省") else (f'{key}: "{other}" is read as "{real}"',)
    assert answer.rows.notes == said


@pytest.mark.parametrize(
    ("query", "params", "note"),
    [
        ("partners", {"city": "绍星市"}, 'city: nothing is called "绍星市" (did you mean "绍兴市"?)'),
        ("program_spread", {"name": "没有"}, 'name: nothing is called "没有"'),
        ("organization_deeds", {"organization": "市科协"}, 'organization: "市科协" may be another name of several'),
        ("target_ranges", {"counted": "公民具备科学素质比"}, "counted: nothing is called"),
        ("events_of_year", {"year": 1999}, "year: no plan is for 1999; there are plans for 2020, 2021, 2022"),
        (
            "year_changes",
            {"city": "嘉兴市", "earlier": 2019, "later": 2020},
            "earlier: no plan of 嘉兴市 is for 2019; there are plans for 2020",
        ),
    ],
)
def test_what_names_nothing_is_told(g: KnowledgeGraph, query: str, params: dict[str, str | int], note: str) -> None:
    (said,) = g.named(query, params).rows.notes
    assert said.startswith(note)


def test_names_that_are_there_are_not_spoken_of(g: KnowledgeGraph) -> None:
    for query, params in (
        ("plan_difference", {"plan": NEW, "other": NEW}),
        ("sentence_facts", {"plan": OLD, "words": "不存在的话"}),
        ("partners", {"city": "浙江省"}),
        ("year_changes", {"city": "绍兴市", "earlier": "2021", "later": "2022"}),
    ):
        assert g.named(query, params).rows.notes == ()


def test_a_plan_that_is_not_there_is_an_error(g: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=f'other: no plan "{OLD[:-1]}" \\(did you mean "{OLD}"\\?\\)'):
        g.query("plan_difference", plan=NEW, other=OLD[:-1])


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"city": "  "}, "parameter city is empty"),
        ({"city": "嘉兴市", "year": 10**20}, "more than engines can count"),
        ({"city": "嘉兴市", "year": "2020年"}, "is no integer"),
    ],
)
def test_values_that_cannot_be_meant_are_errors(g: KnowledgeGraph, params: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        g.named("achievements", params)
    with pytest.raises(QueryError, match="more than engines can count"):
        g.named("facts_to_review", {"city": "绍兴市", "below": "nan"})
