"""Numbers in front of headings and measures, and how deep each style of number stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "一二三四五六七八九十"

PART, HEADING, HAN, PAREN_HAN, MONTH, ARABIC, PAREN_ARABIC, CIRCLED, ORDINAL, BULLET = range(10)
"""Styles, the outermost first: 第一部分 · an unnumbered heading · 一、 · （一） · 一月 · 1. · (1) · ① · 一是 · ●"""

_STYLES = (
    (PART, rf"第[{_HAN}]{{1,3}}(?:部分|章|篇)[ :、]*"),
    (MONTH, rf"(?:十[一二]?|[{_HAN}]|1[0-2]|[1-9])月份?(?::|$)|第?[一二三四1-4]季度(?::|$)|[上下]半年(?::|$)"),
    (ORDINAL, rf"(?:十[{_HAN}]|[{_HAN}])是[:,]?"),
    (HAN, rf"[{_HAN}]{{1,3}} ?[、.]"),
    (PAREN_HAN, rf"\( ?[{_HAN}]{{1,3}} ?\)[、.]? ?|[㈠-㈩]"),
    (ARABIC, r"\d{1,2} ?(?:[、.](?!\d)|[.、](?=20\d\d年)|\)) ?|[⒈-⒛]"),
    (PAREN_ARABIC, r"\( ?\d{1,2} ?\)[、.]? ?|[⑴-⒇]"),
    (CIRCLED, r"[①-⑳❶-❿] ?"),
    (BULLET, r"[●■◆▲★○◎•▪►➢□◇] ?|[-*+] "),
)
_NUMBER = re.compile("|".join(f"(?P<s{style}>{pattern})" for style, pattern in _STYLES))
_CLOSING = re.compile(r"[\s、.:,．：，]+$")
_DIGITS = str.maketrans("０１２３４５６７８９O", "01234567890")
_INLINE_ORDINAL = re.compile(rf"(?<=[。;:)])(?:十[{_HAN}]|[{_HAN}])是(?![否非])")
_ORDINALS = tuple(_HAN) + tuple("十" + digit for digit in _HAN[:9])


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a paragraph: its style, and how many characters it takes."""

    style: int
    length: int


def match_number(paragraph: str) -> Number | None:
    """The number in front of the folded `paragraph`, if there is one."""
    if found := _NUMBER.match(paragraph):
        return Number(int(str(found.lastgroup)[1:]), found.end())
    return None


def strip_mark(style: int, printed: str) -> str:
    """The printed number as the annotation guide writes it: ``１O.`` is ``10``, ``（一）`` and ``一是`` stay."""
    printed = _CLOSING.sub("", printed.translate(_DIGITS))
    return printed.rstrip(")）") if style == ARABIC else printed


def prefix(style: int, printed: str) -> str:
    """The printed number of a section, as it goes in front of numbers that restart: ``一、``, ``（一）``, ``一月``."""
    number = strip_mark(style, printed)
    return number + "、" if style == HAN else number


def inline_ordinals(text: str, start: int) -> list[int]:
    """Where 一是, 二是, 三是 … stand in `text`, the first exactly at `start`; empty unless at least two in turn."""
    if not text.startswith("一是", start):
        return []
    places = [start]
    for found in _INLINE_ORDINAL.finditer(text, start + 1):
        if len(places) < len(_ORDINALS) and found.group() == _ORDINALS[len(places)] + "是":
            places.append(found.start())
    return places if len(places) > 1 else []
