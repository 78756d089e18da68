"""A query that somebody typed, from its text to its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kexie_kg.graph.errors import QueryError, QuerySyntaxError
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.stores.base import Language, Limits, Queryable
from kexie_kg.graph.stores.oxigraph import OxigraphStore
from kexie_kg.queries.dialect import for_kglite
from kexie_kg.queries.guard import checked
from kexie_kg.queries.sandbox import Sandbox
from kexie_kg.queries.syntax import explained

_USUAL = Limits()


def ask(store: Queryable, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Rows:
    """The answer of ``store``.

    Raises :class:`QueryError` for a query that is refused, mistyped or fails, and
    :class:`~kexie_kg.graph.errors.UnfinishedError` beyond the limits.
    """
    text = checked(text, store.language)
    if store.language == "cypher" and isinstance(store, Sandbox):  # a server reads Neo4j's Cypher itself
        text = for_kglite(text)
    with _shown(text, store.language):
        return store.run(text, params, limits)


def document(
    store: Sandbox | OxigraphStore, text: str, results: str, triples: str, limits: Limits = _USUAL
) -> tuple[str, str]:
    """Media type and text of the answer as a document: ``results`` of a SELECT or ASK, ``triples`` of the others.

    Raises like :func:`ask`.
    """
    text = checked(text, store.language)
    with _shown(text, store.language):
        ((media, written),) = store.document(text, results, triples, limits)
    return str(media), str(written)


@contextmanager
def _shown(text: str, language: Language) -> Iterator[None]:
    """Shows where in the text a mistake is."""
    try:
        yield
    except QuerySyntaxError as error:
        raise QueryError(explained(error, text, language)) from error
