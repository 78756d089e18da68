"""Lists inside an object: where the members of A、B和C begin and end, and which of them are one name.

What is coordinated inside one name stays whole: 科学道德和学风建设宣讲会, 青少年创意编程与智能设计大赛. The sign is the
head: a member without one, next to a member that ends in one, shares it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.lexicon import Head, Lexicon, Verb

_SEPARATOR = re.compile(
    r"、(?!进[一-龥])|以及|—+(?=[^\d—]|\d{4})|(?<![饱温祥平缓总柔])(?<!碳中)和(?![谐平睦田静顺县布硕]|龙(?!江))|(?<![参赠给授])与(?!会)|(?<![普涉以波顾兼])及(?!其他|时|早|格)"
    r"|\s+|”(?=“)|》(?=《)"
)
_WITHIN = re.compile(r"[和与及]$")
_QUANTITY = re.compile(
    r"(?:不少于|不低于|不超过|超过|达到?|约|各|共|累计|力争|年内|全年)*[\d一二三四五六七八九十百千两]+(?:[-—至~][\d一二三四五六七八九十百千两]+)?"
    r"[余多]?[个家名人场期篇项所座套支份条部班万处次站门件块种](?:次)?(?:以上|左右|以内)?$"
)
"""A number with its measure word behind the name counted: 培训班24期."""
_ENDS_QUANTITY = frozenset("个家名人场期篇项所座套支份条部班万处次站门件块种上右内\n")
"""How such a number ends; a line end may follow."""
_EDITION = re.compile(r"^(?:第.{1,4}届|首届|(?:19|20)\d\d年?(?:度)?)")
_NAMING_VERBS = frozenset({"hold", "implement", "participate", "advance"})
_LONGEST_SHARE = 10
"""Characters of a member of a coordination inside a name."""


def items(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the members of a coordinated list: A、B和C."""
    for mark in _SEPARATOR.finditer(masked, start, end):
        stop = mark.start() + (mark[0] in "”》")
        if stop > start:
            yield start, stop
        start = mark.end()
    if end > start:
        yield start, end


class Coordination:
    """Members of the lists in one text."""

    def __init__(self, text: str, masked: str, lexicon: Lexicon, schema: Schema) -> None:
        self._text, self._masked, self._lexicon = text, masked, lexicon
        self._heads_in, self._known_in = lexicon.heads.within(masked), lexicon.known.within(text)
        self._named = (schema.part["event"], schema.part["program"])

    def members(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[tuple[int, int]]:
        """The names of a list, one by one, numbers behind them cut off."""
        spans = [(at, self._without_quantity(at, stop)) for at, stop in items(self._masked, start, end)]
        if closing is not None:
            yield from self._joined_inside(spans)
            return
        if verb is None or verb.cls not in _NAMING_VERBS:
            yield from spans
            return
        begin: int | None = None
        for at, stop in spans:
            first = at if begin is None else begin
            if stop < spans[-1][1] and self._shares_head(at, stop):
                begin = first
                continue
            yield (first if self._ends_in_head(at, stop) else at), stop
            begin = None

    def _joined_inside(self, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The members of a list that 等活动 closes: there 、 divides names, and 与 may join the parts of one."""
        joined = [False, *(self._is_one_name(a, b) for a, b in pairwise(spans))]
        begin = spans[0][0] if spans else 0
        for index, (at, stop) in enumerate(spans):
            begin = begin if joined[index] else at
            if index + 1 == len(spans) or not joined[index + 1]:
                yield begin, stop

    def _is_one_name(self, left: tuple[int, int], right: tuple[int, int]) -> bool:
        between = self._text[left[1] : right[0]]
        return bool(_WITHIN.search(between)) and self._shares_head(*left) and self._ends_in_head(*right)

    def _without_quantity(self, start: int, end: int) -> int:
        if self._masked[end - 1 : end] not in _ENDS_QUANTITY:
            return end
        quantity = _QUANTITY.search(self._masked, start, end)
        return quantity.start() if quantity is not None and quantity.start() > start else end

    def _shares_head(self, start: int, end: int) -> bool:
        words = _EDITION.sub("", self._masked[start:end])
        if len(words) > _LONGEST_SHARE or "”" in words or "》" in words or "的" in words:
            return False
        if any(self._heads_in.find(start, end)):
            return False
        return not any(True for _ in self._known_in.find(start, end))

    def _ends_in_head(self, start: int, end: int) -> bool:
        return any(
            (stop == end or self._masked[stop] in "(（") and head.type in self._named
            for _, stop, head in self._heads_in.find(start, end)
        )


class NoCoordination(Coordination):
    """Takes every list for one name."""

    def members(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[tuple[int, int]]:
        yield start, self._without_quantity(start, end)
