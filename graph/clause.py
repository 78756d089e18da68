"""The evidence of an edge, clause by clause: what RDF makes nodes of, and the property graph parallel lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from kexie_kg.graph.model import Properties, Value


class Clause(NamedTuple):
    """One piece of evidence of an edge; in the order of the fields, which is the order in which merging leaves it."""

    start: int
    end: int
    task: str
    role: str
    edition: str
    year: int
    status: str
    rule: str
    sentence: str

    @classmethod
    def all_of(cls, props: Properties) -> list[Clause]:
        """The clauses of an edge with these properties; none if it has no evidence."""
        if "starts" not in props:
            return []
        return [cls(*row) for row in zip(*(props[LIST_OF[name]] for name in cls._fields), strict=True)]

    @staticmethod
    def lists(clauses: Iterable[Clause]) -> dict[str, Value]:
        """The parallel lists of an edge: the inverse of :meth:`all_of`."""
        columns = zip(*sorted(clauses), strict=True)
        return {LIST_OF[name]: column for name, column in zip(Clause._fields, columns, strict=False)}

    @property
    def id(self) -> str:
        """Hashed from everything in it; the sentence's id already stands for the plan."""
        return _clause_id(self)


@lru_cache(maxsize=100_000)  # asked several times of each clause while a graph is written
def _clause_id(clause: Clause) -> str:
    raw = "\x1f".join(map(str, clause)).encode("utf-8")
    return f"clause/{hashlib.blake2b(raw, digest_size=10).hexdigest()}"


LIST_OF: Mapping[str, str] = {
    "start": "starts", "end": "ends", "task": "tasks", "role": "roles", "edition": "editions", "year": "years",
    "status": "statuses", "rule": "rules", "sentence": "sentences",
}  # fmt: skip
"""The parallel list of an edge that holds a field of its clauses."""
PARALLEL = frozenset(LIST_OF.values())
LINKS = ("task", "sentence")
"""Fields of a clause that lead to things; the others are literals."""
