"""Who speaks: the issuer of a plan, its place and the places above it. Relative names are read through this."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kexie_kg.graph.errors import DocumentError
from kexie_kg.loaders.divisions import Division, Divisions
from kexie_kg.loaders.outline.model import Outline

ASSOCIATION = "科学技术协会"
_SHORT_ASSOCIATION = re.compile(r"(?<!老)科协")
_OFFICE = re.compile(r"全民科学素质.*办公室|纲要办|科素办")
_ISSUER_SUFFIX = re.compile(r"(?:科学技术协会|科协|全民科学素质工作领导小组办公室|纲要办公室|纲要办)")
_LONGEST_CHAIN = 40
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

    @cached_property
    def chain(self) -> Mapping[str, Division]:
        """The issuer's division and those above it by level: ``city`` → 嘉兴市, ``province`` → 浙江省."""
        chain = {division.level: division for division in self.divisions.chain_of(self.place)}
        if "city" not in chain and "province" in chain:
            chain["city"] = chain["province"]  # 市 in a municipality is the municipality
        return chain

    def full(self, level: str) -> str | None:
        """Canonical name of the division at this level of the chain, or None if the chain lacks it."""
        division = self.chain.get(level)
        return None if division is None else self.divisions.canonical(division)

    def division_at(self, text: str) -> tuple[Division, int] | None:
        """The division whose name begins ``text``, as this plan means it, and how many characters name it."""
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
    if "大学" in lead or "学院" in lead:
        return _of_university(outline, lead, divisions, path)
    place = divisions.resolve(lead, year=outline.year)
    if place is None:
        raise DocumentError(f'{path}: the issuer "{printed}" belongs to no known division; check the spelling')
    full = divisions.canonical(place)
    if _OFFICE.search(printed):
        return PlanContext(f"{full}全民科学素质工作领导小组办公室", "government", place, outline.year, divisions)
    return PlanContext(full + ASSOCIATION, "association", place, outline.year, divisions)


def _of_university(outline: Outline, host: str, divisions: Divisions, path: str) -> PlanContext:
    """A university's association: its place is the city whose name it carries or that the plan prints (rule F2)."""
    found = divisions.prefix(host)
    place = found[0] if found else None
    if place is None:
        raise DocumentError(f'{path}: cannot tell in which city "{host}" sits; its name begins with no division')
    return PlanContext(host + ASSOCIATION, "association", place, outline.year or 0, divisions, host)


def _printed_issuer(outline: Outline) -> str:
    assert outline.issuer is not None
    view = outline.view
    start, end = view.position(outline.issuer.start), view.position(outline.issuer.end)
    return "".join(view.text[start:end].split())


def expanded(name: str) -> str:
    """科协 at the end of a name is 科学技术协会 (老科协 is another body)."""
    return _SHORT_ASSOCIATION.sub(ASSOCIATION, name)
