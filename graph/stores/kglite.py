"""KGLite, the embedded store that answers Cypher.

A store is a folder with one file. It is built in memory from data frames, KGLite's fastest way, and written in one
step; from then on it is opened as a read-only session, which keeps the whole graph in memory again.

Every node has the primary label ``:Entity``, because KGLite's constraints and indexes cover primary labels only; its
type and further labels are secondary. So ``(n:Entity:Plan {id: $id})`` uses the index and ``(n:Plan {id: $id})`` reads
every plan.
"""

from __future__ import annotations

import gc
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self

import kglite

from kexie_kg.graph.errors import QueryError, QuerySyntaxError, StoreError, UnfinishedError
from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Property, Schema
from kexie_kg.graph.stores.base import Counts, Language, Limits

if TYPE_CHECKING:
    import pandas as pd

_ENTITY = "Entity"
_FILE = "graph.kgl"
_LIMITS = Limits()
_UNKNOWN = re.compile(r"unknown (?:node label|relationship type) '(\w+)'")
_ENDLESS = "without an upper bound"
"""In the warnings of the engine."""
_DTYPES = {"integer": "Int64", "decimal": "float64", "boolean": "boolean", "string": "str", "text": "str"}
"""Of pandas; dates and lists go in as Python objects. ``str`` and not ``object``: KGLite takes it as it stands."""


