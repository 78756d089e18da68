"""The Python API: its examples run as they are written, and what it tells is what the plans say."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import networkx as nx
import pytest
from command import small_graph as built

from kexie_kg import analysis, open_graph
from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.errors import QueryError, UnfinishedError
from kexie_kg.graph.schema import Schema

ISSUERS = ("嘉兴市科学技术协会", "绍兴市科学技术协会")
SCHEMA = Schema.load()


@pytest.fixture(scope="module")
def g(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with open_graph(built(root, tmp_path_factory.mktemp("api") / "graph")) as graph:
        yield graph


@pytest.mark.parametrize(("module", "least"), [("api", 5), ("analysis", 3)])
def test_the_examples_run(module: str, least: int, g: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    failed, tried = doctest.testmod(import_module(f"kexie_kg.{module}"), extraglobs={"g": g})
    assert failed == 0
    assert tried >= least


def test_evidence_stands_in_the_text_of_the_plan(g: KnowledgeGraph) -> None:
    texts, seen = g.texts(), 0
    for edge in g.facts.edges:
        if edge.props and edge.type not in {SCHEMA.part["mentions"]}:
            rows = g.evidence(edge.id).dicts()
            assert rows
            for row in rows:
                assert texts[str(row["plan"])][int(str(row["start"])) : int(str(row["stop"]))] == row["clause"]
                assert str(row["clause"]) in str(row["sentence"])
                seen += 1
    assert seen > 500


def test_neighbours_are_the_facts_of_the_thing(g: KnowledgeGraph) -> None:
    here = g.entity(ISSUERS[0])
    plain = {name for name, r in SCHEMA.relations.items() if not (r.structural or r.derived)}
    facts = {e.id for e in g.facts.edges if e.type in plain and here.id in (e.source, e.target)}
    rows = g.neighbours(here.name).dicts()
    assert {row["fact"] for row in rows} == facts
    assert len(rows) == len(facts) > 50
    assert {row["relation"] for row in g.neighbours(here.id, "BUILDS").dicts()} == {"BUILDS"}
    with pytest.raises(QueryError, match='did you mean "BUILDS"'):
        g.neighbours(here.name, "BUILD")


@pytest.mark.parametrize("longest", [1, 2, 3])
def test_paths_are_those_of_networkx(g: KnowledgeGraph, longest: int) -> None:
    plain = {name for name, r in SCHEMA.relations.items() if not (r.structural or r.derived)}
    simple = nx.Graph((e.source, e.target) for e in g.facts.edges if e.type in plain)
    ends = [g.entity(name).id for name in ISSUERS]
    expected = sum(1 for _ in nx.all_simple_paths(simple, *ends, cutoff=longest))
    rows = g.paths(*ISSUERS, longest=longest).dicts()
    assert max((int(str(row["path"])) for row in rows), default=0) == expected
    assert (expected > 5) == (longest > 1)
    texts = g.texts()
    for row in rows:
        assert str(row["clause"]) in texts[str(row["plan"])]
    for number in {row["path"] for row in rows}:
        steps = [row for row in rows if row["path"] == number]
        assert [row["step"] for row in steps] == list(range(1, len(steps) + 1))
        assert ISSUERS[0] in (steps[0]["source"], steps[0]["target"])
        assert ISSUERS[1] in (steps[-1]["source"], steps[-1]["target"])


def test_too_many_paths_are_an_error(g: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kexie_kg.exploring._MOST_PATHS", 3)
    with pytest.raises(UnfinishedError, match="more than 3 ways"):
        g.paths(*ISSUERS)


def test_names_that_are_none_or_several(g: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="did you mean"):
        g.entity("嘉兴市科学技术协")
    with pytest.raises(QueryError, match="no fact"):
        g.evidence("statement/none")
    assert g.entity(g.entity("嘉兴市").id) == g.entity("嘉兴市")


def test_a_notebook_shows_text_as_text(g: KnowledgeGraph) -> None:
    shown = g.cypher("RETURN '<script>alert(1)</script>' AS x")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<td>浙江省嘉兴市</td>" in g.entity("嘉兴市")._repr_html_()


def test_measures_are_those_of_networkx(g: KnowledgeGraph) -> None:
    for measure in ("degree", "betweenness", "closeness"):
        values = [float(str(row[2])) for row in analysis.centrality(g, measure)]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[-1] >= 0
    with pytest.raises(QueryError, match='did you mean "degree"'):
        analysis.centrality(g, "degre")


def test_communities_are_the_same_each_time_and_part_the_things(g: KnowledgeGraph) -> None:
    groups = analysis.communities(g, most=10_000)
    assert list(groups) == list(analysis.communities(g, most=10_000))
    assert sum(int(str(row[1])) for row in groups) == len(analysis._stated(g))


def test_alike_are_places_that_name_the_same(g: KnowledgeGraph) -> None:
    ((one, other, shared, jaccard),) = analysis.similar_places(g)
    assert (one, other) == ("浙江省嘉兴市", "浙江省绍兴市")
    series = {e.source: e.target for e in g.facts.edges if e.type == SCHEMA.part["instance_of"]}
    named: dict[str, set[str]] = {"嘉兴市": set(), "绍兴市": set()}
    for edge in g.facts.edges:
        if edge.target in series and edge.type != SCHEMA.part["mentions"] and edge.type != SCHEMA.part["instance_of"]:
            named[str(edge.props["plan"])[:3]].add(series[edge.target])
    assert shared == len(set.intersection(*named.values()))
    assert jaccard == round(len(set.intersection(*named.values())) / len(set.union(*named.values())), 4)


def test_data_frames_hold_every_fact(g: KnowledgeGraph) -> None:
    nodes, edges = g.to_pandas()
    assert set(nodes["id"]) == {node.id for node in g.facts.nodes}
    assert set(edges["id"]) == {edge.id for edge in g.facts.edges}


def test_what_cannot_be_meant_is_an_error_with_words(g: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match='no engine "gremlin"; there are cypher and sparql'):
        g.query("partners", city="嘉兴市", engine="gremlin")  # type: ignore[arg-type]  # that is the mistake
    with pytest.raises(QueryError, match="a way has one fact at least"):
        g.paths(*ISSUERS, longest=0)
    with pytest.raises(QueryError, match='did you mean "COOPERATES_WITH"'):
        g.neighbours(ISSUERS[0], "cooperates_with")
    assert repr(g).startswith("<graph ") and repr(g).endswith(": 3 plans>")
    assert g.export("jsonl", str(tmp_path / "graph.jsonl")) == (tmp_path / "graph.jsonl",)
