"""The place whose name stands at a position of the text: a division, a zone, or a town."""

from __future__ import annotations

import re

from kexie_kg.loaders import towns, zone_names, zones
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.divisions import Division
from kexie_kg.loaders.place_mentions import PlaceMention

_LONGEST_ZONE = 16
_WHOLE = re.compile(r"全(自治区|地区|[省市县区州旗盟])(?:范围)?(?:内)?")


def place_at(text: str, at: int, end: int, context: PlanContext) -> PlaceMention | None:
    """The longest of the names that begin at ``at``; 全市 is the issuer's own place."""
    if whole := _WHOLE.match(text, at, end):
        division = context.meant(whole[1])
        return PlaceMention(at, whole.end(), division) if division is not None else None
    for zone in zone_names.ZONE.finditer(text, at, min(end, at + _LONGEST_ZONE)):
        found = zones.before(text, zone.end(), at, context)
        if found is not None and found[0] == at and found[1].level == "region":
            return PlaceMention(at, zone.end(), found[1])
        break
    if (town := towns.at(text, at, end, context)) is not None:
        return PlaceMention(at, town[1], town[0])
    division_found = context.division_at(text[at:end])
    return None if division_found is None else PlaceMention(at, at + division_found[1], division_found[0])


def place_in_name(text: str, begin: int, end: int, context: PlanContext) -> PlaceMention | None:
    """The most specific place that a name ``text[begin:end]`` prints: of divisions the last, else a region."""
    best: PlaceMention | None = None
    at = begin
    while at < end - 1:
        found = context.division_at(text[at:end])
        if found is None or found[1] < 2 or (at > begin and not _is_plain(found[0], found[1], context)):
            at += 1
            continue
        if best is None or found[0].level != "region":
            best = PlaceMention(at, at + found[1], found[0])
        at += found[1]
    return best


def _is_plain(division: Division, length: int, context: PlanContext) -> bool:
    """Whether a place inside a name is surely meant: printed in full, or one of the issuer's own, or a region."""
    own = context.place.chain
    near = division.chain[: len(own)] == own or own[: len(division.chain)] == division.chain
    return length > 2 or near or division.level == "region"
