"""The sentences of a plan into entities and relations, clause by clause."""

from __future__ import annotations

import re
from dataclasses import replace

from kexie_kg.loaders import headings, organizations, place_mentions, targets
from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders.clause_reader import ClauseReader
from kexie_kg.loaders.clauses import Clause, VerbPhrase, clause_spans, mask, parse
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mentions import MentionFinder
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.outline import Outline
from kexie_kg.loaders.page import PlanPage
from kexie_kg.loaders.relations import relation_of
from kexie_kg.loaders.spans import Spans
from kexie_kg.loaders.statements import DONE, NEGATED, PLANNED, STANDING, NamedObject, Statements
from kexie_kg.loaders.structure import StructureReader
from kexie_kg.loaders.tense import Tense

_LOOSE = 0.8
"""Confidence of a name that no verb governs."""
_BRAND = re.compile(r"“[^“”\n]{2,12}(?:云|网|通|号|平台)”")
_TITLE = re.compile(r"《[^《》\n]{1,80}》")


def _lexicon(context: PlanContext) -> lexicons.Lexicon:
    return lexicons.load_without_gazetteer() if "gazetteer" in context.without else lexicons.load()


class ProseReader:
    """Reads the body of one plan."""

    def __init__(
        self, outline: Outline, context: PlanContext, facts: FactBuilder, entities: EntityReader,
        structure: StructureReader,
    ) -> None:  # fmt: skip
        self._outline, self._context, self._facts, self._entities = outline, context, facts, entities
        self._issuer = structure.issuer
        self._page = PlanPage(outline, structure.tasks)
        self._text, self._masked, self._view = self._page.text, self._page.masked, self._page.view
        self._lexicon = _lexicon(context)
        self._known = self._lexicon.known.within(self._text)
        self._part = facts.schema.part
        self._tense = Tense(self._text, context.year)
        self._statements = Statements(self._page, facts, structure.plan)
        names = (self._lexicon, context.divisions, facts.schema, context.without)
        self._finder = MentionFinder(self._text, self._masked, *names)
        inside = MentionFinder(self._text, mask(self._text, brackets=False), *names)
        self._clauses = ClauseReader(
            self._issuer, self._page, context, facts, entities, self._statements, self._finder, inside
        )
        self._named_by_verbs = frozenset((self._part["event"], self._part["program"]))
        self._headings: set[int] = set()

    def read(self) -> None:
        """Adds what the plan's prose and tables say."""
        if "headings" not in self._context.without:
            self._add_headings()
        for span in self._outline.body:
            start, end = self._view.position(span.start), self._view.position(span.end)
            found = self._bodies(start, end)
            ids = {(m.start, m.end): self._entities.organization(m, self._page.task_at(m.start)) for m in found}
            self._clauses.know(found, ids)
            for clause_start, clause_end in clause_spans(self._masked, start, end):
                self._statements.modality = self._modality(clause_start, clause_end)
                if clause_end not in self._headings:
                    self._clauses.read(self._parse(clause_start, clause_end))
            self._statements.modality = PLANNED
            if "loose names" not in self._context.without:
                self._add_loose(start, end)
            taken = self._entities.spans(start, end)
            for place in place_mentions.find(self._text, start, end, self._context, taken, self._lexicon):
                self._entities.place(place, self._page.task_at(place.start))
            for target in targets.find(self._text, self._masked, start, end, self._context.year, self._lexicon):
                self._statements.target(target)
        self._add_row_titles()

    def _bodies(self, start: int, end: int) -> list[OrganizationMention]:
        """The organizations of a stretch of text, but not those that only a title prints (rule D3)."""
        titles = [found.span() for found in _TITLE.finditer(self._text, start, end)]
        titles += [found.span() for found in _BRAND.finditer(self._text, start, end)]
        found = organizations.find(self._text, start, end, self._context)
        enclosing = Spans(titles)
        return [m for m in found if not enclosing.hold(m.start, m.end)]

    def _modality(self, start: int, end: int) -> str:
        if "tense" in self._context.without:
            return PLANNED
        past = self._tense.looks_back(start, end)
        return NEGATED if self._tense.negates(start, end) else DONE if past else PLANNED

    def _add_loose(self, start: int, end: int) -> None:
        """Titles and names known nation-wide that no verb governs: entities without a relation."""
        taken = Spans(self._entities.spans(start, end))
        for mention in self._finder.loose(start, end):
            if taken.touch(mention.start, mention.end):
                continue
            self._entities.mention(replace(mention, confidence=_LOOSE), self._page.task_at(mention.start))

    def _parse(self, start: int, end: int) -> Clause:
        bodies = [(m.start, m.end) for m in self._clauses.organizations_in(start, end)]
        known = [(at, stop) for at, stop, _ in self._known.find(start, end)]
        return parse(self._masked, start, end, self._lexicon, bodies, known, self._named_by_verbs)

    def _add_headings(self) -> None:
        """Headings that name a programme: the issuer carries it out, as part of the one around it."""
        ids: list[str] = []
        programmes = headings.find(self._outline, self._masked, self._lexicon, self._part["program"])
        for programme in programmes:
            mention = programme.mention
            if programme.whole:
                self._headings.add(mention.end)
            ids.append(self._entities.mention(mention, self._page.task_at(mention.start)))
        for id_, programme in zip(ids, programmes, strict=True):
            mention, task = programme.mention, self._page.task_at(programme.mention.start)
            evidence = self._facts.evidence(
                *self._view.original(mention.start, mention.end), "heading", mention.confidence, task
            )
            relation = relation_of(mention.type, mention.kind, self._lexicon.verb["实施"], "", self._lexicon)
            if relation is not None:
                self._facts.relation(relation, self._issuer, id_, evidence, PLANNED)
            if programme.parent is not None:
                self._facts.relation(self._part["part_of"], id_, ids[programme.parent], evidence, STANDING)

    def _add_row_titles(self) -> None:
        """A row of a project list names an event, a programme or a facility."""
        for task in self._outline.tasks:
            if not task.is_row:
                continue
            start, end = self._view.position(task.title.start), self._view.position(task.title.end - 1) + 1
            clause = self._parse(start, end)
            if clause.phrases:
                self._clauses.read(clause)
                continue
            for mention in self._finder.in_object(start, end, self._lexicon.verb["举办"]):
                verb = self._lexicon.verb[
                    {self._part["event"]: "举办", self._part["program"]: "实施"}.get(mention.type, "建设")
                ]
                found = NamedObject(
                    self._entities.mention(mention, self._page.task_at(mention.start)), mention.type, mention
                )
                phrase = VerbPhrase(verb, start, start, end)
                self._clauses.relate(found, phrase, clause)
