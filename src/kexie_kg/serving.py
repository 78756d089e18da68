"""The published graph over HTTP, to this machine alone: a SPARQL 1.1 endpoint, named questions, and a page for both.

Nothing here writes. Still, a browser lets every website send requests to this machine, or point a name of its own to
it. So the host must be this server's own, and what another website sends is refused before it is looked at.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http import HTTPStatus
from http.client import HTTP_PORT
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Lock
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.errors import KexieError, StoreError, UnfinishedError
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Limits
from kexie_kg.incoming import PATIENCE, Incoming, RequestError, fields
from kexie_kg.negotiation import RESULTS, TRIPLES, chosen
from kexie_kg.queries.catalogue import Catalogue, Query, bind
from kexie_kg.views.service import page

ADDRESS = "127.0.0.1"
_NAMES = (ADDRESS, "localhost")
_AT_ONCE = 8
"""Requests that may wait for an answer; more are told to come back."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_CLOSED = "default-src 'none'; frame-ancestors 'none'"
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


class Service(ThreadingHTTPServer):
    """One graph, served until it is closed. Port 0 is any free one. Raises :class:`StoreError` if the port is taken."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, graph: KnowledgeGraph, port: int, limits: Limits) -> None:
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            raise StoreError(f"port {port}: cannot be used ({error.strerror}); choose another with --port") from error
        self.graph, self.page, self.limits = graph, _page(graph), limits
        graph.gates()  # starts the process of ad-hoc queries, before threads could start two
        self.hosts = hosts(self.server_port)
        self.waiting = BoundedSemaphore(_AT_ONCE)
        self.turns = {"named": Lock(), "ad-hoc": Lock()}
        """One question of each kind is answered at a time; the others wait."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away before it had its answer is no mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        return f"http://{ADDRESS}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "kexie-kg", ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._incoming = Incoming(self.headers, self.rfile)
        self._refuse(RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "the graph is read by GET and POST"))

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a log would be longer than anybody reads, and hold what people asked."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library sends for bytes that are no request, without repeating them."""
        self.close_connection = True
        self._refuse(RequestError(HTTPStatus(code), "this is no request that the server knows"))

    def _handle(self) -> None:
        self._incoming = incoming = Incoming(self.headers, self.rfile)
        try:
            incoming.check_origin(self.server.hosts, self.server.address, self.path == "/")
            address = self._address()
            if self.command == "POST":
                body = incoming.body()  # before a place is taken: it may come slowly
            else:
                body, self.close_connection = "", self.close_connection or incoming.has_body
            if not self.server.waiting.acquire(blocking=False):
                raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, "too many questions at once; try again")
            try:
                self._answer(address, body)
            finally:
                self.server.waiting.release()
        except RequestError as error:
            self._refuse(error)
        except UnfinishedError as error:
            self._refuse(RequestError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)))
        except KexieError as error:
            self._refuse(RequestError(HTTPStatus.BAD_REQUEST, str(error)))

    def _address(self) -> SplitResult:
        try:
            address = urlsplit(self.path)
        except ValueError as error:
            raise RequestError(HTTPStatus.BAD_REQUEST, "the address cannot be read") from error
        if self.command != "GET" and address.path != "/sparql":
            raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "only /sparql takes POST")
        return address

    def _answer(self, address: SplitResult, body: str) -> None:
        if address.path == "/sparql":
            query = self._query(address.query, body)
            accept = self.headers.get("Accept", "")
            forms = chosen(accept, RESULTS), chosen(accept, TRIPLES)
            with self._turn("ad-hoc"):
                media, document = self.server.graph.sparql_document(query, *forms, self.server.limits)
            return self._send(HTTPStatus.OK, media, document)
        if address.path == "/":
            return self._send(HTTPStatus.OK, "text/html", self.server.page, "frame-ancestors 'none'")
        prefix, _, name = address.path.removeprefix("/").partition("/")
        if prefix != "query" or not name:
            raise RequestError(HTTPStatus.NOT_FOUND, "there are /, /sparql and /query/NAME")
        self._send(HTTPStatus.OK, "application/json", self._named(unquote(name), fields(address.query)))

    def _named(self, name: str, params: dict[str, str]) -> str:
        bind(Catalogue.load().get(name), params)  # whatever else is given is refused here
        graph = self.server.graph
        with self._turn("named"):
            answer = graph.named(name, params, limits=self.server.limits)
        found = {"columns": answer.columns, "rows": list(answer), "notes": answer.rows.notes}
        return json.dumps(found, ensure_ascii=False, default=str)

    @contextmanager
    def _turn(self, kind: str) -> Iterator[None]:
        """Waits for the others, as long as a question may take, and only while somebody still wants the answer."""
        turn = self.server.turns[kind]
        if not turn.acquire(timeout=self.server.limits.seconds):
            raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, "other questions take all the time; try again")
        try:
            if self._left():
                raise ConnectionAbortedError
            yield
        finally:
            turn.release()

    def _left(self) -> bool:
        """Whether the client has closed its end."""
        self.connection.setblocking(False)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self.connection.settimeout(self.timeout)

    # -- the SPARQL 1.1 protocol ----------------------------------------------------------------------------------

    def _query(self, address: str, body: str) -> str:
        """The query of the request, in any of the three ways of the protocol."""
        media = self.headers.get_content_type()
        given = fields(address)
        if self.command == "POST":
            if media == _QUERY:
                given |= {"query": body}
            elif media == _FORM:
                given |= fields(body)
            elif media != "application/sparql-update":
                raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send a query as {_QUERY} or {_FORM}")
        if "update" in given or media == "application/sparql-update":
            raise RequestError(HTTPStatus.FORBIDDEN, "the graph is only read here; build it again to change it")
        if "query" not in given:
            raise RequestError(HTTPStatus.BAD_REQUEST, "send a SPARQL query in the parameter query; / has an editor")
        if {"default-graph-uri", "named-graph-uri"} & set(given):
            raise RequestError(HTTPStatus.BAD_REQUEST, "there is one graph; leave default- and named-graph-uri out")
        return given["query"]

    # -- sending --------------------------------------------------------------------------------------------------

    def _refuse(self, error: RequestError) -> None:
        if not self.close_connection:
            self._incoming.skip()
        self.close_connection = True
        self._send(error.status, "text/plain", f"{error}\n")

    def _send(self, status: HTTPStatus, media: str, text: str, policy: str = _CLOSED) -> None:
        data = text.encode("utf-8")
        self.send_response(status)
        headers = {**_HEADERS, "Content-Security-Policy": policy, "Content-Type": f"{media}; charset=utf-8"}
        headers |= {"Content-Length": str(len(data))} | ({"Connection": "close"} if self.close_connection else {})
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET, POST"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def hosts(port: int) -> frozenset[str]:
    """What clients call this server: they leave out the port that is usual."""
    ports = (f":{port}", "") if port == HTTP_PORT else (f":{port}",)
    return frozenset(name + after for name in _NAMES for after in ports)


def _page(graph: KnowledgeGraph) -> str:
    plans = graph.repository.manifest.plans.values()
    summary = f"{len(plans)} 份计划 plans · {len({plan.place for plan in plans})} 个地区 places"
    return page([_described(query) for query in Catalogue.load().queries.values()], summary, Schema.load())


def _described(query: Query) -> dict[str, Any]:
    params = [asdict(param) | {"allowed": list(param.allowed)} for param in query.params]
    return {
        "name": query.name, "title": asdict(query.title), "question": asdict(query.question), "params": params,
        "example": dict(query.example.params), "sparql": query.texts.get("sparql", ""),
    }  # fmt: skip
