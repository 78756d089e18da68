"""`kexie serve` for tests: the command itself in a process of its own, on a free port."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from kexie_kg.negotiation import RESULTS

PREFIXES = "PREFIX kx: <https://kexie-kg.example/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
PLANS = PREFIXES + "SELECT ?plan ?key ?year { ?plan kx:key ?key ; kx:plan_year ?year } ORDER BY ?key"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Server:
    """The command in a process of its own."""

    def __init__(self, graph: Path, *options: str) -> None:
        command = [sys.executable, "-m", "kexie_kg", "serve", "--graph", str(graph), "--port", "0", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.greeting = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.greeting)
        assert found, f"{self.greeting}{self.process.stderr and self.process.stderr.read()}"
        self.port, self.address = int(found[1]), found[0]

    def ask(self, path: str, method: str = "GET", body: str | bytes = b"", **headers: str) -> Any:
        """(status, headers, text). Header names with ``_`` for the hyphen."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            data = body.encode("utf-8") if isinstance(body, str) else body
            connection.request(method, path, data or None, {k.replace("_", "-"): v for k, v in headers.items()})
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode("utf-8")
        finally:
            connection.close()

    def sparql(self, query: str, accept: str = RESULTS[0]) -> Any:
        return self.ask("/sparql", "POST", query, Content_Type="application/sparql-query", Accept=accept)

    def stop(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


def sent(server: Server, data: bytes) -> bytes:
    """All that comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw:
        raw.sendall(data)
        raw.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: raw.recv(65536), b""))
