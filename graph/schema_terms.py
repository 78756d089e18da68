"""What the schema speaks of: types, kinds, relations, properties, and how each is called in standard vocabularies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from kexie_kg.graph.errors import SchemaError

Datatype = Literal["string", "text", "integer", "decimal", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Named:
    """Anything of the schema that people see: its name in code, in Chinese and in English."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Kind(Named):
    standard: tuple[str, ...] = ()
    """Prefixed names of the standard classes of things of this kind."""


@dataclass(frozen=True, slots=True)
class StandardValue:
    """A value told once more, in a standard vocabulary: as a literal, or as the thing that it names."""

    term: str
    """Prefixed name of the standard property."""
    type: str = ""
    """Only for nodes of this type; empty: of all that have the property."""
    when: tuple[str, tuple[str, ...]] | None = None
    """Only if another property of the node is one of these."""
    datatype: str = ""
    """Prefixed name of another datatype than the property's own."""
    language: str = ""
    entity: str = ""
    """The value is the name of a thing of this type, which the triple leads to."""
    concept: bool = False
    """The value is a kind of the node's type, whose concept the triple leads to."""
    items: Mapping[str, str] = field(default_factory=dict)
    """Prefixed names of the things that the values stand for; a value that is not among them is told no further."""


@dataclass(frozen=True, slots=True)
class StandardRelation:
    """A relation told once more, in a standard vocabulary."""

    term: str
    inverse: bool = False
    """Leads from the target to the source."""
    source: str = ""
    """Only from nodes with this label; empty: from all."""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Property(Named):
    datatype: Datatype
    many: bool
    rdf: str
    """Prefixed name of its RDF property."""
    values: tuple[str, ...] = ()
    indexed: bool = False
    """Questions find their first node by it."""
    min: int | None = None
    max: int | None = None
    pattern: str = ""
    """Regular expression that a value matches as a whole; empty: any."""
    standard: tuple[StandardValue, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityType(Named):
    color: str
    kinds: Mapping[str, Kind]
    props: tuple[str, ...]
    required: tuple[str, ...]
    """Those of ``props`` that every node of the type has."""
    structural: bool
    """Part of how plans are built (Plan, Task …), not a thing the annotation guide asks for."""
    derived: bool
    """Made while merging; no plan states it."""
    series: bool
    standard: tuple[str, ...]

    @property
    def rdf(self) -> str:
        return f"kx:{self.name}"


@dataclass(frozen=True, slots=True)
class RelationType(Named):
    rdf: str
    ends: tuple[tuple[str, str], ...]
    symmetric: bool
    structural: bool
    derived: bool
    standard: tuple[StandardRelation, ...]


@dataclass(frozen=True, slots=True)
class FurtherLabel(Named):
    type: str
    kind: str
    derived: bool


def known(name: str, names: Iterable[str], where: str, noun: str) -> str:
    """``name`` if it is known, else an error that says where, what, and what was probably meant."""
    if name not in names:
        raise SchemaError(f'{where}: no {noun} "{name}"{nearest(name, names)}')
    return name


def nearest(name: str, known: Iterable[str]) -> str:
    """`` (did you mean "…"?)`` with the most similar of the known names, or nothing if none is similar."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f' (did you mean "{close[0]}"?)' if close else ""
