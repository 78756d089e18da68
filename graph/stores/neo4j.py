"""Neo4j, or another server that speaks Bolt and Cypher, as a store.

The server's graph becomes the published one by writing the difference: what is equal is not touched, so that a second
publish of one graph writes nothing, and one that broke off is repaired by the next. The store owns the nodes labelled
``:Entity`` that carry an ``id``, and the edges between them that carry an ``id`` and a type of the schema; anything
else in the database is left alone.

A server cannot swap two graphs as files can be swapped. Instead one node ``:KexieGraph`` counts generations: its
number is odd while a publish is under way. Readers look before and after, so they never return a mixture of two
graphs or a part of one. Publish from one process at a time.

The Cypher of it stands in :mod:`kexie_kg.graph.stores.neo4j_statements`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError
from neo4j.time import Date

from kexie_kg.graph.errors import QueryError, StoreError, UnfinishedError
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import neo4j_statements as cypher
from kexie_kg.graph.stores.base import Counts, Language, Limits
from kexie_kg.graph.stores.difference import difference

BATCH = 5_000
"""Rows of one write transaction."""
FORMAT = 1
"""Version of how a graph lies in a database; another one is refused."""

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_CONNECT = 15.0  # seconds
_GRACE = 1.0  # seconds a server has to stop a query at its time limit before the client stops waiting
_FETCH = 1_000  # rows
_UNFINISHED = (  # last parts of the status codes of time and memory limits
    "TransactionTimedOut", "TransactionTimedOutClientConfiguration", "Terminated", "OutOfMemoryError",
    "MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError",
)  # fmt: skip

_LIMITS = Limits()

_T = TypeVar("_T")


class Neo4jStore:
    """One graph in one database of a server."""

    language: Language = "cypher"

    def __init__(self, driver: neo4j.Driver, database: str, schema: Schema, where: str) -> None:
        """Takes over the driver; ``where`` names server and database in errors."""
        self._driver, self._database, self._schema, self._where = driver, database, schema, where
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # readers of a cluster see what was just written
        self._labels = (*schema.types, *sorted(schema.labels, key=lambda name: schema.labels[name].derived))

    @classmethod
    def connect(cls, uri: str, auth: tuple[str, str] | None, database: str, schema: Schema) -> Self:
        """Connects to ``bolt://host:port`` or the like; ``auth`` is (user, password).

        A user who may only read is enough for :meth:`facts` and :meth:`run`, and the surest guard for the latter.
        Raises :class:`StoreError`, which never tells the password, if there is no such server, user or database, or if
        the graph there is of another format.
        """
        where = f"{_address(uri)}/{database}"
        driver = neo4j.GraphDatabase.driver(
            uri, auth=auth, connection_timeout=_CONNECT, notifications_min_severity="OFF"
        )
        store = cls(driver, database, schema, where)
        try:
            with store._explained(), store._session(neo4j.READ_ACCESS) as session, session.begin_transaction() as first:
                store._generation(first)
        except BaseException:
            driver.close()
            raise
        return store

    def close(self) -> None:
        """Closes the connections; the graph stays on the server."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing --------------------------------------------------------------------------------------------------

    def publish(self, graph: Graph) -> Counts:
        """Makes the server hold exactly this graph, durably when the call returns.

        Raises :class:`StoreError` if the server fails, or if its ``:Entity`` nodes are another program's. After a
        failure readers are refused until a publish succeeds.
        """
        with self._explained(), self._session() as session:
            with session.begin_transaction() as transaction:
                generation = self._generation(transaction)
                if not generation and list(transaction.run(cypher.ANY_NODE)):
                    raise StoreError(f"{self._where}: has :Entity nodes of another program; name an empty database")
                change = difference(graph, self._nodes(transaction), self._edges(transaction))
            writes = cypher.writes(change, self._schema)
            if change or not generation or generation % 2:
                self._write(session, writes, generation + 1 + generation % 2)
        return Counts(len(graph.nodes), len(graph.edges))

    def _write(self, session: neo4j.Session, writes: Sequence[cypher.Write], odd: int) -> None:
        """Does the writes between the generation ``odd``, which keeps readers out, and the next."""
        for definition in cypher.definitions():
            session.run(definition).consume()
        _write(session, cypher.SET_GENERATION, [{"format": FORMAT, "generation": odd}])
        for write in writes:
            for rows in write.batches(BATCH):
                _write(session, write.text, rows)
        _write(session, cypher.SET_GENERATION, [{"format": FORMAT, "generation": odd + 1}])

    # -- reading --------------------------------------------------------------------------------------------------

    def facts(self) -> Graph:
        """Everything that is held: equal to the graph that was published."""
        with self._explained(), self._reading(None) as transaction:
            nodes = sorted(self._nodes(transaction), key=lambda node: node.id)
            edges = sorted(self._edges(transaction), key=lambda edge: edge.id)
        return Graph(tuple(nodes), tuple(edges))

    def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _LIMITS) -> Rows:
        """Answers one read-only query.

        It runs in a transaction with read access that is rolled back whatever happens. Neo4j refuses writes there;
        of a server that does not (ArcadeDB), the writes are taken back and reported, but for changes of indexes.
        """

        def answer() -> Rows:
            with self._reading(limits.seconds) as transaction:
                return self._answer(transaction.run(text, dict(params or {})), limits)

        with self._explained():
            try:
                return _finish_within(limits.seconds + _GRACE, answer)
            except TimeoutError as error:
                raise self._too_slow(limits) from error
            except AuthError:
                raise
            except Neo4jError as error:
                if (error.code or "").rpartition(".")[2] in _UNFINISHED:
                    raise self._too_slow(limits) from error
                raise QueryError(f"the query fails on {self._where}: {_first_line(error)}") from error

    def _answer(self, result: neo4j.Result, limits: Limits) -> Rows:
        columns = tuple(result.keys())
        rows: list[tuple[Cell, ...]] = []
        for record in result:
            if len(rows) == limits.rows:
                raise UnfinishedError(f"the answer has more than {limits.rows} rows; add a LIMIT or a condition")
            rows.append(tuple(map(_cell, record.values(), columns)))
        if result.consume().counters.contains_updates:
            raise QueryError("the query writes; only reading is allowed, so its changes were taken back")
        return Rows(columns, tuple(rows))

    def _nodes(self, transaction: neo4j.Transaction) -> Iterator[Node]:
        """Nodes with those of their labels that the schema knows, in its order: the type first."""
        for labels, props in transaction.run(cypher.ALL_NODES):
            known = tuple(label for label in self._labels if label in labels)
            yield Node(props.pop("id"), known, _props(props))

    def _edges(self, transaction: neo4j.Transaction) -> Iterator[Edge]:
        for type_, source, target, props in transaction.run(cypher.ALL_EDGES):
            if type_ in self._schema.relations:
                yield Edge(props.pop("id"), type_, source, target, _props(props))

    # -- sessions -------------------------------------------------------------------------------------------------

    def _session(self, access: str = neo4j.WRITE_ACCESS, fetch_size: int = _FETCH) -> neo4j.Session:
        return self._driver.session(
            database=self._database, default_access_mode=access, fetch_size=fetch_size,
            bookmark_manager=self._bookmarks,
        )  # fmt: skip

    @contextmanager
    def _reading(self, seconds: float | None) -> Iterator[neo4j.Transaction]:
        """A transaction that sees one whole graph, or :class:`StoreError`; never committed."""
        with self._session(neo4j.READ_ACCESS) as session, session.begin_transaction(timeout=seconds) as transaction:
            before = self._generation(transaction)
            if before % 2:
                raise StoreError(f"{self._where}: its graph is being published or only a part; publish it to its end")
            yield transaction
            if self._generation(transaction) != before:
                raise StoreError(f"{self._where}: another graph was published meanwhile; ask again")

    def _generation(self, transaction: neo4j.Transaction) -> int:
        """How often a graph was begun or finished here; 0 if never."""
        for format_, generation in transaction.run(cypher.GENERATION):
            if format_ != FORMAT:
                raise StoreError(
                    f"{self._where}: its graph has format {format_}, this version reads {FORMAT}; "
                    "empty the database and publish again"
                )
            return int(generation)
        return 0

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns what the driver raises into the project's errors."""
        try:
            yield
        except AuthError as error:
            raise StoreError(f"{self._where}: refuses this user and password; check both") from error
        except Neo4jError as error:
            raise StoreError(f"{self._where}: {_first_line(error)}; check the server and the user's rights") from error
        except DriverError as error:
            reason = str(error).partition("\n")[0].rstrip(":.")
            raise StoreError(f"{self._where}: no answer ({reason}); start the server or check its address") from error

    def _too_slow(self, limits: Limits) -> UnfinishedError:
        return UnfinishedError(
            f"the query was not finished by {self._where} within {limits.seconds:g} seconds and its memory; narrow it"
        )


