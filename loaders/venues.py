"""Where an event is held: 在X、Y举办…, and names that say it takes place there (X专场, X行, X主场)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.place_mentions import PlaceMention

_AT = re.compile(r"(?:在|走进|到|赴)(?!全[省市县区国州盟]|各)")
_AND = re.compile(r"[、和与及](?:在)?")
_HELD_THERE = re.compile(r"(?:专场|行|主场|主会场|分会场|会场|赛区|巡回|站)")
_BRACKETED = re.compile(r"[（(]([一-龥]{2,6})[)）]")
_LONGEST_PLACE = 9


def printed(text: str, start: int, end: int, context: PlanContext) -> Iterator[PlaceMention]:
    """The places named behind 在 in ``text[start:end]``, one or a list."""
    for at in _AT.finditer(text, start, end):
        position = at.end()
        while (found := context.division_at(text[position:end])) is not None:
            yield PlaceMention(position, position + found[1], found[0])
            following = _AND.match(text, position + found[1], end)
            if following is None:
                break
            position = following.end()


def in_name(text: str, start: int, end: int, context: PlanContext) -> Iterator[PlaceMention]:
    """The place at which an event's own name ``text[start:end]`` says it is held (rule 10)."""
    for pattern in (_HELD_THERE, _BRACKETED):
        for found in pattern.finditer(text, start, end):
            bracketed = pattern is _BRACKETED
            stop = found.end(1) if bracketed else found.start()
            for begin in range(max(start, stop - _LONGEST_PLACE), stop - 1):
                division = context.division_at(text[begin:stop])
                if division is not None and begin + division[1] == stop:
                    yield PlaceMention(begin, stop, division[0])
                    return
