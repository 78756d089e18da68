"""Oxigraph, the embedded store that answers SPARQL.

A store is the folder of its database. It is filled once, by bulk loading sorted N-Quads (:mod:`kexie_kg.graph.rdf`),
and from then on opened read-only.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import pyoxigraph as ox

from kexie_kg.graph.errors import QueryError, QuerySyntaxError, StoreError, UnfinishedError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rdf import Term, Vocabulary, as_literal, lines, read, value_of
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Counts, Language, Limits
from kexie_kg.graph.stores.deadline import finish_within

_LIMITS = Limits()
_TRIPLE = ("subject", "predicate", "object")
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)")


class OxigraphStore:
    """One graph in one Oxigraph database."""

    language: Language = "sparql"

    def __init__(self, store: ox.Store, path: Path, schema: Schema) -> None:
        self._store: ox.Store | None = store
        self._path = path
        self._vocabulary = Vocabulary.of(schema)

    @classmethod
    def create(cls, path: Path, schema: Schema) -> Self:
        """A new, empty store. Raises :class:`StoreError` if ``path`` exists or cannot be written."""
        if path.exists():
            raise StoreError(f"{path}: exists already; publish into a new folder")
        try:
            return cls(ox.Store(str(path)), path, schema)
        except OSError as error:
            raise StoreError(f"{path}: cannot be made ({_one_line(error)}); choose another folder") from error

    @classmethod
    def open(cls, path: Path, schema: Schema) -> Self:
        """The store in ``path``, to read. Raises :class:`StoreError` if there is none."""
        with _explained(path):
            return cls(ox.Store.read_only(str(path)), path, schema)

    def close(self) -> None:
        """Frees the database, as soon as a query that was given up has ended too."""
        self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def publish(self, graph: Graph) -> Counts:
        """Fills the empty store, all or nothing. Raises :class:`StoreError` if the disk is full or an id is no IRI."""
        with tempfile.TemporaryFile(dir=self._path.parent) as quads:
            for line in lines(graph, self._vocabulary):
                quads.write(line.encode("utf-8"))
            quads.seek(0)
            try:
                self._open.bulk_load(quads, ox.RdfFormat.N_QUADS)
                self._open.optimize()  # a tenth more time; without it lookups among many plans take 30 times as long
                self._open.flush()
            except (OSError, RuntimeError, SyntaxError) as error:
                raise StoreError(f"{self._path}: cannot be filled ({_one_line(error)})") from error
        return Counts(len(graph.nodes), len(graph.edges))

    def facts(self) -> Graph:
        """Everything that is held: equal to the graph that was published."""
        with _explained(self._path):
            quads = self._open.quads_for_pattern(None, None, None, ox.DefaultGraph())
            return read(quads, self._vocabulary, str(self._path))

    def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _LIMITS) -> Rows:
        """Answers a SELECT or ASK query; CONSTRUCT and DESCRIBE give triples as rows.

        ``params`` binds variables that the outermost SELECT selects, by their names; None leaves one unbound. A query
        that runs out of time is left behind in its thread, since the engine cannot be interrupted: give queries of
        strangers a process of their own.
        """
        bound: dict[ox.Variable, Term] = {
            ox.Variable(name): as_literal(value) for name, value in (params or {}).items() if value is not None
        }
        store, deadline = self._open, time.monotonic() + limits.seconds
        return self._in_time(lambda: self._rows(store.query(text, substitutions=bound), limits, deadline), limits)

    def document(self, text: str, results: str, triples: str, limits: Limits = _LIMITS) -> Rows:
        """The answer to any query as one row: a media type, and a document of that type.

        It is of the type ``results`` (of SPARQL 1.1) for SELECT and ASK, of ``triples`` (of RDF) for CONSTRUCT and
        DESCRIBE, and keeps what :meth:`run` does without: which values are IRIs, their datatypes and languages.
        """
        store = self._open

        def answer() -> Rows:
            found = store.query(text)
            if isinstance(found, ox.QueryTriples):
                media, format_ = triples, ox.RdfFormat.from_media_type(triples)
                kept = list(islice(found, limits.rows + 1))
                if len(kept) > limits.rows:
                    raise _too_many(limits)
                written = ox.serialize(kept, format=format_)
            else:
                media, written = results, found.serialize(format=ox.QueryResultsFormat.from_media_type(results))
                if isinstance(found, ox.QuerySolutions) and _longer(written or b"", results, limits.rows):
                    raise _too_many(limits)
            return Rows(("type", "document"), ((media, (written or b"").decode("utf-8")),))

        return self._in_time(answer, limits)

    def _in_time(self, answer: Callable[[], Rows], limits: Limits) -> Rows:
        try:
            return finish_within(limits.seconds, answer)
        except TimeoutError as error:
            raise UnfinishedError(f"the query was not finished within {limits.seconds:g} seconds; narrow it") from error
        except SyntaxError as error:
            raise _syntax_error(error) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query fails: {_one_line(error)}") from error

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self._path}: was closed; open it again")
        return self._store

    def _rows(
        self, answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, limits: Limits, deadline: float
    ) -> Rows:
        if isinstance(answer, ox.QueryBoolean):
            return Rows(("answer",), ((bool(answer),),))
        if isinstance(answer, ox.QueryTriples):
            return Rows(_TRIPLE, tuple(self._cells(answer, limits, deadline)))
        return Rows(tuple(v.value for v in answer.variables), tuple(self._cells(answer, limits, deadline)))

    def _cells(self, found: Iterable[Iterable[object]], limits: Limits, deadline: float) -> Iterator[tuple[Cell, ...]]:
        for count, row in enumerate(found):
            if count == limits.rows:
                raise _too_many(limits)
            if time.monotonic() > deadline:  # the caller is gone
                raise TimeoutError
            yield tuple(self._cell(cast(Term | None, term)) for term in row)

    def _cell(self, term: Term | None) -> Cell:
        """The value, or the text of one that Python does not have, such as a date with a time zone."""
        try:
            return value_of(term, self._vocabulary)
        except ValueError:
            return str(getattr(term, "value", term))


def _too_many(limits: Limits) -> UnfinishedError:
    return UnfinishedError(f"the answer has more than {limits.rows} rows; add a LIMIT or a condition")


def _longer(document: bytes, media: str, rows: int) -> bool:
    """Whether a table of SELECT has more rows than these. The engine writes it in one go, so it is read again to count
    them, unless it is too short: each row takes a byte at least."""
    if len(document) <= rows:
        return False
    format_ = ox.QueryResultsFormat.from_media_type(media)
    if format_ is None or format_ == ox.QueryResultsFormat.CSV:  # which it does not read; the head is a line too
        lines_ = csv.reader(io.StringIO(document.decode("utf-8"), newline=""))
        return next(islice(lines_, rows + 1, None), None) is not None
    found = ox.parse_query_results(document, format_)
    return isinstance(found, ox.QuerySolutions) and next(islice(found, rows, None), None) is not None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turns what the engine raises for a missing or damaged database into :class:`StoreError`."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path}: is no whole Oxigraph store ({_one_line(error)}); build the graph again") from error


def _syntax_error(error: SyntaxError) -> QueryError:
    found = _PLACE.fullmatch(_one_line(error))
    if found is None:
        return QueryError(f"the query is no SPARQL: {_one_line(error)}")
    return QuerySyntaxError(found["message"], int(found["line"]), int(found["column"]))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
