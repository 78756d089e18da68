"""Numbers a plan sets out to reach: operator, value, unit, and the noun that is counted.

A number is a target unless its sentence looks back (去年, 已, 累计), it is an ordinal or part of a name, or it is
the size of a list (十项重点工作). The noun stands between the last verb and the number (报送动态信息20篇) or behind
the measure word (500名以上工程师); where neither prints it, it is that of the clause before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kexie_kg.loaders import quantities
from kexie_kg.loaders.clauses import clause_spans
from kexie_kg.loaders.lexicon import Lexicon
from kexie_kg.loaders.quantities import Quantity, any_of
from kexie_kg.loaders.tense import opens_with_past_year

_PAST = re.compile(
    r"(?<![比较])(?:去年|上年度?)|过去|前年|近年来|以来|一年来|“十[二三]五”期间|截至|目前|现有|已经|已全部|已有|已建|累计(?:建立|培训|完成|举办|发放|建成|命名)"
    r"|(?:荣获|被评为|被命名|获得?[^，。]{0,10}等奖|据测算|(?<!到)达\d)"
)
_NOW = re.compile(r"今年|本年|年内|全年|力争|争取|计划(?=[用在年通])|确保|目标|到(?:20)\d\d年|将|要(?=[在新再求力争])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[—\-–至~]\d)年?")
_SPAN_OF_YEARS = re.compile(
    r"[一二两三四五六七八九十\d]+年(?:时间|内|左右|累计)|“?十[一二三四五]五”?期间|计划[一二两三四五六七八九十]年|[一二两三四五六七八九十]年(?=[^，。；]{0,2}累计)"
)
_YEAR_OF_PLAN = re.compile(r"“?十([一二三四五])五”?末")
_LAST_YEARS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}
"""The years in which the five-year plans end."""
_UNTIL = re.compile(r"(?:到|至)((?:19|20)\d\d)年(?:底|末|前)?$")
_BASED = re.compile(r"基础上")
_EXPERIENCE = re.compile(r"以来(?:的)?(?:工作|经验|成果|做法|情况|数据)")
_THIS_YEAR = re.compile(r"今年|(?<![一二两三四五六七八九十\d])年内")
_QUOTED = re.compile(r"“[^“”]{2,24}”|《[^《》]{2,30}》")
_PART = re.compile(r"^其中")
_SHARE_OF = re.compile(r"(?:所)?占(?:比)?(?:全[省市县区州国])?(?:的)?(?:比例)?$")
_FRONT_UNITS = (
    "人次",
    "场次",
    "次",
    "倍",
    "%",
    "个百分点",
    "ratio",
    "万元",
    "亿元",
    "元",
    "站次",
    "天",
    "学时",
    "课时",
)
"""Measure words behind which the noun counted does not stand."""
_OF_PEOPLE = frozenset({"人", "人次", "名", "位"})
_INVITED = re.compile(r"(?:邀请|组织|选派|引进|选送)([^，。；\d]{2,10}?)(?:来|赴|到|参加|开展|走进|深入)")
_MODIFYING = re.compile(r"[一-龥]{1,6}(?:、\d+[个家所项][一-龥]{1,6})*的")
_COMPARED = re.compile(r"(?:比|较)(?:去年|上年|20\d\d年)(?:同期)?(?:提高|增长|压减|减少|下降|增加)?$")
_STANDING = re.compile(r"(?:围绕|聚焦|针对|面向|瞄准|立足|结合|依托)$")
"""In front of a number: it counts what there is."""
_PERSONS = re.compile(r"(?:[者员家士师生手才]|干部|群众)$")
_MODIFIERS = frozenset({"应用", "指导", "推广", "辅导", "评审"})
"""Verbs that say what persons do for a living: 专利应用工程师."""
_RATES = ("每", "人均", "单个", "单项", "平均")
_COMPOUND = "资费金率力站点者员面数量基材"
"""Characters that make a noun of the verb in front of them: 帮扶资金."""
_LISTED_IN = frozenset({"个", "项", "大", "条"})
"""Measure words of the sizes of lists."""
_LONGEST_OBJECT = 24
_ENDS_PAST, _ENDS_UNTIL = frozenset("。！？\n"), frozenset("。；;\n")
"""Marks behind which the past, and the year until which something is to be reached, are no longer spoken of."""
_LAST_YEAR = re.compile(r"去年|上年度")
_NOUN_END = re.compile(r"[，。；：、,;:!?\n(（\d]|左右|并|力争|争取|其中")
_NOTE_BEFORE = re.compile(r"^[(（][^()（）]*[)）][、，和及]?(?=.)")
"""A note in brackets on what was counted before: 基地1个（大龙新材料基地）、示范县1个."""
_LIST_BEFORE = re.compile(r"^.*[，、](?=.)")


@dataclass(frozen=True, slots=True)
class TargetMention:
    """A target in the text. ``start``/``end`` bound its clause; ``value_max`` only for a range."""

    start: int
    end: int
    object: str
    op: str
    value: float
    value_max: float | None
    unit: str
    period: int | None


@dataclass(frozen=True, slots=True)
class _Words:
    verbs: re.Pattern[str]
    frame: re.Pattern[str]
    frame_end: re.Pattern[str]
    no_object: tuple[str, ...]
    list_heads: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = quantities.table()
    frame = any_of(str(raw["frame"]).split())
    return _Words(
        verbs=re.compile(any_of(str(raw["verbs"]).split())),
        frame=re.compile(rf"^(?:{frame}|(?:19|20)?\d\d年(?:底|末)?|\d+月底?前?|[，、：:])+"),
        frame_end=re.compile(rf"(?:{frame}|(?:19|20)\d\d年(?:底|末)?|\d+月底?前?|[，、：:（(])+$"),
        no_object=tuple(str(raw["no_object"]).split()),
        list_heads=tuple(raw["list_heads"]),  # type: ignore[arg-type]  # a list of strings in the file
    )


def find(text: str, masked: str, start: int, end: int, year: int, lexicon: Lexicon) -> Iterator[TargetMention]:
    """The targets in ``text[start:end]``; ``year`` is the plan's."""
    reader = _Reader(text, masked, year, lexicon)
    for clause_start, clause_end in clause_spans(masked, start, end):
        yield from reader.read(clause_start, clause_end)


