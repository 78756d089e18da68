"""A graph on a Neo4j server: the same Python API as of a graph directory, and the way to get one there."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from kexie_kg.answers import Answer
from kexie_kg.api import KnowledgeGraph
from kexie_kg.credentials import credentials
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.manifest import Tally
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language, Limits, QueryStore
from kexie_kg.graph.stores.neo4j import Neo4jStore
from kexie_kg.graph.stores.neo4j_push import Pushed
from kexie_kg.graph.stores.oxigraph import OxigraphStore
from kexie_kg.overview import sizes_of
from kexie_kg.progress import SILENT, Progress
from kexie_kg.queries.adhoc import ask, document

_PLAN_COLUMNS = {"place": "place", "year": "plan_year", "issuer": "issuer", "plan": "key", "file": "file"}
"""Of the list of plans, and the properties that they show."""
_USUAL = Limits()


class ServerGraph(KnowledgeGraph):
    """A graph that was pushed to a server.

    SPARQL is answered from a copy of the whole graph, made when it is first asked for. Pages show sentences without
    the paragraphs around them: the texts of the plans stay in the graph directory.
    """

    def __init__(self, url: str, auth: tuple[str, str] | None = None, database: str = "neo4j") -> None:
        self._url, self._database = url, database
        self._auth = auth or credentials()
        self._schema = Schema.load()
        self._stores: dict[Language, QueryStore] = {}
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._store("cypher")  # fails here, not at the first question

    def __repr__(self) -> str:
        return f"<graph on {self._url}, database {self._database}>"

    @property
    def repository(self) -> Repository:  # type: ignore[override]  # there is none
        """Raises :class:`StoreError`: contributions, texts and judgements stay in the graph directory."""
        raise StoreError(f"{self._url}: holds the facts alone; do this with the graph directory it was pushed from")

    def plans(self) -> Answer:
        """Every plan, by place and year."""
        plans = (node.props for node in self.facts.nodes if node.type == self._schema.part["plan"])
        rows: list[tuple[Cell, ...]] = [
            tuple(_cell(props.get(name)) for name in _PLAN_COLUMNS.values()) for props in plans
        ]
        return Answer(Rows(tuple(_PLAN_COLUMNS), tuple(sorted(rows, key=lambda row: tuple(map(str, row))))))

    def info(self) -> Answer:
        """Where the graph lies, and counts."""
        rows: list[tuple[str, Cell]] = [("graph", f"{self._url}/{self._database}"), ("plans", len(self.plans()))]
        rows += sizes_of(Tally.of(self.facts, self._schema), self._schema)
        return Answer(Rows(("what", "value"), tuple(rows)))

    def gates(self) -> tuple[str, ...]:
        """Those that are ours; the server limits time and memory by its own settings."""
        return ("words", "read-only", "rows")

    def texts(self) -> Mapping[str, str]:
        """None: the server holds sentences alone."""
        return {}

    def sparql_document(self, text: str, results: str, triples: str, limits: Limits = _USUAL) -> tuple[str, str]:
        return document(cast(OxigraphStore, self._store("sparql")), text, results, triples, limits)

    def _ask(self, engine: Language, text: str, params: Mapping[str, Cell] | None, limits: Limits) -> Answer:
        return Answer(ask(self._store(engine), text, params, limits))

    def _store(self, language: Language) -> QueryStore:
        if language not in self._stores:
            store = self._connected() if language == "cypher" else self._copied()
            self._stores[language] = cast(QueryStore, store)
        return self._stores[language]

    def _connected(self) -> Neo4jStore:
        return Neo4jStore.connect(self._url, self._auth, self._database, self._schema)

    def _copied(self) -> OxigraphStore:
        self._copy = tempfile.TemporaryDirectory(prefix="kexie-", ignore_cleanup_errors=True)
        store = OxigraphStore.create(Path(self._copy.name) / "copy", self._schema)
        store.publish(self.facts)
        return store

    def close(self) -> None:
        """Closes the connections and removes the copy; the graph may still be asked, which connects again."""
        while self._stores:
            self._stores.popitem()[1].close()
        if self._copy:
            self._copy.cleanup()


def push(
    directory: Path,
    url: str,
    auth: tuple[str, str] | None = None,
    database: str = "neo4j",
    delete: bool = False,
    progress: Progress = SILENT,
) -> Pushed:
    """Makes the server hold exactly the graph of a directory; see :mod:`kexie_kg.graph.stores.neo4j_push`.

    Without ``auth`` the credentials come from the environment or are asked for. Plans of the server that the directory
    lacks are removed with ``delete``, and an error without. Raises :class:`~kexie_kg.graph.errors.StoreError`.
    """
    schema = Schema.load()
    with KnowledgeGraph(directory) as graph, Neo4jStore.connect(url, auth or credentials(), database, schema) as store:
        return store.push(graph.facts, delete, lambda done, total: progress.step("writing to the server", done, total))


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | float) else None
