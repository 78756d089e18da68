"""Who speaks: the issuer of a plan, its place and the places above it. Relative names are read through this."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from kexie_kg.graph.errors import DocumentError
from kexie_kg.loaders import zone_names
from kexie_kg.loaders.divisions import Division, Divisions
from kexie_kg.loaders.outline.model import Outline
from kexie_kg.loaders.stages import ALL_STAGES_RUN, Stages

ASSOCIATION = "科学技术协会"
_SHORT_ASSOCIATION = re.compile(r"(?<!老)科协")
_OFFICE = re.compile(r"全民科学素质.*办公室|纲要办|科素办")
_ISSUER_SUFFIX = re.compile(r"(?:科学技术协会|科协|全民科学素质工作领导小组办公室|纲要办公室|纲要办)")
_LONGEST_CHAIN = 40
_SUFFIXES = {"地": ("地区",), "州": ("自治州",)}
"""Level words that do not end the names of their divisions."""
NATION = Division("中国", "", "中国", "country", ("中国",), 0, None, ())
"""The place of 中国科学技术协会."""
_HOST = re.compile(
    r"大学|学院|学校|公司|集团|企业|石化|炼化|石油|钢铁|矿业|煤业|铝业|药业|重工|电力|电网|电厂|油田|矿务局|工厂|厂$|医院|研究院|研究所|设计院|银行|铁路"
)
"""Bodies other than the public authority of a division that have an association of their own."""
_FULL_PLACE = re.compile(r"[一-龥]{2,4}?(?:市|县|区|旗)")
_YEAR_IN_FRONT = re.compile(r"^\s*(?:19|20)\d\d\s*年?(?:度)?")


@dataclass(frozen=True)
class PlanContext:
    """The issuer's canonical name, its division (None for a body no division is known of), and the plan's year."""

    issuer: str
    issuer_kind: str
    place: Division
    year: int
    divisions: Divisions
    host: str = ""
    """The university or company whose association issues the plan; empty for a division's own."""
    without: Stages = ALL_STAGES_RUN
    """Stages that this run leaves out."""

    @cached_property
    def chain(self) -> tuple[Division, ...]:
        """The issuer's division and those above it: 柯桥区, 绍兴市, 浙江省."""
        above = self.divisions.by_id("".join(self.place.chain[:-1])) if self.place.level == "region" else None
        return (self.place, *self.divisions.chain_of(above)) if above else tuple(self.divisions.chain_of(self.place))

    def meant(self, level: str) -> Division | None:
        """The division that a bare level word means to the issuer: the nearest, upward, whose name ends in it.

        市 is 诸暨市 in a plan of 诸暨市 and 绍兴市 in one of 柯桥区, or the municipality; 地 is short for 地区.
        """
        suffixes = _SUFFIXES.get(level, (level,))
        return next((d for d in self.chain if d.name.endswith(suffixes) and _is_level(level, d.name)), None)

    def full(self, level: str) -> str | None:
        """Canonical name of the division that a level word means, or None if the issuer's chain lacks it."""
        division = self.meant(level)
        return None if division is None else self.divisions.canonical(division)

    def division_at(self, text: str) -> tuple[Division, int] | None:
        """The division whose name begins ``text``, as this plan means it, and how many characters name it."""
        if not self.divisions.may_begin(text):
            return None
        return self.divisions.prefix(text[:_LONGEST_CHAIN], self.place, self.year)

    def scope_of(self, name: str) -> str:
        """The permanent id of the place a name belongs to: that whose full name it begins with, else the plan's.

        Names of the nation (全国…, 中国…) belong to no place: the empty scope.
        """
        if name.startswith(("中国", "全国", "国家", "中共中央", "国务院")):
            return ""
        bare = name.removeprefix("中共").removeprefix("共青团")
        found = self.division_at(bare)
        if found is not None:
            division, length = found
            if bare[:length].endswith(division.name):
                return division.id
        return self.place.id


