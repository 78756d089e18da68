"""A query that somebody typed, from its text to its answer."""

from __future__ import annotations

from collections.abc import Mapping

from kexie_kg.graph.errors import QueryError, QuerySyntaxError
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.stores.base import Limits, Queryable
from kexie_kg.queries.guard import checked
from kexie_kg.queries.syntax import explained
from kexie_kg.queries.tokens import without_block_comments

_USUAL = Limits()


def ask(store: Queryable, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Rows:
    """The answer of ``store``.

    Raises :class:`QueryError` for a query that is refused, mistyped or fails, and
    :class:`~kexie_kg.graph.errors.UnfinishedError` beyond the limits.
    """
    text = checked(text, store.language)
    if store.language == "cypher":
        text = without_block_comments(text)
    try:
        return store.run(text, params, limits)
    except QuerySyntaxError as error:
        raise QueryError(explained(error, text, store.language)) from error
