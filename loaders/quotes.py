"""Names in quotes: quotes bound a name, and the words around them tell its type and may belong to it.

“清风”行动计划 and 枣庄市“墨子”科技论坛 are names with words outside of the quotes; “科普云屏”平台 is called 科普云屏;
in 推进“三长制”改革 the quotes hold all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.generics import Generics
from kexie_kg.loaders.known import KnownNames
from kexie_kg.loaders.lexicon import Head, Lexicon, Verb
from kexie_kg.loaders.mention import Mention

_AWARDING = re.compile(r"(?:系列)?(?:评选|推选|遴选|寻找|选树|评比|推荐|宣传推介|学习宣传|候选人|选拔|宣传)")
_HONOUR = re.compile(
    r"(?:最美|十佳|十大|百佳|优秀|杰出|先进|金牌|标兵|之星)"
    r"|(?:人才|工作者|个人|人物|团队|使者|大使|奖|先锋|能手|带头人|工匠|名匠|英才|新秀|楷模|模范|卫士|达人)$"
)
_ONE_EACH = re.compile(r"一[一-龥]{1,2}一[一-龥]{1,2}")
"""“一县一品”: a brand of its own in each."""
_NO_OTHER_NAME = frozenset({"项目", "活动", "系列活动", "计划项目"})
"""Behind a known name in quotes these make no other name of it."""
_RANKS = re.compile(r"[一二三四特、和等奖]+")
"""“一、二、三等奖”: ranks."""
_COUNTED_DUTIES = re.compile(r"[两二三四五六七八九十]个")
"""“两个责任”: a formula, no name."""
_COUNT = re.compile(r"[\d一二两三四五六七八九十]+[个家座项批所]$")
"""武汉、宜昌三个“科创中国”试点城市: what is counted in front of quotes is no part of the name."""
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]")
_EDITION = re.compile(r"第[^届]{1,3}届|首届|20\d\d(?:[—\-–至]20\d\d)?年?(?:度)?")
_THEMES = ("提升年", "建设年", "落实年", "攻坚年", "深化年", "突破年", "服务年", "行动年", "规范年")
"""Years under a theme are invoked, and nothing of their own (rule 7)."""
_SYSTEM = re.compile(r"制(?![度定作造])")
_TIMED = re.compile(r"全年|今年|年内|每[周月季年]|到|赴")
_METHODS = ("制", "法", "机制")
_PILOT = "pilot"
_PILOTS = frozenset({"试点", "建设试点", "工作试点", "改革试点"})
"""Behind quotes they tell the stage of what is named, and are no part of its name (rules 17 and 20)."""
_BRANDED = re.compile(r"[一-龥]{0,6}品牌(?!活动)")
_TRIP = re.compile(r"[一-龥]{2,10}?行(?![动业政走程])")
"""海外专家柳州行: a journey to a place."""
_VERB_IN_NAME = 2
_SHORTEST_ALONE = 3
"""Characters in quotes up to which they need the word behind them: “3+1”试点."""
_LONGEST_SLOGAN = 16
_LONGEST_FRONT = 14
"""Characters in front of quotes that may belong to the name."""


class QuotedNames:
    """Names of one text that quotes bound."""

    def __init__(
        self, text: str, masked: str, lexicon: Lexicon, generics: Generics, known: KnownNames, schema: Schema
    ) -> None:
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part
        self._heads_in = lexicon.heads.within(masked)
        self._generics, self._known = generics, known

    def read(
        self, start: int, end: int, quoted: re.Match[str], closing: Head | None, verb: Verb | None
    ) -> Iterator[Mention]:
        """The name in an item ``[start:end]`` with a stretch in quotes."""
        inner, open_, close = quoted[1], quoted.start(), quoted.end()
        if _RANKS.fullmatch(inner):
            return
        invoked = inner in self._lexicon.invoked
        known = self._known.exactly(open_, close) or self._known.exactly(open_ + 1, close - 1)
        behind = self._text[close:end]
        if known is None and self._lexicon.slogan_tail.match(self._text, close):
            return
        if known is None and _HONOUR.search(inner) and (_AWARDING.match(behind) or _is_honouring(verb)):
            place = _EDITION.match(self._text, start, open_)
            front = place.end() if place is not None else start
            begin = start if 0 < open_ - start <= _LONGEST_FRONT and self._generics.is_place(front, open_) else open_
            yield self._mention(begin, close, self._part["award"], "award" if inner.endswith("奖") else "title",
                                "quoted honour", 0.85)  # fmt: skip
            return
        tail = self._tail_head(close, end)
        if tail is not None:
            yield from self._with_tail(start, end, quoted, tail)
            return
        trip = _TRIP.match(self._text, close, end)
        if trip is not None and any(self._generics.is_place(trip.end() - n, trip.end() - 1) for n in (3, 4, 5)):
            yield self._mention(open_, trip.end(), self._part["event"], "campaign", "quoted+place", 0.85)
            return
        if known is not None:
            yield self._known.mention(open_, close, known)
            return
        begin = (
            open_ if not 0 < open_ - start <= _LONGEST_FRONT or self._generics.is_generic(start, open_, None) else start
        )
        own = self._own_head(inner)
        if own is not None and len(own.word) == 1 and "、" in inner and _is_formula(inner):
            return  # “活力新衢州、美丽大花园”
        if own is not None and not invoked:
            if own.type == self._part["organization"] and closing is not None:
                own = closing  # “扬州市科协”等平台: a platform called like its owner
            if own.type == self._part["organization"] and inner.startswith(("数字", "智慧", "智能")):
                yield self._mention(begin, close, self._part["program"], "brand", "quoted", 0.8)  # rule D11
            elif own.type != self._part["organization"]:
                yield self._mention(begin, close, own.type, own.kind, "quoted", 0.9)
            return
        if invoked or len(inner) > _LONGEST_SLOGAN or inner.endswith(_THEMES):
            return
        if _SYSTEM.match(self._text, close):
            yield self._mention(open_, close + 1, self._part["program"], "program", "quoted method", 0.8)
            return
        if inner.endswith(_METHODS):
            yield self._mention(open_, close, self._part["program"], "program", "quoted method", 0.85)
            return
        if closing is not None:
            yield self._mention(open_, close, closing.type, closing.kind, "quoted+list", 0.85)
            return
        if _ONE_EACH.fullmatch(inner) and verb is not None:
            yield self._mention(open_, close, self._part["program"], "brand", "quoted brand", 0.75)
            return
        if "的" in self._masked[start:open_] or _is_formula(inner):
            return  # 维护粮食安全的“压舱石”: a figure of speech
        guess = self._by_verb(verb, behind)
        neutral = behind.startswith(self._lexicon.neutral_tails) or _BRANDED.match(behind)
        if guess is not None and (not behind or neutral):
            placed = guess[0] == self._part["award"] and self._generics.is_place(start, open_)
            yield self._mention(start if placed else open_, close, *guess, "quoted+verb", 0.7)

    def _with_tail(self, start: int, end: int, quoted: re.Match[str], tail: tuple[int, Head]) -> Iterator[Mention]:
        """A name whose head stands behind the quotes."""
        inner, open_, close = quoted[1], quoted.start(), quoted.end()
        stop, head = tail
        known = self._known.exactly(open_, close) or self._known.exactly(open_ + 1, close - 1)
        whole = self._known.exactly(open_, stop)
        if whole is None and known is not None and self._text[close:stop] in _NO_OTHER_NAME:
            whole = known
        if whole is not None:
            yield self._known.mention(open_, stop, whole)
            return
        if head.kind == _PILOT and known is not None and "“" not in self._masked[close:stop]:
            yield self._known.mention(open_, close, known)
            return
        if head.kind == _PILOT and self._masked[close:stop] in _PILOTS and len(inner) > _SHORTEST_ALONE:
            if inner not in self._lexicon.invoked:
                yield self._mention(open_, close, head.type, "program", "quoted+type", 0.8)
            return
        front = 0 < open_ - start <= _LONGEST_FRONT
        begin = start if front and not self._generics.is_determiner(start, open_) else open_
        begin = open_ if _COUNT.search(self._text, start, open_) else begin
        if self._text[close:stop] not in self._lexicon.type_words or begin < open_ or len(inner) <= 2:
            if head.type != self._part["organization"]:
                yield self._mention(begin, stop, head.type, head.kind, "quoted+head", 0.9)
            return
        if known is not None:
            yield self._known.mention(open_, close, known)
            return
        own = self._own_head(inner)
        if own is not None and own.type == self._part["organization"] and head.type == self._part["facility"]:
            yield self._mention(open_, stop, head.type, head.kind, "quoted+head", 0.85)  # rule D10: 科协 is no site
            return
        if inner not in self._lexicon.invoked:
            head = own if own is not None and own.type == head.type and len(own.word) > 1 else head
            mention = self._mention(open_, close, head.type, head.kind, "quoted+type", 0.9)
            yield replace(mention, long_form=self._text[open_:stop])

    def _own_head(self, inner: str) -> Head | None:
        """The head with which the words in quotes end; a single character will do, as the quotes bound it."""
        own = [head for _, stop, head in self._lexicon.heads.find(inner) if stop == len(inner)]
        if own:
            return own[-1]  # type: ignore[no-any-return]  # the automaton's values are Head
        return self._lexicon.quoted_endings.get(inner[-1]) if len(inner) >= 3 else None

    def _tail_head(self, close: int, end: int) -> tuple[int, Head] | None:
        """The head behind quotes that ends the name: the last one that no verb or particle cuts off from them."""
        found = None
        for at, stop, head in self._heads_in.find(close, end):
            between = self._masked[close:at]
            compound = len(between) == _VERB_IN_NAME and found is None  # “清风”|提升|计划
            if "的" in between or (not compound and any(v.strong for _, _, v in self._lexicon.verbs.find(between))):
                break
            if _TIMED.match(between):
                break  # “科普大讲堂”|全年开讲
            if between.startswith(("走进", "进入", "成员单位", "领导小组")):
                break
            found = (stop, head)
        return found

    def _by_verb(self, verb: Verb | None, behind: str) -> tuple[str, str] | None:
        """What kind of thing a bare quoted name is likely to be, from the verb that governs it."""
        part = self._part
        if _BRANDED.match(behind):
            return part["program"], "brand"
        guesses = {
            "confer": (part["award"], "title"),
            "nominate": (part["award"], "title"),
            "hold": (part["event"], "campaign"),
            "implement": (part["program"], "program"),
            "use": (part["facility"], "platform"),
        }
        if verb is not None and verb.cls in ("build", "advance"):
            if behind.startswith(("改革", "机制", "模式", "驻村")):
                return part["program"], "program"
            return (part["facility"], "platform") if verb.cls == "build" or behind.startswith("建设") else None
        return guesses.get(verb.cls if verb else "")

    def _mention(self, start: int, end: int, type_: str, kind: str, rule: str, confidence: float) -> Mention:
        return Mention(start, end, type_, kind, self._text[start:end], rule, confidence)


class NoQuotedNames(QuotedNames):
    """Reads nothing of quotes."""

    def read(
        self, start: int, end: int, quoted: re.Match[str], closing: Head | None, verb: Verb | None
    ) -> Iterator[Mention]:
        return iter(())


def _is_formula(inner: str) -> bool:
    """Whether quoted words are a slogan by their build: things counted, or phrases of one length side by side."""
    parts = re.split("[、，,]", _BRACKETED.sub("", inner))
    return _COUNTED_DUTIES.match(inner) is not None or (len(parts) > 1 and len({len(part) for part in parts}) == 1)


def _is_honouring(verb: Verb | None) -> bool:
    return verb is not None and verb.cls in ("confer", "nominate")
