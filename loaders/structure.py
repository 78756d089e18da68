"""What the outline states by itself: the plan, who issued it, its sections and tasks, and who answers for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kexie_kg.graph.identity import make_id
from kexie_kg.graph.model import Evidence, Value
from kexie_kg.loaders import bodies
from kexie_kg.loaders.context import PlanContext, expanded
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.naming import unquoted
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.organizations import find as find_organizations
from kexie_kg.loaders.outline import Outline, Phrase, Task
from kexie_kg.loaders.places import Places

_STANDING = "stated"
_OWN_HEADS = ("部", "室", "处", "科", "中心", "办", "馆", "委", "党委", "党组", "学校", "站", "报社", "杂志社")
_FORMER = re.compile(r"[（(]原([^（）()]+)[)）]")
_PLACED_KINDS = ("company", "association")
"""Kinds of bodies whose names say where they are, in a responsibility note as anywhere."""
_OUTSIDE_KINDS = ("company", "other", "association")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a responsibility note: its canonical name, and its entity unless it is collective (各部室)."""

    name: str
    id: str


class StructureReader:
    """Adds the outline's facts, and knows afterwards the ids of issuer, plan and tasks."""

    def __init__(
        self, outline: Outline, context: PlanContext, facts: FactBuilder, places: Places, entities: EntityReader
    ) -> None:
        self._outline, self._context, self._facts, self._places = outline, context, facts, places
        self._entities = entities
        self._part = facts.schema.part
        place = context.place
        self._own_places = tuple(n for n in (place.name, *place.shorts) if len(n) > 1 and not context.host)
        self.issuer = ""
        self.plan = ""
        self.tasks: dict[int, str] = {}
        """Ids of the tasks by their position in the outline."""

    def read(self) -> None:
        """Adds everything. Call once."""
        self._read_issuer()
        self._read_plan()
        sections = self._read_sections()
        for position, task in enumerate(self._outline.tasks):
            self._read_task(position, task, sections)

    # -- issuer and plan ------------------------------------------------------------------------------------------

    def _read_issuer(self) -> None:
        phrase = self._outline.issuer
        assert phrase is not None
        evidence = self._facts.evidence(phrase.start, phrase.end, "issuer")
        context = self._context
        printed = self._surface(phrase)
        short = context.issuer.replace("科学技术协会", "科协")
        self.issuer = self._facts.entity(
            self._part["organization"], context.issuer, evidence, kind=context.issuer_kind, scope=context.place.id,
            aliases=(printed, short),
        )  # fmt: skip
        if context.host:
            self._entities.note_parent(self.issuer, context.host, evidence)
        else:
            self._places.located(self.issuer, context.place, evidence, self._place_in(phrase))

    def _place_in(self, phrase: Phrase) -> Evidence:
        """The words of the issuer's name that name its place; all of it where they cannot be told apart."""
        start, end = self._view_span(phrase)
        text = self._outline.view.text
        found = self._context.division_at(text[start:end])
        if found is None:
            return self._facts.evidence(phrase.start, phrase.end, "issuer")
        return self._facts.evidence(*self._outline.view.original(start, start + found[1]), "issuer")

    def _read_plan(self) -> None:
        outline, context = self._outline, self._context
        phrase = outline.title or outline.issuer
        assert phrase is not None
        evidence = self._facts.evidence(phrase.start, phrase.end, "title")
        props: dict[str, Value] = {
            "key": self._facts.plan,
            "title": phrase.text.replace(" ", ""),
            "plan_year": context.year,
            "plan_kind": outline.kind,
            "issuer": context.issuer,
            "place": context.place.id,
            "file": outline.document.path.replace("\\", "/").rpartition("/")[2],
            "file_sha256": outline.document.sha256,
        }
        if outline.doc_number:
            props["doc_number"] = outline.doc_number.text
        if outline.issued_on:
            props["issued_on"] = outline.issued_on
        if outline.addressed_to:
            props["addressed_to"] = outline.addressed_to.text
            for mention in self._organizations_in(outline.addressed_to):
                self._entities.organization(mention, "")
        if copies := [self._copied_to(phrase) for phrase in outline.copied_to]:
            props["copied_to"] = tuple(copies)
        self.plan = self._facts.entity(self._part["plan"], self._facts.plan, evidence, props=props)
        self._facts.relation(self._part["issued"], self.issuer, self.plan, evidence, _STANDING)

    def _copied_to(self, phrase: Phrase) -> str:
        """Canonical name of a receiver; persons stay as printed (rule 4)."""
        found = self._organizations_in(phrase)
        if len(found) == 1 and (found[0].start, found[0].end) == self._view_span(phrase):
            self._entities.organization(found[0], "")
            return found[0].name
        return expanded(self._surface(phrase))

    # -- sections and tasks ---------------------------------------------------------------------------------------

    def _read_sections(self) -> list[str]:
        ids: list[str] = []
        for position, section in enumerate(self._outline.sections):
            heading = section.heading
            evidence = self._facts.evidence(heading.start, heading.end, "outline")
            name = f"{position + 1} {heading.text}"
            id_ = self._facts.entity(
                self._part["section"], name, evidence, scope=self._facts.plan,
                props={"plan": self._facts.plan, "title": heading.text, "position": position + 1},
            )  # fmt: skip
            above = self.plan if section.parent is None else ids[section.parent]
            self._facts.relation(self._part["has_section"], above, id_, evidence, _STANDING)
            ids.append(id_)
        return ids

    def _read_task(self, position: int, task: Task, sections: list[str]) -> None:
        title = task.title
        leads, supports = self._units(task.leads), self._units(task.supports)
        section = self._outline.sections[task.section].heading.text if task.section is not None else ""
        props: dict[str, Value] = {
            "title": title.text,
            "plan": self._facts.plan, "no": task.no, "position": position + 1, "section": section,
            "leads": tuple(unit.name for _, unit in leads),
            "supports": tuple(unit.name for _, unit in supports),
        }  # fmt: skip
        name = f"{task.no} {title.text}"
        id_ = make_id(self._part["task"], name, self._facts.plan)
        evidence = self._facts.evidence(title.start, title.end, "outline", task=id_)
        self._facts.entity(self._part["task"], name, evidence, scope=self._facts.plan, props=props)
        self.tasks[position] = id_
        self._facts.relation(self._part["has_task"], self.plan, id_, evidence, _STANDING)
        if task.section is not None:
            self._facts.relation(self._part["has_task"], sections[task.section], id_, evidence, _STANDING)
        for relation, units in ((self._part["leads"], leads), (self._part["assists"], supports)):
            for phrase, unit in units:
                if unit.id:
                    self._facts.relation(relation, unit.id, id_, self._note_evidence(task, phrase, id_))

    def _units(self, phrases: tuple[Phrase, ...]) -> list[tuple[Phrase, Unit]]:
        return [(phrase, unit) for phrase in phrases if (unit := self._unit(phrase)) is not None]

    def _note_evidence(self, task: Task, phrase: Phrase, task_id: str) -> Evidence:
        """The part of the responsibility note from its keyword to the unit: 配合部门：学会部、老科协."""
        note = next((n for n in task.notes if n.start <= phrase.start < n.end), None)
        start = phrase.start
        if note is not None:
            before = self._outline.document.text[note.start : phrase.start]
            cut = max((before.rfind(mark) for mark in "（(，,；;\n"), default=-1)
            start = note.start + cut + 1
        start = max(start, phrase.end - 110)
        return self._facts.evidence(start, phrase.end, "responsibility", task=task_id)

    # -- units ----------------------------------------------------------------------------------------------------

    def _unit(self, phrase: Phrase) -> Unit | None:
        """The unit a phrase of a responsibility note names; None for unnamed ones (相关部室)."""
        printed = unquoted(self._surface(phrase))
        former = _FORMER.search(printed)
        if former is not None:  # X（原Y）, and X区（原X县）农业农村局
            printed = _FORMER.sub("", printed)
        if printed.startswith("各"):
            return Unit(printed, "")
        if printed.startswith(("相关", "有关")):
            return None
        organizations = self._organizations_in(phrase)
        name, kind, own = self._unit_name(phrase, printed, organizations)
        if "resolution" in self._context.without:
            name = printed
        evidence = self._facts.evidence(phrase.start, phrase.end, "unit")
        scope = self._context.scope_of(name)
        id_ = self._facts.entity(self._part["organization"], name, evidence, kind=kind, scope=scope,
                                aliases=(printed, *((former[1], f"原{former[1]}") if former else ())))  # fmt: skip
        for organization in organizations:
            if organization.parent and organization.name == name:
                self._entities.note_parent(id_, organization.parent, evidence)
            if organization.name == name and organization.kind in _PLACED_KINDS:
                self._entities.locate_body(id_, organization, evidence)
        if printed.startswith(self._own_places):
            self._places.located(id_, self._context.place, evidence, evidence)
        if own:
            self._facts.relation(self._part["part_of"], id_, self.issuer, evidence, _STANDING)
        return Unit(name, id_)

    def _unit_name(self, phrase: Phrase, printed: str, found: list[OrganizationMention]) -> tuple[str, str, bool]:
        """Canonical name, kind, and whether it is a unit of the issuer (rule 6). ``found`` are the bodies it prints."""
        context = self._context
        place = context.divisions.canonical(context.place)
        if len(found) == 1 and (found[0].start, found[0].end) == self._view_span(phrase):
            organization = found[0]
            kind = organization.kind if organization.kind in _OUTSIDE_KINDS else "department"
            return organization.name, kind, False
        if printed == "老科协":
            return f"{place}老科学技术工作者协会", "department", False
        if printed.endswith(("公司", "集团")):
            return printed, "company", False
        body = bodies.patterns().bodies.get(printed)
        if body is not None and not printed.endswith("委"):
            kind = body.kind if body.kind == "other" else "department"
            return body.full.format(p=place), kind, False
        if printed[0] in bodies.patterns().levels and printed[1:2] not in tuple("级场民域直属"):
            level = context.full(printed[0])
            return f"{level or place}{printed[1:]}", "department", printed.endswith(_OWN_HEADS)
        if printed == "科技馆":
            return place + printed, "department", True
        if printed.startswith(self._own_places) and printed.endswith(_OWN_HEADS):
            return printed, "department", True
        if (printed_place := context.division_at(printed)) is not None:
            name = printed.removeprefix(printed_place[0].name)
            if name != printed:  # 柴桑区农业农村局 takes its city
                name = context.divisions.canonical(printed_place[0]) + name
            return name, "department", printed.endswith("科技馆")
        return context.issuer + printed, "department", True

    def _organizations_in(self, phrase: Phrase) -> list[OrganizationMention]:
        start, end = self._view_span(phrase)
        return find_organizations(self._outline.view.text, start, end, self._context)

    def _surface(self, phrase: Phrase) -> str:
        start, end = self._view_span(phrase)
        return "".join(self._outline.view.text[start:end].split())

    def _view_span(self, phrase: Phrase) -> tuple[int, int]:
        view = self._outline.view
        return view.position(phrase.start), view.position(phrase.end - 1) + 1
