"""Organizations in running text: associations, public bodies, learned societies, universities, companies.

Relative names (市科协, 省药学会, 团市委) are read from the issuer's point of view; coordinated ones that share a head
(上海浦东、青浦和江苏苏州科协) are split and completed; generic ones (县（市、区）科协, 企业科协) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kexie_kg.loaders import bodies
from kexie_kg.loaders.context import ASSOCIATION, PlanContext
from kexie_kg.loaders.divisions import Division

_ASSOCIATION = re.compile(r"(?<!老)(?:科协|科学技术协会)")
_COORDINATOR = re.compile(r"(?:、|和|与|及)$")
_SOCIETY = re.compile(r"(?:学会联合体|学会|协会|研究会|促进会|联谊会)(?!服务|学术|部|办|能力|组织|党|联合体|会员|章程|治理|换届|秘书|驿站|工作)")
_NAMED_BODY = re.compile(r"(?:大学|研究院|研究所|科学院|工程院|公司|集团|中学|小学|联盟|园区|开发区|管委会)(?!科协|生|堂|科技园)")
_KINDS = {
    "大学": "university", "研究院": "institute", "研究所": "institute", "科学院": "institute", "工程院": "institute",
    "公司": "company", "集团": "company", "中学": "school", "小学": "school", "联盟": "alliance",
    "园区": "other", "开发区": "other", "管委会": "government",
}  # fmt: skip
_LEVEL = re.compile(r"[省市县区州盟](?=[一-龥]{2,})")
_LEFT_STOP = re.compile(r"[，。；：、,;:!?\n“”《》()（）\s]|[与和及同的在向为由对]|联合|会同|支持|配合|依托|加强|成立|组建|推动|指导|中国科协")
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class OrganizationMention:
    """An organization at ``text[start:end]``; ``place`` is the division printed in its name, if any."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    confidence: float
    place: Division | None = None
    place_end: int = 0
    parent: str = ""


