"""Numbers in front of headings and measures, and how deep each style of number stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "一二三四五六七八九十"
_BULLETS = "●■◆▲★○◎•▪►➢□◇☆△▶▷❖✦✓√\uf06c\uf06e\uf075\uf0b2\uf0d8\uf0fc"  # the last ones are of Wingdings

PART, HEADING, HAN, PAREN_HAN, MONTH, ARABIC, PAREN_ARABIC, CIRCLED, ORDINAL, BULLET = range(10)
"""Styles, the outermost first: 第一部分 · an unnumbered heading · 一、 · （一） · 一月 · 1. · (1) · ① · 一是 · ●"""

_MONTH_NUMBER = rf"(?:十[一二]?|[{_HAN}]|1[0-2]|0?[1-9])"
_PERIOD = (
    rf"(?:20\d\d年)?{_MONTH_NUMBER}(?:月?[-—–~至、]{_MONTH_NUMBER})*月份?"
    r"|(?:20\d\d年)?第?[一二三四1-4]季度|[上下]半年|(?:贯穿)?全年|年[初中底末]|[寒暑]假(?:期间)?"
)
_SCHEDULED = r"(?:份?(?:主要|重点|工作|活动)*(?:工作|活动|安排|计划|任务|事项))?"
"""What may stand between a month and its colon: 三月工作安排：."""

_STYLES = (
    (PART, rf"第[{_HAN}]{{1,3}}(?:部分|章|篇)[ :、]*"),
    (MONTH, rf"(?:{_PERIOD}){_SCHEDULED}(?::|$) ?"),
    (ORDINAL, rf"(?:十[{_HAN}]|[{_HAN}])是[:,]?"),
    (HAN, rf"[{_HAN}]{{1,3}} ?[、.]"),
    (PAREN_HAN, rf"\( ?[{_HAN}]{{1,3}} ?\)[、.]? ?|[㈠-㈩]"),
    (ARABIC, r"\d{1,2} ?(?:[、.](?!\d)|[.、](?=20\d\d年)|\)) ?|[⒈-⒛]"),
    (PAREN_ARABIC, r"\( ?\d{1,2} ?\)[、.]? ?|[⑴-⒇]"),
    (CIRCLED, r"[①-⑳❶-❿] ?"),
    (BULLET, rf"[{_BULLETS}] *|[-*+] |[-*+](?=[一-鿿“《])"),
)
_WEAK_STYLES = (
    (ORDINAL, rf"[{_HAN}]要[:,]?|第[{_HAN}]{{1,2}}[,、:]|(?:首先|其次)[,:]?|(?:再次|最后)[,:]"),
    (BULLET, r"[—–―]+(?![—–―\d]) *|·(?![·\d]) *"),
)
"""What may as well belong to a sentence: it is a number where it recurs."""
_NESTED = re.compile(r"\d{1,2}([-.])\d{1,2}(?:\1\d{1,2})?[.、]? ?(?=[^\d%.、年月日])")
_MONTH = re.compile(rf"(?:{_PERIOD})(?:[上中下]旬)?[,: ]?(?=[^,:\d])")
_NUMBER = re.compile("|".join(f"(?P<s{style}>{pattern})" for style, pattern in _STYLES))
_WEAK_NUMBER = re.compile("|".join(f"(?P<s{style}>{pattern})" for style, pattern in _WEAK_STYLES))
_CLOSING = re.compile(r"[\s、.:,．：，]+$")
_DIGITS = str.maketrans("０１２３４５６７８９O", "01234567890")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a paragraph: its style, and how many characters it takes."""

    style: int
    length: int


def match_number(paragraph: str) -> Number | None:
    """The number in front of the folded `paragraph`, if there is one."""
    return _number(_NUMBER.match(paragraph))


def match_weak_number(paragraph: str) -> Number | None:
    """The words or the dash in front of the folded `paragraph` that are a number if others like it follow."""
    return _number(_WEAK_NUMBER.match(paragraph))


def match_nested_number(paragraph: str) -> Number | None:
    """A number of two or three parts (``1-1``, ``1.1.2``) in front of the folded `paragraph`."""
    found = _NESTED.match(paragraph)
    return Number(PAREN_ARABIC, found.end()) if found else None


def match_month(paragraph: str) -> Number | None:
    """The month in front of the folded `paragraph`, with or without a mark behind it."""
    found = _MONTH.match(paragraph)
    return Number(MONTH, found.end()) if found else None


def _number(found: re.Match[str] | None) -> Number | None:
    return Number(int(str(found.lastgroup)[1:]), found.end()) if found else None


def strip_mark(style: int, printed: str) -> str:
    """The printed number as the annotation guide writes it: ``１O.`` is ``10``, ``（一）`` and ``一是`` stay."""
    printed = _CLOSING.sub("", printed.translate(_DIGITS))
    return printed.rstrip(")）") if style == ARABIC else printed


def prefix(style: int, printed: str) -> str:
    """The printed number of a section, as it goes in front of numbers that restart: ``一、``, ``（一）``, ``一月``."""
    number = strip_mark(style, printed)
    return number + "、" if style == HAN else number
