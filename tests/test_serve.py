"""`kexie serve`: the command itself on a free port, asked over HTTP, by a SPARQL client, and by mouse in a browser."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import rdflib
from browser import chromium
from command import kexie
from command import small_graph as built
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from server import ENDLESS, PLANS, PREFIXES, Server, sent

from kexie_kg import open_graph
from kexie_kg.negotiation import RESULTS, TRIPLES, chosen

CITY = "/query/city_profile?" + urlencode({"city": "嘉兴市"})


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("serve") / "graph")


@pytest.fixture(scope="module")
def server(graph: Path) -> Iterator[Server]:
    server = Server(graph)
    yield server
    assert server.stop() == (0, "stopped\n", "")  # whatever was asked, nothing was printed


# -- the endpoint -----------------------------------------------------------------------------------------------------


def test_all_three_ways_of_the_protocol_answer_alike(server: Server, graph: Path) -> None:
    with open_graph(graph) as g:
        expected = [row[1:] for row in g.sparql(PLANS)]
    form = urlencode({"query": PLANS})
    answers = [
        server.ask(f"/sparql?{form}"),
        server.ask("/sparql", "POST", form, Content_Type="application/x-www-form-urlencoded"),
        server.sparql(PLANS),
    ]
    for status, headers, text in answers:
        assert (status, headers["Content-Type"]) == (200, "application/sparql-results+json; charset=utf-8")
        bindings = json.loads(text)["results"]["bindings"]
        assert [(row["key"]["value"], int(row["year"]["value"])) for row in bindings] == expected
        assert {row["plan"]["type"] for row in bindings} == {"uri"}
        assert bindings[0]["year"]["datatype"] == "http://www.w3.org/2001/XMLSchema#integer"
    assert len(expected) == 3


def test_a_sparql_client_reads_it(server: Server) -> None:
    store = SPARQLStore(f"{server.address}sparql", method="POST")
    rows: list[Any] = list(rdflib.Graph(store).query(PLANS))
    assert [str(key) for _, key, _ in rows] == sorted(str(key) for _, key, _ in rows)
    assert [year.toPython() for _, _, year in rows] == [2020, 2021, 2022]


@pytest.mark.parametrize("media", RESULTS)
def test_tables_in_every_form(server: Server, media: str) -> None:
    status, headers, text = server.sparql(PLANS, media)
    assert (status, headers.get_content_type()) == (200, media)
    assert text.count("嘉兴市科学技术协会/2020/工作要点") == 1


@pytest.mark.parametrize("media", TRIPLES)
def test_triples_in_every_form(server: Server, media: str) -> None:
    status, headers, text = server.sparql(f"{PREFIXES}CONSTRUCT {{ ?p kx:key ?k }} WHERE {{ ?p kx:key ?k }}", media)
    assert (status, headers.get_content_type()) == (200, media)
    assert len(rdflib.Graph().parse(data=text, format=media)) == 3


def test_what_a_client_likes_most() -> None:
    assert chosen("", RESULTS) == chosen("*/*", RESULTS) == chosen("text/html, */*;q=0.1", RESULTS) == RESULTS[0]
    assert chosen("text/csv;q=0.4, application/sparql-results+xml;q=0.9", RESULTS) == RESULTS[1]
    assert chosen("application/json, text/turtle", TRIPLES) == TRIPLES[0]
    assert chosen("text/*", RESULTS) == "text/csv"
    assert chosen("text/csv;q=nonsense", RESULTS) == RESULTS[0]


# -- what it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "media"),
    [
        ("POST", "/sparql", "update=" + quote("INSERT DATA { <a:a> <a:a> 1 }"), "application/x-www-form-urlencoded"),
        ("POST", "/sparql", "INSERT DATA { <a:a> <a:a> 1 }", "application/sparql-update"),
        ("GET", "/sparql?update=CLEAR+ALL", "", ""),
    ],
)
def test_updates_are_refused(server: Server, method: str, path: str, body: str, media: str) -> None:
    status, _, text = server.ask(path, method, body, Content_Type=media)
    assert (status, text) == (403, "the graph is only read here; build it again to change it\n")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("INSERT DATA { <a:a> <a:a> 1 }", "starts with INSERT"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM is refused"),
        ("SELECT * {", "line 1"),
        ("", "send a SPARQL query"),
    ],
)
def test_queries_that_do_not_read_this_graph_are_refused(server: Server, query: str, words: str) -> None:
    status, headers, text = server.sparql(query) if query else server.ask("/sparql")
    assert (status, headers.get_content_type()) == (400, "text/plain")
    assert words in text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_methods_that_write_are_refused(server: Server, method: str) -> None:
    status, headers, _ = server.ask("/sparql", method)
    assert (status, headers["Allow"]) == (405, "GET, POST")


def test_other_names_and_other_websites_may_not_ask(server: Server) -> None:
    port = server.port
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.evil.example:{port}",
        "",
    ):
        status, _, text = server.ask(CITY, Host=host)
        assert (status, "嘉兴" in text) == (421, False), host
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}):
        for path in (CITY, "/sparql?" + urlencode({"query": PLANS})):
            status, answered, text = server.ask(path, **headers)
            assert (status, text) == (403, "other websites may not ask here\n")
            assert "Access-Control-Allow-Origin" not in answered
    assert server.ask(CITY, Host=f"localhost:{port}", Origin=f"http://localhost:{port}")[0] == 200
    assert server.ask("/", Sec_Fetch_Site="cross-site")[0] == 200  # a link to the page is harmless


def test_only_this_machine_can_reach_it(server: Server) -> None:
    with pytest.raises(OSError), socket.create_connection((_other_address(), server.port), timeout=5):
        pass


def _other_address() -> str:
    """An address of this machine that is not the one served: all of 127/8 leads here."""
    return "127.0.0.2"


@pytest.mark.parametrize(
    ("path", "method", "body", "headers", "status"),
    [
        ("/nothing", "GET", "", {}, 404),
        ("/query/none", "GET", "", {}, 400),
        ("/query/awards?engine=sparql", "GET", "", {}, 400),
        ("/query/awards?limits=1&self=2", "GET", "", {}, 400),
        ("/query/city_profile?city=a&city=b", "GET", "", {}, 400),
        ("/query/city_profile?city=%ff", "GET", "", {}, 400),
        ("/query/awards", "POST", "x=1", {}, 405),
        ("/sparql", "POST", "x", {"Content_Type": "text/plain"}, 415),
        ("/sparql", "POST", b"\xff", {"Content_Type": "application/sparql-query"}, 400),
        ("/sparql", "POST", "x" * 300_000, {"Content_Type": "application/sparql-query"}, 413),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=a:b", "GET", "", {}, 400),
        ("/../../etc/passwd", "GET", "", {}, 404),
    ],
)
def test_odd_requests_get_one_line(
    server: Server, path: str, method: str, body: str | bytes, headers: dict[str, str], status: int
) -> None:
    found, answered, text = server.ask(path, method, body, **headers)
    assert (found, answered.get_content_type(), text.count("\n")) == (status, "text/plain", 1), text
    assert "Traceback" not in text


def test_bytes_that_are_no_request(server: Server) -> None:
    for data in (
        b"\x00\xff\n\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"<script>alert(1)</script> / HTTP/1.1\r\n\r\n",
    ):
        assert b"<" not in sent(server, data)
    assert server.ask("/")[0] == 200


def test_a_client_that_goes_away(server: Server) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it resets as it closes
            raw.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    assert server.ask("/")[0] == 200


def test_a_query_without_end_is_stopped_and_the_server_goes_on(graph: Path) -> None:
    server = Server(graph, "--timeout", "2")
    status, _, text = server.sparql(ENDLESS)
    assert (status, text) == (503, "the query was not finished within 2 seconds; narrow it\n")
    assert server.sparql(PLANS)[0] == 200
    assert server.stop()[0] == 0


def test_an_unknown_name_is_noted(server: Server) -> None:
    for query in ("program_places", "program_spread"):
        status, _, text = server.ask(f"/query/{query}?name={quote('不存在的')}")
        assert status == 200
        assert json.loads(text)["notes"][0].startswith("name: nothing is called")


def test_many_at_once_are_answered_or_told_to_come_back(server: Server) -> None:
    statuses: list[int] = []  # a broken connection would be missing
    threads = [threading.Thread(target=lambda: statuses.append(server.sparql(PLANS)[0])) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(statuses), set(statuses) <= {200, 503}) == (24, True)
    assert statuses.count(200) >= 8
    assert server.sparql(PLANS)[0] == 200


def test_a_port_that_is_taken_is_an_error(server: Server, graph: Path) -> None:
    done = kexie("serve", "--graph", graph, "--port", server.port)
    assert done.is_one_line()
    assert f"port {server.port}: cannot be used" in done.err
    assert kexie("serve", "--graph", graph / "none", "--port", 0).is_one_line()


# -- named questions and the page -------------------------------------------------------------------------------------


def test_a_named_question_is_answered_as_by_the_command(server: Server, graph: Path) -> None:
    status, headers, text = server.ask(CITY)
    assert (status, headers.get_content_type()) == (200, "application/json")
    with open_graph(graph) as g:
        answer = g.query("city_profile", city="嘉兴市")
    found = json.loads(text)
    assert tuple(found["columns"]) == answer.columns
    assert [tuple(row) for row in found["rows"]] == list(answer)
    assert len(answer) > 20
    _, _, unknown = server.ask("/query/city_profile?" + urlencode({"city": "嘉星市"}))
    assert json.loads(unknown)["notes"] == ['city: nothing is called "嘉星市" (did you mean "嘉兴市"?)']


def test_every_answer_forbids_what_browsers_could_do_with_it(server: Server) -> None:
    for path in ("/", CITY, "/sparql", "/nothing"):
        _, headers, _ = server.ask(path)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_page_in_a_browser(server: Server, tmp_path: Path) -> None:
    with chromium(tmp_path / "profile") as browser:
        page = browser.visit(server.address)
        assert len(page.texts("#list li")) == 40
        page.click(*page.middle("#filter"))
        page.type("Facilities by")
        assert len(page.texts("#list li")) == 1
        page.evaluate("document.getElementById('filter').value = ''; document.getElementById('filter').oninput()")
        page.evaluate("document.querySelector('#list [data-name=city_profile]').click()")
        page.click(*page.middle("#form [type=submit]"))
        page.wait("document.querySelector('#rows tbody tr')")
        assert page.texts("#rows th")[:3] == ["year", "plan", "relation"]
        assert page.texts("#status") == [f"{len(page.texts('#rows tbody tr'))} 行 rows"]

        hostile = "<img src=x onerror=alert(1)>\"'; }"
        page.evaluate(f"document.querySelector('#form [name=city]').value = {json.dumps(hostile)}")
        page.click(*page.middle("#form [type=submit]"))
        page.wait("document.getElementById('status').textContent.includes('nothing is called')")
        assert hostile in page.texts("#status")[0]

        page.click(*page.middle("#tab-editor"))
        query = 'SELECT ?x { VALUES ?x { "<script>alert(2)</script>" <https://kexie-kg.example/ns#Event> } }'
        page.evaluate(f"document.getElementById('text').value = {json.dumps(query)}")
        page.click(*page.middle("#run"))
        page.wait("document.querySelectorAll('#rows tbody tr').length === 2")
        assert page.texts("#rows td") == ["<script>alert(2)</script>", "kx:Event"]
        assert page.complaints == []

        page.evaluate("document.getElementById('text').value = 'DELETE WHERE { ?s ?p ?o }'")
        page.click(*page.middle("#run"))
        page.wait("document.getElementById('status').className === 'wrong'")
        assert "starts with DELETE" in page.texts("#status")[0]
        assert page.texts("img, #rows script") == []
        assert {address.split("/")[2] for address in page.requests} == {f"127.0.0.1:{server.port}"}