def find(text: str, start: int, end: int, context: PlanContext) -> list[OrganizationMention]:
    """The organizations named in ``text[start:end]``, in order, without overlaps (the longer one holds)."""
    found = [
        *_associations(text, start, end, context),
        *_bodies(text, start, end, context),
        *_headed(text, start, end, context),
    ]
    found.sort(key=lambda m: (m.start, -(m.end - m.start), m.name))
    kept: list[OrganizationMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end or mention.start == kept[-1].start == kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end and mention.start <= kept[-1].start:
            kept[-1] = mention
    return kept


def _bodies(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    for match in bodies.patterns().pattern.finditer(text, start, end):
        at = match.start()
        before = text[max(start, at - 1) : at]
        if before and before in "县市区州省、（(/" and match["level"]:
            continue  # 县（市、区）科协: a generic
        place_at, division = _place_before(text, at + (1 if match["level"] else 0), start, context)
        if division is not None and match["level"] and text[place_at : at + 1].endswith(division.name[-1]):
            name = _with_place(match, division, context)
            if name is not None:
                yield OrganizationMention(place_at, match.end(), name.name, name.kind, "body", 0.95, division,
                                          at + 1, name.parent)  # fmt: skip
            continue
        if before and "一" <= before <= "龥" and text[max(start, at - 2) : at] not in {"中共", "团结"} and _is_word(text, at):
            continue
        resolved = bodies.resolve(match, context)
        if resolved is not None:
            yield OrganizationMention(at, match.end(), resolved.name, resolved.kind, "body", 0.9, parent=resolved.parent)


def _is_word(text: str, at: int) -> bool:
    """Whether the level character at ``at`` ends a word (城市, 各市, 全市, 地区), so that no relative name begins there."""
    return text[at - 1] in "城各全地社灾园校山景街战特新小辖县本外多两老牧林矿郊片"


def _with_place(match: re.Match[str], division: Division, context: PlanContext) -> bodies.Resolved | None:
    place = context.divisions.canonical(division)
    found = bodies.patterns()
    if match["short"]:
        body = found.bodies[match["short"]]
        return bodies.Resolved(body.full.format(p=place), body.kind, body.parent.format(p=place))
    if match["bureau"]:
        return bodies.Resolved(place + match["bureau"], found.bureau_kind, "")
    return None


def _associations(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    for match in _ASSOCIATION.finditer(text, start, end):
        at = match.start()
        if text.endswith("中国", start, at):
            yield OrganizationMention(at - 2, match.end(), "中国" + ASSOCIATION, "association", "association", 0.97)
            continue
        place_at, division = _place_before(text, at, start, context)
        if division is None:
            continue
        yield _association(place_at, match.end(), at, division, context)
        while (coordinator := _COORDINATOR.search(text, start, place_at)) is not None:
            end_of_place = coordinator.start()
            place_at, division = _place_before(text, end_of_place, start, context)
            if division is None:
                break
            yield _association(place_at, end_of_place, end_of_place, division, context)


def _association(start: int, end: int, place_end: int, place: Division, context: PlanContext) -> OrganizationMention:
    name = context.divisions.canonical(place) + ASSOCIATION
    return OrganizationMention(start, end, name, "association", "association", 0.95, place, place_end)


def _headed(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """Names that end in a head of organizations and begin with a place, 中国 or a level character."""
    for pattern in (_SOCIETY, _NAMED_BODY):
        for match in pattern.finditer(text, start, end):
            begin = _left_edge(text, max(start, match.end() - _LONGEST), match.start())
            stem = text[begin : match.start()]
            if len(stem) < 2 or FILLER_LIKE.search(stem):
                continue
            kind = _KINDS.get(match[0], "society")
            mention = _anchored(text, begin, match.end(), kind, context)
            if mention is not None:
                yield mention


FILLER_LIKE = re.compile(r"[各类级有关相所属市级基层企事业高校]{2}$|^(?:各|有关|相关|市级|省级|县级|国家级|企业|高校|海外|涉农|理工|医学|示范|特色|综合|新型|同类|所属|科协)")


def _anchored(text: str, begin: int, end: int, kind: str, context: PlanContext) -> OrganizationMention | None:
    """A name that says whose it is: by a place, by the nation, or by a level seen from the issuer."""
    surface = text[begin:end]
    if surface.startswith(("中国", "中华", "全国")):
        return OrganizationMention(begin, end, surface, kind, "headed", 0.9)
    level = _LEVEL.match(surface)
    if level is not None and surface[1] not in "级场民域直属内外辖际":
        place = context.full(bodies.patterns().levels[level[0]])
        return None if place is None else OrganizationMention(begin, end, place + surface[1:], kind, "headed", 0.9)
    found = context.divisions.prefix(text, begin)
    if found is not None and begin + found[1] < end:
        division, length = found
        return OrganizationMention(begin, end, surface, kind, "headed", 0.85, division, begin + length)
    if kind == "university":
        return OrganizationMention(begin, end, surface, kind, "headed", 0.8)
    return None


def _left_edge(text: str, low: int, at: int) -> int:
    stop = low
    for mark in _LEFT_STOP.finditer(text, low, at):
        stop = mark.end()
    return stop


def _place_before(text: str, at: int, low: int, context: PlanContext) -> tuple[int, Division | None]:
    """The longest division name, or chain of names, that ends right before ``at``; where it begins."""
    for begin in range(max(low, at - 14), at - 1):
        found = context.divisions.prefix(text[begin:at])
        if found is not None and found[1] == at - begin:
            return begin, context.divisions.resolve(text[begin:at], within=context.place, year=context.year) or found[0]
    level = text[at - 1 : at]
    levels = bodies.patterns().levels
    if level in levels and at - 1 >= low and levels[level] in context.chain:
        before = text[max(low, at - 2) : at - 1]
        if not before or before not in "城各全地社、(（/县市区" or before in "、":
            return at - 1, context.chain[levels[level]]
    return at, None
