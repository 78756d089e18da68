"""``kexie push`` and ``kexie remove``: a graph brought to a server, changed, cut off, and asked there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import neo4j
import pytest
from bolt_proxy import cable
from bolt_server import BoltServer
from command import FILES, files, kexie
from command import small_graph as built
from neo4j_fixtures import SCHEMA, connected, emptied

from kexie_kg import open_graph
from kexie_kg.credentials import PASSWORD, USER
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.manifest import Tally
from kexie_kg.graph.model import Graph
from kexie_kg.graph.stores import neo4j_push
from kexie_kg.graph.stores.base import Language
from kexie_kg.graph.stores.canonical import dump
from kexie_kg.graph.stores.neo4j import Neo4jStore
from kexie_kg.server import push

REMOVED = "绍兴市科学技术协会/2021/工作要点"


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("push") / "graph")


@pytest.fixture
def graph(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shutil.copytree(whole, tmp_path / "graph")


@pytest.fixture(autouse=True)
def known(bolt_server: BoltServer, store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty database, and who we are in the environment."""
    del store
    monkeypatch.setenv(USER, bolt_server.admin[0])
    monkeypatch.setenv(PASSWORD, bolt_server.admin[1])
    monkeypatch.setattr(neo4j_push, "WAITS", (0.0, 0.0))
    yield


def facts(graph: Path) -> Graph:
    with open_graph(graph) as g:
        return g.facts


def held(server: BoltServer) -> list[str]:
    with connected(server) as store:
        return list(dump(store.facts()))


def test_pushed_twice_is_pushed_once(graph: Path, bolt_server: BoltServer, by_hand: neo4j.Session) -> None:
    local = facts(graph)
    done = kexie("push", bolt_server.uri, "--graph", graph)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"nodes {len(local.nodes):>9} on the server: {len(local.nodes)} new, 0 changed, 0 removed\n"
        f"edges {len(local.edges):>9} on the server: {len(local.edges)} new, 0 changed, 0 removed\n"
    )
    assert held(bolt_server) == list(dump(local))
    again = kexie("push", bolt_server.uri.replace("bolt", "neo4j"), "--graph", graph)
    assert again.out == done.out.replace(f": {len(local.nodes)} new", ": 0 new").replace(
        f": {len(local.edges)} new", ": 0 new"
    )
    tally = Tally.of(local, SCHEMA)
    counted = dict(by_hand.run("MATCH (:Entity)-[x]->(:Entity) RETURN type(x), count(x)").values())
    assert counted == tally.edges
    for label, count in tally.nodes.items():
        (found,) = by_hand.run(f"MATCH (n:Entity:{label}) RETURN count(n)").single(strict=True)
        assert found == count


def test_constraint_and_indexes_are_those_of_the_schema(
    graph: Path, bolt_server: BoltServer, by_hand: neo4j.Session
) -> None:
    kexie("push", bolt_server.uri, "--graph", graph)
    indexed = {tuple(row["properties"]) for row in by_hand.run("SHOW INDEXES").data() if row["labelsOrTypes"]}
    assert {(name,) for name in ("id", *SCHEMA.indexed)} <= indexed
    assert len(SCHEMA.indexed) >= 5
    with pytest.raises(neo4j.exceptions.ConstraintError):
        by_hand.run("MATCH (n:Entity) WITH n LIMIT 1 CREATE (:Entity {id: n.id})").consume()


def test_a_removed_plan_goes_from_the_server_and_only_it(graph: Path, bolt_server: BoltServer, root: Path) -> None:
    push(graph, bolt_server.uri)
    before = facts(graph)
    done = kexie("remove", REMOVED, "--graph", graph)
    assert (done.code, done.err) == (0, "")
    after = facts(graph)
    refused = kexie("push", bolt_server.uri, "--graph", graph)
    assert refused.is_one_line()
    assert f"lacks: {REMOVED}; to remove them from the server, push with --delete" in refused.err
    assert held(bolt_server) == list(dump(before))
    pushed = push(graph, bolt_server.uri, delete=True)
    assert held(bolt_server) == list(dump(after))
    assert pushed.edges_gone == len(before.edges) - len(after.edges)
    assert pushed.nodes_gone == len(before.nodes) - len(after.nodes)
    assert (pushed.nodes_new, pushed.edges_new, pushed.edges_changed) == (0, 0, 0)
    assert kexie("build", files(root)[FILES.index("shaoxing-2021")], "--graph", graph).code == 0
    push(graph, bolt_server.uri)
    assert held(bolt_server) == list(dump(before))


def test_a_replaced_plan_changes_what_it_said(graph: Path, bolt_server: BoltServer, root: Path, tmp_path: Path) -> None:
    push(graph, bolt_server.uri)
    text = Path(files(root)[0]).read_text("utf-8").replace("青浦", "金山")
    (tmp_path / "jiaxing-2020.txt").write_text(text, "utf-8")
    before = facts(graph)
    assert kexie("build", tmp_path / "jiaxing-2020.txt", "--graph", graph).code == 0
    after = facts(graph)
    pushed = push(graph, bolt_server.uri)
    assert held(bolt_server) == list(dump(after))
    ids = [{edge.id: edge for edge in g.edges} for g in (before, after)]
    kept = ids[0].keys() & ids[1].keys()
    assert (pushed.edges_new, pushed.edges_gone) == (len(ids[1]) - len(kept), len(ids[0]) - len(kept))
    assert 0 < pushed.edges_new < len(ids[1]) / 10


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_cable_is_bridged(
    graph: Path, bolt_server: BoltServer, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "BATCH", 200)
    size = traffic(graph, bolt_server)
    emptied(bolt_server).close()
    with cable(bolt_server.uri, round(size * share), mended=True) as line:
        pushed = push(graph, line.uri)
    assert (line.cuts, pushed.attempts) == (1, 2)
    assert held(bolt_server) == list(dump(facts(graph)))


