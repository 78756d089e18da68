"""Places printed by themselves in running text: divisions, regions, and towns of the issuer's own county or city."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kexie_kg.loaders import towns, zone_names, zones
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.divisions import Division, Divisions
from kexie_kg.loaders.lexicon import Lexicon
from kexie_kg.loaders.words import Words

_TOWN = re.compile(r"(?:镇|乡|街道)(?![镇乡村级]|办事处|社区|振兴)")
_LEFT_STOP = re.compile(r"[，。；：、,;:!?\n“”《》()（）\s的在与和及同对由到赴为]|(?<![在到赴至])向|走进|开进")
_LONGEST_TOWN = 14
_BODIES_OF_ZONES = ("科协", "科学技术协会", "管委会", "与", "管理委员会")
_MARK = re.compile(r"[、，。；和与及等）)]|科协|市|县|区|举办|召开|开展|设|建")
"""What may follow the short name of a far place (赴韶山、井冈山); else it may be part of a word (长治久安)."""

_EVERYDAY = ("会同", "前进", "大兴")
"""Names of counties that are everyday verbs; only at home they are places."""
_AT = re.compile(r"[在赴到于、与和]$")
_GOING = re.compile(r"赴|走进|深入")
"""In front of a place to which somebody goes."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place at ``text[start:end]``."""

    start: int
    end: int
    division: Division


def find(
    text: str, start: int, end: int, context: PlanContext, taken: Sequence[tuple[int, int]], lexicon: Lexicon
) -> Iterator[PlaceMention]:
    """The places named in ``text[start:end]`` outside of the ``taken`` spans (names of other things, in order)."""
    busy = iter(taken)
    span = next(busy, None)
    hits = [
        *_divisions(text, start, end, context),
        *_towns(text, start, end, context, lexicon),
        *_zones(text, start, end, context),
    ]
    for at, stop, division in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        while span is not None and span[1] <= at:
            span = next(busy, None)
        if span is None or stop <= span[0]:
            yield PlaceMention(at, stop, division)


def _divisions(text: str, start: int, end: int, context: PlanContext) -> Iterator[tuple[int, int, Division]]:
    for at, stop, surface in _surfaces(context.divisions).find(text, start, end):
        division = context.divisions.resolve(surface, context.place, context.year)
        if division is None:
            continue
        everyday = len(surface) == 2 and surface == division.name  # 范县, 新区: may be part of a word (示范县)
        if everyday and not (_AT.search(text, max(start, at - 1), at) and _MARK.match(text, stop)):
            continue
        if surface.removesuffix("县") in _EVERYDAY and not context.issuer.startswith(division.id[:2]):
            continue
        short = surface not in {division.name, division.id}
        if (
            short
            and division.level == "county"
            and division.chain[:-1] != context.place.chain[: len(division.chain) - 1]
        ):
            continue
        if (
            short
            and division.level == "city"
            and division.chain[0] != context.place.chain[0]
            and not _MARK.match(text, stop)
            and not _GOING.search(text, max(start, at - 2), at)
        ):
            continue
        yield at, stop, division


def _towns(
    text: str, start: int, end: int, context: PlanContext, lexicon: Lexicon
) -> Iterator[tuple[int, int, Division]]:
    """镇, 乡 and 街道: they are in no table."""
    for match in _TOWN.finditer(text, start, end):
        begin = max(start, match.start() - _LONGEST_TOWN)
        for mark in _LEFT_STOP.finditer(text, begin, match.start()):
            begin = mark.end()
        for first, stop, verb in lexicon.verbs.find(text, begin, match.start()):
            begin = stop if verb.strong or first == begin else begin
        found = towns.at(text, begin, match.end(), context)
        if found is not None and found[1] == match.end():
            at = match.end() - len(found[0].name)
            if not found[0].name.startswith("原"):
                yield at, match.end(), found[0]


def _zones(text: str, start: int, end: int, context: PlanContext) -> Iterator[tuple[int, int, Division]]:
    """Development zones where something is or is held: 在厦门自贸片区, 集美新城."""
    for match in zone_names.ZONE.finditer(text, start, end):
        if text.startswith(_BODIES_OF_ZONES, match.end()):
            continue
        found = zones.before(text, match.end(), start, context)
        if found is not None and found[1].level == "region":
            yield found[0], match.end(), found[1]


@cache
def _surfaces(divisions: Divisions) -> Words:
    """Full names of all divisions and short ones, each found in one pass; which one is meant is decided later."""
    return Words((surface, surface) for surface in divisions.surfaces())
