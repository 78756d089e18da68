"""A server behind TLS: certificates that are trusted, that are not, and servers that do not expect it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from bolt_server import BoltServer
from bolt_tls import encrypted
from command import kexie
from command import small_graph as built
from neo4j_fixtures import connected, emptied

from kexie_kg import open_graph
from kexie_kg.api import KnowledgeGraph
from kexie_kg.credentials import PASSWORD, USER
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.stores.canonical import dump


@dataclass(frozen=True, slots=True)
class Secured:
    """Where the same server speaks TLS, where it does not, and the file of the authority behind its certificate."""

    port: int
    open_port: int
    authority: Path


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("tls") / "graph")


@pytest.fixture(scope="module")
def secured(bolt_server: BoltServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    file = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    with encrypted(bolt_server.uri, context) as port:
        yield Secured(port, int(bolt_server.uri.rpartition(":")[2]), file)


@pytest.fixture(autouse=True)
def known(bolt_server: BoltServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who we are; no authority but those of the system."""
    emptied(bolt_server).close()
    monkeypatch.setenv(USER, bolt_server.admin[0])
    monkeypatch.setenv(PASSWORD, bolt_server.admin[1])
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


def plans_of(graph: KnowledgeGraph) -> tuple[tuple[Cell, ...], ...]:
    return graph.query("plans_of_place", city="嘉兴市").rows.rows


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc"])
def test_a_push_and_a_question_through_tls(
    scheme: str, graph: Path, secured: Secured, bolt_server: BoltServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scheme == "bolt+s":  # the authority is asked for; +ssc takes a certificate as it comes
        monkeypatch.setenv("SSL_CERT_FILE", str(secured.authority))
    uri = f"{scheme}://localhost:{secured.port}"
    done = kexie("push", uri, "--graph", graph)
    assert (done.code, done.err) == (0, "")
    with open_graph(graph) as local, connected(bolt_server) as store, open_graph(uri) as remote:
        assert list(dump(store.facts())) == list(dump(local.facts))
        assert plans_of(remote) == plans_of(local) != ()


def test_a_server_asked_as_a_cluster(graph: Path, secured: Secured) -> None:
    """``neo4j://`` asks the server where to go; ours names itself, without TLS."""
    uri = f"neo4j://localhost:{secured.open_port}"
    assert kexie("push", uri, "--graph", graph).code == 0
    with open_graph(graph) as local, open_graph(uri) as remote:
        assert plans_of(remote) == plans_of(local) != ()


@pytest.mark.parametrize(
    "scheme, host, tls, trusted, said",
    [
        ("bolt+s", "localhost", True, False, "its certificate is not trusted (unable to get local issuer certificate)"),
        (
            "neo4j+s",
            "localhost",
            True,
            False,
            "its certificate is not trusted (unable to get local issuer certificate)",
        ),
        ("bolt+s", "127.0.0.1", True, True, "certificate is not valid for '127.0.0.1'"),
        ("bolt", "localhost", True, False, "if the server wants TLS, write +s as in bolt+s://"),
        ("bolt+s", "localhost", False, False, "it does not speak TLS; leave out +s"),
        ("neo4j+ssc", "localhost", True, False, "from the addresses that it gives for itself"),
    ],
)
def test_what_keeps_from_a_connection_is_named(
    scheme: str, host: str, tls: bool, trusted: bool, said: str, graph: Path, secured: Secured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(secured.authority))
    port = secured.port if tls else secured.open_port
    refused = kexie("push", f"{scheme}://{host}:{port}", "--graph", graph)
    assert refused.is_one_line()
    assert f"{scheme}://{host}:{port}" in refused.err and said in refused.err
