"""Graphs written for other programs come back as the same graphs; two plans compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from awkward_graph import EXAMPLE, same
from command import kexie
from command import small_graph as built
from hypothesis import given
from rdflib import Graph as RdfGraph
from small_graph import small_graph
from strategies import corpora

from kexie_kg import open_graph
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.exchange import edge_table, from_rdf, from_tables, node_table, nquads, turtle
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.networkx import read_graphml

SCHEMA = Schema.load()
BEFORE, AFTER = "绍兴市科学技术协会/2021/工作要点", "绍兴市科学技术协会/2022/工作要点"


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("export") / "graph")


@pytest.mark.parametrize("graph", [EXAMPLE, small_graph()], ids=["awkward", "small"])
def test_formats_keep_everything(graph: Graph) -> None:
    assert same(from_rdf(turtle(graph, SCHEMA), SCHEMA, "turtle"), graph)
    assert same(from_rdf(nquads(graph, SCHEMA), SCHEMA, "nquads"), graph)
    assert same(from_tables(node_table(graph), edge_table(graph), SCHEMA), graph)


@given(corpora())
def test_tables_keep_whatever_merging_makes(plans: list[Contribution]) -> None:
    graph = merge(plans, SCHEMA)
    assert same(from_tables(node_table(graph), edge_table(graph), SCHEMA), graph)


def test_no_cell_is_a_formula() -> None:
    table = node_table(EXAMPLE).decode("utf-8-sig")
    assert all(line[:1] not in "=+-@" for line in table.splitlines() if line)
    evil = merge([], SCHEMA)
    assert node_table(evil).decode("utf-8-sig") == "id,labels,name,kind,properties\r\n"


def test_other_tables_are_refused() -> None:
    with pytest.raises(StoreError, match="has the columns"):
        from_tables(b"a,b\r\n1,2\r\n", b"", SCHEMA)


def test_the_command_writes_each_format(graph: Path, tmp_path: Path) -> None:
    with open_graph(graph) as g:
        facts = g.facts
    for name, file in (("turtle", "g.ttl"), ("nquads", "g.nq"), ("graphml", "g.graphml"), ("csv", "tables")):
        done = kexie("export", "--format", name, "-o", tmp_path / file, "--graph", graph)
        assert (done.code, done.err) == (0, "")
        assert f"wrote {tmp_path / file}" in done.out
    assert same(from_rdf((tmp_path / "g.ttl").read_bytes(), SCHEMA, "turtle"), facts)
    assert same(from_rdf((tmp_path / "g.nq").read_bytes(), SCHEMA, "nquads"), facts)
    assert same(read_graphml((tmp_path / "g.graphml").read_bytes(), SCHEMA), facts)
    tables = tmp_path / "tables"
    assert same(from_tables((tables / "nodes.csv").read_bytes(), (tables / "edges.csv").read_bytes(), SCHEMA), facts)
    assert len(RdfGraph().parse(tmp_path / "g.ttl", format="turtle")) == len(
        (tmp_path / "g.nq").read_text().splitlines()
    )
    wrong = kexie("export", "--format", "turtle", "-o", tables, "--graph", graph)
    assert wrong.is_one_line()
    assert "is a folder" in wrong.err


def test_two_years_of_one_place(graph: Path) -> None:
    with open_graph(graph) as g:
        rows = g.diff(BEFORE, AFTER).dicts()
        back = g.diff(AFTER, BEFORE).dicts()
    named = {(row["change"], row["relation"], row["name"]) for row in rows}
    assert ("continued", "BUILDS", "绍兴市科技馆新馆") in named
    assert {row["change"] for row in rows} >= {"continued", "dropped", "new"}
    swapped = {"dropped": "new", "new": "dropped", "raised": "lowered", "lowered": "raised", "continued": "continued"}
    assert sorted(swapped[str(row["change"])] for row in back) == sorted(str(row["change"]) for row in rows)
    done = kexie("diff", BEFORE, AFTER.replace("2022", "2023"), "--graph", graph)
    assert done.is_one_line()
    assert 'did you mean "绍兴市科学技术协会/2022/工作要点"' in done.err
