"""Where an event is held: 在X、Y举办…, …走进X、Y, and names that say it takes place there (X专场, X行, X主场)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import towns
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.place_mentions import PlaceMention
from kexie_kg.loaders.places_at import place_at

_AT = re.compile(r"(?:在|走进|到|赴|深入|开进)(?!各)")
_AND = re.compile(r"[、和与及](?:在)?")
_BEHIND = re.compile(
    r"$|[，。；、,;和与及（()）]|等|[两二三四五六七八九十]+(?:个)?(?:地|省市?|县市?区?|市县?区?|区县?|州|盟|旗|镇|乡|街道)|启动|推出|实施|推进|参|试|召|联|轮|举办|举行|召开|开展|组织|承办|主办|建|设|新|布|分别|巡|打造|集中|联合|共同|率先|试点|成功|活动|开|活动"
)
"""What may stand behind a place where something is done; anything else makes the place part of a longer name."""
_HELD_THERE = re.compile(r"(?:专场|行|主场|主会场|分会场|会场|赛区|巡回|站)")
_BRACKETED = re.compile(r"[（(]([一-龥]{2,6})[)）]")
_LONGEST_PLACE, _LONGEST_VERB = 9, 4


def printed(text: str, start: int, end: int, context: PlanContext) -> Iterator[PlaceMention]:
    """The places named behind 在 in ``text[start:end]``, one or a list."""
    for at in _AT.finditer(text, start, end):
        position = at.end()
        if shared := list(towns.sharing(text, position, end, context)):
            yield from (PlaceMention(*place) for place in shared)
            continue
        places: list[PlaceMention] = []
        while (found := place_at(text, position, end, context)) is not None:
            places.append(found)
            following = _AND.match(text, found.end, end)
            if following is None:
                break
            position = following.end()
        if places and (_BEHIND.match(text, places[-1].end) or _verb_at(text, places[-1].end)):
            yield from places


def _verb_at(text: str, at: int) -> bool:
    """Whether a verb stands at ``at``, with or without 各 in front of it: 在X、Y各|建设…"""
    begin = at + text.startswith("各", at)
    return any(first == begin for first, _, _ in lexicons.load().verbs.find(text, begin, begin + _LONGEST_VERB))


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
