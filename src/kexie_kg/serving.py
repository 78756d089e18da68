"""The published graph over HTTP, to this machine alone: a SPARQL 1.1 endpoint, named questions, and a page for both.

Nothing here writes. Still, a browser lets every website send requests to this machine, or point a name of its own to
it. So the host must be this server's own, and what another website sends is refused before it is looked at.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.errors import KexieError, StoreError, UnfinishedError
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Limits
from kexie_kg.negotiation import RESULTS, TRIPLES, chosen
from kexie_kg.queries.catalogue import Catalogue, Query, bind
from kexie_kg.views.service import page

ADDRESS = "127.0.0.1"
_NAMES = (ADDRESS, "localhost")
_LONGEST = 200_000
"""Bytes of a query that are read."""
_SKIPPED = 10_000_000
"""Bytes of a request that are read and thrown away, before its sender gets to know that it is refused."""
_AT_ONCE = 8
"""Requests that may wait for an answer; more are told to come back."""
_PATIENCE = 20
"""Seconds in which a client must send its request and take the answer."""
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
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in _NAMES)
        self.waiting = BoundedSemaphore(_AT_ONCE)
        self.named = Lock()
        """One named question at a time; ad-hoc ones wait for each other in their sandbox."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away before it had its answer is no mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        return f"http://{ADDRESS}:{self.server_port}/"


class _RequestError(Exception):
    """A request that gets no other answer than this."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "kexie-kg", ""
    timeout = _PATIENCE
    _read = 0
    """Bytes of the body that were read."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._refuse(_RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "the graph is read by GET and POST"))

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a log would be longer than anybody reads, and hold what people asked."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library sends for bytes that are no request, without repeating them."""
        self.close_connection = True
        self._refuse(_RequestError(HTTPStatus(code), "this is no request that the server knows"))

    def _handle(self) -> None:
        self._read = 0
        try:
            self._check_origin()
            if not self.server.waiting.acquire(blocking=False):
                raise _RequestError(HTTPStatus.SERVICE_UNAVAILABLE, "too many questions at once; try again")
            try:
                self._answer()
            finally:
                self.server.waiting.release()
        except _RequestError as error:
            self._refuse(error)
        except UnfinishedError as error:
            self._refuse(_RequestError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)))
        except KexieError as error:
            self._refuse(_RequestError(HTTPStatus.BAD_REQUEST, str(error)))

    def _check_origin(self) -> None:
        """Against names that others point to this machine, and against requests that other websites send."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        if host not in self.server.hosts:
            raise _RequestError(HTTPStatus.MISDIRECTED_REQUEST, f"this is not {host!r}; ask {self.server.address}")
        foreign = origin is not None and origin not in {f"http://{name}" for name in self.server.hosts}
        if foreign or (self.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and self.path != "/"):
            raise _RequestError(HTTPStatus.FORBIDDEN, "other websites may not ask here")

    def _answer(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/sparql":
            query = self._query(address.query)
            accept = self.headers.get("Accept", "")
            forms = chosen(accept, RESULTS), chosen(accept, TRIPLES)
            media, document = self.server.graph.sparql_document(query, *forms, self.server.limits)
            return self._send(HTTPStatus.OK, media, document)
        if self.command != "GET":
            raise _RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "only /sparql takes POST")
        if address.path == "/":
            return self._send(HTTPStatus.OK, "text/html", self.server.page, "frame-ancestors 'none'")
        prefix, _, name = address.path.removeprefix("/").partition("/")
        if prefix != "query" or not name:
            raise _RequestError(HTTPStatus.NOT_FOUND, "there are /, /sparql and /query/NAME")
        self._send(HTTPStatus.OK, "application/json", self._named(unquote(name), _fields(address.query)))

    def _named(self, name: str, params: dict[str, str]) -> str:
        bind(Catalogue.load().get(name), params)  # whatever else is given is refused here
        graph = self.server.graph
        with self.server.named:
            answer = graph.query(name, "cypher", self.server.limits, **params)
            notes = () if len(answer) else graph.unknown_names(name, **params)
        found = {"columns": answer.columns, "rows": list(answer), "notes": notes}
        return json.dumps(found, ensure_ascii=False, default=str)

    # -- the SPARQL 1.1 protocol ----------------------------------------------------------------------------------

    def _query(self, address: str) -> str:
        """The query of the request, in any of the three ways of the protocol."""
        media = self.headers.get_content_type()
        fields = _fields(address)
        if self.command == "POST":
            body = self._body()
            if media == _QUERY:
                fields |= {"query": body}
            elif media == _FORM:
                fields |= _fields(body)
            elif media != "application/sparql-update":
                raise _RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send a query as {_QUERY} or {_FORM}")
        if "update" in fields or media == "application/sparql-update":
            raise _RequestError(HTTPStatus.FORBIDDEN, "the graph is only read here; build it again to change it")
        if "query" not in fields:
            raise _RequestError(HTTPStatus.BAD_REQUEST, "send a SPARQL query in the parameter query; / has an editor")
        if {"default-graph-uri", "named-graph-uri"} & set(fields):
            raise _RequestError(HTTPStatus.BAD_REQUEST, "there is one graph; leave default- and named-graph-uri out")
        return fields["query"]

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise _RequestError(HTTPStatus.LENGTH_REQUIRED, "say how long the query is: Content-Length")
        if int(length) > _LONGEST:
            raise _RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a query has at most {_LONGEST} bytes")
        data = self.rfile.read(int(length))
        self._read = len(data)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _RequestError(HTTPStatus.BAD_REQUEST, "the query is no UTF-8") from error

    def _skip_body(self) -> None:
        """Reads what is left of the request: a client that still sends would see a broken connection, and no reason."""
        length = self.headers.get("Content-Length", "")
        left = min(int(length) - self._read, _SKIPPED) if length.isdecimal() else 0
        while left > 0 and (read := len(self.rfile.read1(left))):
            left -= read

    # -- sending --------------------------------------------------------------------------------------------------

    def _refuse(self, error: _RequestError) -> None:
        if not self.close_connection:
            self._skip_body()
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


def _fields(text: str) -> dict[str, str]:
    """The fields of a form, each once."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=50, errors="strict")
    except ValueError as error:
        raise _RequestError(HTTPStatus.BAD_REQUEST, f"the parameters cannot be read ({error})") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _RequestError(HTTPStatus.BAD_REQUEST, "a parameter is given twice")
    return fields


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