def context_of(outline: Outline, divisions: Divisions) -> PlanContext:
    """Finds out who issues the plan. Raises :class:`DocumentError` if issuer, place or year are not printed."""
    path = outline.document.path
    if outline.issuer is None:
        raise DocumentError(f"{path}: names no issuer (…科协, …科学技术协会) in title or signature; is it a work plan?")
    if outline.year is None:
        raise DocumentError(f"{path}: prints no year it plans for; add it to the title (…2024年工作要点)")
    printed = _YEAR_IN_FRONT.sub("", _printed_issuer(outline))
    lead = _ISSUER_SUFFIX.split(printed)[0]
    place = NATION if lead == NATION.name else divisions.resolve(lead, year=outline.year)
    place = place or zone_names.whole(lead, divisions, outline.year) or _place_at_end(lead, divisions, outline.year)
    place = place or _told_apart(lead, outline, divisions)
    if place is None:
        return _of_host(outline, lead, divisions, path)
    full = divisions.canonical(place)
    if _OFFICE.search(printed):
        return PlanContext(f"{full}全民科学素质工作领导小组办公室", "government", place, outline.year, divisions)
    return PlanContext(full + ASSOCIATION, "association", place, outline.year, divisions)


def _of_host(outline: Outline, host: str, divisions: Divisions, path: str) -> PlanContext:
    """The association of a university, a company or a hospital: its place is where that body sits (rule F2).

    That is the division in the body's name (兰州石化公司), else the one that the plan prints most often; a body of
    which neither is printed stands by itself.
    """
    if not _HOST.search(host):
        raise DocumentError(f'{path}: the issuer "{host}" belongs to no known division; check the spelling')
    place = _place_in(host, divisions, outline.year) or _place_most_printed(outline, divisions)
    place = place or Division(host, "", host, "region", (host,), 0, None, ())
    return PlanContext(host + ASSOCIATION, "association", place, outline.year or 0, divisions, host)


def _place_at_end(name: str, divisions: Divisions, year: int | None) -> Division | None:
    """The division with whose full name a longer one ends: 第八师|石河子市."""
    for at in range(1, len(name) - 2):
        found = divisions.resolve(name[at:], year=year)
        if found is not None and found.name == name[at:]:
            return found
    return None


def _told_apart(name: str, outline: Outline, divisions: Divisions) -> Division | None:
    """Of divisions of one name, the one whose city or province the document prints most; None if that leaves more."""
    text = outline.document.text
    votes: list[tuple[int, Division]] = []
    for division in divisions.namesakes(name, outline.year):
        above = {word for d in divisions.chain_of(division)[1:] for word in (d.name, *d.shorts)}
        votes.append((sum(text.count(word) for word in above), division))
    votes.sort(key=lambda vote: (-vote[0], vote[1].id))
    clear = votes and votes[0][0] > (votes[1][0] if len(votes) > 1 else 0)
    return votes[0][1] if clear else None


def _place_in(name: str, divisions: Divisions, year: int | None) -> Division | None:
    """The first division that a name holds, its beginning first."""
    for at in range(max(1, len(name) - 2)):
        found = divisions.prefix(name[at:], year=year)
        if found is not None and found[0].level in ("province", "city", "county"):
            return found[0]
    return None


def _place_most_printed(outline: Outline, divisions: Divisions) -> Division | None:
    printed: Counter[Division] = Counter()
    for found in _FULL_PLACE.finditer(outline.view.text):
        place = divisions.resolve(found[0], year=outline.year)
        if place is not None and place.level in ("city", "county"):
            printed[place] += 1
    return min(printed, key=lambda place: (-printed[place], place.id)) if printed else None


def _is_level(level: str, name: str) -> bool:
    """区 alone is a district or an autonomous region, never a 地区."""
    return level != "区" or not name.endswith("地区")


def _printed_issuer(outline: Outline) -> str:
    assert outline.issuer is not None
    view = outline.view
    start, end = view.position(outline.issuer.start), view.position(outline.issuer.end)
    return "".join(view.text[start:end].split())


def expanded(name: str) -> str:
    """科协 at the end of a name is 科学技术协会 (老科协 is another body)."""
    return _SHORT_ASSOCIATION.sub(ASSOCIATION, name)