class _Reader:
    """Reads clauses in order, and keeps what they were about."""

    def __init__(self, text: str, masked: str, year: int, lexicon: Lexicon) -> None:
        self._text, self._masked, self._year, self._lexicon = text, masked, year, lexicon
        self._words = _words()
        self._past = False
        self._opened: bool | None = None
        """Whether the paragraph opens with a year gone by; None before the first clause."""
        self._topic = ""
        self._without_number: list[tuple[int, int]] = []
        """The clauses since then: the last of them that has a subject gives the topic, if ever one is asked for."""
        self._end = 0
        self._until: int | None = None

    def read(self, start: int, end: int) -> Iterator[TargetMention]:
        """The targets of one clause."""
        between = self._masked[self._end : start]
        if self._opened is None or "\n" in between:
            self._set_topic("")
            self._opened = opens_with_past_year(self._masked, start, self._year)
        if not _ENDS_PAST.isdisjoint(between):
            self._past = False
        if not _ENDS_UNTIL.isdisjoint(between):
            self._until = None
        self._end = end
        clause = self._masked[start:end]
        dated = "19" in clause or "20" in clause
        years = [int(found[1]) for found in _YEAR.finditer(clause)] if dated else []
        until = _UNTIL.search(clause) if dated else None
        self._until = int(until[1]) if until is not None else self._until
        past = _PAST.search(clause) is not None or (dated and any(y < self._year for y in years))
        if past and not _EXPERIENCE.search(clause):
            self._past = True
        now = _NOW.search(clause) is not None
        if now or (dated and any(y >= self._year for y in years)):
            self._past = not now and _LAST_YEAR.search(clause) is not None
        looks_back = self._past or self._opened
        at = start
        found = quantities.find(self._masked, start, end)
        for quantity in found:
            if quantity.start < at or _BASED.search(self._masked, quantity.end, end):
                continue
            target = self._target(quantity, at, start, end)
            at = quantity.end
            if target is not None and not looks_back:
                yield target
        if not found:
            self._without_number.append((start, end))

    def _set_topic(self, topic: str) -> None:
        self._topic = topic
        self._without_number.clear()

    def _told_before(self) -> str:
        """What the clauses before were about."""
        subjects = (self._subject(*clause) for clause in reversed(self._without_number))
        self._set_topic(next(filter(None, subjects), self._topic))
        return self._topic

    def _target(self, quantity: Quantity, begin: int, start: int, end: int) -> TargetMention | None:
        if _STANDING.search(self._masked, begin, quantity.start):
            return None
        front = self._front(begin, quantity.start)
        counted_in_front = quantity.unit in _FRONT_UNITS or (
            quantity.unit in _OF_PEOPLE and _PERSONS.search(front) is not None
        )
        share_of = quantity.unit == "ratio" and self._masked.startswith("的", quantity.end)
        if quantity.unit == "次" and not front:
            counted_in_front = False  # 召开两次联席会议
        behind = self._behind(quantity, end) if share_of or not counted_in_front else ""
        if not quantity.op and _MODIFYING.match(self._masked, quantity.end, end):
            return None  # 覆盖50个乡镇的科普网络: the number tells of something else
        is_part = self._text.startswith("其中", start)
        governed = (
            is_part or bool(quantity.op) or self._words.verbs.search(self._masked, start, quantity.start) is not None
        )
        if not governed and not front:
            return None
        if not quantity.op and quantity.unit in _LISTED_IN and (behind or front).endswith(self._words.list_heads):
            return None
        object_ = self._people(quantity, start) or self._object(quantity, front, behind, is_part)
        if not object_:
            return None
        self._set_topic(object_)
        period = self._period(start, quantity)
        return TargetMention(
            start, end, object_, quantity.op or "=", quantity.value, quantity.value_max, quantity.unit, period
        )

    def _people(self, quantity: Quantity, start: int) -> str:
        """邀请X来…开展服务30人次: who is counted stands behind the verb of inviting."""
        if quantity.unit not in _OF_PEOPLE:
            return ""
        invited = _INVITED.search(self._text, start, quantity.start)
        return invited[1] if invited is not None else ""

    def _object(self, quantity: Quantity, front: str, behind: str, is_part: bool) -> str:
        if behind:
            return behind
        if is_part and (topic := self._told_before()):
            if not front:
                return topic
            return _SHARE_OF.sub("", front) if quantity.unit == "ratio" else front + topic
        if quantity.unit == "ratio":
            front = _SHARE_OF.sub("", front).rpartition("中")[2]
        return front or self._told_before()

    def _front(self, begin: int, stop: int) -> str:
        """The noun between the last verb and the number."""
        words = _COMPARED.sub("", self._masked[begin:stop])
        trimmed = self._words.frame_end.sub("", words)
        offset = self._words.frame.match(trimmed)
        at = offset.end() if offset else 0
        if trimmed.startswith(_RATES, at):
            return self._text[begin + at : begin + len(trimmed)]
        for found in self._words.verbs.finditer(trimmed):
            rest = self._words.frame.sub("", trimmed[found.end() :])
            if not rest:
                if found.start() <= at:
                    return ""
                trimmed = trimmed[: found.start()]
                break
            if len(rest) > 1 and rest[0] not in _COMPOUND and not trimmed.startswith("的", found.end()):
                at = len(trimmed) - len(rest)
        noun = self._text[begin + at : begin + len(trimmed)]
        noun = _LIST_BEFORE.sub("", noun) if len(noun) > _LONGEST_OBJECT else noun
        noun = _YEAR_OF_PLAN.sub("", noun).strip("、，好了的 ：:").removesuffix("等")
        if noun.endswith("基础上"):
            return ""
        listed = noun.rpartition("等")
        noun = listed[2].removeprefix("地") if "、" in listed[0] and len(listed[2]) > 1 else noun
        noun = _NOTE_BEFORE.sub("", noun)
        return noun if len(noun) > 1 else ""  # 年播出48期: the noun is that of the clause before

    def _behind(self, quantity: Quantity, end: int) -> str:
        """The noun behind the measure word."""
        at = quantity.end + (self._masked[quantity.end : quantity.end + 1] == "的")
        stop = _NOUN_END.search(self._masked, at, end)
        words = self._masked[at : stop.start() if stop else end]
        if words.startswith(self._words.no_object):
            return ""
        for first, _, verb in self._lexicon.verbs.find(words):
            inside = verb.word in _MODIFIERS and _PERSONS.search(words) is not None
            if verb.strong and first >= 2 and not inside and words[:first] not in self._lexicon.adverbs:
                words = words[:first]
                break
        for word in ("参加", "申报", "注册", "使用", "安装", "参与", "覆盖", "来", "赴"):
            if (cut := words.find(word)) >= 2:
                words = words[:cut]
        noun = self._text[at : at + len(words)].strip("的 ")
        return noun if noun.count("“") == noun.count("”") else noun.replace("“", "").replace("”", "")

    def _subject(self, start: int, end: int) -> str:
        """What a clause without a number is about: its quoted name, else the object of its verb."""
        quoted = list(_QUOTED.finditer(self._text, start, end))
        if quoted:
            return quoted[-1][0]
        noun = self._front(start, end)
        return noun if 2 <= len(noun) <= 16 else ""

    def _period(self, start: int, quantity: Quantity) -> int | None:
        lead = self._masked[max(0, start - 40) : quantity.start]
        printed = list(_YEAR.finditer(self._masked, start, quantity.start))
        if printed:
            return int(printed[-1][1])
        if self._until is not None:
            return self._until
        if plan := _YEAR_OF_PLAN.search(self._text[max(0, start - 40) : quantity.start]):
            return _LAST_YEARS[plan[1]]
        return None if _SPAN_OF_YEARS.search(lead) and not _THIS_YEAR.search(lead[-30:]) else self._year
