"""The relations of one clause: what its verbs do to their objects, and who takes part."""

from __future__ import annotations

import re

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import participants
from kexie_kg.loaders.bare_clauses import BareClauses
from kexie_kg.loaders.clauses import GENERIC_DOER, Clause, VerbPhrase
from kexie_kg.loaders.constructions import Constructions
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.deeds import Deeds
from kexie_kg.loaders.discourse import Discourse, NoDiscourse
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mentions import MentionFinder
from kexie_kg.loaders.objects import ObjectReader
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.page import PlanPage
from kexie_kg.loaders.statements import NamedObject, Statements
from kexie_kg.loaders.topics import Topics
from kexie_kg.loaders.undertakers import Undertakers

_BEFORE_VERB = "要将应并的积极广泛深入大力组织主动"
"""Characters of the words between a doer and the verb."""
_SUPPORTING = re.compile(r"支持|鼓励|引导|指导|推动|促进|协调|扶持|助力|帮助")
_BARE_SUPPORT = re.compile(r"(?:支持|鼓励|扶持|资助)$")
_WITH_OTHERS = re.compile(r"会同|联合|与|同|携手")
_SENT = frozenset({"选派", "选送", "选拔", "派出"})
"""Verbs of sending somebody to do what the next verb says."""
_SENDING = re.compile(r"组织|选派|派出|邀请|动员|发动|带领|安排")
_SERIAL = frozenset({"support", "cooperate", "nominate", "use"})
"""Verbs that may stand before the main verb of a clause."""
_PUSHING = frozenset({"推动", "促进", "协调", "引导"})
"""Verbs of advancing that, in front of somebody who does a thing, say that he is led to do it."""
_PICKING = frozenset({"遴选", "推选"})
"""Verbs of choosing that, in front of one of applying, tell who applies: 遴选X等申报Y."""


