"""The sentences of a plan into entities and relations, clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kexie_kg.graph.model import Value
from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import organizations, place_mentions, targets
from kexie_kg.loaders.clauses import Clause, VerbPhrase, clause_spans, mask, parse
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mentions import Mention, MentionFinder
from kexie_kg.loaders.naming import canonical
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.outline import Outline
from kexie_kg.loaders.relations import relation_of
from kexie_kg.loaders.structure import StructureReader

_LONGEST_EVIDENCE = 118
_GENERIC_DOER = re.compile(r"(?:学会|协会|研究会|科协|联合体|企业|高校|院校|学校|社团|单位|机构|部门)(?:组织)?$")
_REPORTING = ("沟通汇报", "汇报", "沟通")
_STAGE = re.compile(r"试点|筹建|筹备启动")
_ROLE = re.compile(r"主办|承办|协办|合办")
_PLANNED, _STANDING = "planned", "stated"


@dataclass(frozen=True, slots=True)
class _Object:
    """An object of a verb as an entity."""

    id: str
    type: str
    mention: Mention


class ProseReader:
    """Reads the body of one plan. The subject that a clause leaves out is the issuer."""

    def __init__(
        self, outline: Outline, context: PlanContext, facts: FactBuilder, entities: EntityReader,
        structure: StructureReader,
    ) -> None:  # fmt: skip
        self._outline, self._context, self._facts, self._entities = outline, context, facts, entities
        self._issuer, self._plan = structure.issuer, structure.plan
        self._view = outline.view
        self._lexicon = lexicons.load()
        self._part = facts.schema.part
        self._text = self._without_notes()
        self._masked = mask(self._text)
        self._finder = MentionFinder(self._text, self._masked, self._lexicon, context.divisions, facts.schema)
        self._task_starts = [task.span.start for task in outline.tasks]
        self._structure = structure
        self._named_by_verbs = frozenset((self._part["event"], self._part["program"]))
        self._organizations: list[OrganizationMention] = []
        self._organization_ids: dict[tuple[int, int], str] = {}

    def read(self) -> None:
        """Adds what the plan's prose and tables say."""
        for span in self._outline.body:
            start, end = self._view.position(span.start), self._view.position(span.end)
            self._organizations = organizations.find(self._text, start, end, self._context)
            self._organization_ids = {}
            for mention in self._organizations:
                task = self._task_at_view(mention.start)
                self._organization_ids[mention.start, mention.end] = self._entities.organization(mention, task)
            for clause_start, clause_end in clause_spans(self._masked, start, end):
                self._read_clause(self._parse(clause_start, clause_end))
            taken = self._entities.spans()
            for place in place_mentions.find(self._text, start, end, self._context, taken, self._lexicon):
                self._entities.place(place, self._task_at_view(place.start))
            for target in targets.find(self._text, self._masked, start, end, self._context.year, self._lexicon):
                self._add_target(target)
        self._add_row_titles()

    def _parse(self, start: int, end: int) -> Clause:
        blocked = [(m.start, m.end) for m in self._organizations_in(start, end)]
        blocked += [(at, stop) for at, stop, _ in self._lexicon.known.find(self._text, start, end)]
        return parse(self._masked, start, end, self._lexicon, blocked, self._named_by_verbs)

    # -- clauses --------------------------------------------------------------------------------------------------

    def _read_clause(self, clause: Clause) -> None:
        doers = self._doers(clause)
        generic_doer = not doers and self._has_generic_doer(clause)
        partners: list[str] = []
        supported: list[str] = []
        supports = False
        for phrase in clause.phrases:
            named = self._organizations_in(phrase.start, phrase.end)
            if phrase.verb.cls == "cooperate":
                partners = [] if self._only_reports(phrase) else [self._organization_ids[m.start, m.end] for m in named]
                for partner in partners:
                    self._relate(self._part["cooperates_with"], self._issuer, partner, clause, phrase)
                continue
            objects = list(self._objects(phrase, clause, named))
            if phrase.verb.cls == "support" and phrase is not clause.phrases[-1]:
                supports = True
                supported = [self._organization_ids[m.start, m.end] for m in named]
                continue
            for found in objects:
                self._relate_object(found, phrase, clause, doers + supported, partners, supports or generic_doer)
            if not objects and supports:
                self._support_bodies(supported, clause, phrase)
            elif phrase.verb.cls == "support":
                self._support_bodies([self._organization_ids[m.start, m.end] for m in named], clause, phrase)
        if supports and not clause.phrases[-1:]:
            self._support_bodies(supported, clause, clause.phrases[0])

    def _relate_object(
        self, found: _Object, phrase: VerbPhrase, clause: Clause, doers: list[str], partners: list[str], led: bool
    ) -> None:
        """The relations that one object of one verb gives."""
        relation = relation_of(found.type, phrase.verb, found.mention.tail, self._lexicon)
        if relation is None:
            return
        for doer in doers:
            self._relate(relation, doer, found.id, clause, phrase, found)
        supports = self._frame_relation(found.type, "support")
        if led and supports is not None:
            self._relate(supports, self._issuer, found.id, clause, phrase, found)
        elif not doers:
            for doer in (self._issuer, *partners):
                self._relate(relation, doer, found.id, clause, phrase, found)

    def _frame_relation(self, type_: str, verb_class: str) -> str | None:
        return next((f.relation for f in self._lexicon.frames if type_ in f.objects and verb_class in f.verbs), None)

    def _support_bodies(self, bodies: list[str], clause: Clause, phrase: VerbPhrase) -> None:
        relation = self._frame_relation(self._part["organization"], "support")
        for body in bodies:
            if relation is not None:
                self._relate(relation, self._issuer, body, clause, phrase)

    def _only_reports(self, phrase: VerbPhrase) -> bool:
        return self._text[phrase.start : phrase.end].rstrip("。").endswith(_REPORTING)

    def _doers(self, clause: Clause) -> list[str]:
        """Organizations that stand as the subject: last in front of the verb, or behind 由."""
        lead = self._text[clause.start : clause.lead_end]
        if not lead or lead.startswith(("对", "向", "为", "按照", "根据", "围绕", "针对", "以", "在")):
            return []
        named = self._organizations_in(clause.start, clause.lead_end)
        if named and (clause.lead_end - named[-1].end <= 3 or "由" in lead):
            return [self._organization_ids[m.start, m.end] for m in named
                    if self._organization_ids[m.start, m.end] != self._issuer]  # fmt: skip
        return []

    def _has_generic_doer(self, clause: Clause) -> bool:
        lead = self._text[clause.start : clause.lead_end].rstrip("要将应并的积极广泛深入大力组织")
        return bool(_GENERIC_DOER.search(lead)) and not self._organizations_in(clause.start, clause.lead_end)

    def _objects(self, phrase: VerbPhrase, clause: Clause, named: list[OrganizationMention]) -> Iterator[_Object]:
        if phrase.verb.cls == "invoke":
            return
        for mention in self._finder.in_object(phrase.start, phrase.end, phrase.verb):
            if any(m.start < mention.end and mention.start < m.end for m in named if m.end >= mention.end):
                continue
            id_ = self._entities.mention(mention, self._task_at_view(mention.start))
            yield _Object(id_, mention.type if mention.known is None else mention.known.type, mention)
        if phrase.verb.cls == "build":
            for body in named:
                organization = Mention(body.start, body.end, self._part["organization"], body.kind,
                                       self._text[body.start : body.end], body.rule, body.confidence)  # fmt: skip
                yield _Object(self._organization_ids[body.start, body.end], organization.type, organization)

    def _organizations_in(self, start: int, end: int) -> list[OrganizationMention]:
        return [m for m in self._organizations if start <= m.start and m.end <= end]

    def _add_row_titles(self) -> None:
        """A row of a project list names an event, a programme or a facility."""
        for task in self._outline.tasks:
            if not task.is_row:
                continue
            start, end = self._view.position(task.title.start), self._view.position(task.title.end - 1) + 1
            clause = self._parse(start, end)
            phrases: Iterable[VerbPhrase] = clause.phrases
            if phrases:
                self._read_clause(clause)
                continue
            for mention in self._finder.in_object(start, end, None):
                verb = self._lexicon.verb[
                    {self._part["event"]: "举办", self._part["program"]: "实施"}.get(mention.type, "建设")
                ]
                found = _Object(
                    self._entities.mention(mention, self._task_at_view(mention.start)), mention.type, mention
                )
                phrase = VerbPhrase(verb, start, start, end)
                self._relate_object(found, phrase, clause, [], [], led=False)

    # -- facts ----------------------------------------------------------------------------------------------------

    def _relate(
        self, relation: str, source: str, target: str, clause: Clause, phrase: VerbPhrase, found: _Object | None = None
    ) -> None:
        start, end = self._bounds(clause, phrase, found)
        words = self._text[phrase.verb_start : phrase.end]
        confidence = 0.9 if found is None else found.mention.confidence
        evidence = self._facts.evidence(start, end, f"frame:{phrase.verb.cls}", confidence, self._task_at(start))
        if found is not None:
            name = canonical(found.mention.surface)
            evidence = replace(evidence, edition=name.edition, year=name.year)
        if role := _ROLE.match(self._text, phrase.verb_start):
            evidence = replace(evidence, role=role[0])
        if stage := _STAGE.search(words):
            evidence = replace(evidence, status=stage[0])
        self._facts.relation(relation, source, target, evidence, _PLANNED)

    def _bounds(self, clause: Clause, phrase: VerbPhrase, found: _Object | None) -> tuple[int, int]:
        """The clause, or where it is too long the part of it from the verb to the name."""
        start, end = self._view.original(clause.start, clause.end)
        if end - start <= _LONGEST_EVIDENCE:
            return start, end
        stop = phrase.end if found is None else found.mention.end
        start, end = self._view.original(phrase.verb_start, max(stop, phrase.verb_start + 1))
        if end - start > _LONGEST_EVIDENCE and found is not None:
            start, end = self._view.original(found.mention.start, found.mention.end)
        return start, min(end, start + _LONGEST_EVIDENCE)

    def _add_target(self, target: targets.TargetMention) -> None:
        start, end = self._view.original(target.start, target.end)
        task = self._task_at(start)
        evidence = self._facts.evidence(start, min(end, start + _LONGEST_EVIDENCE), "target", 0.9, task)
        no = f"{start}-{target.value:g}-{target.unit}-{target.object}"
        props: dict[str, Value] = {
            "plan": self._facts.plan, "object": target.object, "op": target.op, "value": float(target.value),
            "unit": target.unit, "text": evidence.text, "start": evidence.start, "end": evidence.end,
        }  # fmt: skip
        if task:
            props["task"] = task
        if target.value_max is not None:
            props["value_max"] = float(target.value_max)
        if target.period is not None:
            props["period"] = target.period
        id_ = self._facts.entity(self._part["target"], no, evidence, scope=self._facts.plan, props=props)
        self._facts.relation(self._part["has_target"], task or self._plan, id_, evidence, _STANDING)

    def _task_at_view(self, at: int) -> str:
        return self._task_at(self._view.original(at, at + 1)[0])

    def _task_at(self, offset: int) -> str:
        index = bisect_right(self._task_starts, offset) - 1
        if index >= 0 and offset < self._outline.tasks[index].span.end:
            return self._structure.tasks[index]
        return ""

    def _without_notes(self) -> str:
        """The view's text with responsibility notes blanked out: they hold units, not prose."""
        characters = list(self._view.text)
        for task in self._outline.tasks:
            for note in task.notes:
                for at in range(self._view.position(note.start), self._view.position(note.end)):
                    characters[at] = "\n"
        return "".join(characters)
