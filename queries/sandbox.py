"""Answers queries of strangers in a process of its own, which is killed at the limit.

An engine cannot be relied on to stop: one goes on in native code, another asks for memory until the machine swaps. So
:mod:`.sandbox_worker` opens the store in another process, which this module feeds, watches and kills. A process
answers many queries; after a kill the next query starts a new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import wait
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

import psutil

from kexie_kg.graph.errors import QueryError, QuerySyntaxError, StoreError, UnfinishedError
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.stores.base import Language, Limits
from kexie_kg.graph.stores.deadline import started
from kexie_kg.queries import sandbox_worker
from kexie_kg.queries.cells import as_json, from_json
from kexie_kg.queries.gates import EVERYWHERE, GATES

_T = TypeVar("_T")
_USUAL: Final = Limits()
_MEGABYTE: Final = 2**20
_GLANCE: Final = 0.02
"""Seconds between two looks at the memory of the process."""
_SECONDS_TO_START: Final = 300
"""A graph of 10,000 plans is opened in a few seconds; whatever takes this long will not end."""


class Sandbox:
    """The store of one folder, asked from a distance. The process starts with the first query; ``close`` ends it."""

    def __init__(self, language: Language, folder: Path) -> None:
        self.language: Language = language
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._closed: tuple[str, ...] = ()
        self._lock = Lock()

    def gates(self) -> tuple[str, ...]:
        """Which of :data:`~kexie_kg.queries.gates.GATES` are closed, as the process itself reports."""
        self._running()
        return tuple(name for name, (_, systems) in GATES.items() if systems == EVERYWHERE or name in self._closed)

    def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Rows:
        """Answers one query.

        Raises :class:`UnfinishedError` beyond the limits, :class:`QuerySyntaxError` where the engine cannot read it,
        and :class:`QueryError` where it fails. Whatever else ends the wait, such as Ctrl-C, ends the process too.
        """
        return self._asked(text, limits, params={name: as_json(value) for name, value in (params or {}).items()})

    def document(self, text: str, results: str, triples: str, limits: Limits = _USUAL) -> Rows:
        """Answers one query of SPARQL as a document of one of these media types; raises like :meth:`run`."""
        return self._asked(text, limits, forms=[results, triples])

    def _asked(self, text: str, limits: Limits, **ask: Any) -> Rows:
        more = limits.megabytes * _MEGABYTE
        with self._lock:
            process = self._running()
            resident, reserved = _memory(process)
            line = _line(text=text, seconds=limits.seconds, rows=limits.rows, bytes=reserved + more, **ask)
            answer = self._finished(process, lambda: _exchange(process, line, more), limits, resident + more)
        return _rows(answer)

    def _finished(self, process: subprocess.Popen[bytes], work: Callable[[], _T], limits: Limits, most: int) -> _T:
        try:
            return self._wait(process, work, limits.seconds, most)
        except TimeoutError as error:
            raise UnfinishedError(f"the query was not finished within {limits.seconds:g} seconds; narrow it") from error
        except MemoryError as error:
            raise UnfinishedError(f"the query needs more than {limits.megabytes} MB; narrow it") from error
        except ChildProcessError as error:
            raise UnfinishedError(
                f"the query broke the process that answered it: it needs more than {limits.megabytes} MB, "
                "or nests too deeply; narrow it"
            ) from error

    def close(self) -> None:
        """Ends the process; another query starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()  # reads what a thread may still wait for, closes the pipes

    # -- the process ----------------------------------------------------------------------------------------------

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        module = sandbox_worker.__name__
        command = [sys.executable, "-P", "-m", module, str(self._folder), str(os.getpid())]  # -P: nothing from the cwd
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._process = process
        try:
            hello = self._wait(process, lambda: _read(process, _MEGABYTE), _SECONDS_TO_START, None)
        except (TimeoutError, MemoryError, ChildProcessError) as error:
            raise StoreError(f"{self._folder}: the process that answers queries does not start; try again") from error
        if "error" in hello:
            self.close()
            raise StoreError(hello["error"])
        self._closed = tuple(hello["gates"])
        return process

    def _wait(self, process: subprocess.Popen[bytes], work: Callable[[], _T], seconds: float, most: int | None) -> _T:
        """The result of ``work`` with the process, which is killed if there is none.

        Raises :class:`TimeoutError`, :class:`MemoryError` if the process grows to ``most`` bytes, and
        :class:`ChildProcessError` if it ends by itself.
        """
        result, deadline = started(work), time.monotonic() + seconds
        try:
            while not wait([result], _GLANCE).done:
                if time.monotonic() > deadline:
                    raise TimeoutError
                if most is not None and _memory(process)[0] > most:
                    raise MemoryError
            return result.result()
        except BaseException:
            self.close()
            raise


def _exchange(process: subprocess.Popen[bytes], line: bytes, most: int) -> Any:
    assert process.stdin is not None
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except OSError as error:
        raise ChildProcessError from error
    return _read(process, most)


def _read(process: subprocess.Popen[bytes], most: int) -> Any:
    """The next line. Raises :class:`MemoryError` for one of ``most`` bytes, :class:`ChildProcessError` for none."""
    assert process.stdout is not None
    line = process.stdout.readline(most)
    if len(line) == most:
        raise MemoryError
    if not line.endswith(b"\n"):
        raise ChildProcessError
    return json.loads(line)


def _memory(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Bytes that the process occupies now, and bytes of its address space."""
    try:
        info = psutil.Process(process.pid).memory_info()
    except psutil.NoSuchProcess:  # it has ended: the pipe tells
        return 0, 0
    return int(info.rss), int(info.vms)


def _line(**ask: Any) -> bytes:
    try:
        return json.dumps(ask).encode("ascii") + b"\n"
    except (TypeError, ValueError) as error:  # ValueError: a number of more digits than Python writes
        raise QueryError(f"a parameter is of no kind that queries know ({error}); give text or numbers") from error


def _rows(answer: Any) -> Rows:
    if "columns" in answer:
        rows = tuple(tuple(map(from_json, row)) for row in answer["rows"])
        return Rows(tuple(answer["columns"]), rows, tuple(answer["notes"]))
    if "syntax" in answer:
        raise QuerySyntaxError(*answer["syntax"])
    if "unfinished" in answer:
        raise UnfinishedError(answer["unfinished"])
    raise QueryError(answer["error"])