class ClauseReader:
    """Reads the clauses of one plan in order. The subject that a clause leaves out is the issuer."""

    def __init__(
        self, issuer: str, page: PlanPage, context: PlanContext, facts: FactBuilder, entities: EntityReader,
        statements: Statements, finder: MentionFinder, inside: MentionFinder,
    ) -> None:  # fmt: skip
        """``inside`` finds the names in what brackets enclose."""
        self._issuer, self._context, self._entities, self._statements = issuer, context, entities, statements
        self._page, self._text, self._finder = page, page.text, finder
        self._lexicon = lexicons.load()
        self._part = facts.schema.part
        self._objects = ObjectReader(issuer, page, context, facts, entities, statements, finder)
        self._discourse = (NoDiscourse if "discourse" in context.without else Discourse)(page.text)
        read = participants.issuer_alone if "participants" in context.without else participants.participants
        self._participants, self._has_constructions = read, "constructions" not in context.without
        self._deeds = Deeds(issuer, self._discourse, statements, facts.schema)
        self._constructions = Constructions(issuer, page, context, facts, entities, statements, finder, inside)
        parts = (self._objects, statements, self._constructions, self._lexicon, facts.schema)
        self._undertakers = Undertakers(issuer, page.text, *parts)
        self._topics = Topics(issuer, page.text, context, finder, *parts)
        self._bare = BareClauses(
            issuer, page.text, self._discourse, self._deeds, self._objects, self._topics, statements, self._lexicon,
            facts.schema,
        )  # fmt: skip

    def know(self, organizations: list[OrganizationMention], ids: dict[tuple[int, int], str]) -> None:
        """The organizations of the stretch of text whose clauses come next, and their ids by span."""
        self._objects.know(organizations, ids)

    def organizations_in(self, start: int, end: int) -> list[OrganizationMention]:
        """Those known that lie in ``[start:end]``."""
        return self._objects.organizations_in(start, end)

    def read(self, clause: Clause) -> None:
        """Adds the relations of one clause: what its main verb does to its objects, and who takes part."""
        discourse = self._discourse
        discourse.begin(clause)
        if self._has_constructions and (
            self._undertakers.read(clause) or self._constructions.read(clause, self._objects.last_events)
        ):
            return
        during, self._constructions.during = self._constructions.during, []
        main = next((p for i, p in enumerate(clause.phrases) if not self._is_serial(p, clause, i)), None)
        named = self.organizations_in(clause.start, main.verb_start if main else clause.end)
        if main is None:
            self._bare.read(clause, named)
            return
        inherited, discourse.inherited = discourse.inherited, None
        relied, discourse.relied = discourse.relied, []
        who = self._participants(self._text, clause.start, main.verb_start, named)
        if who is participants.ALONE and inherited is not None and discourse.goes_on(clause):
            who, named = inherited
            discourse.inherited = inherited
        elif who is participants.ALONE and not named and discourse.takes_subject(clause, main.verb_start):
            assert discourse.subject is not None
            who, named = discourse.subject
        discourse.jointly = False
        discourse.keep_subject(who, named, clause, self._issuer in self._objects.ids_of(named))
        ids = self._objects.ids_of(named)
        self._deeds.cooperate(who, ids, clause, main)
        doers = [self._deeds.doer(d, ids) for d in who.doers]
        alone = who is participants.ALONE
        led = who.supported or (alone and (self._has_generic_doer(clause, main) or self._is_support(clause, main)))
        found_any = False
        things: list[NamedObject] = []
        for phrase in clause.phrases:
            if phrase.verb_start < main.verb_start:
                found_any |= self._read_serial(phrase, clause, main)
                continue
            objects = list(self._objects.read(phrase))
            things += objects
            pairwise = len(objects) == len(doers) > 1 and "分别" in self._text[clause.start : phrase.verb_start + 2]
            for index, found in enumerate(objects):
                found_any |= self._objects.relate(found, phrase, clause, [doers[index]] if pairwise else doers, led)
                self._constructions.parts_behind(found, clause)
                self._constructions.hosts_behind(found, clause, self._objects.ids)
            self._objects.relate_wholes(objects, during, phrase, clause)
        self._deeds.add_context(things, relied, clause, main)
        discourse.listing = (main, clause.end) if things else None
        for event in during if not found_any else ():
            self._objects.relate(event, main, clause, [self._issuer], led=False)
        if who.supported and main.verb.cls == "participate":
            self._objects.support(ids, clause, main)
        if who.cooperate and participants.ISSUER in who.doers and not who.supported:
            discourse.inherited = discourse.inherited or (who, named)
        if not found_any:
            self._read_pushed(clause, main)
            self._topics.read(clause, main)
            if who.supported:
                self._objects.support([ids[i] for i in who.first] or ids, clause, main)
            elif led:
                self._support_things(clause)

    def relate(self, found: NamedObject, phrase: VerbPhrase, clause: Clause) -> None:
        """Adds what the issuer does to one thing."""
        self._objects.relate(found, phrase, clause, [self._issuer], led=False)

    def _is_serial(self, phrase: VerbPhrase, clause: Clause, index: int) -> bool:
        """Whether a verb stands before the main one: 依托X建设Y; 推动X与Y建设Z."""
        if phrase.verb.cls in _SERIAL or (phrase.verb.word in _SENT and index + 1 < len(clause.phrases)):
            return True
        behind = clause.phrases[index + 1 :]
        if phrase.verb.word in _PICKING and behind and behind[0].verb.cls == "nominate":
            return bool(self.organizations_in(phrase.start, behind[0].verb_start))
        if phrase.verb.word not in _PUSHING or not behind:
            return False
        between = self._text[phrase.start : behind[0].verb_start].rstrip(_BEFORE_VERB)
        return bool(self.organizations_in(phrase.start, behind[0].verb_start)) or bool(GENERIC_DOER.search(between))

    def _read_pushed(self, clause: Clause, main: VerbPhrase) -> None:
        """推动A与B、C与D等一批联盟建设: bodies led to work together, with nothing named that they do."""
        named = self.organizations_in(main.start, main.end)
        if main.verb.word not in _PUSHING or not named:
            return
        who = participants.participants(self._text, clause.start, main.end, named)
        ids = self._objects.ids_of(named)
        for a, b in who.cooperate:
            self._statements.relate(
                self._part["cooperates_with"], self._deeds.doer(a, ids), self._deeds.doer(b, ids), clause, main
            )
        self._objects.support([ids[i] for i in who.first] or ids, clause, main)

    # -- participants ---------------------------------------------------------------------------------------------

    def _read_serial(self, phrase: VerbPhrase, clause: Clause, main: VerbPhrase) -> bool:
        """A verb phrase before the main one: 依托X建设Y uses X; 支持X举办Y says nothing of X but that it holds Y."""
        if phrase.verb.cls == "use":
            self._read_relying(phrase, clause, main)
        elif phrase.verb.cls != "nominate":
            return False
        related = [
            self._objects.relate(o, phrase, clause, [self._issuer], led=False) for o in self._objects.read(phrase)
        ]
        return any(related)

    def _read_relying(self, phrase: VerbPhrase, clause: Clause, main: VerbPhrase) -> None:
        """依托X（an organization）举办Y: X takes part in Y (rule B3)."""
        bodies = self._objects.ids_of(self.organizations_in(phrase.start, phrase.end))
        named = (self._part["event"], self._part["program"])
        for found in self._objects.read(main) if bodies else ():
            for body in bodies if found.type in named else ():
                self._statements.relate(self._part["participates_in"], body, found.id, clause, main, found)

    def _has_generic_doer(self, clause: Clause, main: VerbPhrase) -> bool:
        """Whether who does it is printed but no body with a name: 支持学会举办…, 高校科协要举办…"""
        if self.organizations_in(clause.start, main.verb_start):
            return False
        lead = self._text[clause.start : main.verb_start]
        if not _SUPPORTING.search(lead) and (_SENDING.search(lead) or _WITH_OTHERS.match(lead)):
            return False  # 组织科技工作者赴X开展Y: the issuer does it, with them
        if any(
            (p.verb.cls == "support" or p.verb.word in _PUSHING) and main.verb_start - p.start >= 2
            for p in clause.phrases
            if p.end <= main.verb_start
        ):
            return True
        bare = lead.rstrip(_BEFORE_VERB)
        return "在" not in bare and "通过" not in bare and bool(GENERIC_DOER.search(bare)) and len(bare) > 1

    def _is_support(self, clause: Clause, main: VerbPhrase) -> bool:
        """支持举办X: whoever holds it, the issuer supports it (rule B4)."""
        return _BARE_SUPPORT.search(self._text, clause.start, main.verb_start) is not None

    def _support_things(self, clause: Clause) -> None:
        """支持市科技馆组织好各类选拔: what is supported is a house, what it does is generic (rule 13)."""
        for phrase in clause.phrases:
            for found in self._objects.read(phrase) if phrase.verb.cls == "support" else ():
                self._objects.relate(found, phrase, clause, [self._issuer], led=False)
