"""From the words of a name to its canonical form: what is not part of the name goes into attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』*• \u3000\t\r\n")
_EDITION = re.compile(r"第\s*[0-9一二三四五六七八九十百]+\s*[届次期]|首届")
_YEAR = re.compile(r"(?:(19|20)\d\d\s*[—\-~至]\s*)?((?:19|20)\d\d)\s*年?(?:度)?")
_NOT_A_NAME = re.compile(r"^[\d\W]+$")


@dataclass(frozen=True, slots=True)
class CanonicalName:
    """``name`` without quotes, edition and year; ``edition`` and ``year`` as printed in front of it."""

    name: str
    edition: str
    year: int


def canonical(surface: str) -> CanonicalName:
    """Takes edition (第35届) and year (2020年) off the front of a name, and quotes away everywhere."""
    text = surface.translate(_QUOTES)
    edition, year = "", 0
    while True:
        if found := _EDITION.match(text):
            edition = edition or found[0]
        elif (found := _YEAR.match(text)) and len(found[0]) < len(text):
            year = year or int(found[2])
        else:
            break
        text = text[found.end() :].lstrip("的")
    if (found := _EDITION.search(text)) and not edition:
        edition, text = found[0], text[: found.start()] + text[found.end() :]  # 无锡市第六届…大赛
    return CanonicalName(text or surface.translate(_QUOTES), edition, year)


def base_name(name: str, places: tuple[str, ...]) -> str:
    """The name that things of one series share: without its place, edition and year.

    ``places`` are the names of the plan's place and of those above it, long forms first.
    """
    text = _EDITION.sub("", _YEAR.sub("", name))
    for place in places:
        if text.startswith(place):
            text = text[len(place) :]
            break
    return text if len(text) >= 2 and not _NOT_A_NAME.match(text) else name


def unquoted(text: str) -> str:
    """A surface without the marks and white space that never belong to a name."""
    return text.translate(_QUOTES)
