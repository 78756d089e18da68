"""The named queries: the files of ``canned/`` are the registry.

``X.toml`` says what the query asks, ``X.cypher`` and ``X.rq`` ask it; a language that cannot is declared in the table
``[missing]``. Everything is checked while loading; the first mistake is a :class:`QueryError` with its file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeAlias, cast, get_args

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.canned_text import CannedText

ParamType: TypeAlias = Literal["string", "integer", "decimal"]
_PARSERS: Final[Mapping[ParamType, type[str | int | float]]] = {"string": str, "integer": int, "decimal": float}
_GREATEST: Final = 2**53
"""Whole numbers from here on are not exact everywhere."""
_SUFFIXES: Final[Mapping[Language, str]] = {"cypher": ".cypher", "sparql": ".rq"}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Words for people, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Param:
    name: str
    type: ParamType
    help: Bilingual
    default: str | int | float | None
    """None: it must be given. Where a value may be left out, "" or 0 means any."""
    allowed: tuple[str | int | float, ...] = ()
    """Empty: any value of the type. In the file a list, or ``types``, ``relations``, ``modalities`` of the schema."""

    def parse(self, raw: str) -> str | int | float:
        """The value that was meant, without blanks around it. Raises :class:`QueryError`."""
        raw = str(raw).strip()  # the examples of the files are typed
        try:
            value = _PARSERS[self.type](raw)
        except ValueError as error:
            raise QueryError(f'parameter {self.name}: "{raw}" is no {self.type}; write a number') from error
        if not isinstance(value, str) and not abs(value) < _GREATEST:  # a NaN, too
            raise QueryError(f"parameter {self.name}: {raw} is more than engines can count; write a smaller number")
        if value == "" and self.default is None:
            raise QueryError(f"parameter {self.name} is empty; {self.help.en}")
        if self.allowed and value not in self.allowed:
            allowed = [str(v) for v in self.allowed]
            raise QueryError(f'parameter {self.name}: "{raw}" is not one of {" ".join(allowed)}{nearest(raw, allowed)}')
        return value


@dataclass(frozen=True, slots=True)
class Example:
    """What the demo graph answers: how many rows, and the first of them."""

    params: Mapping[str, str]
    rows: int
    first: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A named question, with the texts that ask it."""

    name: str
    title: Bilingual
    question: Bilingual
    params: tuple[Param, ...]
    columns: tuple[str, ...]
    example: Example
    texts: Mapping[Language, str]
    missing: Mapping[Language, str]
    """Why there is no text in a language."""

    def text(self, language: Language) -> str:
        """The text in this language. Raises :class:`QueryError` where it is declared missing."""
        if language in self.missing:
            others = " or ".join(self.texts)
            raise QueryError(f"{self.name}: not in {language}: {self.missing[language]}; ask in {others}")
        return self.texts[language]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All queries by name."""

    queries: Mapping[str, Query]

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The queries of a folder, or those of the package. Raises :class:`QueryError` on the first mistake."""
        return cls(_packaged() if path is None else _read(path))

    def names(self) -> tuple[str, ...]:
        """In alphabetical order."""
        return tuple(self.queries)

    def get(self, name: str) -> Query:
        """Raises :class:`QueryError` for a name that is not there."""
        if name not in self.queries:
            hint = nearest(name, self.queries) or f"; there are {', '.join(self.queries)}"
            raise QueryError(f'no query "{name}"{hint}')
        return self.queries[name]


def bind(query: Query, raw: Mapping[str, str]) -> Mapping[str, Cell]:
    """A value for every parameter of the query, from what was typed. Raises :class:`QueryError`."""
    names = [param.name for param in query.params]
    for name in raw:
        if name not in names:
            hint = nearest(name, names) or f"; it takes {', '.join(names) or 'none'}"
            raise QueryError(f'{query.name}: no parameter "{name}"{hint}')
    values: dict[str, Cell] = {}
    for param in query.params:
        value = param.parse(raw[param.name]) if param.name in raw else param.default
        if value is None:
            raise QueryError(f"{query.name}: parameter {param.name} is missing; {param.help.en}")
        values[param.name] = value
    return values


# -- loading ----------------------------------------------------------------------------------------------------------


@cache
def _packaged() -> Mapping[str, Query]:
    return _read(files("kexie_kg.queries").joinpath("canned"))


def _read(folder: Traversable) -> Mapping[str, Query]:
    present = {entry.name: entry for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)}
    stems = [name.removesuffix(".toml") for name in present if name.endswith(".toml")]
    for name in present:
        stem, _, suffix = name.rpartition(".")
        if f".{suffix}" not in {".toml", *_SUFFIXES.values()} or stem not in stems:
            raise QueryError(
                f"{name}: belongs to no query{nearest(f'{stem}.toml', present)}; add {stem}.toml or remove it"
            )
    return {stem: _query(stem, present) for stem in stems}


