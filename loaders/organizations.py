"""Organizations in running text: associations and public bodies, and with :mod:`institutions` all others.

Relative names (市科协, 省药学会, 团市委) are read from the issuer's point of view; coordinated ones that share a head
(上海浦东、青浦和江苏苏州科协) are split and completed; generic ones (县（市、区）科协, 企业科协) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kexie_kg.loaders import bodies, campus, institutions, towns, zones
from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders.context import ASSOCIATION, PlanContext
from kexie_kg.loaders.divisions import Division
from kexie_kg.loaders.organization import OrganizationMention as OrganizationMention

_ASSOCIATION = re.compile(r"(?<!老)(?:科协|科学技术协会)")
_COORDINATOR = re.compile(r"[、和与及]$")
_GENERIC_LEVELS = re.compile(r"[省市县区州旗盟镇乡](?:[、(（/]|)$|[(（、/][省市县区州旗盟]、$")
"""Levels in a row name no one body: 县（市、区）科协, 市、区科协, 县区科协."""
_ENDS_A_WORD = "城各全地社灾园校山景街战特新小辖县本外多两老牧林矿郊片二三四五六七八九十"
"""Characters that make a word of the level character behind them (城市, 各市, 社区), so no name begins there."""
_PIECE = re.compile(r"(?<=[、和与及])[一-龥]{2,4}$")
_VERB_PLACES = ("会同",)
"""Verbs that are also names of counties: 会同|县委组织部, not 会同县|委组织部."""
_FORMER = re.compile(r"[（(]原([一-龥]{3,20})[)）]")
_OFFICE = re.compile(
    r"办公[室厅](?![一-龥])|[一-龥]{2}(?<![承协主举合联督筹开创申操])办(?=$|[，、。；和与及（(共联举召等])"
)
"""An office of an association: 中国科协|海智办; not a verb that ends in 办."""
_BEFORE_TOWN_WORDS = ("推动", "支持", "指导", "联合", "会同", "组织", "鼓励", "引导", "推荐")
_BEFORE_TOWN = re.compile(rf"(?:^|[，。；：、,;:\s（(]|[和与及由在向对]|{'|'.join(_BEFORE_TOWN_WORDS)})$")
_LONGEST_HOST = 16
_HOST = re.compile(
    r"(?:(?<![一-龥])|(?<=[和与及由在向对])|(?<=支持|推动|指导|联合|会同|鼓励|推荐|协助))"
    r"(?!支持|推动|指导|联合|会同|鼓励|推荐|协助|各|有关|市属|省属|部属|全[市省县])(?:[一-龥](?!科协)){2,12}?[一-龥]?"
    r"(?:大学|学院|公司|集团|医院|研究院|[一二三四五六七八九十]院|厂|石化|钢铁|油田)$"
)
"""The university, company or hospital whose association is meant: 首都医科大学|科协. Not 高校, 企业: they are many."""
_LONGEST_TOWN = 7
_LONGEST_PIECE, _LONGEST_WORD = 5, 4
"""Characters that the patterns anchored at their ends can reach back: no search goes over more of the text."""
_LONGEST_PLACE = 14


def find(text: str, start: int, end: int, context: PlanContext) -> list[OrganizationMention]:
    """The organizations named in ``text[start:end]``, in order, without overlaps (the longer one holds)."""
    found = [*_associations(text, start, end, context), *_bodies(text, start, end, context)]
    found += campus.find(text, start, end, context)
    if "institutions" not in context.without:
        found += institutions.find(text, start, end, context, found)
    found.sort(key=lambda m: (m.start, -(m.end - m.start), m.name))
    kept: list[OrganizationMention] = []
    covered = start
    for mention in found:
        if mention.start >= covered:
            former = _FORMER.match(text, mention.end)
            kept.append(mention if former is None else replace(mention, former=former[1]))
            covered = mention.end if former is None else former.end()
    return kept


def _bodies(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    for match in bodies.patterns().pattern.finditer(text, start, end):
        at = match.start()
        before = text[max(start, at - 1) : at]
        if match["bare"] and before in ("会", "组", "》"):
            continue  # 纲要领导小组办… : another name of it
        if before == "驻" and text.startswith("纪检", match.end()):
            continue  # 驻市科技局纪检监察组: a part of the name of the one who is sent there
        if match["level"]:
            place_at, division = _printed_place(text, at + 1, start, context)
            if division is not None:
                name = bodies.resolve(match, context, context.divisions.canonical(division))
                if name is not None:
                    yield OrganizationMention(
                        place_at, match.end(), name.name, name.kind, "body", 0.95, division, at + 1, name.parent
                    )
                    yield from _coordinated_bodies(match, text, place_at, start, context)
                continue
            if before and (before in _ENDS_A_WORD or _GENERIC_LEVELS.search(text, max(start, at - 3), at)):
                continue
        resolved = bodies.resolve(match, context)
        if resolved is not None:
            yield OrganizationMention(
                at, match.end(), resolved.name, resolved.kind, "body", 0.9, parent=resolved.parent
            )


def _coordinated_bodies(
    match: re.Match[str], text: str, place_at: int, start: int, context: PlanContext
) -> Iterator[OrganizationMention]:
    """The other members of 安徽省安庆市、湖北省黄冈市纲要办."""
    while place_at > start and text[place_at - 1] in "、和与及":
        stop = place_at - 1
        found_at, division = _printed_place(text, stop, start, context)
        name = bodies.resolve(match, context, context.divisions.canonical(division)) if division else None
        if (
            division is None
            or name is None
            or not text.endswith(("市", "县", "区", "州", "省", "旗", "盟"), start, stop)
        ):
            return
        yield OrganizationMention(found_at, stop, name.name, name.kind, "body list", 0.85, division, stop, name.parent)
        place_at = found_at


def _associations(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    for match in _ASSOCIATION.finditer(text, start, end):
        at = match.start()
        if text.endswith("中国", start, at):
            name, office = "中国" + ASSOCIATION, _OFFICE.match(text, match.end())
            if office is None:
                yield OrganizationMention(at - 2, match.end(), name, "association", "association", 0.97)
            else:
                yield OrganizationMention(
                    at - 2, office.end(), name + office[0], "department", "association", 0.95, parent=name
                )
            continue
        if (street := _street(text, at, start, context)) is not None:
            town_at, town = street
            yield _association(town_at, match.end(), at, town, context)
            yield from _coordinated_streets(text, town_at, start, context)
            continue
        zone = zones.before(text, at, start, context)
        place_at, division = _printed_place(text, at, start, context) if zone is None else zone
        host = _HOST.search(text, max(start, at - _LONGEST_HOST), at) if division is None else None
        if host is not None and not any(v.strong for _, _, v in lexicons.load().verbs.find(host[0])):
            name = host[0] + ASSOCIATION
            yield OrganizationMention(
                host.start(), match.end(), name, "association", "association of body", 0.8, parent=host[0]
            )
        if division is None or (zone is None and division.level == "region"):
            continue  # 川渝科协 are two, and no one body
        whole = _association(place_at, match.end(), at, division, context)
        office = _OFFICE.match(text, match.end())
        if office is not None:
            whole = replace(whole, end=office.end(), name=whole.name + office[0], kind="department", place=None,
                            parent=whole.name)  # fmt: skip
        yield whole
        yield from _coordinated(text, place_at, start, context)


def _coordinated(text: str, place_at: int, start: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """The other members of 上海浦东、青浦和江苏苏州科协; a far county is read from the member before it."""
    pending: list[tuple[int, int]] = []
    while (coordinator := _COORDINATOR.search(text, max(start, place_at - 1), place_at)) is not None:
        stop = coordinator.start()
        found_at, division = _printed_place(text, stop, start, context)
        if division is None:
            piece = _PIECE.search(text, max(start, stop - _LONGEST_PIECE), stop)
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


def _street(text: str, at: int, low: int, context: PlanContext) -> tuple[int, Division] | None:
    """The town or street whose name ends right before ``at``: 小寨路街道|科协."""
    if not text.endswith(towns.LEVELS, low, at):
        return None
    for begin in range(max(low, at - _LONGEST_TOWN), at - 2):
        if text.startswith(_BEFORE_TOWN_WORDS, begin):
            continue
        found = towns.at(text, begin, at, context)
        if found is not None and found[1] == at and _BEFORE_TOWN.search(text, max(low, begin - _LONGEST_WORD), begin):
            return begin, found[0]
    return None


def _coordinated_streets(text: str, at: int, low: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """The other members of 电子城街道、小寨路街道科协."""
    while at > low and text[at - 1] in "、和与及":
        street = _street(text, at - 1, low, context)
        if street is None:
            return
        yield _association(street[0], at - 1, at - 1, street[1], context)
        at = street[0]


def _association(start: int, end: int, place_end: int, place: Division, context: PlanContext) -> OrganizationMention:
    above = context.divisions.canonical(context.place) if place.level == "town" else ""
    name = above + context.divisions.canonical(place) + ASSOCIATION
    return OrganizationMention(start, end, name, "association", "association", 0.95, place, place_end)


def _printed_place(text: str, at: int, low: int, context: PlanContext) -> tuple[int, Division | None]:
    """The longest division name, or chain of names, that ends right before ``at``; where it begins."""
    for begin in range(max(low, at - _LONGEST_PLACE), at - 1):
        if not context.divisions.may_begin(text[begin : begin + 2]):
            continue
        if text.startswith(_VERB_PLACES, begin) and not context.issuer.startswith(text[begin:at]):
            continue
        found = context.division_at(text[begin:at])
        if found is not None and found[1] == at - begin:
            return begin, context.divisions.resolve(text[begin:at], context.place, context.year) or found[0]
    return at, None