class KGLiteStore:
    """One graph in one KGLite file."""

    language: Language = "cypher"

    def __init__(self, path: Path, schema: Schema, session: kglite.Session | None) -> None:
        self._path, self._schema, self._session = path, schema, session
        self._labels = (*schema.types, *sorted(schema.labels, key=lambda name: schema.labels[name].derived))
        kglite.set_query_warning_policy("silent")  # else it prints advice on standard error

    @classmethod
    def create(cls, path: Path, schema: Schema) -> Self:
        """A new, empty store. Raises :class:`StoreError` if ``path`` exists or cannot be written."""
        try:
            path.mkdir(parents=True)
        except FileExistsError as error:
            raise StoreError(f"{path}: exists already; publish into a new folder") from error
        except OSError as error:
            raise StoreError(f"{path}: cannot be made ({error}); choose another folder") from error
        return cls(path, schema, None)

    @classmethod
    def open(cls, path: Path, schema: Schema) -> Self:
        """The store in ``path``, to read. Raises :class:`StoreError` if there is none."""
        try:
            return cls(path, schema, kglite.open_session(str(path / _FILE)))
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{path}: holds no KGLite store ({_one_line(error)}); build the graph again") from error

    def close(self) -> None:
        """Frees the memory."""
        self._session = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing --------------------------------------------------------------------------------------------------

    def publish(self, graph: Graph) -> Counts:
        """Fills the empty store; its file appears in one step. Raises :class:`StoreError` if KGLite loses a fact."""
        engine = kglite.KnowledgeGraph()
        file = self._path / _FILE
        try:
            with _without_garbage_collection(), warnings.catch_warnings(action="ignore"):
                self._add_nodes(engine, graph.nodes)
                self._add_edges(engine, graph.edges)
                engine.cypher(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{_ENTITY}) REQUIRE n.id IS UNIQUE")
                for name in self._schema.indexed:
                    engine.cypher(f"CREATE INDEX IF NOT EXISTS FOR (n:{_ENTITY}) ON (n.{name})")
                engine.save(str(file))
            self._session = kglite.open_session(str(file))
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{self._path}: cannot be filled ({_one_line(error)})") from error
        return Counts(len(graph.nodes), len(graph.edges))

    def _add_nodes(self, engine: kglite.KnowledgeGraph, nodes: Sequence[Node]) -> None:
        groups: dict[tuple[str, ...], list[Node]] = defaultdict(list)
        for node in nodes:
            groups[node.labels].append(node)
        for labels, group in groups.items():
            frame = self._frame({"id": [node.id for node in group]}, [node.props for node in group])
            if "title" not in frame:  # KGLite would answer n.title with the id
                frame["title"] = _series([None] * len(group), "str")
            report = engine.add_nodes(frame, _ENTITY, "id", "title", labels=list(labels))
            self._check(report["nodes_created"], len(group), labels[0])

    def _add_edges(self, engine: kglite.KnowledgeGraph, edges: Sequence[Edge]) -> None:
        groups: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges:
            groups[edge.type].append(edge)
        for type_, group in groups.items():  # one call a type: a second one would merge parallel edges
            keys = {
                "id": [edge.id for edge in group],
                "source": [edge.source for edge in group],
                "target": [edge.target for edge in group],
            }
            frame = self._frame(keys, [edge.props for edge in group])
            report = engine.add_relationships(frame, type_, _ENTITY, "source", _ENTITY, "target")
            self._check(report["connections_created"] - report["stubs_vivified"], len(group), type_)

    def _check(self, kept: int, wanted: int, what: str) -> None:
        if kept != wanted:
            raise StoreError(f"{self._path}: KGLite kept {kept} of {wanted} {what}; an id stands twice or is missing")

    def _frame(self, keys: Mapping[str, Sequence[str]], rows: Sequence[Properties]) -> pd.DataFrame:
        """A column for each key and each property that any row has."""
        import pandas as pd

        names = sorted({name for row in rows for name in row})
        columns = {name: _series([row.get(name) for row in rows], self._dtype(name)) for name in names}
        return pd.DataFrame({**keys, **columns})

    def _dtype(self, name: str) -> str:
        prop: Property = self._schema.properties[name]
        return "object" if prop.many else _DTYPES.get(prop.datatype, "object")

    # -- reading --------------------------------------------------------------------------------------------------

    def facts(self) -> Graph:
        """Everything that is held: equal to the graph that was published."""
        return Graph(
            tuple(sorted(self._nodes(), key=lambda node: node.id)),
            tuple(sorted(self._edges(), key=lambda edge: edge.id)),
        )

    def _nodes(self) -> Iterator[Node]:
        for type_ in self._schema.types.values():
            names = ("id", "labels", *type_.props)
            values = ", ".join(("n.id", "labels(n)", *(f"n.`{name}`" for name in type_.props)))
            for row in self._all(f"MATCH (n:{_ENTITY}:{self._schema.quoted(type_.name)}) RETURN [{values}] AS row"):
                found = dict(zip(names, row, strict=True))
                id_, labels = found.pop("id"), found.pop("labels")
                yield Node(id_, tuple(label for label in self._labels if label in labels), _props(found))

    def _edges(self) -> Iterator[Edge]:
        for relation in self._schema.relations:
            text = (
                f"MATCH (a:{_ENTITY})-[x:{self._schema.quoted(relation)}]->(b:{_ENTITY}) "
                "RETURN [a.id, b.id, properties(x)] AS row"
            )
            for source, target, props in self._all(text):
                del props["type"]  # KGLite's own
                yield Edge(props.pop("id"), relation, source, target, _props(props))

    def _all(self, text: str) -> Iterator[Any]:
        for row in self._open.cypher(text, timeout_ms=0):
            yield row["row"]

    def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _LIMITS) -> Rows:
        """Answers one query; writes are refused by the read-only session."""
        try:
            with warnings.catch_warnings(action="ignore"):
                answer = self._open.cypher(
                    text, params=dict(params or {}), timeout_ms=max(1, round(limits.seconds * 1000)),
                    row_limit=limits.rows,
                )  # fmt: skip
        except kglite.CypherTimeoutError as error:
            raise UnfinishedError(f"the query was not finished within {limits.seconds:g} seconds; narrow it") from error
        except kglite.CypherSyntaxError as error:
            message = str(error).splitlines()[0].partition(": ")[2]
            raise QuerySyntaxError(message, error.line or 1, error.col or 1) from error
        except kglite.ReadOnlyError as error:
            raise QueryError("the query writes; only reading is allowed") from error
        except (kglite.KgError, ValueError, TypeError) as error:
            raise QueryError(f"the query fails: {_one_line(error)}") from error
        if isinstance(answer, str):  # of FORMAT CSV
            raise QueryError("the query asks for a text in place of rows; leave out FORMAT")
        diagnostics = answer.diagnostics or {}
        if (diagnostics.get("total_rows") or 0) > limits.rows:
            raise UnfinishedError(f"the answer has more than {limits.rows} rows; add a LIMIT or a condition")
        columns, notes = tuple(answer.columns), tuple(self._notes(diagnostics.get("warnings") or ()))
        try:
            rows = tuple(tuple(_cell(row[column], column) for column in columns) for row in answer)
        except (ValueError, OverflowError) as error:  # a date that Python does not have
            raise QueryError(f"the answer cannot be shown: {_one_line(error)}") from error
        return Rows(columns, rows, notes)

    def _notes(self, warnings_: Sequence[str]) -> Iterator[str]:
        """What the engine warns of, but for names of the schema that this graph happens not to have."""
        for warning in warnings_:
            if _ENDLESS in warning:
                raise QueryError("a pattern without an upper bound is cut after ten steps; write one, such as *1..30")
            name = _UNKNOWN.search(warning)
            if name is None or not {name[1]} & {*self._schema.types, *self._schema.labels, *self._schema.relations}:
                yield warning

    @property
    def _open(self) -> kglite.Session:
        if self._session is None:
            raise StoreError(f"{self._path}: was closed or never filled; open it again")
        return self._session


def _series(values: Sequence[object], dtype: str) -> pd.Series:
    import pandas as pd

    return pd.Series(values, dtype=dtype)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Building frames makes millions of objects and no cycles; collecting meanwhile takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _props(raw: Mapping[str, Any]) -> Properties:
    kept = {name: raw[name] for name in sorted(raw) if raw[name] is not None}
    return MappingProxyType({name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()})


def _cell(value: Any, column: str) -> Cell:
    if value is None or (isinstance(value, (str, int, float, date)) and not isinstance(value, datetime)):
        return value
    raise QueryError(f"column {column} holds a {type(value).__name__}, not a single value; return its properties")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
