"""Organizations in running text: associations and public bodies, and with :mod:`institutions` all others.

Relative names (市科协, 省药学会, 团市委) are read from the issuer's point of view; coordinated ones that share a head
(上海浦东、青浦和江苏苏州科协) are split and completed; generic ones (县（市、区）科协, 企业科协) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders import bodies, institutions, zones
from kexie_kg.loaders.context import ASSOCIATION, PlanContext
from kexie_kg.loaders.divisions import Division
from kexie_kg.loaders.organization import OrganizationMention as OrganizationMention

_ASSOCIATION = re.compile(r"(?<!老)(?:科协|科学技术协会)")
_COORDINATOR = re.compile(r"[、和与及]$")
_GENERIC_LEVELS = re.compile(r"[省市县区州旗盟镇乡](?:[、(（/]|)$|[(（、/][省市县区州旗盟]、$")
"""Levels in a row name no one body: 县（市、区）科协, 市、区科协, 县区科协."""
_ENDS_A_WORD = "城各全地社灾园校山景街战特新小辖县本外多两老牧林矿郊片"
"""Characters that make a word of the level character behind them (城市, 各市, 社区), so no name begins there."""
_PIECE = re.compile(r"(?<=[、和与及])[一-龥]{2,4}$")
_LONGEST_PLACE = 14


def find(text: str, start: int, end: int, context: PlanContext) -> list[OrganizationMention]:
    """The organizations named in ``text[start:end]``, in order, without overlaps (the longer one holds)."""
    found = [*_associations(text, start, end, context), *_bodies(text, start, end, context)]
    found += institutions.find(text, start, end, context, found)
    found.sort(key=lambda m: (m.start, -(m.end - m.start), m.name))
    kept: list[OrganizationMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _bodies(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    for match in bodies.patterns().pattern.finditer(text, start, end):
        at = match.start()
        before = text[max(start, at - 1) : at]
        if match["bare"] and before in ("会", "组", "》"):
            continue  # 纲要领导小组办… : another name of it
        if match["level"]:
            place_at, division = _printed_place(text, at + 1, start, context)
            if division is not None:
                name = bodies.resolve(match, context, context.divisions.canonical(division))
                if name is not None:
                    yield OrganizationMention(
                        place_at, match.end(), name.name, name.kind, "body", 0.95, division, at + 1, name.parent
                    )
                continue
            if before and (before in _ENDS_A_WORD or _GENERIC_LEVELS.search(text, max(start, at - 3), at)):
                continue
        resolved = bodies.resolve(match, context)
        if resolved is not None:
            yield OrganizationMention(
                at, match.end(), resolved.name, resolved.kind, "body", 0.9, parent=resolved.parent
            )


def _associations(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    for match in _ASSOCIATION.finditer(text, start, end):
        at = match.start()
        if text.endswith("中国", start, at):
            yield OrganizationMention(at - 2, match.end(), "中国" + ASSOCIATION, "association", "association", 0.97)
            continue
        zone = zones.before(text, at, start, context)
        place_at, division = _printed_place(text, at, start, context) if zone is None else zone
        if division is None:
            continue
        yield _association(place_at, match.end(), at, division, context)
        yield from _coordinated(text, place_at, start, context)


def _coordinated(text: str, place_at: int, start: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """The other members of 上海浦东、青浦和江苏苏州科协; a far county is read from the member before it."""
    pending: list[tuple[int, int]] = []
    while (coordinator := _COORDINATOR.search(text, start, place_at)) is not None:
        stop = coordinator.start()
        found_at, division = _printed_place(text, stop, start, context)
        if division is None:
            piece = _PIECE.search(text, start, stop)
            if piece is None or pending:
                break
            place_at = piece.start()
            pending.append((place_at, stop))
            continue
        yield _association(found_at, stop, stop, division, context)
        above = context.divisions.parent(division) or division
        for at, piece_end in pending:
            sibling = context.divisions.resolve(text[at:piece_end], above, context.year)
            if sibling is not None:
                yield _association(at, piece_end, piece_end, sibling, context)
        pending.clear()
        place_at = found_at


def _association(start: int, end: int, place_end: int, place: Division, context: PlanContext) -> OrganizationMention:
    name = context.divisions.canonical(place) + ASSOCIATION
    return OrganizationMention(start, end, name, "association", "association", 0.95, place, place_end)


def _printed_place(text: str, at: int, low: int, context: PlanContext) -> tuple[int, Division | None]:
    """The longest division name, or chain of names, that ends right before ``at``; where it begins."""
    for begin in range(max(low, at - _LONGEST_PLACE), at - 1):
        found = context.division_at(text[begin:at])
        if found is not None and found[1] == at - begin:
            return begin, context.divisions.resolve(text[begin:at], context.place, context.year) or found[0]
    return at, None
