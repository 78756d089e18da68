"""The sentences of a plan into entities and relations, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kexie_kg.loaders import headings, organizations, participants, place_mentions, targets, venues
from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders.clauses import Clause, VerbPhrase, clause_spans, parse
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.mentions import MentionFinder
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.outline import Outline
from kexie_kg.loaders.page import PlanPage
from kexie_kg.loaders.participants import Participants
from kexie_kg.loaders.relations import relation_of
from kexie_kg.loaders.statements import PLANNED, STANDING, NamedObject, Statements
from kexie_kg.loaders.structure import StructureReader

_GENERIC_DOER = re.compile(r"(?:学会|协会|研究会|科协|联合体|企业|高校|院校|学校|社团|单位|机构|部门)(?:组织)?$")
_REPORTING = ("沟通汇报", "汇报", "沟通")
_SERIAL = frozenset({"support", "cooperate", "nominate", "use"})
"""Verbs that may stand before the main verb of a clause."""


class ProseReader:
    """Reads the body of one plan. The subject that a clause leaves out is the issuer."""

    def __init__(
        self, outline: Outline, context: PlanContext, facts: FactBuilder, entities: EntityReader,
        structure: StructureReader,
    ) -> None:  # fmt: skip
        self._outline, self._context, self._facts, self._entities = outline, context, facts, entities
        self._issuer = structure.issuer
        self._page = PlanPage(outline, structure.tasks)
        self._text, self._masked, self._view = self._page.text, self._page.masked, self._page.view
        self._lexicon = lexicons.load()
        self._part = facts.schema.part
        self._statements = Statements(self._page, facts, structure.plan)
        self._finder = MentionFinder(self._text, self._masked, self._lexicon, context.divisions, facts.schema)
        self._named_by_verbs = frozenset((self._part["event"], self._part["program"]))
        self._headings: set[int] = set()
        self._organizations: list[OrganizationMention] = []
        self._organization_ids: dict[tuple[int, int], str] = {}
        self._last_events: list[NamedObject] = []
        self._inherited: tuple[Participants, list[OrganizationMention]] | None = None

    def read(self) -> None:
        """Adds what the plan's prose and tables say."""
        self._add_headings()
        for span in self._outline.body:
            start, end = self._view.position(span.start), self._view.position(span.end)
            self._organizations = organizations.find(self._text, start, end, self._context)
            self._organization_ids = {}
            for mention in self._organizations:
                task = self._page.task_at(mention.start)
                self._organization_ids[mention.start, mention.end] = self._entities.organization(mention, task)
            for clause_start, clause_end in clause_spans(self._masked, start, end):
                if clause_end not in self._headings:
                    self._read_clause(self._parse(clause_start, clause_end))
            self._add_loose(start, end)
            taken = self._entities.spans()
            for place in place_mentions.find(self._text, start, end, self._context, taken, self._lexicon):
                self._entities.place(place, self._page.task_at(place.start))
            for target in targets.find(self._text, self._masked, start, end, self._context.year, self._lexicon):
                self._statements.target(target)
        self._add_row_titles()

    def _add_loose(self, start: int, end: int) -> None:
        """Titles and names known nation-wide that no verb governs: entities without a relation."""
        taken = self._entities.spans()
        for mention in self._finder.loose(start, end):
            if not any(a < mention.end and mention.start < b for a, b in taken):
                self._entities.mention(mention, self._page.task_at(mention.start))

    def _parse(self, start: int, end: int) -> Clause:
        bodies = [(m.start, m.end) for m in self._organizations_in(start, end)]
        known = [(at, stop) for at, stop, _ in self._lexicon.known.find(self._text, start, end)]
        return parse(self._masked, start, end, self._lexicon, bodies, known, self._named_by_verbs)

    # -- clauses --------------------------------------------------------------------------------------------------

    def _read_clause(self, clause: Clause) -> None:
        """The relations of one clause: what its main verb does to its objects, and who takes part."""
        main = next((p for p in clause.phrases if p.verb.cls not in _SERIAL), None)
        named = self._organizations_in(clause.start, main.verb_start if main else clause.end)
        if main is None:
            self._read_bare(clause, named)
            return
        inherited, self._inherited = self._inherited, None
        if main.end - main.start <= 1 and self._read_undertaking(clause, main, named):
            return
        who = participants.participants(self._text, clause.start, main.verb_start, named)
        if who is participants.ALONE and inherited is not None and self._goes_on(clause):
            who, named = inherited
        ids = [self._organization_ids[m.start, m.end] for m in named]
        for a, b in who.cooperate:
            self._statements.relate(self._part["cooperates_with"], self._doer(a, ids), self._doer(b, ids), clause, main)
        generic = who is participants.ALONE and self._has_generic_doer(clause, main)
        found_any = False
        for phrase in clause.phrases:
            if phrase.verb_start < main.verb_start:
                found_any |= self._read_serial(phrase, clause)
                continue
            for found in self._objects(phrase):
                found_any |= self._relate_object(found, phrase, clause, [self._doer(d, ids) for d in who.doers],
                                                 who.supported or generic)  # fmt: skip
        if who.supported and not found_any:
            self._support(ids, clause, main)

    def _read_undertaking(self, clause: Clause, main: VerbPhrase, named: list[OrganizationMention]) -> bool:
        """…，由X承办: who undertakes the event of the clause before."""
        if main.verb.cls != "hold" or not named or not self._last_events:
            return False
        for body in named:
            for event in self._last_events:
                id_ = self._organization_ids[body.start, body.end]
                self._statements.relate(self._part["organizes"], id_, event.id, clause, main)
        return True

    def _read_bare(self, clause: Clause, named: list[OrganizationMention]) -> None:
        """A clause of support or cooperation alone: 支持X发展, 加强与X的合作, 由X牵头."""
        ids = [self._organization_ids[m.start, m.end] for m in named]
        pairs = participants.led_and_helped(self._text, named)
        if pairs:
            who = participants.Participants(tuple(range(len(ids))), pairs, supported=False)
            self._inherited = (who, named)
        for phrase in clause.phrases:
            if phrase.verb.cls == "cooperate":
                inside = self._organizations_in(phrase.start, phrase.end)
                if self._text[phrase.start : phrase.end].endswith(_REPORTING):
                    continue
                for body in inside:
                    self._statements.relate(self._part["cooperates_with"], self._issuer,
                                 self._organization_ids[body.start, body.end], clause, phrase)  # fmt: skip
                doers = (participants.ISSUER, *range(len(inside)))
                self._inherited = (participants.Participants(doers, (), supported=False), inside)
                continue
            objects = list(self._objects(phrase))
            for found in objects:
                self._relate_object(found, phrase, clause, [self._issuer], led=False)
            if phrase.verb.cls == "support" and not objects:
                bodies = self._organizations_in(phrase.start, phrase.end)
                self._support([self._organization_ids[m.start, m.end] for m in bodies], clause, phrase)

    def _read_serial(self, phrase: VerbPhrase, clause: Clause) -> bool:
        """A verb phrase before the main one: 依托X建设Y uses X; 支持X举办Y says nothing of X but that it holds Y."""
        if phrase.verb.cls in {"support", "cooperate"}:
            return False
        related = [self._relate_object(o, phrase, clause, [self._issuer], led=False) for o in self._objects(phrase)]
        return any(related)

    def _goes_on(self, clause: Clause) -> bool:
        """Whether a clause has the doers of the one before: 由X牵头、Y配合，举办Z; 加强与X的合作，共同建设Z."""
        assert self._inherited is None
        return self._text[clause.start : clause.start + 2] in {"共同", "联合", "合作"} or self._led_before(clause)

    def _led_before(self, clause: Clause) -> bool:
        before = self._text[max(0, clause.start - 4) : clause.start]
        return "牵头" in before or "配合" in before

    def _relate_object(
        self, found: NamedObject, phrase: VerbPhrase, clause: Clause, doers: list[str], led: bool
    ) -> bool:
        """The relations that one object of one verb gives; whether there were any."""
        relation = relation_of(found.type, phrase.verb, found.mention.tail, self._lexicon)
        if relation is None:
            return False
        supports = self._frame_relation(found.type, "support")
        if led and doers == [self._issuer]:  # the printed doer is generic: nobody's deed but supported (rule 13)
            doers = [] if supports else doers
        for doer in doers:
            self._statements.relate(relation, doer, found.id, clause, phrase, found)
        if found.type == self._part["event"]:
            self._last_events = [found, *(e for e in self._last_events if e.mention.start >= clause.start)]
            self._place_event(found, phrase, clause)
        if led and supports is not None:
            self._statements.relate(supports, self._issuer, found.id, clause, phrase, found)
        return supports is not None or not led

    def _place_event(self, found: NamedObject, phrase: VerbPhrase, clause: Clause) -> None:
        name = (found.mention.start, found.mention.end)
        places = [*venues.printed(self._text, clause.start, phrase.verb_start, self._context),
                  *venues.in_name(self._text, *name, self._context)]  # fmt: skip
        for place in places:
            id_ = self._entities.place(place, self._page.task_at(place.start))
            self._statements.relate(self._part["held_in"], found.id, id_, clause, phrase, found)

    def _add_headings(self) -> None:
        """Headings that name a programme: the issuer carries it out, as part of the one around it."""
        ids: list[str] = []
        for programme in headings.find(self._outline, self._masked, self._lexicon, self._part["program"]):
            mention = programme.mention
            self._headings.add(mention.end)
            task = self._page.task_at(mention.start)
            ids.append(self._entities.mention(mention, task))
            evidence = self._facts.evidence(
                *self._view.original(mention.start, mention.end), "heading", mention.confidence, task
            )
            relation = relation_of(mention.type, self._lexicon.verb["实施"], "", self._lexicon)
            if relation is not None:
                self._facts.relation(relation, self._issuer, ids[-1], evidence, PLANNED)
            if programme.parent is not None:
                self._facts.relation(self._part["part_of"], ids[-1], ids[programme.parent], evidence, STANDING)

    def _frame_relation(self, type_: str, verb_class: str) -> str | None:
        return next((f.relation for f in self._lexicon.frames if type_ in f.objects and verb_class in f.verbs), None)

    def _support(self, bodies: list[str], clause: Clause, phrase: VerbPhrase) -> None:
        relation = self._frame_relation(self._part["organization"], "support")
        for body in bodies:
            if relation is not None:
                self._statements.relate(relation, self._issuer, body, clause, phrase)

    def _doer(self, index: int, ids: list[str]) -> str:
        return self._issuer if index == participants.ISSUER else ids[index]

    def _has_generic_doer(self, clause: Clause, main: VerbPhrase) -> bool:
        lead = self._text[clause.start : main.verb_start].rstrip("要将应并的积极广泛深入大力组织")
        return bool(_GENERIC_DOER.search(lead)) and not self._organizations_in(clause.start, main.verb_start)

    def _objects(self, phrase: VerbPhrase) -> Iterator[NamedObject]:
        if phrase.verb.cls == "invoke":
            return
        named = self._organizations_in(phrase.start, phrase.end)
        spans: list[tuple[int, int]] = []
        for mention in self._finder.in_object(phrase.start, phrase.end, phrase.verb):
            if any(m.start < mention.end and mention.start < m.end for m in named if m.end >= mention.end):
                continue
            id_ = self._entities.mention(mention, self._page.task_at(mention.start))
            spans.append((mention.start, mention.end))
            yield NamedObject(id_, mention.type if mention.known is None else mention.known.type, mention)
        if phrase.verb.cls == "build":
            for body in named:
                if any(start <= body.start < end for start, end in spans):
                    continue  # 中国科协海外人才离岸基地: the body is part of the name of what is built
                organization = Mention(body.start, body.end, self._part["organization"], body.kind,
                                       self._text[body.start : body.end], body.rule, body.confidence)  # fmt: skip
                yield NamedObject(self._organization_ids[body.start, body.end], organization.type, organization)

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
                found = NamedObject(
                    self._entities.mention(mention, self._page.task_at(mention.start)), mention.type, mention
                )
                phrase = VerbPhrase(verb, start, start, end)
                self._relate_object(found, phrase, clause, [self._issuer], led=False)
