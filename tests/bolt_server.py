"""A Bolt server for tests: the ArcadeDB server of the PyPI package ``arcadedb-embedded``, which brings its own Java.

It stands in for Neo4j. Load the fixture with ``pytest_plugins = ("bolt_server",)``; it starts one server per pytest
process on free loopback ports, about three seconds, and only when a test asks for it.

The server runs under a supervisor, this very file as a program. Whatever becomes of the tests — they end, crash, are
killed, or hang for longer than ``LIFETIME`` — the supervisor kills the server, which can itself loop without end.
"""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

LIFETIME = 20 * 60
"""Seconds after which the server is killed in any case."""
_START = 60
"""Seconds it may take to start; 3 on an idle machine."""
_READY = "ArcadeDB Server started in"
_DATABASE = "neo4j"


@dataclass(frozen=True, slots=True)
class BoltServer:
    """Where the server listens, and its two users: one may do everything, the other only read."""

    uri: str
    database: str
    admin: tuple[str, str]
    reader: tuple[str, str]
    log: Path


@pytest.fixture(scope="session")
def bolt_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoltServer]:
    """One running server for all tests of this process."""
    with running(tmp_path_factory.mktemp("arcadedb")) as server:
        yield server


@contextmanager
def running(folder: Path, command_timeout: float = 20.0) -> Iterator[BoltServer]:
    """A server that keeps its files in the empty ``folder`` and is dead when the block ends.

    ``command_timeout`` is the server's own limit in seconds for one command. Raises RuntimeError with the end of the
    log if the server does not start.
    """
    for name in ("config", "databases", "log", "backups"):
        (folder / name).mkdir()
    groups = folder / "config" / "server-groups.json"
    groups.write_text(json.dumps(_GROUPS), "utf-8")
    password, reader_password = secrets.token_hex(16), secrets.token_hex(16)
    bolt, http = _free_ports(2)
    server = BoltServer(
        uri=f"bolt://127.0.0.1:{bolt}", database=_DATABASE, admin=("root", password),
        reader=("analyst", reader_password), log=folder / "log" / "server.txt",
    )  # fmt: skip
    command = _command(folder, server, bolt, http, command_timeout)
    with server.log.open("wb") as log:
        supervisor = subprocess.Popen(
            [sys.executable, __file__, str(LIFETIME), *command], cwd=folder, start_new_session=True,
            stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_until_ready(supervisor, server.log)
        yield server
    finally:
        os.killpg(supervisor.pid, signal.SIGKILL)  # supervisor and server: their own process group
        supervisor.communicate()


def _command(folder: Path, server: BoltServer, bolt: int, http: int, command_timeout: float) -> list[str]:
    spec = importlib.util.find_spec("arcadedb_embedded")  # not imported: that would start Java in this process
    if spec is None or spec.origin is None:
        raise RuntimeError("arcadedb-embedded is not installed; install the project's test extras")
    package = Path(spec.origin).parent
    users = f"{_DATABASE}[root,{server.reader[0]}:{server.reader[1]}:reader]"  # a comma: `;` separates databases
    settings = {
        "server.rootPath": folder,
        "server.rootPassword": server.admin[1],
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.defaultDatabases": users,
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": http,
        "bolt.host": "127.0.0.1",
        "bolt.port": bolt,
        "command.timeout": round(command_timeout * 1000),
    }
    return [
        str(package / "jre" / "bin" / "java"), "-Xmx1g", "--add-modules", "jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-cp", str(package / "jars" / "*"),
        *(f"-Darcadedb.{name}={value}" for name, value in settings.items()), "com.arcadedb.server.ArcadeDBServer",
    ]  # fmt: skip


def _group(access: list[str], records: list[str]) -> dict[str, object]:
    return {"resultSetLimit": -1, "readTimeout": -1, "access": access, "types": {"*": {"access": records}}}


_GROUPS = {
    "version": 2,
    "databases": {
        "*": {
            "groups": {
                "admin": _group(
                    ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    ["createRecord", "readRecord", "updateRecord", "deleteRecord"],
                ),
                "reader": _group([], ["readRecord"]),
                "*": _group([], []),
            }
        }
    },
}
"""Who may do what. Must stand in the folder before the server starts."""


def _free_ports(count: int) -> list[int]:
    """Ports that nobody on this machine listens on, all different since held open together."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def _wait_until_ready(supervisor: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START
    while _READY not in (text := log.read_text("utf-8", "replace")):
        if supervisor.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"ArcadeDB did not start; the end of its log:\n{text[-2000:]}")
        time.sleep(0.05)


def _supervise(seconds: float, command: list[str]) -> None:
    """Runs the server until standard input ends (its writer, the test process, is gone) or time is up."""
    over = threading.Event()

    def wait_for_end_of_input() -> None:
        os.read(sys.stdin.fileno(), 1)
        over.set()

    threading.Thread(target=wait_for_end_of_input, daemon=True).start()
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + seconds
    try:
        while server.poll() is None and time.monotonic() < deadline and not over.wait(0.2):
            pass
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    _supervise(float(sys.argv[1]), sys.argv[2:])
