"""Neo4j, or another server that speaks Bolt and Cypher, as a store.

The store owns the nodes labelled ``:Entity`` that carry an ``id``, and the edges between them that carry an ``id`` and
a type of the schema; anything else in the database is left alone. How a graph gets there stands in
:mod:`kexie_kg.graph.stores.neo4j_push`, the Cypher of it in :mod:`kexie_kg.graph.stores.neo4j_statements`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

import neo4j
from neo4j.exceptions import AuthError, Neo4jError

from kexie_kg.graph.errors import QueryError, UnfinishedError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import neo4j_facts, neo4j_push
from kexie_kg.graph.stores.base import Counts, Language, Limits
from kexie_kg.graph.stores.neo4j_connection import Connection, first_line
from kexie_kg.graph.stores.neo4j_push import Pushed, Step

_GRACE = 1.0  # seconds a server has to stop a query at its time limit before the client stops waiting
_UNFINISHED = (  # last parts of the status codes of time and memory limits
    "TransactionTimedOut", "TransactionTimedOutClientConfiguration", "Terminated", "OutOfMemoryError",
    "MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError",
)  # fmt: skip

_LIMITS = Limits()

_T = TypeVar("_T")


def _untold(done: int, total: int) -> None:
    """Tells nobody."""


class Neo4jStore:
    """One graph in one database of a server."""

    language: Language = "cypher"

    def __init__(self, connection: Connection, schema: Schema) -> None:
        """Takes over the connection."""
        self._connection, self._schema = connection, schema

    @classmethod
    def connect(cls, uri: str, auth: tuple[str, str] | None, database: str, schema: Schema) -> Self:
        """Connects to ``bolt://host:port`` or the like; ``auth`` is (user, password).

        A user who may only read is enough for :meth:`facts` and :meth:`run`, and the surest guard for the latter.
        Raises :class:`StoreError`, which never tells the password, if there is no such server, user or database, or if
        the graph there is of another format.
        """
        return cls(Connection.open(uri, auth, database), schema)

    def close(self) -> None:
        """Closes the connections; the graph stays on the server."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing --------------------------------------------------------------------------------------------------

    def publish(self, graph: Graph) -> Counts:
        """Makes the server hold exactly this graph; see :func:`kexie_kg.graph.stores.neo4j_push.push`."""
        return self.push(graph, delete=True).held

    def push(self, graph: Graph, delete: bool = False, step: Step = _untold) -> Pushed:
        """The same, reported; plans that the graph lacks are removed from the server with ``delete`` alone."""
        return neo4j_push.push(self._connection, graph, self._schema, step, delete)

    # -- reading --------------------------------------------------------------------------------------------------

    def facts(self) -> Graph:
        """Everything that is held: equal to the graph that was published."""
        with self._connection.explained(), self._connection.reading(None) as transaction:
            nodes = sorted(neo4j_facts.nodes(transaction, self._schema), key=lambda node: node.id)
            edges = sorted(neo4j_facts.edges(transaction, self._schema), key=lambda edge: edge.id)
        return Graph(tuple(nodes), tuple(edges))

    def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _LIMITS) -> Rows:
        """Answers one read-only query.

        It runs in a transaction with read access that is rolled back whatever happens. Neo4j refuses writes there;
        of a server that does not (ArcadeDB), the writes are taken back and reported, but for changes of indexes.
        """

        def answer() -> Rows:
            with self._connection.reading(limits.seconds) as transaction:
                return self._answer(transaction.run(text, dict(params or {})), limits)

        with self._connection.explained():
            try:
                return _finish_within(limits.seconds + _GRACE, answer)
            except TimeoutError as error:
                raise self._too_slow(limits) from error
            except AuthError:
                raise
            except Neo4jError as error:
                if (error.code or "").rpartition(".")[2] in _UNFINISHED:
                    raise self._too_slow(limits) from error
                raise QueryError(f"the query fails on {self._connection.where}: {first_line(error)}") from error

    def _answer(self, result: neo4j.Result, limits: Limits) -> Rows:
        columns = tuple(result.keys())
        rows: list[tuple[Cell, ...]] = []
        for record in result:
            if len(rows) == limits.rows:
                raise UnfinishedError(f"the answer has more than {limits.rows} rows; add a LIMIT or a condition")
            rows.append(tuple(map(neo4j_facts.cell, record.values(), columns)))
        if result.consume().counters.contains_updates:
            raise QueryError("the query writes; only reading is allowed, so its changes were taken back")
        return Rows(columns, tuple(rows))

    def _too_slow(self, limits: Limits) -> UnfinishedError:
        return UnfinishedError(
            f"the query was not finished by {self._connection.where} within {limits.seconds:g} seconds and its memory; "
            "narrow it"
        )


def _finish_within(seconds: float, work: Callable[[], _T]) -> _T:
    """The result of ``work``, or TimeoutError: not every server keeps to the time limit that it is given.

    The work is then left behind; it ends when the server answers or the connections are closed.
    """
    future: Future[_T] = Future()

    def worker() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=worker, daemon=True).start()
    return future.result(seconds)
