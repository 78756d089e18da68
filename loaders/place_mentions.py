"""Places printed by themselves in running text: divisions, regions, and towns of the issuer's own county or city."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.divisions import Division, Divisions
from kexie_kg.loaders.lexicon import Lexicon, Words

_TOWN = re.compile(r"(?<=[、，。在与和及对由到赴向（(])([一-龥]{2,8}?(?:镇|乡|街道))(?![镇乡村级]|科普|办事处|社区)")
_NO_TOWN = re.compile(r"[各乡县市区全个农]|城镇|乡镇|家乡|返乡|下乡|名士之乡")


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
    hits = [*_divisions(text, start, end, context), *_towns(text, start, end, context, lexicon)]
    for at, stop, division in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        while span is not None and span[1] <= at:
            span = next(busy, None)
        if span is None or stop <= span[0]:
            yield PlaceMention(at, stop, division)


def _divisions(text: str, start: int, end: int, context: PlanContext) -> Iterator[tuple[int, int, Division]]:
    for at, stop, surface in _surfaces(context.divisions).find(text, start, end):
        division = context.divisions.resolve(surface, context.place, context.year)
        if division is None or (len(surface) == 2 and surface == division.name):
            continue  # 范县, 新区: everyday words (示范县)
        short = surface not in {division.name, division.id}
        if (
            short
            and division.level == "county"
            and division.chain[:-1] != context.place.chain[: len(division.chain) - 1]
        ):
            continue
        yield at, stop, division


def _towns(
    text: str, start: int, end: int, context: PlanContext, lexicon: Lexicon
) -> Iterator[tuple[int, int, Division]]:
    """镇, 乡 and 街道 are in no table; they lie in the issuer's place, or in the county printed in front."""
    for match in _TOWN.finditer(text, start, end):
        name, at = match[1], match.start(1)
        for _, stop, verb in lexicon.verbs.find(name):
            if verb.strong and stop < len(name) - 1:
                name, at = match[1][stop:], match.start(1) + stop
        above = context.place
        if (found := context.division_at(name)) is not None and found[1] < len(name):
            above, name, at = found[0], name[found[1] :], at + found[1]
        if len(name) < 3 or _NO_TOWN.search(name):
            continue
        chain = (*above.chain, name)
        yield at, match.end(), Division("".join(chain), "", name, "town", chain, 0, None, ())


@cache
def _surfaces(divisions: Divisions) -> Words:
    """Full names of all divisions and short ones, each found in one pass; which one is meant is decided later."""
    return Words((surface, surface) for surface in divisions.surfaces())
