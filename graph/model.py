"""The nouns of the project.

A *fact* (:class:`Entity`, :class:`Relation`) is what one plan says, with the exact words it was read from. The facts
of a plan make its :class:`Contribution`. Contributions merge (:mod:`kexie_kg.graph.merge`) into a :class:`Graph` of
:class:`Node` and :class:`Edge`, which is what stores hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from kexie_kg.graph.errors import FactError

Value: TypeAlias = str | int | float | bool | date | tuple[str, ...] | tuple[int, ...] | tuple[float, ...]
"""A property value. None is never stored: an absent property is an absent key. Lists hold no None; an absent text
in a list that runs parallel to others is the empty string (Neo4j lists cannot hold null), an absent year is 0."""

Properties: TypeAlias = Mapping[str, Value]

_EMPTY: Properties = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: ``text`` is decoded but not normalised, so offsets into it stay true for ever."""

    path: str
    text: str
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    encoding: str = "utf-8"
    format: str = "txt"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words a fact was read from: ``document.text[start:end] == text``.

    Offsets count characters (code points) of the undamaged decoded text. The qualifiers hold what these very words
    add to the fact: the task they stand in, the role (承办), edition (第35届), year and stage (试点) they print.
    """

    plan: str
    start: int
    end: int
    text: str
    rule: str = ""
    confidence: float = 1.0
    task: str = ""
    """Id of the task the words stand in; empty outside of tasks."""
    role: str = ""
    edition: str = ""
    year: int = 0
    status: str = ""

    def __post_init__(self) -> None:
        if not self.plan:
            raise FactError(f"evidence {self.text!r}: names no plan")
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise FactError(f"{self.plan}: evidence [{self.start}:{self.end}] does not fit its words {self.text!r}")
        if not 0.0 <= self.confidence <= 1.0:
            raise FactError(f"{self.plan}: evidence {self.text!r}: confidence {self.confidence} is not in 0…1")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing a plan names. ``evidence`` are its mentions, the first one in the text first."""

    id: str
    type: str
    name: str
    evidence: tuple[Evidence, ...]
    kind: str = ""
    scope: str = ""
    props: Properties = field(default_factory=lambda: _EMPTY)

    def __post_init__(self) -> None:
        if not self.evidence:
            raise FactError(f"{self.type} {self.name}: a fact without evidence cannot be built")
        object.__setattr__(self, "props", MappingProxyType(dict(self.props)))


@dataclass(frozen=True, slots=True)
class Relation:
    """One triple a plan states, however often it says so. ``evidence`` in the order of the text."""

    type: str
    source: str
    target: str
    plan: str
    modality: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise FactError(f"{self.source} {self.type} {self.target}: a fact without evidence cannot be built")
        for evidence in self.evidence:
            if evidence.plan != self.plan:
                raise FactError(f"{self.source} {self.type} {self.target}: evidence from another plan than {self.plan}")

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it one relation: (source, type, target, plan, modality)."""
        return (self.source, self.type, self.target, self.plan, self.modality)

    @property
    def confidence(self) -> float:
        """That of its best evidence."""
        return max(e.confidence for e in self.evidence)


Fact: TypeAlias = Entity | Relation


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence (or table row, or heading) of a plan that carries facts."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if len(self.text) != self.end - self.start or not self.text:
            raise FactError(f"sentence [{self.start}:{self.end}] does not fit its words {self.text!r}")


@dataclass(frozen=True, slots=True)
class Contribution:
    """Everything one plan says, and nothing else. Merging it adds, removing it takes away, exactly this."""

    plan: str
    """The plan's key (:func:`kexie_kg.graph.identity.plan_key`)."""
    year: int
    issuer: str
    """Id of the issuing organization."""
    file: str
    """Name of the file, without folders."""
    file_sha256: str
    text_sha256: str
    """Of the decoded text in UTF-8: names its snapshot."""
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the merged graph. ``labels`` are its type first, then the further labels of the schema."""

    id: str
    labels: tuple[str, ...]
    props: Properties

    @property
    def type(self) -> str:
        return self.labels[0]

    @property
    def name(self) -> str:
        return str(self.props.get("name", ""))


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the merged graph; parallel edges differ in plan or modality, hence in ``id``.

    ``props`` holds ``plan``, ``plan_year``, ``modality``, ``confidence`` and, parallel by evidence, the lists
    ``tasks, sentences, starts, ends, roles, editions, years, statuses, rules`` (see ``schema.toml``).
    """

    id: str
    type: str
    source: str
    target: str
    props: Properties


@dataclass(frozen=True, slots=True)
class Graph:
    """The merged graph: nodes and edges, each in the order of their ids."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
