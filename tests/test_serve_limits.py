"""`kexie serve` at its limits: rows, frames with two readings, clients that are slow, that leave, that are many."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from command import small_graph as built
from server import ENDLESS, PLANS, PREFIXES, Server, sent

from kexie_kg.negotiation import RESULTS, TRIPLES
from kexie_kg.serving import hosts


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("serve-limits") / "graph")


@pytest.fixture(scope="module")
def server(graph: Path) -> Iterator[Server]:
    server = Server(graph)
    yield server
    assert server.stop() == (0, "stopped\n", "")  # whatever was asked, nothing was printed


@pytest.fixture(scope="module")
def brief(graph: Path) -> Iterator[Server]:
    server = Server(graph, "--max-rows", "2")
    yield server
    assert server.stop() == (0, "stopped\n", "")


@pytest.mark.parametrize("media", [*RESULTS, *TRIPLES])
def test_more_rows_than_the_limit_are_refused_and_never_cut(brief: Server, media: str) -> None:
    table, triples = "SELECT ?s ?o { ?s kx:key ?o }", "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s kx:key ?o }"
    query = f"{PREFIXES}{table if media in RESULTS else triples} LIMIT %d"
    assert brief.sparql(query % 2, media)[0] == 200
    status, _, text = brief.sparql(query % 3, media)
    assert (status, text) == (503, "the answer has more than 2 rows; add a LIMIT or a condition\n")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET http://[/ HTTP/1.1\r\nHost: %s\r\n\r\n", 400),
        (b"POST /sparql HTTP/1.1\r\nHost: %s\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nHost: %s\r\nHost: evil.example\r\n\r\n", 400),
        (b"POST /sparql HTTP/1.1\r\nHost: %s\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST /sparql HTTP/1.1\r\nHost: %s\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0", 411),
    ],
)
def test_frames_that_could_be_read_in_two_ways(server: Server, request_: bytes, status: int) -> None:
    answer = sent(server, request_.replace(b"%s", f"127.0.0.1:{server.port}".encode()))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1") == 1


def test_what_follows_a_get_is_no_other_request(server: Server) -> None:
    host = f"Host: 127.0.0.1:{server.port}\r\n"
    inner = f"GET /nothing HTTP/1.1\r\n{host}\r\n"
    answer = sent(server, f"GET / HTTP/1.1\r\n{host}Content-Length: {len(inner)}\r\n\r\n{inner}".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_questions_that_nobody_waits_for_are_not_answered(graph: Path) -> None:
    """Eight clients that leave cost the ninth no more than the query that runs already."""
    server = Server(graph, "--timeout", "5")
    form = urlencode({"query": ENDLESS})
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw:
            raw.sendall(f"GET /sparql?{form} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    begun = time.monotonic()
    while server.sparql(PLANS)[0] != 200:
        time.sleep(0.1)
    assert time.monotonic() - begun < 8 * 5 / 2
    assert server.stop()[0] == 0


def test_slow_senders_take_no_place(server: Server) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/sparql-query\r\n"
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(12)]
    for raw in slow:
        raw.sendall(f"{head}Content-Length: 1000\r\n\r\nSELECT".encode())
    assert server.sparql(PLANS)[0] == 200
    for raw in slow:
        raw.close()


def test_browsers_leave_out_the_usual_port() -> None:
    assert hosts(80) == {"127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"}
    assert hosts(7878) == {"127.0.0.1:7878", "localhost:7878"}
