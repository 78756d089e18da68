"""Clauses that say their relation by their build and not by the frame of a verb.

将X打造成Y, 将X更名为Y, 以X为载体, X期间…, X下设A、B两个分论坛, （与X合办）, 首站设在X: each has its own order of words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import venues
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.coordination import items
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.mentions import MentionFinder
from kexie_kg.loaders.page import PlanPage
from kexie_kg.loaders.relations import relation_of
from kexie_kg.loaders.statements import NamedObject, Statements

_MADE_INTO = re.compile(r"(?:将|把)(?P<object>.+?)(?P<verb>打造|建设|培育|发展|升级|办|做|建|提升)(?:成为|成|为|出)")
_RENAMED = re.compile(r"(?:将|把)(?P<old>.+?)(?:更名为|改名为|升级为|改版为|调整为)(?P<new>.+)")
_VERB_OF = {"办": "举办", "做": "举办", "建": "建设", "提升": "建设"}
"""Verbs of making one thing another, as the frames know them."""
_CARRIED_BY = re.compile(r"以(?P<object>.+?)(?:等)?为(?P<role>载体|平台|抓手|契机|课堂|阵地|主阵地|依托)")
_PLACE_ROLES = ("课堂", "阵地", "主阵地", "依托", "载体", "平台")
"""What a house is taken for that is used."""
_DURING = re.compile(r"(?P<object>.{2,20}?)期间")
_PARTS = re.compile(
    r"(?:下设|设有|分设|设立|设(?!立|有))(?P<parts>.+?)(?:(?P<count>[两二三四五六七八九十\d]+)个)?(?P<head>分论坛|专场|分会场|板块)$"
)
_WITH = re.compile(r"[（(]与(?P<body>.+?)(?P<role>合办|联合主办|共同主办|联合举办)[)）]")
_AS_PART = re.compile(
    r"(?:并)?作为(?P<whole>.+?)的?(?:专项活动|重要内容|重要活动|重要组成部分|组成部分|子活动|系列活动之一|配套活动|分会场(?:活动)?|主场活动"
    r"|品牌活动|重点活动|主要活动|主要内容|内容之一)$"
)
_MEMBER = re.compile(r"[^、]+")
_NUMBERS = {"两": 2, **{digit: n for n, digit in enumerate("一二三四五六七八九十", 1)}}
_FESTIVAL = "festival"
_TOWARDS = re.compile(r"向(?P<object>[^，。；向]{3,24}?(?:奖|称号))(?P<verb>推荐|推报|申报|举荐)")
_OTHER_NAME = re.compile(r"(?:以下|下)?(?:简称|下称|统称|又称|原名|原|即|以下)")
_STAGE = re.compile(
    r"(?:首站|首场|末站|主会场|分会场|开幕式|闭幕式|决赛|初赛|复赛|终评|启动仪式)[^，。；]{0,4}?(?:设在|放在|定在|移师|移至|落户|在)"
)
_TOURING = re.compile(
    r"(?:并|还|再)?(?:在|到|赴|走进|深入)(?!各)[^，。；]{2,40}?(?:等地)?(?:巡展|巡演|巡讲|巡回展出|巡回演出|举行|举办|展出|开赛)"
)
"""Where the event just named goes or is held: 到X、Y巡展."""


class Constructions:
    """Reads such clauses of one plan."""

    def __init__(
        self, issuer: str, page: PlanPage, context: PlanContext, facts: FactBuilder, entities: EntityReader,
        statements: Statements, finder: MentionFinder, inside: MentionFinder,
    ) -> None:  # fmt: skip
        """``inside`` finds the names in what brackets enclose, which ``finder`` passes over."""
        self._issuer, self._page, self._context, self._entities = issuer, page, context, entities
        self._statements, self._finder, self._part = statements, finder, facts.schema.part
        self._inside = inside
        self._text, self._masked = page.text, page.masked
        self._lexicon = lexicons.load()
        self.parts: list[NamedObject] = []
        """The parts of events that were told so far."""
        self.during: list[NamedObject] = []
        """The events in whose time the next clause happens: 海创周期间，…"""

    def read(self, clause: Clause, events: list[NamedObject]) -> bool:
        """Whether the clause is one of them, and nothing is left to be read; ``events`` were named before it."""
        text, start, end = self._text, clause.start, clause.end
        if found := _RENAMED.match(text, start, end):
            self._rename(found, clause)
            return True
        if found := _MADE_INTO.match(text, start, end):
            self._relate_all(found.span("object"), _VERB_OF.get(found["verb"], found["verb"]), clause)
            return True
        if found := _CARRIED_BY.search(text, start, end):
            self._carry(found, clause)
            return True
        if found := _TOWARDS.search(text, start, end):
            self._relate_all(found.span("object"), "推荐", clause)
            return True
        if text.find("期间", start, end) >= 0 and (found := _DURING.match(text, start, end)):
            self.during = self.named(*found.span("object"), "举办")
            return found.end() == end
        if events and (found := _AS_PART.match(text, start, end)):
            for whole in self.named(*found.span("whole"), "举办"):
                phrase = VerbPhrase(self._lexicon.verb["举办"], start, *found.span("whole"))
                self._statements.relate(self._part["part_of"], events[0].id, whole.id, clause, phrase, whole)
            return True
        if events and (found := _PARTS.search(text, start, end)):
            self._divide(found, clause, events[0])
            return True
        if events and (found := _TOURING.fullmatch(text, start, end)):
            self._place(found, clause, events[0])
            return True
        if events and (found := _STAGE.search(text, start, end)):
            self._place(found, clause, events[0])
            return True
        return False

    def hosts_behind(self, found: NamedObject, clause: Clause, bodies: dict[tuple[int, int], str]) -> None:
        """X（与Y合办）: the issuer and Y hold it together (rule F9)."""
        together = _WITH.match(self._text, found.mention.end)
        for (start, end), id_ in bodies.items() if together is not None else ():
            assert together is not None
            if together.start("body") <= start and end <= together.end("body"):
                phrase = VerbPhrase(self._lexicon.verb["举办"], together.start("role"), start, end)
                for host in (self._issuer, id_):
                    self._statements.relate(self._part["organizes"], host, found.id, clause, phrase, found)
                self._statements.relate(self._part["cooperates_with"], self._issuer, id_, clause, phrase)

    def parts_behind(self, found: NamedObject, clause: Clause) -> None:
        """X（A、B）with events in the brackets: they are part of X (rule E1), but X of a festival in them (rule B7)."""
        opening = self._masked[found.mention.end : found.mention.end + 1]
        other_name = _OTHER_NAME.match(self._text, found.mention.end + 1)
        if found.type != self._part["event"] or opening not in ("(", "（") or other_name is not None:
            return
        close = next((i for i in range(found.mention.end, clause.end) if self._masked[i] in ")）"), -1)
        phrase = VerbPhrase(self._lexicon.verb["举办"], found.mention.end, found.mention.end + 1, close)
        stage = _STAGE.search(self._text, found.mention.end, close) if close > 0 else None
        if stage is not None:
            self._place(stage, Clause(clause.start, close, clause.lead_end, clause.phrases), found)
            return
        inside = list(self._inside.parts(found.mention.end + 1, close, phrase.verb)) if close > 0 else []
        events = [self.added(mention) for mention in inside if mention.type == self._part["event"]]
        larger = len(events) == 1 and events[0].mention.kind == _FESTIVAL != found.mention.kind
        for event in events:
            part, whole = (found, event) if larger else (event, found)
            self._statements.relate(self._part["part_of"], part.id, whole.id, clause, phrase, part)

    def _rename(self, found: re.Match[str], clause: Clause) -> None:
        """The thing goes on under its new name; the old one is an alias (rule D4)."""
        self._entities.cover(*found.span("old"))
        for new in self._mentions(*found.span("new"), "举办"):
            old = found["old"].strip("“”")
            id_ = self._entities.mention(replace(new, long_form=old), self._page.task_at(new.start))
            self._relate(NamedObject(id_, new.type, new), "举办", clause)

    def _carry(self, found: re.Match[str], clause: Clause) -> None:
        """以X为载体 is holding X; 以X为契机 only names it (rule C13)."""
        start, stop = found.span("object")
        verb = next(iter(self._lexicon.verbs.find(self._text, start, stop)), None)
        start = verb[1] if verb is not None and verb[0] == start and verb[2].strong else start
        for named in self.named(start, stop, "举办"):
            if found["role"] != "契机" and named.type == self._part["event"]:
                self._relate(named, "举办", clause)
            elif found["role"] in _PLACE_ROLES and named.type == self._part["facility"]:
                self._relate(named, "依托", clause)

    def _divide(self, found: re.Match[str], clause: Clause, whole: NamedObject) -> None:
        head = found["head"]
        phrase = VerbPhrase(self._lexicon.verb["举办"], found.start(), *found.span("parts"))
        for start, end in self._parts(found):
            name = self._text[start:end].removesuffix(head)
            surface = name if name.endswith(head) else name + head
            part = Mention(start, end, self._part["event"], "forum", surface, "part of event", 0.8)
            id_ = self._entities.mention(part, self._page.task_at(start))
            self._statements.relate(self._part["part_of"], id_, whole.id, clause, phrase)
            self.parts.append(NamedObject(id_, part.type, part))

    def _parts(self, found: re.Match[str]) -> list[tuple[int, int]]:
        """The parts one by one; where they are counted, 与 inside one does not divide it (制造与机器人、X两个论坛)."""
        spans = list(items(self._masked, *found.span("parts")))
        listed = [m.span() for m in _MEMBER.finditer(self._masked, *found.span("parts"))]
        return listed if found["count"] and _NUMBERS.get(found["count"]) == len(listed) else spans

    def _place(self, found: re.Match[str], clause: Clause, event: NamedObject) -> None:
        for place in venues.printed(self._text, found.start(), clause.end, self._context):
            id_ = self._entities.place(place, self._page.task_at(place.start))
            phrase = VerbPhrase(self._lexicon.verb["举办"], found.start(), found.end(), clause.end)
            self._statements.relate(self._part["held_in"], event.id, id_, clause, phrase)

    def _relate_all(self, span: tuple[int, int], verb: str, clause: Clause) -> None:
        for named in self.named(*span, verb):
            self._relate(named, verb, clause)

    def _relate(self, named: NamedObject, verb: str, clause: Clause) -> None:
        what = self._lexicon.verb[verb]
        relation = relation_of(named.type, named.mention.kind, what, "", self._lexicon)
        if relation is not None:
            phrase = VerbPhrase(what, named.mention.start, named.mention.start, named.mention.end)
            self._statements.relate(relation, self._issuer, named.id, clause, phrase, named)

    def named(self, start: int, end: int, verb: str) -> list[NamedObject]:
        """The things that ``text[start:end]`` names as the object of a verb, added as entities."""
        return [self.added(mention) for mention in self._mentions(start, end, verb)]

    def added(self, mention: Mention) -> NamedObject:
        """The thing of a mention, added as an entity."""
        id_ = self._entities.mention(mention, self._page.task_at(mention.start))
        return NamedObject(id_, mention.known.type if mention.known else mention.type, mention)

    def _mentions(self, start: int, end: int, verb: str) -> list[Mention]:
        return list(self._finder.in_object(start, end, self._lexicon.verb[verb]))
