"""Public bodies named by level and short name: 市委, 省教育厅, 团市委, 市老科协. Data: ``patterns/bodies.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kexie_kg.loaders.context import PlanContext


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
    levels: Mapping[str, str]
    bodies: Mapping[str, Body]
    bureau_kind: str
    pattern: re.Pattern[str]
    """Groups: ``group`` (团 or empty), ``level``, ``short`` (a body) or ``bureau``."""


@cache
def patterns() -> BodyPatterns:
    table = tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", "bodies.toml").read_text("utf-8"))
    bodies = {
        short: Body(body["kind"], body["full"], body.get("parent", ""))
        for body in table["body"]
        for short in body["short"]
    }
    levels = _alternatives(table["levels"])
    shorts = _alternatives(bodies)
    fields, suffixes = _alternatives(table["bureaus"]["fields"].split()), _alternatives(table["bureaus"]["suffixes"])
    pattern = re.compile(
        rf"(?P<league>团(?P<league_level>{levels})委)"
        rf"|(?P<level>{levels})(?:(?P<short>{shorts})(?![一-龥]*(?:员会|书记|常委))|(?P<bureau>(?:{fields}){suffixes}))"
    )
    return BodyPatterns(table["levels"], bodies, table["bureaus"]["kind"], pattern)


def resolve(match: re.Match[str], context: PlanContext) -> Resolved | None:
    """The body a match of :func:`patterns` names, seen from the issuer; None if the chain lacks the level."""
    found = patterns()
    level = found.levels[match["league_level"] or match["level"]]
    place = context.full(level)
    if place is None:
        return None
    if match["league"]:
        return Resolved(f"共青团{place}委员会", "other", "")
    if match["short"]:
        body = found.bodies[match["short"]]
        return Resolved(body.full.format(p=place), body.kind, body.parent.format(p=place))
    return Resolved(place + match["bureau"], found.bureau_kind, "")


def _alternatives(words: object) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"  # type: ignore[call-overload]
