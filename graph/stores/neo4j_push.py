"""A graph pushed to a server: the server's graph becomes it by writing the difference.

What is equal is not touched, so that a second push of one graph writes nothing, a plan that was replaced or removed
changes what it said and nothing else, and a push that broke off is taken up by the next where it ended. If the
connection is lost, the difference is found anew, since nobody knows whether the last batch arrived. Push from one
process at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import neo4j
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import neo4j_statements as cypher
from kexie_kg.graph.stores.base import Counts
from kexie_kg.graph.stores.difference import Difference, difference
from kexie_kg.graph.stores.neo4j_connection import Connection
from kexie_kg.graph.stores.neo4j_facts import edges, nodes

BATCH = 5_000
"""Rows of one write transaction."""
WAITS = (0.5, 2.0, 5.0, 10.0)
"""Seconds before each further attempt after the connection was lost."""
_SHOWN = 3
"""Plans that an error names."""

Step: TypeAlias = Callable[[int, int], None]
"""Told how many rows are written, of how many."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push wrote, and what the server held afterwards, counted by the server itself."""

    nodes_new: int
    nodes_changed: int
    nodes_gone: int
    edges_new: int
    edges_changed: int
    edges_gone: int
    held: Counts
    attempts: int


def push(connection: Connection, graph: Graph, schema: Schema, step: Step, delete: bool) -> Pushed:
    """Makes the server hold exactly this graph, durably when the call returns.

    Plans of the server that the graph lacks are removed with ``delete``, and an error without. Raises
    :class:`StoreError` too if the server fails for good, if its ``:Entity`` nodes are another program's, or if it does
    not hold the graph in the end. After a failure readers are refused until a push succeeds.
    """
    with connection.explained():
        for attempt, wait in enumerate((*WAITS, None), 1):
            try:
                return _Push(connection, graph, schema, step, delete).run(attempt)
            except (DriverError, Neo4jError) as error:
                if wait is None or not (error.is_retryable() or isinstance(error, ServiceUnavailable)):
                    raise
                time.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


class _Push:
    """One attempt."""

    def __init__(self, connection: Connection, graph: Graph, schema: Schema, step: Step, delete: bool) -> None:
        self._connection, self._graph, self._schema = connection, graph, schema
        self._step, self._delete = step, delete

    def run(self, attempt: int) -> Pushed:
        with self._connection.session() as session:
            with session.begin_transaction() as transaction:
                generation = self._connection.generation(transaction)
                self._check(transaction, generation)
                held = nodes(transaction, self._schema)
                change = difference(self._graph, held, edges(transaction, self._schema))
            writes = cypher.writes(change, self._schema)
            odd = generation + 1 + generation % 2
            writing = bool(change) or not generation or bool(generation % 2)
            if writing:
                self._write(session, writes, odd)
            counts = self._count(session)
            if writing:  # only what was counted is open to readers
                _run(session, cypher.SET_GENERATION, [{"format": cypher.FORMAT, "generation": odd + 1}])
        return _report(change, counts, attempt)

    def _check(self, transaction: neo4j.Transaction, generation: int) -> None:
        where = self._connection.where
        if not generation and list(transaction.run(cypher.ANY_NODE)):
            raise StoreError(f"{where}: has :Entity nodes of another program; name an empty database")
        plan = self._schema.part["plan"]
        wanted = {node.props.get("key") for node in self._graph.nodes if node.type == plan}
        held = (key for (key,) in transaction.run(cypher.PLANS.format(label=self._schema.quoted(plan))))
        others = sorted(str(key) for key in held if key not in wanted)
        if others and not self._delete:
            more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
            raise StoreError(
                f"{where}: holds plans that this graph lacks: {', '.join(others[:_SHOWN])}{more}; "
                "to remove them from the server, push with --delete"
            )

    def _write(self, session: neo4j.Session, writes: Sequence[cypher.Write], odd: int) -> None:
        """The writes behind the generation ``odd``, which keeps readers out."""
        for definition in cypher.definitions(self._schema):
            session.run(definition).consume()
        _run(session, cypher.SET_GENERATION, [{"format": cypher.FORMAT, "generation": odd}])
        done, total = 0, sum(len(write.items) for write in writes)
        self._step(done, total)
        for write in writes:
            for rows in write.batches(BATCH):
                _run(session, write.text, rows)
                done += len(rows)
                self._step(done, total)

    def _count(self, session: neo4j.Session) -> Counts:
        """How much of ours the server says it holds. Raises :class:`StoreError` unless it is the whole graph."""
        (nodes_,) = session.run(cypher.COUNT_NODES).single(strict=True)
        counted = session.run(cypher.COUNT_EDGES)
        held = Counts(nodes_, sum(count for type_, count in counted if type_ in self._schema.relations))
        wanted = Counts(len(self._graph.nodes), len(self._graph.edges))
        if held != wanted:
            raise StoreError(f"{self._connection.where}: holds {held}, not {wanted}; push again")
        return held


def _run(session: neo4j.Session, statement: str, rows: list[cypher.Row]) -> None:
    """One statement in one transaction. The driver must not try again by itself: creating is not repeatable."""
    with session.begin_transaction() as transaction:
        transaction.run(statement, rows=rows).consume()
        transaction.commit()


def _report(change: Difference, held: Counts, attempt: int) -> Pushed:
    relabelled = {id_ for ids in (*change.labels_missing.values(), *change.labels_gone.values()) for id_ in ids}
    return Pushed(
        nodes_new=len(change.nodes_new),
        nodes_changed=len(relabelled | {node.id for node in change.nodes_changed}),
        nodes_gone=len(change.nodes_gone), edges_new=len(change.edges_new), edges_changed=len(change.edges_changed),
        edges_gone=len(change.edges_gone), held=held, attempts=attempt,
    )  # fmt: skip
