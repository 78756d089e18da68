"""Graphs written for other programs come back as the same graphs; two plans compared."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import neo4j
import pytest
from awkward_graph import EXAMPLE, same
from command import kexie
from command import small_graph as built
from hypothesis import given, settings
from lxml import etree
from openpyxl import load_workbook
from pyarrow import parquet
from rdflib import Graph as RdfGraph
from small_graph import small_graph
from strategies import corpora

from kexie_kg import open_graph
from kexie_kg.export import FORMATS, export
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.exchange import from_rdf
from kexie_kg.graph.formats import xlsx
from kexie_kg.graph.formats.csv_tables import from_csv_tables
from kexie_kg.graph.formats.cypher_script import cypher_script
from kexie_kg.graph.formats.formulas import is_formula
from kexie_kg.graph.formats.jsonl import from_jsonl
from kexie_kg.graph.formats.neo4j_admin import from_neo4j_admin_files, neo4j_admin_files
from kexie_kg.graph.formats.parquet import from_parquet_tables, parquet_tables
from kexie_kg.graph.formats.xlsx import from_workbook
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Graph, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.neo4j import Neo4jStore
from kexie_kg.graph.stores.networkx import graphml, read_graphml

SCHEMA = Schema.load()
BEFORE, AFTER = "绍兴市科学技术协会/2021/工作要点", "绍兴市科学技术协会/2022/工作要点"


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("export") / "graph")


READ_BACK: dict[str, Callable[[Path], Graph]] = {
    "turtle": lambda path: from_rdf(path.read_bytes(), SCHEMA, "turtle"),
    "nquads": lambda path: from_rdf(path.read_bytes(), SCHEMA, "nquads"),
    "ntriples": lambda path: from_rdf(path.read_bytes(), SCHEMA, "ntriples"),
    "jsonld": lambda path: from_rdf(path.read_bytes(), SCHEMA, "jsonld"),
    "graphml": lambda path: read_graphml(path.read_bytes(), SCHEMA),
    "csv": lambda path: from_csv_tables(contents(path), SCHEMA),
    "xlsx": lambda path: from_workbook(path.read_bytes(), SCHEMA),
    "parquet": lambda path: from_parquet_tables(contents(path), SCHEMA),
    "neo4j-admin": lambda path: from_neo4j_admin_files(contents(path), SCHEMA),
    "jsonl": lambda path: from_jsonl(path.read_bytes()),
}
"""The way back from each format; that of ``cypher`` is a server."""


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_every_format_has_a_way_back() -> None:
    assert {*READ_BACK, "cypher"} == set(FORMATS)


@pytest.mark.parametrize("name", READ_BACK)
@pytest.mark.parametrize("graph", [EXAMPLE, small_graph(), Graph((), ())], ids=["awkward", "small", "empty"])
def test_a_format_keeps_everything(name: str, graph: Graph, tmp_path: Path) -> None:
    export(graph, SCHEMA, name, tmp_path / "it")
    assert same(READ_BACK[name](tmp_path / "it"), graph)


@pytest.mark.parametrize("name", sorted(READ_BACK.keys() - {"turtle", "ntriples", "nquads", "jsonld"}))
def test_a_format_keeps_whatever_merging_makes(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=25)
    @given(corpora())
    def keeps(plans: list[Contribution]) -> None:
        graph, path = merge(plans, SCHEMA), tmp_path_factory.mktemp("any") / "it"
        export(graph, SCHEMA, name, path)
        assert same(READ_BACK[name](path), graph)

    keeps()


@pytest.mark.parametrize("graph", [EXAMPLE, small_graph()], ids=["awkward", "small"])
def test_a_cypher_script_makes_the_graph(graph: Graph, store: Neo4jStore, by_hand: neo4j.Session) -> None:
    for _ in range(2):  # the second time it changes nothing
        for line in cypher_script(graph, SCHEMA).decode("utf-8").removesuffix("\n").split("\n"):
            if not line.startswith("//"):
                assert line.endswith(";")
                by_hand.run(line.removesuffix(";")).consume()
        assert same(store.facts(), graph)
    pushed = store.push(graph)
    assert (pushed.nodes_new, pushed.nodes_changed, pushed.edges_new, pushed.edges_changed) == (0, 0, 0, 0)


def test_a_script_holds_no_escape_that_is_read_before_the_text_is() -> None:
    text = Node("event/1", ("Event",), {"name": "\\u0027 \\\\u0027 \b\f\r"})
    script = cypher_script(Graph((text,), ()), SCHEMA).decode("utf-8")
    assert "\\u" not in script
    assert "'\\\\' + 'u0027 \\\\\\\\' + 'u0027 \\b\\f\\r'" in script


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x9F, 0x2028, 0xFEFF, 0xFFFE, 0xFFFF, 0x10FFFF])
def test_graphml_is_xml_whatever_the_text_holds(code: int) -> None:
    text = f"上{chr(code)}下"
    graph = Graph((Node("event/1", ("Event",), {"name": text, "aliases": (text,)}),), ())
    written = graphml(graph, SCHEMA)
    etree.fromstring(written, etree.XMLParser(recover=False))
    assert read_graphml(written, SCHEMA) == graph


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1", "#N/A", "_x0041_", " a ", "1"]
)
def test_text_in_a_spreadsheet_is_text(text: str, tmp_path: Path) -> None:
    graph = Graph((Node("event/1", ("Event",), {"name": text}),), ())
    export(graph, SCHEMA, "xlsx", tmp_path / "g.xlsx")
    cell = load_workbook(tmp_path / "g.xlsx")["nodes"]["C2"]
    assert (cell.data_type, cell.value.replace("_x005F_", "_")) == ("s", text)
    assert same(from_workbook((tmp_path / "g.xlsx").read_bytes(), SCHEMA), graph)
    export(graph, SCHEMA, "csv", tmp_path / "tables")
    lines = list(csv.reader((tmp_path / "tables" / "nodes.csv").open(encoding="utf-8-sig", newline="")))
    assert not is_formula(lines[1][2])
    assert lines[1][2] in {text, f"'{text}"}


def test_what_a_sheet_cannot_hold_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = Graph((Node("event/1", ("Event",), {"name": "长" * 32_768}),), ())
    with pytest.raises(StoreError, match="holds 32,767 characters"):
        export(long, SCHEMA, "xlsx", tmp_path / "g.xlsx")
    monkeypatch.setattr(xlsx, "MAX_ROWS", len(EXAMPLE.nodes))
    with pytest.raises(StoreError, match="use csv or parquet"):
        export(EXAMPLE, SCHEMA, "xlsx", tmp_path / "g.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_parquet_columns_have_the_types_of_the_schema() -> None:
    columns = parquet.read_schema(BytesIO(parquet_tables(EXAMPLE, SCHEMA)["nodes.parquet"]))
    types = {field.name: str(field.type) for field in columns}
    assert (types["plan_year"], types["issued_on"], types["value"]) == ("int64", "date32[day]", "double")
    assert types["aliases"].startswith("list<")


def test_the_importer_of_neo4j_gets_typed_headers() -> None:
    files = neo4j_admin_files(EXAMPLE, SCHEMA)
    assert files["nodes.csv"].startswith(b"id:ID,:LABEL,name:STRING,kind:STRING,aliases:STRING[]")
    assert files["edges.csv"].startswith(b"id:STRING,:TYPE,:START_ID,:END_ID,plan_year:LONG,plan:STRING")
    assert b"--array-delimiter=U+001F" in files["import.options"]
    after = files["after-import.cypher"].decode("utf-8")
    assert "MATCH (:Entity)-[x]->(:Entity) WHERE x.roles = [] SET x.roles = [''];" in after
    assert "x.starts" not in after
    torn = Graph((Node("event/1", ("Event",), {"name": "a", "aliases": ("a\x1fb",)}),), ())
    with pytest.raises(StoreError, match=r"U\+001F"):
        neo4j_admin_files(torn, SCHEMA)


@pytest.mark.parametrize(("name", "library"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_an_extra_that_is_missing_is_named(
    name: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(StoreError, match=rf'pip install "kexie-kg\[{name}\]"'):
        export(EXAMPLE, SCHEMA, name, tmp_path / "it")


def test_other_tables_are_refused() -> None:
    with pytest.raises(StoreError, match="has the columns"):
        from_csv_tables({"nodes.csv": b"a,b\r\n1,2\r\n", "edges.csv": b""}, SCHEMA)


def test_the_command_writes_each_format(graph: Path, tmp_path: Path) -> None:
    with open_graph(graph) as g:
        facts = g.facts
    for name in FORMATS:
        done = kexie("export", "--format", name, "-o", tmp_path / name, "--graph", graph)
        assert (done.code, done.err) == (0, "")
        assert f"wrote {tmp_path / name}" in done.out
        assert name == "cypher" or same(READ_BACK[name](tmp_path / name), facts)
    lines = (tmp_path / "nquads").read_text("utf-8").splitlines()
    assert len(RdfGraph().parse(tmp_path / "turtle", format="turtle")) == len(lines)
    wrong = kexie("export", "--format", "turtle", "-o", tmp_path / "csv", "--graph", graph)
    assert wrong.is_one_line()
    assert "is a folder" in wrong.err
    wrong = kexie("export", "--format", "csv", "-o", tmp_path / "turtle", "--graph", graph)
    assert wrong.is_one_line()
    assert "is a file" in wrong.err


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes with names, and links for some users alone")
def test_a_pipe_is_written_to_and_a_link_stays_one(graph: Path, tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target.jsonl", tmp_path / "link.jsonl", tmp_path / "pipe"
    target.write_text("old")
    link.symlink_to(target)
    assert kexie("export", "--format", "jsonl", "-o", link, "--graph", graph).code == 0
    assert link.is_symlink() and target.stat().st_size > 1000
    os.mkfifo(pipe)
    with (tmp_path / "read").open("wb") as read, subprocess.Popen(["cat", str(pipe)], stdout=read):
        assert kexie("export", "--format", "jsonl", "-o", pipe, "--graph", graph).code == 0
    assert (tmp_path / "read").read_bytes() == target.read_bytes()
    assert pipe.is_fifo()


def test_where_nothing_can_be_written_is_named(graph: Path, tmp_path: Path) -> None:
    refused = kexie("export", "--format", "jsonl", "-o", tmp_path / "none" / "x.jsonl", "--graph", graph)
    assert refused.is_one_line()
    assert f"{tmp_path / 'none' / 'x.jsonl'}: No such file or directory" in refused.err
    dash = kexie("export", "--format", "jsonl", "-o", "-", "--graph", graph)
    assert dash.is_one_line() and "/dev/stdout" in dash.err


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
