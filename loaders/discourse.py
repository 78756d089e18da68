"""What goes on from clause to clause of a sentence: its subject, who is relied on, the programme announced."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.participants import Participants
from kexie_kg.loaders.statements import NamedObject

_SENTENCE_END = re.compile(r"[。；;！!\n]")
_GOING_ON = ("共同", "联合", "合作", "轮流", "签署", "签订", "携手")
_TOGETHER_BEFORE = re.compile(r"牵头|配合|协助|参与|合作|联合")
_OUGHT = re.compile(r"(?:要|应|须|负责)")
_BARE_LEAD = re.compile(r"(?:并|积极|主动|认真|深入|广泛|全年|继续|精心|切实|大力)*")
_SPECIFYING = re.compile(r"(?:并)?(?:重点|着力)(?:打造|开展|实施|举办|办好|抓好|推出|组织|建设)|通过|以举办")


@dataclass(slots=True)
class Discourse:
    """The state of one text while its clauses are read in order."""

    text: str
    inherited: tuple[Participants, list[OrganizationMention]] | None = None
    """Who a clause of leading or working together names, for the clause that says what they do."""
    jointly: bool = False
    """Whether they were only said to be worked with, so that the next clause must say 共同 to mean them as well."""
    expected: bool = False
    """Whether they were named for nothing but what the next clause says: 与X联手，…; 支持X携手Y，…"""
    relied: list[str] = field(default_factory=list)
    """Ids of the bodies whose strength the clause before relied on: 发挥X作用，举办Y."""
    programme: NamedObject | None = None
    """The programme that the sentence announced: 实施X行动，重点打造Y."""
    subject: tuple[Participants, list[OrganizationMention]] | None = None
    """The body that the sentence is about: 市科技馆要发挥龙头作用，举办X."""
    listing: tuple[VerbPhrase, int] | None = None
    """The main verb whose list of objects may go on in the next clause, and where its own clause ends."""
    _end: int = 0

    def begin(self, clause: Clause) -> None:
        """Forgets what ended with the sentence before."""
        if _SENTENCE_END.search(self.text, self._end, clause.start):
            self.programme, self.subject, self.relied, self.expected = None, None, [], False
        self._end = clause.end

    def goes_on(self, clause: Clause) -> bool:
        """Whether a clause has the doers of the one before: 由X牵头、Y配合，举办Z; 加强与X的合作，共同建设Z."""
        if self.expected:
            return True
        before = "" if self.jointly else self.text[max(0, clause.start - 4) : clause.start]
        return self.text.startswith(_GOING_ON, clause.start) or bool(_TOGETHER_BEFORE.search(before))

    def keep_subject(self, who: Participants, named: list[OrganizationMention], clause: Clause, jointly: bool) -> None:
        """Keeps the doers of a clause as the subject of the sentence, if it says what they ought to do, or begins with
        the issuer and others who do it ``jointly``."""
        if not named or not who.doers or who.doers[0] < 0 or who.supported:
            return
        if _OUGHT.match(self.text, named[-1].end, clause.end) or (named[0].start == clause.start and jointly):
            self.subject = (who, named)

    def takes_subject(self, clause: Clause, verb_start: int) -> bool:
        """Whether nothing but adverbs stands in front of the verb, so that the subject of the sentence holds."""
        return self.subject is not None and _BARE_LEAD.fullmatch(self.text, clause.start, verb_start) is not None

    def specifies(self, clause: Clause) -> bool:
        """Whether a clause tells what the programme announced before consists of (rule 25)."""
        return self.programme is not None and _SPECIFYING.match(self.text, clause.start, clause.end) is not None


class NoDiscourse(Discourse):
    """Reads every clause by itself."""

    def goes_on(self, clause: Clause) -> bool:
        return False

    def takes_subject(self, clause: Clause, verb_start: int) -> bool:
        return False

    def specifies(self, clause: Clause) -> bool:
        return False
