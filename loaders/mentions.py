"""Names inside the object of a verb: where exactly they begin and end, and what type of thing they name.

The right edge of a Chinese compound name is its head (大赛, 工程, 科技馆), and the head gives the type. The left edge
is where the phrase begins once verb, adverbs, measure words and praise are taken off. Quotes and title marks bound a
name by themselves; the word behind them tells its type (“清风”行动计划), or the word that closes the list
(“甲”“乙”等活动).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.clauses import FILLER
from kexie_kg.loaders.coordination import Coordination, items
from kexie_kg.loaders.divisions import Divisions
from kexie_kg.loaders.generics import Generics
from kexie_kg.loaders.known import KnownNames
from kexie_kg.loaders.lexicon import Head, Lexicon, Verb
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.naming import work_kind
from kexie_kg.loaders.quotes import QuotedNames

_QUOTED = re.compile(r"“([^“”\n]{1,40})”")
_TITLED = re.compile(r"《([^《》\n]{1,80})》")
_SHORT_FORM = re.compile(r"[（(](?:以下)?(?:简称|下称|统称)为?[:：]?[“《]?([^（）()“”《》]{2,20})[”》]?[)）]")
_INSIDE = re.compile(r"在|(?<![针面应相反])对(?![接口话标比策外象抗])")
"""Prepositions in front of what is meant: 加强对X的指导."""
_ET_CETERA = re.compile(r"等[^等]{0,14}$")
_LEVELS_BEHIND = re.compile(r"[(（](?:[省市县区州旗镇乡街道社区村]|、)+[)）]")
"""Levels in brackets that belong to the name of a title: 科普示范县（市、区）."""
_PREPOSITIONS = ("对", "为", "把", "将", "向", "与", "同", "以", "给", "被")
_HONOUR = re.compile(
    r"(?:[“]?(?:最美|十佳|十大|百佳|优秀|杰出|先进|模范|金牌))[一-龥]{2,8}?(?:工作者|人才|个人|人物|团队|使者|家庭|教师|辅导员|青年|学会|单位|集体|之星)[”]?"
    r"|[“]?[一-龥、]{0,4}[”]?先进(?:班组|集体|单位|个人)"
)
_PROGRAMMES = ("栏目", "专栏", "频道", "节目", "专版")
"""Behind a title these say that it is no text but a programme of a station or paper."""
_COUNTED_LIST = re.compile(r"(?<=[一-龥])(?:等)?[\d两二三四五六七八九十]+[个家场项]")
_BARE_TITLES = ("纲要", "规划", "条例", "意见", "方案")
"""Titles cut so short that they only point back."""
_PLURAL_HEADS = frozenset({"平台", "服务平台", "分中心", "数据库"})
"""Heads that describe a kind of thing unless the name says whose it is (rule 8)."""
_TOUR = "exhibition"
"""巡展 of a thing that goes on tour (流动科技馆巡展) is no event of its own."""
_LONGEST_NAME = 45
_AWARDING = frozenset({"nominate", "confer"})
_REBUILDING = frozenset({"建设", "新建", "改造", "改造提升", "扩建", "升级", "完善", "提升", "建成", "用好"})
_STUDY = frozenset({"研学", "研学活动", "巡展"})
_GOING = "赴"
_LEVEL = re.compile(r"(?:国家|全国|省|自治区|市|州|盟|县|区|旗)级?(?![场域])")
_TWO_LEVELS = re.compile(r"(省|自治区|市|州|盟)[、和]?(市|州|盟|县|区|旗)(?![场域级])")
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
_LONGEST_SHARE = 10
_NEAR_VERB = 5


class MentionFinder:
    """Finds the names in stretches of one text."""

    def __init__(self, text: str, masked: str, lexicon: Lexicon, divisions: Divisions, schema: Schema) -> None:
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part
        self._coordination = Coordination(text, masked, lexicon, schema)
        self._generics = Generics(text, masked, lexicon, divisions)
        self._known = KnownNames(text, lexicon)
        self._quotes = QuotedNames(text, masked, lexicon, self._generics, self._known, schema)

    def in_object(self, start: int, end: int, verb: Verb | None) -> Iterator[Mention]:
        """The names in a verb's object ``[start:end]``, which may be a list."""
        head: Head | None = None
        tail = ""
        if (closing := self._lexicon.closing_pattern.search(self._masked, start, end)) is not None:
            head, tail, end = self._lexicon.closing[closing[1]], self._text[closing.start() : end], closing.start()
        elif (counted := _COUNTED_LIST.search(self._masked, start, end)) is not None and self._shared_head(counted):
            yield from self._sharing(start, counted, end)
            return
        elif (etc := _ET_CETERA.search(self._masked, start, end)) is not None:
            tail, end = etc[0], etc.start()
        members = list(self._coordination.members(start, end, head, verb))
        named = [list(self._in_item(item_start, item_end, head, verb)) for item_start, item_end in members]
        found = self._with_shared_head(members, named, "分别" in self._text[max(0, start - _NEAR_VERB) : start])
        found = [each for mention in found for each in self._of_each_level(mention, members)]
        shared = tail or (found[-1].tail if found else "")  # 做好甲、乙推荐工作: the last one's tail is everyone's
        for mention in found:
            yield replace(mention, tail=mention.tail or shared)

    def parts(self, start: int, end: int, verb: Verb) -> Iterator[Mention]:
        """The names in a list of parts of a thing with a name: there a kind of thing is meant as a name, too."""
        found = list(self.in_object(start, end, verb))
        yield from found
        for item_start, item_end in items(self._masked, start, end):
            if any(m.start < item_end and item_start < m.end for m in found):
                continue
            for _, stop, head in self._lexicon.heads.find(self._masked, item_start, item_end):
                if stop == item_end and head.type == self._part["event"]:
                    yield self._mention(item_start, item_end, head.type, head.kind, "part", 0.8)

    def _with_shared_head(
        self, members: list[tuple[int, int]], named: list[list[Mention]], pairwise: bool
    ) -> list[Mention]:
        """五常水稻、海伦大豆、东宁黑木耳科技小院: members that begin with places share the head of the last one.

        Members of a list dealt out by 分别 share it whatever they begin with.
        """
        last = next((index for index in reversed(range(len(named))) if named[index]), 0)
        whole = named[last][-1] if named and named[last] else None
        if last == 0 or whole is None or whole.type != self._part["facility"] or whole.known is not None:
            return [mention for mentions in named for mention in mentions]
        hits = [hit for hit in self._lexicon.heads.find(self._masked, whole.start, whole.end) if hit[1] == whole.end]
        place = self._generics.place_length(whole.start, whole.end)
        if hits and (pairwise or place):
            for index in reversed(range(last)):
                start, end = members[index]
                own = self._generics.place_length(start, end)
                short = end - start <= _LONGEST_SHARE and FILLER not in self._masked[start:end]
                if named[index] or not short or not (pairwise or own):
                    break
                shared = whole.start + place if place and own == end - start else hits[-1][0]
                surface = self._text[start:end] + self._text[shared : whole.end]
                named[index] = [replace(whole, start=start, end=end, surface=surface, rule="shared head")]
        return [mention for mentions in named for mention in mentions]

    def _of_each_level(self, mention: Mention, members: list[tuple[int, int]]) -> Iterator[Mention]:
        """国家级、省级科普教育基地, 省市科普教育基地: a title of every level named in front of it."""
        level = _LEVEL.match(mention.surface)
        if mention.type != self._part["award"] or mention.known is not None or level is None:
            yield mention
            return
        if both := _TWO_LEVELS.match(mention.surface):
            name = mention.surface[both.end() :]
            yield replace(mention, surface=both[1] + name)
            yield replace(mention, surface=both[2] + name)
            return
        stop = mention.start
        for start, end in reversed(members):
            if end + 1 == stop and _LEVEL.fullmatch(self._text, start, end):
                surface = self._text[start:end] + mention.surface[level.end() :]
                yield replace(mention, start=start, end=end, surface=surface, rule="shared head", confidence=0.75)
                stop = start
        yield mention

    def _shared_head(self, counted: re.Match[str]) -> Head | None:
        """The head behind the number of a list: 襄州小麦、南漳食用菌3个|科技小院."""
        for at, stop, head in self._lexicon.heads.find(self._masked, counted.end(), counted.end() + 12):
            if at == counted.end() and head.type != self._part["organization"]:
                return head  # type: ignore[no-any-return]  # the automaton's values are Head
            del stop
        return None

    def _sharing(self, start: int, counted: re.Match[str], end: int) -> Iterator[Mention]:
        head = self._shared_head(counted)
        assert head is not None
        for at, stop in items(self._masked, start, counted.start()):
            surface = self._text[at:stop] + head.word
            stop = counted.end() + len(head.word) if stop == counted.start() else stop
            tail = self._text[counted.end() + len(head.word) : end]
            yield Mention(at, stop, head.type, head.kind, surface, "shared head", 0.8, tail)

    def loose(self, start: int, end: int) -> Iterator[Mention]:
        """Titles and known names anywhere in ``[start:end]``, the titles first."""
        found = (*self._titled(start, end), *self._known.find(start, end, self._enclosed(start, end)))
        yield from (replace(m, confidence=0.8) for m in found)

    def _in_item(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[Mention]:
        start, indefinite = self._generics.left_edge(start, end)
        if self._text.startswith(_PREPOSITIONS, start) and end - start > 4:
            start += 1
        possessor = self._masked.rfind("的", start, end - 1)
        parts = [(start, end)] if possessor < start else [(possessor + 1, end), (start, possessor)]
        taken: list[Mention] = []
        for part_start, part_end in parts:
            for mention in self._candidates(part_start, part_end, closing, verb, indefinite):
                if not any(m.start < mention.end and mention.start < m.end for m in taken):
                    taken.append(self._finished(mention, end))
            if taken:
                break
        if not taken and closing is not None and self._is_plain_name(start, end):
            taken.append(self._mention(start, end, closing.type, closing.kind, "list", 0.6))
        yield from sorted(taken, key=lambda m: m.start)

    def _finished(self, mention: Mention, end: int) -> Mention:
        """With the words behind it, and the short form that the text gives it there."""
        short = _SHORT_FORM.match(self._text, mention.end)
        return replace(mention, tail=self._text[mention.end : end], short_form=short[1] if short else "")

    def _candidates(
        self, start: int, end: int, closing: Head | None, verb: Verb | None, indefinite: bool
    ) -> Iterator[Mention]:
        yield from self._event_about_title(start, end)
        yield from self._titled(start, end)
        yield from self._headed(start, end, closing, verb, indefinite)
        yield from self._known.find(start, end, self._enclosed(start, end))

    def _event_about_title(self, start: int, end: int) -> Iterator[Mention]:
        """全市《纲要》实施工作推进会: an event whose name holds a title."""
        close = self._masked.rfind("》", start, end)
        if close < start:
            return
        for _, stop, head in self._lexicon.heads.find(self._masked, close, end):
            between = self._masked[close:stop]
            if head.type == self._part["event"] and "的" not in between and stop - start <= _LONGEST_NAME:
                yield self._mention(start, stop, head.type, head.kind, "title+head", 0.8)

    def _is_plain_name(self, start: int, end: int) -> bool:
        """Whether an item without a head can be a name all the same, as a member of a list that names its type."""
        if end - start < 6 or FILLER in self._masked[start:end]:
            return False
        hits = self._lexicon.heads.find(self._masked, start, end)
        body = next((h for _, stop, h in hits if stop == end and h.type == self._part["organization"]), None)
        return not self._generics.is_generic(start, end, body)

    def _enclosed(self, start: int, end: int) -> list[tuple[int, int]]:
        return [(m.start() + 1, m.end() - 1) for p in (_QUOTED, _TITLED) for m in p.finditer(self._text, start, end)]

    def _titled(self, start: int, end: int) -> Iterator[Mention]:
        for found in _TITLED.finditer(self._text, start, end):
            entry = self._known.titled(found[1])
            if entry is not None:
                yield self._known.mention(found.start(), found.end(), entry)
            elif self._text.startswith(_PROGRAMMES, found.end(), end):
                yield self._mention(found.start(), found.end(), self._part["facility"], "media", "title of media", 0.9)
            elif found[1] not in _BARE_TITLES:
                kind = work_kind(found[1])
                yield self._finished(
                    self._mention(found.start(), found.end(), self._part["work"], kind, "title", 0.95), end
                )

    def _headed(
        self, start: int, end: int, closing: Head | None, verb: Verb | None, indefinite: bool
    ) -> Iterator[Mention]:
        """The one name of an item that a head or quotes bound."""
        for quoted in _QUOTED.finditer(self._text, start, end):
            if self._masked[quoted.start()] != "“":
                continue  # inside brackets
            for mention in self._quotes.read(start, end, quoted, closing, verb):
                yield self._as_title(mention, verb)
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
        for at, stop, head in reversed(list(self._lexicon.heads.find(self._masked, start, end))):
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
            awarded = head.type == self._part["award"] and verb is not None and verb.cls in _AWARDING
            counted = head.type == self._part["facility"] and self._text[start - 1] in _MEASURES
            many = indefinite and not awarded and not counted
            if head.type == self._part["organization"] or many or stop - start > _LONGEST_NAME:
                continue
            if head.word in _ROOMS and self._has_house(start, stop - len(head.word)):
                continue  # 科技馆|展厅: what is rebuilt is the house
            if self._is_about_title(start, stop):
                continue  # 优秀科技工作者|评选表彰活动: the title, and what is done with it
            if head.type == self._part["award"] and self._text.startswith(("参与", "参加"), stop):
                continue  # 举荐优秀科技工作者|参与评选
            if self._text.endswith(_AROUND, start, stop - len(head.word)):
                continue  # 博览会|相关活动: the name is the event's they belong to
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

    def _placed_house(self, start: int, end: int) -> Mention | None:
        """长三角STEM教育体验（嘉兴）中心: in brackets a place, behind them a head too short to stand without."""
        found = _PLACED.search(self._text, start, end)
        if found is None or not self._generics.is_place(*found.span("place")) or found.start() - start < _SHORTEST_PLACED:
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
        heads = self._lexicon.heads.find(self._masked, start, deed.start())
        return any(end == deed.start() and head.type == self._part["award"] for _, end, head in heads)

    def _has_house(self, start: int, stop: int) -> bool:
        """Whether a house is named in front of one of its rooms."""
        heads = self._lexicon.heads.find(self._masked, start, stop)
        return any(head.word.endswith("馆") and head.type == self._part["facility"] for _, _, head in heads)

    def _is_specific(self, start: int, stop: int) -> bool:
        """Whether words in front of a wide head say which one: a place, the nation, a known name (rule 19)."""
        if any(mark in self._text[start:stop] for mark in "（(") or _WHOLE.search(self._text, start, stop):
            return True
        known = any(True for _ in self._lexicon.known.find(self._text, start, stop))
        return known or any(self._generics.place_length(at, stop) for at in range(start, stop - 2))

    def _as_title(self, mention: Mention, verb: Verb | None) -> Mention:
        """A base under a quoted name that is applied for is a title as well (rule 14)."""
        if mention.known is not None or mention.type != self._part["facility"]:
            return mention
        if verb is None or verb.cls not in _AWARDING or not mention.surface.endswith("基地"):
            return mention
        return replace(mention, type=self._part["award"], kind="title")

    def _by_verb(self, head: Head, verb: Verb | None, start: int, stop: int) -> Head:
        """基地 that is applied for is a title; one with a name of its own that is rebuilt is a house (rules 14, B5)."""
        if verb is None or not self._text.endswith("基地", start, stop):
            return head
        if head.type == self._part["facility"] and verb.cls in _AWARDING:
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
