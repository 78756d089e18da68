"""Places as entities, the chain of administration above them, and what is located in them."""

from __future__ import annotations

import re

from kexie_kg.graph.model import Evidence, Value
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.divisions import Division
from kexie_kg.loaders.facts import FactBuilder

CHAIN = "chain"
"""Rule of evidence for a place that is only implied by one below it: 浙江省 by 嘉兴市."""

_STANDING = "stated"
_TOWN = re.compile(r"(?:镇|乡|街道)$")


class Places:
    """Adds divisions to the facts of a plan."""

    def __init__(self, facts: FactBuilder, context: PlanContext) -> None:
        self._facts, self._context = facts, context
        self._part = facts.schema.part
        self._towns: dict[str, Division] = {}

    def add(self, division: Division, evidence: Evidence, surface: str = "") -> str:
        """The division with the divisions it is administered by; returns its id."""
        id_ = self._entity(division, evidence, (surface,))
        if division.level == "town":
            self._towns[_TOWN.sub("", division.name)] = division
        below = id_
        if division.level in ("region", "country"):
            return id_
        implied = self._facts.evidence(evidence.start, evidence.end, CHAIN, evidence.confidence, evidence.task)
        for above in self._context.divisions.chain_of(division)[1:]:
            upper = self._entity(above, implied, ())
            self._facts.relation(self._part["administered_by"], below, upper, implied, _STANDING)
            below = upper
        for successor in self._context.divisions.successors(division):
            later = self._entity(successor, implied, ())
            self._facts.relation(self._part["succeeded_by"], id_, later, implied, _STANDING)
        return id_

    def town_of(self, name: str) -> tuple[Division, int] | None:
        """The town of this plan with whose name, without 镇 or 街道, another name begins (水头石材科普馆), and how many
        characters print it."""
        stem = next((name[:length] for length in range(len(name) - 1, 1, -1) if name[:length] in self._towns), "")
        return (self._towns[stem], len(stem)) if stem else None

    def located(self, entity: str, division: Division, whole: Evidence, place: Evidence) -> None:
        """``entity`` lies in ``division``, whose name is printed at ``place`` inside the entity's name."""
        id_ = self.add(division, place, place.text)
        self._facts.relation(self._part["located_in"], entity, id_, whole, _STANDING)

    def _entity(self, division: Division, evidence: Evidence, surfaces: tuple[str, ...]) -> str:
        divisions = self._context.divisions
        props: dict[str, Value] = {"full_name": division.id}
        if division.code:
            props["code"] = division.code
        return self._facts.entity(
            self._part["place"],
            divisions.canonical(division),
            evidence,
            kind=division.level,
            scope=division.id,
            aliases=(division.name, *division.shorts[:1], *surfaces),
            props=props,
        )
