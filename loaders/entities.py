"""Names in the text into entities: canonical name, scope, aliases, the place a name prints, the body it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import replace

from kexie_kg.graph.model import Evidence, Value
from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import towns
from kexie_kg.loaders.bodies import patterns as body_patterns
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.naming import base_name, canonical, unquoted
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.outline.model import Outline
from kexie_kg.loaders.place_mentions import PlaceMention
from kexie_kg.loaders.places import Places
from kexie_kg.loaders.places_at import place_in_name

_NOT_RELATIVE = "级场民域直属内外辖际县、（("
_BRAND = re.compile(r"“([^“”·]{2,10})[”·]")
"""A programme in quotes at the head of a longer name (rules B10 and D5)."""
_OF_UNIVERSITY = re.compile(r"[一-龥]{2,10}?(?:大学|学院)")
_ONLINE = frozenset({"platform", "media"})
_STANDING = "stated"
_OF_SCHOOLS = "园企地际本内外级友区"
"""Characters that make another word of 校: 校园, 校企."""
_SHORTEST_OWN = 3
"""Characters of a name that 校 begins and a university's association prints: 校科协全委会."""


class EntityReader:
    """Adds entities to the facts of a plan, wherever in the plan their names stand."""

    def __init__(self, outline: Outline, context: PlanContext, facts: FactBuilder, places: Places) -> None:
        self._outline, self._context, self._facts, self._places = outline, context, facts, places
        self._part = facts.schema.part
        self._known = {} if "gazetteer" in context.without else lexicons.load().known_by_name
        self._resolved = "resolution" not in context.without
        self._spans: list[tuple[int, int]] = []
        """Where names were found so far, in order."""
        self._parents: list[tuple[str, str, str, Evidence]] = []
        self._unplaced: list[tuple[str, int, int, Evidence]] = []
        """Facilities whose names print no place that is known before the whole plan is read."""
        self._short_forms: dict[str, tuple[str, str, str]] = {}
        """What the plan itself introduces as a short name: type, name and scope of the thing meant."""
        names = {name for d in context.chain for name in (d.id, d.name, *d.shorts)}
        self._own_places = tuple(sorted(names, key=lambda name: (-len(name), name)))

    def mention(self, mention: Mention, task: str) -> str:
        """Adds a named thing; returns its id."""
        insort(self._spans, (mention.start, mention.end))
        start, end = self._outline.view.original(mention.start, mention.end)
        evidence = self._facts.evidence(start, end, mention.rule, mention.confidence, task)
        surface = unquoted(mention.surface)
        if surface in self._short_forms:
            type_, name, scope = self._short_forms[surface]
            return self._facts.entity(type_, name, evidence, scope=scope, aliases=(surface,))
        known = mention.known or self._known.get(surface)
        if known is not None and (mention.known is not None or known.type == mention.type):
            props = self._series(known.type, known.name)
            return self._facts.entity(
                known.type, known.name, evidence, kind=known.kind, aliases=(surface, *known.aliases), props=props
            )
        found = canonical(mention.surface)
        printed = found.name.replace("(", "（").replace(")", "）")
        name = self._absolute(printed, mention.type) if self._resolved else printed
        id_ = self._facts.entity(
            mention.type,
            name,
            replace(evidence, edition=found.edition, year=found.year) if found.edition or found.year else evidence,
            kind=mention.kind,
            scope=self._context.scope_of(name),
            aliases=(surface, printed, unquoted(mention.long_form)),
            props=self._series(mention.type, name),
        )
        brand = _BRAND.match(mention.surface)
        if brand is not None and brand[1] != name and mention.type in (self._part["event"], self._part["program"]):
            self._add_brand(brand[1], mention, task)
        if brand is not None and mention.type in (self._part["event"], self._part["program"]) and brand[1] != name:
            self._parents.append((id_, self._part["program"], brand[1], evidence))
        if mention.short_form:
            self._short_forms[mention.short_form] = (mention.type, name, self._context.scope_of(name))
            self._facts.entity(
                mention.type, name, evidence, scope=self._context.scope_of(name), aliases=(mention.short_form,)
            )
        if mention.type == self._part["facility"]:
            self._locate(id_, mention, evidence)
        return id_

    def _add_brand(self, brand: str, mention: Mention, task: str) -> None:
        """A nation-wide brand at the head of a longer name is named as well (rule B10)."""
        known = self._known.get(brand)
        if known is None or known.type != self._part["program"]:
            return
        at = mention.start + mention.surface.index(brand)
        start, end = self._outline.view.original(at, at + len(brand))
        evidence = self._facts.evidence(start, end, "brand in name", 0.85, task)
        self._facts.entity(known.type, known.name, evidence, kind=known.kind, aliases=(brand, *known.aliases))

    def organization(self, mention: OrganizationMention, task: str) -> str:
        """Adds an organization; returns its id. What it is part of is decided by :meth:`finish`."""
        insort(self._spans, (mention.start, mention.end))
        view = self._outline.view
        start, end = view.original(mention.start, mention.end)
        evidence = self._facts.evidence(start, end, mention.rule, mention.confidence, task)
        printed = unquoted(view.text[mention.start : mention.end])
        name = mention.name if self._resolved else printed
        id_ = self._facts.entity(
            self._part["organization"],
            name,
            evidence,
            kind=mention.kind,
            scope=self._context.scope_of(name),
            aliases=(printed, *_former(mention.former)),
        )
        if mention.parent:
            self.note_parent(id_, mention.parent, evidence)
        self.locate_body(id_, mention, evidence)
        return id_

    def locate_body(self, id_: str, mention: OrganizationMention, evidence: Evidence) -> None:
        """An organization lies in the place that its name prints (rule 10)."""
        if mention.place is None or mention.place_end <= mention.start or mention.kind == "university":
            return
        place_start = mention.start if mention.place_start < 0 else mention.place_start
        printed = self._outline.view.original(place_start, mention.place_end)
        place = self._facts.evidence(*printed, "place in name", mention.confidence)
        self._places.located(id_, mention.place, evidence, place)

    def place(self, mention: PlaceMention, task: str) -> str:
        """Adds a place printed by itself; returns its id."""
        evidence = self._facts.evidence(*self._outline.view.original(mention.start, mention.end), "place", 0.9, task)
        return self._places.add(mention.division, evidence, evidence.text)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where in the view's ``[start:end]`` names were found so far, in order."""
        return self._spans[bisect_left(self._spans, (start, start)) : bisect_left(self._spans, (end, end))]

    def cover(self, start: int, end: int) -> None:
        """What stands at the view's ``[start:end]`` names nothing of its own."""
        insort(self._spans, (start, end))

    def finish(self) -> None:
        """What only the whole plan tells: a body is part of its parent where the plan also names the parent by itself
        (rules B10, D3), and a facility called after a town that the plan names lies there."""
        view = self._outline.view
        for id_, start, end, evidence in self._unplaced:
            if (town := self._places.town_of(view.text[start:end])) is not None:
                printed = self._facts.evidence(*view.original(start, start + town[1]), "place in name", 0.8)
                self._places.located(id_, town[0], evidence, printed)
        for id_, type_, parent, evidence in self._parents:
            found = self._facts.find(type_, parent)
            if found is not None:
                self._facts.relation(self._part["part_of"], id_, found, evidence, _STANDING)

    def _series(self, type_: str, name: str) -> dict[str, Value]:
        return {"base_name": base_name(name, self._own_places)} if self._facts.schema.types[type_].series else {}

    def _absolute(self, name: str, type_: str) -> str:
        """市科技馆 → 嘉兴市科技馆: a level character in front is the issuer's place of that level."""
        of_school = name.startswith("校") and len(name) > _SHORTEST_OWN and name[1] not in _OF_SCHOOLS
        if of_school and self._context.host and type_ != self._part["work"]:
            return self._context.host + name[1:]
        levels = body_patterns().levels
        if not name.startswith(levels):
            return name
        level = next(word for word in levels if name.startswith(word))
        if len(name) > len(level) + 2 and name[len(level)] not in _NOT_RELATIVE:
            place = self._context.full(level)
            return name if place is None else place + name[len(level) :]
        return name

    def _locate(self, entity: str, mention: Mention, whole: Evidence) -> None:
        """A facility lies where its printed name says; what is online lies nowhere (rule 10)."""
        if mention.kind in _ONLINE:
            return
        view = self._outline.view
        at = mention.start + (view.text[mention.start] == "“")
        if _OF_UNIVERSITY.match(view.text, at, mention.end):
            return
        town = towns.at(view.text, at, mention.end, self._context)
        found = place_in_name(view.text, at, mention.end, self._context)
        if town is not None:
            found = PlaceMention(at, town[1], town[0])
        if found is not None:
            place = self._facts.evidence(*view.original(found.start, found.end), "place in name", 0.9)
            self._places.located(entity, found.division, whole, place)
        else:
            self._unplaced.append((entity, at, mention.end, whole))

    def note_parent(self, id_: str, parent: str, evidence: Evidence) -> None:
        """That an organization belongs to the body of this name, if the plan names that by itself."""
        self._parents.append((id_, self._part["organization"], parent, evidence))


def _former(name: str) -> tuple[str, ...]:
    """A former name as aliases, with and without 原 (rule F5)."""
    return (name, f"原{name}") if name else ()