def _query(name: str, present: Mapping[str, Traversable]) -> Query:
    file = f"{name}.toml"
    try:
        table = _Table(tomllib.loads(present[file].read_text("utf-8")), file)
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{file}: {error}") from error
    table.keys({"title", "question", "params", "columns", "example", "missing"})
    params = tuple(_param(key, table.sub("params").sub(key)) for key in table.optional("params", dict, {}))
    columns = table.strings("columns")
    missing = {_language(key, file): str(why) for key, why in table.optional("missing", dict, {}).items()}
    texts: dict[Language, str] = {}
    for language, suffix in _SUFFIXES.items():
        if (f"{name}{suffix}" in present) == (language in missing):
            state = "is there and" if language in missing else "is not there and not"
            raise QueryError(f"{name}{suffix}: {state} declared in {file}: [missing]; write the one or the other")
        if language not in missing:
            text = CannedText(present[f"{name}{suffix}"].read_text("utf-8"), language, f"{name}{suffix}")
            text.check([param.name for param in params], columns, Schema.load())
            texts[language] = text.text
    query = Query(
        name, table.bilingual("title"), table.bilingual("question"), params, columns,
        _example(table.sub("example"), columns), texts, missing,
    )  # fmt: skip
    try:
        bind(query, query.example.params)
    except QueryError as error:
        raise QueryError(f"{file}: [example] {error}") from error
    return query


def _param(name: str, table: _Table) -> Param:
    table.keys({"type", "default", "allowed", "help"})
    type_ = table.required("type", str)
    if type_ not in get_args(ParamType):
        raise QueryError(f'{table.where}: no type "{type_}"{nearest(type_, get_args(ParamType))}')
    default, allowed = table.optional("default", (str, int, float), None), table.optional("allowed", (list, str), [])
    if isinstance(allowed, str):
        allowed = _names_of_the_schema(allowed, table.where)
    if allowed and default is not None and default not in allowed:
        allowed = [default, *allowed]
    for value in (*([] if default is None else [default]), *allowed):
        if type(value) is not _PARSERS[cast(ParamType, type_)]:
            raise QueryError(f"{table.where}: {value!r} is no {type_}")
    return Param(name, cast(ParamType, type_), table.bilingual("help"), default, tuple(allowed))


def _names_of_the_schema(which: str, where: str) -> list[str]:
    """So that a query allows a relation type the moment the schema has it."""
    schema = Schema.load()
    names: dict[str, list[str]] = {
        "types": [t.name for t in schema.types.values() if not t.structural],
        "relations": [r.name for r in schema.relations.values() if not r.structural],
        "modalities": list(schema.modalities),
    }
    if which not in names:
        expected = f"a list or one of {', '.join(names)}"
        raise QueryError(f'{where}: allowed is "{which}", not {expected}{nearest(which, names)}')
    return names[which]


def _example(table: _Table, columns: Collection[str]) -> Example:
    table.keys({"params", "rows", "first"})
    first = tuple(None if cell == [] else cell for cell in table.required("first", list))  # TOML has no null
    if len(first) != len(columns):
        raise QueryError(f"{table.where}: first has {len(first)} cells for {len(columns)} columns")
    return Example(table.required("params", dict), table.required("rows", int), first)


def _language(name: str, file: str) -> Language:
    if name not in _SUFFIXES:
        raise QueryError(f'{file}: [missing] no language "{name}"{nearest(name, _SUFFIXES)}')
    return cast(Language, name)


class _Table:
    """A table of a TOML file, which knows where it stands when something is wrong with it."""

    def __init__(self, raw: Mapping[str, Any], file: str, path: str = "") -> None:
        self._raw, self._file, self._path = raw, file, path
        self.where = f"{file}: [{path}]" if path else file

    def keys(self, allowed: Collection[str]) -> None:
        for key in self._raw:
            if key not in allowed:
                raise QueryError(f'{self.where}: no key "{key}"{nearest(key, allowed)}')

    def required(self, key: str, type_: type) -> Any:
        if key not in self._raw:
            raise QueryError(f'{self.where}: lacks "{key}"; add it')
        return self.optional(key, type_, None)

    def optional(self, key: str, type_: type | tuple[type, ...], default: Any) -> Any:
        value = self._raw.get(key, default)
        if key in self._raw and not isinstance(value, type_):
            raise QueryError(f"{self.where}: {key} is {value!r}; it must be of another type")
        return value

    def sub(self, key: str) -> _Table:
        return _Table(self.required(key, dict), self._file, f"{self._path}.{key}".strip("."))

    def strings(self, key: str) -> tuple[str, ...]:
        found = self.required(key, list)
        if not found or not all(isinstance(item, str) for item in found):
            raise QueryError(f"{self.where}: {key} is not a list of names")
        return tuple(found)

    def bilingual(self, key: str) -> Bilingual:
        table = self.sub(key)
        table.keys({"zh", "en"})
        return Bilingual(table.required("zh", str), table.required("en", str))
