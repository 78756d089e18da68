"""Runs a named query: the same columns and rows from every store, in whichever language the store speaks."""

from __future__ import annotations

from collections.abc import Mapping

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.stores.base import Limits, QueryStore
from kexie_kg.queries.catalogue import Query

_USUAL = Limits()


def run(query: Query, store: QueryStore, params: Mapping[str, Cell], limits: Limits = _USUAL) -> Rows:
    """The answer of ``store``. ``params`` has a value for each parameter: :func:`~kexie_kg.queries.catalogue.bind`.

    Raises :class:`QueryError` if the store answers other columns, :class:`UnfinishedError` beyond the limits.
    """
    text = query.text(store.language)
    if store.language == "cypher":
        answer = store.run(text, params, limits)
    else:
        answer = _without_parameters(store.run(text, {f"_{name}": value for name, value in params.items()}, limits))
    if not answer.columns and not answer.rows:  # some servers name no columns when there are no rows
        return Rows(query.columns, ())
    if answer.columns != query.columns:
        raise QueryError(f"{query.name}: the store answers {', '.join(answer.columns)}, not {', '.join(query.columns)}")
    return answer


def _without_parameters(answer: Rows) -> Rows:
    """SPARQL texts select their parameters, since only what is selected can be bound; people did not ask for them."""
    kept = [index for index, column in enumerate(answer.columns) if not column.startswith("_")]
    rows = tuple(tuple(row[index] for index in kept) for row in answer.rows)
    return Rows(tuple(answer.columns[index] for index in kept), rows)
