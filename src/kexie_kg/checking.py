"""Whether a published graph is what it should be: well-formed, and true to the texts it was read from."""

from __future__ import annotations

from functools import cache

from kexie_kg.graph.check import findings, misquoted
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import QueryStore

_COLUMNS = ("plan", "node", "name", "problem", "next")


def check(repository: Repository, store: QueryStore, schema: Schema) -> Rows:
    """A row for each thing that is wrong, by plan. Raises :class:`StoreError` if the graph cannot be read.

    The shapes see to it that evidence lies inside of its sentence. That the sentence is what stands in the plan at its
    offsets is held against the text that is kept beside the facts.
    """
    plans = repository.manifest.plans

    @cache
    def text(key: str) -> str | None:
        return repository.text(plans[key]) if key in plans else None

    found = sorted([*findings(store, schema), *misquoted(store, schema, text)])
    return Rows(_COLUMNS, tuple((f.plan, f.node, f.name, f.problem, f.next) for f in found))
