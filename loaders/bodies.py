"""Public bodies named by level and short name: 市委, 省教育厅, 团市委, 市老科协. Data: ``patterns/bodies.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kexie_kg.loaders.context import PlanContext

_UNLISTED_BUREAU = (
    r"(?P<other>(?![%s])(?:(?![和与及在对向由的等])[一-龥]){2,7}?)"
    r"(?:局(?![面势限部长])|(?<![客大展餐门])厅(?![堂级长]))"
)
"""A field of work that no list has, and the suffix that only bureaus have."""
_PREFECTURE = "地区"
_PROVINCES = ("省", "自治区", "北京市", "上海市", "天津市", "重庆市")


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of public body, and its full name with ``{p}`` for the place."""

    kind: str
    full: str
    parent: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A relative name made absolute."""

    name: str
    kind: str
    parent: str
    """Full name of the body it belongs to, or empty."""


@dataclass(frozen=True, slots=True)
class BodyPatterns:
    levels: tuple[str, ...]
    """Words for levels of administration, the longest first; what they mean depends on the issuer."""
    not_levels: frozenset[str]
    """Characters behind which a level character is part of another word (市级)."""
    but: tuple[str, ...]
    """Words that begin with one of those characters and stand behind a level all the same (州|民族医药学会)."""
    bodies: Mapping[str, Body]
    bare: Mapping[str, Body]
    """Bodies that are named without a level."""
    bureau_kind: str
    pattern: re.Pattern[str]
    """Groups: ``league`` and ``league_level`` (团市委); ``level`` with ``short`` (a body) or ``bureau`` with ``field``;
    or ``bare``."""
    written_out: Mapping[str, str]
    """Fields of bureaus in full: 人社 is 人力资源和社会保障."""


@cache
def patterns() -> BodyPatterns:
    """The patterns of the package, compiled."""
    table = tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", "bodies.toml").read_text("utf-8"))
    bodies = {
        short: Body(body["kind"], body["full"], body.get("parent", ""))
        for body in table["body"]
        for short in body["short"]
    }
    bodies |= {f"党{short}": body for short, body in bodies.items() if short[0] == "委" and len(short) > 1}
    bare = {short: Body(row["kind"], row["full"], "") for row in table["bare"] for short in row["short"]}
    levels = alternatives(table["levels"]["words"])
    fields, suffixes = alternatives(table["bureaus"]["fields"].split()), alternatives(table["bureaus"]["suffixes"])
    unlisted = _UNLISTED_BUREAU % table["not_levels"]["after"]
    pattern = re.compile(
        rf"(?P<league>团(?P<league_level>{levels})委)"
        rf"|(?P<level>{levels})(?:(?P<short>{alternatives(bodies)})(?!员会|书记|常委|驻[一-龥]{{2,16}}组)"
        rf"|(?P<bureau>(?P<field>{fields}){suffixes}|{unlisted}))"
        rf"|(?P<bare>{alternatives(bare)})"
    )
    return BodyPatterns(
        levels=tuple(sorted(table["levels"]["words"], key=lambda word: (-len(word), word))),
        not_levels=frozenset(table["not_levels"]["after"]),
        but=tuple(table["not_levels"]["but"]),
        bodies=bodies,
        bare=bare,
        bureau_kind=table["bureaus"]["kind"],
        pattern=pattern,
        written_out=table["bureaus"]["written_out"],
    )


def resolve(match: re.Match[str], context: PlanContext, place: str | None = None) -> Resolved | None:
    """The body a match of :func:`patterns` names.

    ``place`` is the printed place's canonical name; without it the level is seen from the issuer. None if the
    issuer's chain lacks the level.
    """
    found = patterns()
    if match["bare"]:
        body = found.bare[match["bare"]]
        return Resolved(body.full.format(p=context.divisions.canonical(context.place)), body.kind, "")
    if place is None:
        place = context.full(match["league_level"] or match["level"])
        if place is None:
            return None
    if match["league"]:
        return Resolved(f"共青团{place}委员会", "other", "")
    if match["short"]:
        body = found.bodies[match["short"]]
        words = {"p": place, "office": "厅" if place.endswith(_PROVINCES) else "室"}
        if place.endswith(_PREFECTURE) and "{p}委" in body.full:
            words["p"] = place.removesuffix("区")  # 地委, not 地区委
        return Resolved(body.full.format(**words), body.kind, body.parent.format(**words))
    field = match["field"] or match["other"]
    bureau = found.written_out.get(field, field) + match["bureau"].removeprefix(field)
    return Resolved(place + (bureau + "员会" if bureau.endswith("委") else bureau), found.bureau_kind, "")


def alternatives(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"
