"""Clauses without a main verb: 支持X申报Y, 加强与X的合作, 由X牵头、Y配合, and names alone."""

from __future__ import annotations

import re

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import participants
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.deeds import Deeds
from kexie_kg.loaders.discourse import Discourse
from kexie_kg.loaders.lexicon import Lexicon
from kexie_kg.loaders.objects import ObjectReader
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.participants import Participants
from kexie_kg.loaders.statements import Statements
from kexie_kg.loaders.topics import Topics

_REPORTING = ("沟通汇报", "汇报", "沟通")
_LISTING = ("，“", ",“")
_CHOOSING = frozenset({"推荐", "举荐", "推报", "遴选", "择优推荐", "推选", "选送", "选派", "组织"})
_HELPING = ("配合", "协助", "参与", "协同")
_CONTACT = re.compile(
    r"^(?:的)?[^，。；]{0,4}?(?:对接|合作|协作|结对|联动|交流|联系|共建|联合|战略|联手|携手|一道|往来|联合攻关)"
)
_TOGETHER_ALONE = re.compile(r"(?:的)?(?:联手|携手|一道|联合)$")
"""All that a clause says of somebody, for the next one to tell what is done: 与X联手，…"""
_BEFORE_PARTNER = re.compile(r"[与同和]$")


class BareClauses:
    """Reads such clauses of one plan."""

    def __init__(
        self, issuer: str, text: str, discourse: Discourse, deeds: Deeds, objects: ObjectReader, topics: Topics,
        statements: Statements, lexicon: Lexicon, schema: Schema,
    ) -> None:  # fmt: skip
        self._issuer, self._text, self._discourse, self._deeds = issuer, text, discourse, deeds
        self._objects, self._topics, self._statements = objects, topics, statements
        self._lexicon, self._part = lexicon, schema.part

    def read(self, clause: Clause, named: list[OrganizationMention]) -> None:
        """A clause of support, choice or cooperation alone: 支持X申报Y, 加强与X的合作, 由X牵头."""
        ids = self._objects.ids_of(named)
        if self._read_leading(clause, named) or self._read_led_together(clause, named, ids):
            return
        before = self._take_inherited(clause, named)
        self._discourse.keep_subject(Participants(tuple(range(len(named))), (), False), named, clause, False)
        chosen: list[str] = []
        helped: list[str] = []
        for phrase in clause.phrases:
            inside = self._objects.organizations_in(phrase.start, phrase.end)
            if phrase.verb.cls == "cooperate":
                self._read_cooperation(phrase, clause, inside)
                continue
            objects = list(self._objects.read(phrase))
            doers = helped or before or [self._issuer, *chosen]
            for found in objects:
                self._objects.relate(found, phrase, clause, doers, led=False)
            self._deeds.add_context(objects, [], clause, phrase)
            if phrase.verb.cls == "use" and not objects:
                self._discourse.relied = self._objects.ids_of(inside)
            if phrase.verb.word in _CHOOSING and not objects:
                chosen = self._objects.ids_of(inside)
            elif phrase.verb.cls == "support" and not objects:
                helped = self._objects.ids_of(inside)
                self._objects.support(helped, clause, phrase)
        if not clause.phrases and self._goes_on_listing(clause):
            return
        if not clause.phrases:
            self._read_contact(clause, named, ids)
            self._topics.read(clause, None)

    def _take_inherited(self, clause: Clause, named: list[OrganizationMention]) -> list[str]:
        """The doers of the clause before, if this one goes on with what they do: 由X牵头、Y配合，申报Z."""
        inherited = self._discourse.inherited
        if inherited is None or named or not clause.phrases or not self._discourse.goes_on(clause):
            return []
        who, bodies = inherited
        ids = self._objects.ids_of(bodies)
        self._deeds.cooperate(who, ids, clause, clause.phrases[0])
        return [self._deeds.doer(d, ids) for d in who.doers]

    def _read_led_together(self, clause: Clause, named: list[OrganizationMention], ids: list[str]) -> bool:
        """支持X携手Y，…: bodies led to do together what the next clause says."""
        if len(named) < 2 or not {"support", "cooperate"} <= {phrase.verb.cls for phrase in clause.phrases}:
            return False
        who = participants.participants(self._text, clause.start, clause.end, named)
        if not (who.supported and who.cooperate):
            return False
        self._deeds.cooperate(who, ids, clause, clause.phrases[-1])
        self._discourse.inherited, self._discourse.expected = (who, named), True
        return True

    def _goes_on_listing(self, clause: Clause) -> bool:
        """组织“甲”进校园，“乙”进企业: a list of names in quotes goes on behind a comma, under the same verb."""
        before, self._discourse.listing = self._discourse.listing, None
        if before is None or before[1] + 1 != clause.start or self._text[before[1] : clause.start + 1] not in _LISTING:
            return False
        phrase = VerbPhrase(before[0].verb, clause.start, clause.start, clause.end)
        objects = list(self._objects.read(phrase))
        for found in objects:
            self._objects.relate(found, phrase, clause, [self._issuer], led=False)
        self._discourse.listing = (phrase, clause.end) if objects else None
        return bool(objects)

    def _read_leading(self, clause: Clause, named: list[OrganizationMention]) -> bool:
        """由X牵头、Y配合, in one clause or in two: who they are is kept for the clause that says what they do."""
        if not named:
            return False
        tail = self._text[named[-1].end : clause.end]
        before, self._discourse.inherited = self._discourse.inherited, None
        self._discourse.jointly = False
        goes_on = "牵头" not in self._text[clause.start : clause.end]
        if tail.startswith(_HELPING) and goes_on and before is not None and not before[0].cooperate:
            leaders = [m for i, m in enumerate(before[1]) if i in before[0].doers]
            pairs = tuple((a, len(leaders) + b) for a in range(len(leaders)) for b in range(len(named)))
            doers = tuple(range(len(leaders) + len(named)))
            self._discourse.inherited = (Participants(doers, pairs, before[0].supported), [*leaders, *named])
            return True
        pairs = participants.led_and_helped(self._text, named)
        if pairs or tail.startswith("牵头"):
            supported = participants.supports(self._text, clause.start, named[0].start)
            self._discourse.inherited = (Participants(tuple(range(len(named))), pairs, supported), named)
            return True
        return False

    def _read_cooperation(self, phrase: VerbPhrase, clause: Clause, inside: list[OrganizationMention]) -> None:
        if self._text[phrase.start : phrase.end].endswith(_REPORTING):
            return
        for body in self._objects.ids_of(inside):
            self._statements.relate(self._part["cooperates_with"], self._issuer, body, clause, phrase)
        doers = (participants.ISSUER, *range(len(inside)))
        self._discourse.jointly = True
        self._discourse.inherited = (Participants(doers, (), supported=False), inside)

    def _read_contact(self, clause: Clause, named: list[OrganizationMention], ids: list[str]) -> None:
        """主动与X对接: cooperation that no verb of the lexicon says."""
        if not named or not _BEFORE_PARTNER.search(self._text, clause.start, named[0].start):
            return
        if not _CONTACT.match(self._text[named[-1].end : clause.end]):
            return
        phrase = VerbPhrase(self._lexicon.verb["联合"], clause.start, clause.start, clause.end)
        for body in ids:
            self._statements.relate(self._part["cooperates_with"], self._issuer, body, clause, phrase)
        self._discourse.inherited = (
            Participants((participants.ISSUER, *range(len(named))), (), supported=False),
            named,
        )
        self._discourse.expected = _TOGETHER_ALONE.fullmatch(self._text, named[-1].end, clause.end) is not None