def _write(session: neo4j.Session, statement: str, rows: list[cypher.Row]) -> None:
    """One statement in one transaction, tried again after errors that pass; all statements may be repeated."""
    session.execute_write(lambda transaction: transaction.run(statement, rows=rows).consume())


def _props(raw: Mapping[str, Any]) -> Properties:
    return MappingProxyType({name: _value(raw[name]) for name in sorted(raw)})


def _value(raw: Any) -> Value:
    if isinstance(raw, list):
        return tuple(raw)
    value: Value = raw.to_native() if isinstance(raw, Date) else raw
    return value


def _cell(value: Any, column: str) -> Cell:
    if isinstance(value, Date):
        return value.to_native()
    if value is None or isinstance(value, (str, int, float)):
        return value
    kind = type(value).__name__.lower()
    raise QueryError(f"column {column} holds a {kind}, not a single value; return its properties or unwind it")


def _address(uri: str) -> str:
    """``scheme://host:port`` of a URI; a user or password in it is refused and not repeated."""
    try:
        parts = urlsplit(uri)
        scheme, host, port = parts.scheme, parts.hostname, parts.port or 7687
    except ValueError:
        scheme, host, port = "", None, 0
    if scheme not in _SCHEMES or host is None or "@" in uri:
        raise StoreError("the server's address must look like bolt://localhost:7687, without user and password")
    return f"{scheme}://{host}:{port}"


def _first_line(error: Neo4jError) -> str:
    """The server's words; Neo4j puts the position at the end of the first line, and then a drawing of it."""
    return (error.message or str(error.code)).partition("\n")[0].strip().rstrip(".")


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
