"""Names that end in a head: the last word of a Chinese compound says what kind of thing it names.

The head bounds the name on its right; on its left it begins where the phrase does. What such words do not name is told
by what they are made of: kinds and levels alone (市级科普活动), deeds in a row (创新载体、搭建平台), praise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.generics import Generics
from kexie_kg.loaders.known import KnownNames
from kexie_kg.loaders.lexicon import Head, Lexicon, Verb
from kexie_kg.loaders.mention import Mention

_INSIDE = re.compile(r"在|(?<![针面应相反])对(?![接口话标比策外象抗])")
"""Prepositions in front of what is meant: 加强对X的指导."""
_LEVELS_BEHIND = re.compile(r"[(（](?:[省市县区州旗镇乡街道社区村]|、)+[)）]")
"""Levels in brackets that belong to the name of a title: 科普示范县（市、区）."""
_HONOUR = re.compile(
    r"(?:[“]?(?:最美|十佳|十大|百佳|优秀|杰出|先进|模范|金牌))[一-龥]{2,8}?(?:工作者|人才|个人|人物|团队|使者|家庭|教师|辅导员|青年|学会|单位|集体|之星|志愿者|示范户|会长|医生|农民|企业家|特派员|农技协)[”]?"
    r"|[“]?[一-龥、]{0,4}[”]?先进(?:班组|集体|单位|个人)"
)
_PLURAL_HEADS = frozenset({"平台", "服务平台", "分中心", "数据库"})
"""Heads that describe a kind of thing unless the name says whose it is (rule 8)."""
_TOUR = "exhibition"
"""巡展 of a thing that goes on tour (流动科技馆巡展) is no event of its own."""
LONGEST_NAME = 45
AWARDING = frozenset({"nominate", "confer"})
"""Classes of verbs whose objects are awards and titles."""
SETTING_UP = frozenset({"设立", "建立", "建成", "打造", "新建", "挂牌", "共建", "建设"})
"""Verbs that make a house of a base under a name of its own."""
_REBUILDING = SETTING_UP | frozenset(
    {"建设", "新建", "改造", "改造提升", "扩建", "升级", "完善", "提升", "建成", "用好"}
)
_STUDY = frozenset({"研学", "研学活动", "巡展"})
_GOING = "赴"
_TOURING = ("进", "下乡", "巡展", "赴")
_MOTION = re.compile(r"走出|走进|迈向|进入|迈入|纳入|列入")
_ROOMS = frozenset({"展厅", "展区"})
_PLACED = re.compile(r"[（(](?P<place>[一-龥]{2,4})[)）](?P<head>中心|基地|展馆|分馆|馆)")
_SHORTEST_PLACED = 4
_TITLE_ACTIVITY = re.compile(r"(?:评选|推选|遴选|评比|推荐|表彰|命名|创建|申报|选树)+(?:系列)?活动")
_MEASURES = "个家所座间处"
"""Behind a number: facilities of a kind may be counted (各建设1个科技小院, rule 8)."""
_AROUND = ("相关", "有关", "配套", "各项")
"""In front of 活动 they point to all that goes with an event."""
_WIDE = frozenset({"活动", "服务活动", "系列活动", "联谊活动", "发布活动", "展示活动"})
"""Heads so wide that only a place, the nation or a known name makes a name of them."""
_WHOLE = re.compile(r"全[省市县区州国盟旗]|全国|国家|中国|世界|国际|第.{1,4}届|首届")


class HeadedNames:
    """Names of one text that heads bound."""

    def __init__(
        self, text: str, masked: str, lexicon: Lexicon, generics: Generics, known: KnownNames, schema: Schema
    ) -> None:
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part
        self._generics, self._known = generics, known
        self._heads_in, self._known_in = lexicon.heads.within(masked), lexicon.known.within(text)

    def read(self, start: int, end: int, verb: Verb | None, indefinite: bool) -> Iterator[Mention]:
        """The one name of an item ``[start:end]`` without quotes; ``indefinite``: one of many of its kind."""
        if (mobile := self._on_tour(start, end)) is not None:
            yield mobile
            return
        if (placed := self._placed_house(start, end)) is not None:
            yield placed
            return
        if verb is not None and verb.cls in ("confer", "nominate") and not indefinite:
            honour = _HONOUR.search(self._text, start, end)
            if honour is not None and not self._is_praise(honour, start, end):
                yield self._mention(start, honour.end(), self._part["award"], "title", "honour", 0.75)
                return
        generic = end
        for at, stop, head in reversed(self._heads_in.find(start, end)):
            known_stop = stop
            known = self._known.exactly(start, stop)
            if known is None and (head.kind == _TOUR or head.word.startswith("进")):
                known_stop = stop - len(head.word)
                known = self._known.exactly(start, known_stop)
            if known is not None:
                yield self._known.mention(start, known_stop, known)
                return
            if (owned := self._known.owned(start, stop)) is not None:
                yield self._known.mention(owned[0], stop, owned[1])
                return
            for inside in _INSIDE.finditer(self._masked, start, stop - len(head.word)):
                start = inside.end()
            awarded = head.type == self._part["award"] and verb is not None and verb.cls in AWARDING
            counted = head.type == self._part["facility"] and self._text[start - 1] in _MEASURES
            many = indefinite and not awarded and not counted
            if head.type == self._part["organization"] or many or stop - start > LONGEST_NAME:
                continue
            if head.word in _ROOMS and self._has_house(start, stop - len(head.word)):
                continue  # 科技馆|展厅: what is rebuilt is the house
            if self._is_about_title(start, stop):
                continue  # 优秀科技工作者|评选表彰活动: the title, and what is done with it
            if head.type == self._part["award"] and self._text.startswith(("参与", "参加"), stop):
                continue  # 举荐优秀科技工作者|参与评选
            if self._text.endswith(_AROUND, start, stop - len(head.word)):
                continue  # 博览会|相关活动: the name is the event's they belong to
            moves = _MOTION.search(self._masked, start, stop)
            if moves is not None and (head.type != self._part["event"] or moves[0] in ("纳入", "列入")):
                continue  # 科研成果走出实验室
            if head.word in _STUDY and verb is not None and verb.word == _GOING:
                continue  # 赴X研学: only the place is named (rule E6)
            if head.word in _WIDE and not self._is_specific(start, stop):
                continue
            if stop > generic:
                continue  # 科普教育|基地行: a part of a head that tells a kind
            if self._generics.is_generic(start, stop, head) or self._lists_deeds(start, stop):
                generic = at
                continue
            if head.word in _PLURAL_HEADS and not self._generics.is_definite(start):
                continue
            head = self._by_verb(head, verb, start, stop)
            levels = _LEVELS_BEHIND.match(self._text, stop, end)
            stop = levels.end() if levels else stop
            yield self._mention(start, stop, head.type, head.kind, "head", 0.85 if stop == end else 0.75)
            return

    def _on_tour(self, start: int, end: int) -> Mention | None:
        """科普大篷车|进乡镇、进集市: a thing known nation-wide, and where it goes."""
        for at, stop, entry in self._known_in.find(start, end):
            if at == start and entry.type == self._part["facility"] and self._text.startswith(_TOURING, stop):
                return self._known.mention(at, stop, entry)
        return None

    def _placed_house(self, start: int, end: int) -> Mention | None:
        """长三角STEM教育体验（嘉兴）中心: in brackets a place, behind them a head too short to stand without."""
        found = _PLACED.search(self._text, start, end)
        if (
            found is None
            or not self._generics.is_place(*found.span("place"))
            or found.start() - start < _SHORTEST_PLACED
        ):
            return None
        kind = {"中心": "center", "基地": "base"}.get(found["head"], "venue")
        return self._mention(start, found.end(), self._part["facility"], kind, "placed head", 0.8)

    def _is_about_title(self, start: int, stop: int) -> bool:
        """Whether words that end in 评选活动 or 创建活动 name a title in front of it."""
        deed = _TITLE_ACTIVITY.search(self._text, start, stop)
        if deed is None or deed.end() != stop:
            return False
        if self._known.exactly(start, deed.start()) is not None:
            return True
        heads = self._heads_in.find(start, deed.start())
        return any(end == deed.start() and head.type == self._part["award"] for _, end, head in heads)

    def _has_house(self, start: int, stop: int) -> bool:
        """Whether a house is named in front of one of its rooms."""
        heads = self._heads_in.find(start, stop)
        return any(head.word.endswith("馆") and head.type == self._part["facility"] for _, _, head in heads)

    def _is_specific(self, start: int, stop: int) -> bool:
        """Whether words in front of a wide head say which one: a place, the nation, a known name (rule 19)."""
        if any(mark in self._text[start:stop] for mark in "（(") or _WHOLE.search(self._text, start, stop):
            return True
        known = any(True for _ in self._known_in.find(start, stop))
        return known or any(self._generics.place_length(at, stop) for at in range(start, stop - 2))

    def _by_verb(self, head: Head, verb: Verb | None, start: int, stop: int) -> Head:
        """基地 that is applied for is a title; one with a name of its own that is rebuilt is a house (rules 14, B5)."""
        if verb is None or not self._text.endswith("基地", start, stop):
            return head
        if head.type == self._part["facility"] and verb.cls in AWARDING:
            return Head(head.word, self._part["award"], "title")
        own = self._text[start + self._generics.place_length(start, stop) : stop - len(head.word)]
        if (
            head.type == self._part["award"]
            and verb.word in _REBUILDING
            and len(own) > 1
            and own[0] not in "市省县区州级"
        ):
            return Head(head.word, self._part["facility"], "base")
        return head

    def _lists_deeds(self, start: int, stop: int) -> bool:
        """Whether words are no name but verb phrases in a row: 创新载体、搭建平台、开展活动."""
        at = self._masked.find("、", start, stop)
        while at >= 0:
            verbs = self._lexicon.verbs.find(self._masked, at + 1, stop)
            if any(first == at + 1 and verb.strong for first, _, verb in verbs):
                return True
            at = self._masked.find("、", at + 1, stop)
        return False

    def _is_praise(self, honour: re.Match[str], start: int, end: int) -> bool:
        """Whether an honour's words only praise (举荐优秀科技工作者) or tell who does something (…参与评选)."""
        behind = self._masked[honour.end() : min(end, honour.end() + 3)]
        praised = honour.start() == start and honour[0].startswith(("优秀", "先进", "杰出", "模范"))
        return praised or behind.startswith(("参", "申报", "等"))

    def _mention(self, start: int, end: int, type_: str, kind: str, rule: str, confidence: float) -> Mention:
        return Mention(start, end, type_, kind, self._text[start:end], rule, confidence)