def traffic(graph: Path, server: BoltServer) -> int:
    """Bytes that a whole push sends."""
    with cable(server.uri, 1 << 40, mended=True) as line:
        push(graph, line.uri)
    return line.sent


def test_a_cable_cut_for_good_leaves_a_push_to_resume(
    graph: Path, bolt_server: BoltServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "BATCH", 200)
    size = traffic(graph, bolt_server)
    emptied(bolt_server).close()
    with cable(bolt_server.uri, size // 2, mended=False) as line:
        broken = kexie("push", line.uri, "--graph", graph)
    assert broken.is_one_line()
    with connected(bolt_server) as store, pytest.raises(StoreError, match="publish it to its end"):
        store.facts()
    resumed = push(graph, bolt_server.uri)
    local = facts(graph)
    assert 0 < resumed.edges_new < len(local.edges)
    assert resumed.nodes_new < len(local.nodes) / 2
    assert held(bolt_server) == list(dump(local))


# -- who we are --------------------------------------------------------------------------------------------------------


def test_credentials_never_come_from_the_command_line(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = kexie("push", "bolt://me:s3cret@127.0.0.1:1", "--graph", graph)
    assert refused.is_one_line()
    assert "s3cret" not in refused.err
    monkeypatch.delenv(PASSWORD)
    unasked = kexie("push", "bolt://127.0.0.1:1", "--graph", graph)
    assert unasked.is_one_line()
    assert f"set {USER} and {PASSWORD}" in unasked.err


def test_a_wrong_password_is_not_repeated(
    graph: Path, bolt_server: BoltServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "s3cret")
    refused = kexie("push", bolt_server.uri, "--graph", graph)
    assert refused.is_one_line()
    assert "refuses this user and password" in refused.err
    assert "s3cret" not in refused.err


# -- the same API ------------------------------------------------------------------------------------------------------


def test_a_server_gives_the_same_api(graph: Path, bolt_server: BoltServer) -> None:
    push(graph, bolt_server.uri)
    with open_graph(graph) as local, open_graph(bolt_server.uri) as remote:
        assert remote.facts == local.facts
        for engine in get_args(Language):
            asked = remote.query("city_profile", engine, city="嘉兴市")
            assert len(asked) > 0
            assert list(asked) == list(local.query("city_profile", engine, city="嘉兴市"))
        count = "MATCH (n:Entity:Plan) RETURN count(n) AS n"
        assert list(remote.cypher(count)) == list(local.cypher(count)) == [(3,)]
        ask = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert list(remote.sparql(ask)) == list(local.sparql(ask))
        forms = ("application/sparql-results+json", "text/turtle")
        assert remote.sparql_document(ask, *forms) == local.sparql_document(ask, *forms)
        assert [row["plan"] for row in remote.plans().dicts()] == [row["plan"] for row in local.plans().dicts()]
        sizes = {row["what"]: row["value"] for row in local.info().dicts()}
        assert all(sizes[row["what"]] == row["value"] for row in remote.info().dicts() if row["what"] != "graph")
        assert list(remote.diff(REMOVED, REMOVED.replace("2021", "2022"))) == list(
            local.diff(REMOVED, REMOVED.replace("2021", "2022"))
        )
        assert remote.to_networkx().number_of_edges() == local.to_networkx().number_of_edges()
        assert "嘉兴市" in remote.view(city="嘉兴市").html


def test_commands_take_a_server_for_a_graph(graph: Path, bolt_server: BoltServer) -> None:
    push(graph, bolt_server.uri)
    ask = ("query", "city_profile", "--param", "city=嘉兴市", "--graph")
    local, remote = kexie(*ask, graph), kexie(*ask, bolt_server.uri)
    assert (remote.code, remote.err) == (0, "")
    assert remote.out == local.out
    assert kexie("build", "--graph", bolt_server.uri).is_one_line()


# -- removing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [REMOVED, "绍兴市/2021", "浙江省绍兴市/2021", "绍兴市科学技术协会/2021"])
def test_removing_leaves_what_the_others_say(name: str, graph: Path, root: Path, tmp_path: Path) -> None:
    done = kexie("remove", name, "--graph", graph)
    assert (done.code, done.err) == (0, "")
    assert f"removed {REMOVED}, read from shaoxing-2021.txt" in done.out
    others = [file for file in files(root) if "shaoxing-2021" not in file]
    assert kexie("build", *others, "--graph", tmp_path / "others").code == 0
    assert list(dump(facts(graph))) == list(dump(facts(tmp_path / "others")))


def test_what_is_no_plan_or_several_is_not_removed(graph: Path) -> None:
    before = list(dump(facts(graph)))
    wrong = kexie("remove", "绍兴市/2012", "--graph", graph)
    assert wrong.is_one_line()
    assert "did you mean" in wrong.err and "绍兴市" in wrong.err
    assert kexie("remove", "x", "--graph", graph).is_one_line()
    kexie("remove", REMOVED, "--graph", graph)
    kexie("remove", "绍兴市/2022", "--graph", graph)
    last = kexie("remove", "嘉兴市/2020", "--graph", graph)
    assert last.is_one_line()
    assert "is its only plan" in last.err
    assert len(before) > len(list(dump(facts(graph)))) > 100
