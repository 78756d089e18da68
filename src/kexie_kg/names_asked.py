"""Names that a named question is asked with: other names are read as the real ones, and what names nothing is told.

An empty table and a wrong one look alike to whoever misspelt a plan, a place or a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import QueryStore
from kexie_kg.queries.catalogue import Param, Query

_INDEXED = tuple(
    f"MATCH (n:Entity {{{name}: $text}}) RETURN n.{name} AS x LIMIT 1" for name in ("name", "full_name", "key")
)
_ALIASES = (
    "MATCH (n:Entity) WHERE $text IN n.aliases AND ($label = '' OR $label IN labels(n)) RETURN DISTINCT n.name AS x"
)
_NAMES = (
    "MATCH (n:Entity) WHERE n.kind IS NOT NULL OR n.unit IS NOT NULL "
    "RETURN DISTINCT n.name AS a, n.full_name AS b, n.unit AS c, n.object AS d"
)
_PARTS = {
    "city": "place",
    "place": "place",
    "region": "place",
    "organization": "organization",
    "issuer": "organization",
}
"""Parameters that ask for a thing of one type, and the part that the type plays in the schema."""
_PLAN_KEYS, _YEARS = ("plan", "other"), ("year", "earlier", "later")
_RELATIVE = "省市县区州盟旗"
"""With these begin names that every plan uses for bodies of its own: 市科协."""
_COUNTED, _WORDS = ("counted", "unit"), ("words",)
"""Parameters whose texts no index finds, and those that name nothing at all."""


@dataclass(slots=True)
class NamesAsked:
    """The values of a question's parameters, corrected, with notes on what was read otherwise or names nothing."""

    query: Query
    values: dict[str, Cell]
    notes: list[str] = field(default_factory=list)

    def resolve(self, store: QueryStore, schema: Schema) -> None:
        """Before the question is asked. Costs a look-up a name, and more only for a name that is not there.

        Raises :class:`QueryError` for a plan that is not there: a comparison with it would have an answer but no sense.
        """
        for param in self._names():
            text = str(self.values[param.name])
            if param.name in (*_COUNTED, *_WORDS):
                continue
            if param.name in _PLAN_KEYS:
                self._plan(param, text, store, schema)
            elif not any(store.run(query, {"text": text}).rows for query in _INDEXED):
                self._other_name(param, text, store, schema)
        self._years(store, schema)

    def explain(self, store: QueryStore) -> None:
        """After an empty answer: texts that no index finds."""
        asked = [param for param in self._names() if param.name in _COUNTED]
        names = _names_of(store) if asked else set()
        for param in asked:
            if (text := str(self.values[param.name])) not in names:
                self.notes.append(f'{param.name}: nothing is called "{text}"{_similar(text, names)}')

    def _names(self) -> Iterator[Param]:
        """Parameters whose value is a name that somebody typed."""
        for param in self.query.params:
            if param.type == "string" and not param.allowed and self.values[param.name]:
                yield param

    def _plan(self, param: Param, text: str, store: QueryStore, schema: Schema) -> None:
        if not store.run(_INDEXED[-1], {"text": text}).rows:
            keys = [str(key) for key, _, _ in self._plans(store, schema)]
            raise QueryError(f'{param.name}: no plan "{text}"{_similar(text, keys)}; `kexie plans` lists them')

    def _plans(self, store: QueryStore, schema: Schema) -> Rows:
        """Key, place and year of every plan."""
        label = schema.quoted(schema.part["plan"])
        return store.run(f"MATCH (p:Entity:{label}) RETURN p.key AS key, p.place AS place, p.plan_year AS year")

    def _other_name(self, param: Param, text: str, store: QueryStore, schema: Schema) -> None:
        label = schema.part[_PARTS[param.name]] if param.name in _PARTS else ""
        found = sorted(str(name) for (name,) in store.run(_ALIASES, {"text": text, "label": label}))
        if len(found) == 1 and text[0] not in _RELATIVE:
            self.values[param.name] = found[0]
            self.notes.append(f'{param.name}: "{text}" is read as "{found[0]}"')
        elif found:
            several = ", ".join(found[:3]) + ", …" * (len(found) > 3)
            self.notes.append(f'{param.name}: "{text}" may be another name of several things; write one, as {several}')
        else:
            names = _names_of(store)
            self.notes.append(f'{param.name}: nothing is called "{text}"{_similar(text, names)}')

    def _years(self, store: QueryStore, schema: Schema) -> None:
        asked = [p.name for p in self.query.params if p.name in _YEARS and self.values[p.name]]
        if not asked:
            return
        place = str(self.values.get("city", ""))
        years = {year for _, where, year in self._plans(store, schema) if str(where).endswith(place)}
        for name in asked if years else ():
            if (year := self.values[name]) not in years:
                of = f" of {place}" if place else ""
                there = ", ".join(map(str, sorted(years, key=str)))
                self.notes.append(f"{name}: no plan{of} is for {year}; there are plans for {there}")


def _names_of(store: QueryStore) -> set[str]:
    return {str(name) for row in store.run(_NAMES) for name in row if name}


def _similar(text: str, names: Mapping[str, object] | set[str] | list[str]) -> str:
    """The most similar name, else the shortest that holds the text: 成渝 for 成渝地区双城经济圈."""
    if hint := nearest(text, names):
        return hint
    holding = sorted((name for name in names if text in name), key=lambda name: (len(name), name))
    return f' (did you mean "{holding[0]}"?)' if holding else ""
