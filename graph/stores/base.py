"""What a store is: a place for one whole graph that gives back what was put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Protocol, Self

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema

Language = Literal["cypher", "sparql"]


MOST: Final[Mapping[str, int]] = {"seconds": 1_000_000, "rows": 1_000_000_000, "megabytes": 16_000_000}
"""The largest bounds of a query that may be asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one query. Passing one raises :class:`~kexie_kg.graph.errors.UnfinishedError`, never a short table.

    Raises :class:`QueryError` for a bound that is not above 0, or above what engines can count.
    """

    seconds: float = 30.0
    rows: int = 100_000
    megabytes: int = 1024
    """Memory that an ad-hoc query may take beside the graph; named queries are not held to it."""

    def __post_init__(self) -> None:
        for name, most in MOST.items():
            if not 0 < getattr(self, name) <= most:  # so that a NaN is refused as well
                raise QueryError(f"{name} is {getattr(self, name)}; give a number above 0, of at most {most:,}")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds."""

    nodes: int
    edges: int


class Store(Protocol):
    """Holds one graph. Opened with ``open`` (to read) or ``create`` (to fill once); both are context managers."""

    @classmethod
    def create(cls, path: Path, schema: Schema) -> Self: ...

    @classmethod
    def open(cls, path: Path, schema: Schema) -> Self: ...

    def publish(self, graph: Graph) -> Counts:
        """Writes a whole graph into an empty store by its fastest path, durable when the call returns."""
        ...

    def facts(self) -> Graph:
        """Everything that is held: equal to the graph that was published."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Queryable(Protocol):
    """Answers queries in one language."""

    language: Language

    def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = Limits()) -> Rows:
        """Answers one read-only query; parameters are bound by name, never formatted into the text."""
        ...


class QueryStore(Store, Queryable, Protocol):
    """A store with a query language of its own."""
