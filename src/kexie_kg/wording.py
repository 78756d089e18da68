"""Spellings that the annotation guide counts as one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DELETED = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』*·• \u3000\t\r\n")
_NUMERALS = "0123456789一二三四五六七八九十百"
_SHORT, _FULL = "科协", "科学技术协会"
_NUMBER_MARKS = str.maketrans("", "", ".、．,，()（）*")


@lru_cache(maxsize=1 << 16)  # each name of a plan is compared with each of the other's
def canonical(name: str) -> str:
    """Without quotes, an edition or a year in front; 科协 written in full; one width and letter case."""
    text = unicodedata.normalize("NFKC", name).translate(_DELETED)
    text = _without_edition(_without_edition(text))  # a year and an edition, in either order
    return _in_full(text).lower()


def task_number(number: object) -> str:
    """A task's number without its punctuation: ``（二）一是`` → ``二一是``."""
    return "".join(str(number or "").split()).translate(_NUMBER_MARKS)


def _without_edition(text: str) -> str:
    if text.startswith("首届"):
        return text[2:]
    rest = text[1:].lstrip(_NUMERALS)
    if text.startswith("第") and rest.startswith("届") and rest != text[1:]:
        return rest[1:]
    year = text[:4]
    if len(year) == 4 and year.isascii() and year.isdecimal() and year[0] in "12":
        return text[4:].removeprefix("年").removeprefix("度")
    return text


def _in_full(text: str) -> str:
    """老科协 is the short name of another body."""
    first, *rest = text.split(_SHORT)
    full = first
    for before, part in zip([first, *rest], rest, strict=False):
        full += (_SHORT if before.endswith("老") else _FULL) + part
    return full
