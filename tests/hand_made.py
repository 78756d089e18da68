"""Plans made by hand: a text, and facts named by the words they stand in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from kexie_kg.graph.identity import make_id, plan_key
from kexie_kg.graph.model import Contribution, Entity, Evidence, Relation, Sentence
from kexie_kg.graph.schema import Schema


@dataclass(slots=True)
class HandMade:
    """Collects the facts of one plan; every quote must stand in ``text``, and its first place counts."""

    issuer: str
    place: str
    """Full chain, e.g. 浙江省嘉兴市."""
    year: int
    text: str
    title: str = ""
    file: str = "plan.txt"
    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    task: str = ""
    """Id of the task in which evidence stands from now on."""

    @property
    def key(self) -> str:
        return plan_key(self.issuer, self.year, "工作要点")

    def evidence(self, quote: str, **qualifiers: Any) -> Evidence:
        start = self.text.index(quote)
        return Evidence(self.key, start, start + len(quote), quote, **{"task": self.task, **qualifiers})

    def add(
        self, type_name: str, name: str, quote: str = "", *, scope: str | None = None, kind: str = "", **props: Any
    ) -> str:
        """An entity; returns its id. Parts of the plan are scoped by its key, other things by its place."""
        schema = Schema.load()
        own = schema.types[type_name].structural and type_name != schema.part["plan"]
        if scope is None:
            scope = self.key if own else "" if type_name == schema.part["plan"] else self.place
        id_ = make_id(type_name, name, scope)
        self.entities.append(Entity(id_, type_name, name, (self.evidence(quote or name),), kind, scope, props))
        return id_

    def relate(
        self, source: str, type_name: str, target: str, quote: str, *, modality: str = "planned", **qualifiers: Any
    ) -> None:
        evidence = (self.evidence(quote, **qualifiers),)
        self.relations.append(Relation(type_name, source, target, self.key, modality, evidence))

    def contribution(self) -> Contribution:
        digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        sentences = tuple(Sentence(m.start(), m.end(), m.group()) for m in re.finditer(r"[^。\n]+。?", self.text))
        issuer = make_id("Organization", self.issuer, self.place)
        return Contribution(
            self.key, self.year, issuer, self.file, digest, digest, sentences,
            tuple(self.entities), tuple(self.relations),
        )  # fmt: skip
