"""Cases: sentences with all the facts they give, in ``loaders/patterns/cases/``, and what the extractor makes of them.

A case is a sentence (or a few) of an issuer and a year. ``entities`` are ``Type/kind name`` (``|`` between what is
as right), ``relations`` are ``S RELATION O {key=value}`` with canonical names and ``issuer``, ``targets`` are
``object op value unit {period=…}``. Each list is complete. A case with ``gap`` is not read right
yet; ``gap`` tells the difference, and ``scripts/mark_gaps.py`` writes it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kexie_kg.graph.annotation import annotation
from kexie_kg.graph.model import Document
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import extract
from kexie_kg.scoring import match_targets
from kexie_kg.wording import canonical

_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}$")
_TARGET = re.compile(
    r"(?P<object>.*?) ?(?P<op>>=|<=|=|~|range) (?P<low>\d+(?:\.\d+)?)(?:\.\.(?P<high>\d+(?:\.\d+)?))? ?(?P<unit>\S*)"
)

_DONE = re.compile(r"\{[^}]*\bdone\b")
_DUTIES = ("LEADS", "ASSISTS")
_TITLE_END = 60
"""Characters within which the title of a case's plan ends; it is padded to this length."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file; ``name`` is the file's stem and the case's number in it."""

    name: str
    text: str
    issuer: str
    year: int
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    targets: tuple[str, ...] | None
    """None in files that are about names, where numbers are not looked at."""
    doubtful: bool
    gap: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What differs between a case and what was read: facts missed and facts too many, as in the case's file."""

    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    right: int

    @property
    def difference(self) -> str:
        """Empty if the case is read right; as in the ``gap`` of the case otherwise."""
        missed = f"misses {'; '.join(self.missed)}" if self.missed else ""
        spurious = f"invents {'; '.join(self.spurious)}" if self.spurious else ""
        return " | ".join(part for part in (missed, spurious) if part)


@cache
def cases() -> tuple[Case, ...]:
    """Every case, by file name and position."""
    folder = files("kexie_kg.loaders").joinpath("patterns", "cases")
    tables = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(case for file in tables for case in of_table(file.name.removesuffix(".toml"), file.read_text("utf-8")))


def of_table(stem: str, text: str) -> Iterator[Case]:
    """The cases of one file. Raises KeyError or ValueError where one lacks something or has something unknown."""
    table = tomllib.loads(text)
    assert table["fact"], f"{stem}: states no linguistic fact"
    counts = any("targets" in raw for raw in table["case"])
    for number, raw in enumerate(table["case"], 1):
        unknown = set(raw) - {"text", "issuer", "body", "year", "entities", "relations", "targets", "doubtful", "gap"}
        assert not unknown, f"{stem} {number}: {unknown}"
        body = raw.get("body") or _association(raw["issuer"])
        yield Case(
            f"{stem}-{number}", raw["text"], body, raw["year"], tuple(raw["entities"]), tuple(raw["relations"]),
            tuple(raw.get("targets", ())) if counts else None, raw.get("doubtful", False), raw.get("gap", ""),
        )  # fmt: skip


def _association(place: str) -> str:
    return place + "科学技术协会"


def plan_text(case: Case) -> str:
    """The case as the only measure of a plan."""
    return f"{case.issuer}{case.year}年工作要点".ljust(_TITLE_END) + f"\n\n一、重点任务\n\n1.{case.text}\n"


def read(case: Case) -> Reading:
    """Extracts a plan that says the case's text alone, and compares."""
    (contribution,) = extract(Document("case.txt", plan_text(case), "0" * 64))
    found = annotation(contribution, Schema.load())
    own = {r["o"] for r in found["relations"] if r["s"] == "issuer"} if not _lists_own_place(case) else set()
    own &= {row["id"] for row in found["entities"] if row["type"] == "Place"}
    listed = [row for row in found["entities"] if row["id"] != "issuer" and row["id"] not in own]
    missed: list[str] = []
    same: dict[str, str] = {}
    for line in case.entities:
        types, names = _entity(line)
        same |= {canonical(name): canonical(names[0]) for name in names}
        hit = next((row for name in names for row in listed if row["type"] in types and _is(row, name)), None)
        if hit is None:
            missed.append(line)
        else:
            listed.remove(hit)
            same[canonical(hit["name"])] = canonical(names[0])
    right = len(case.entities) - len(missed)
    spurious = [f"{row['type']}/{row['kind']} {row['name']}" for row in listed]
    right += _compare({_relation(r, same) for r in case.relations}, _relations(found, same), missed, spurious)
    if case.targets is not None:
        right += _compare_targets([_target(t, case.year) for t in case.targets], _targets(found), missed, spurious)
    return Reading(tuple(missed), tuple(spurious), right)


def _is(row: dict[str, Any], name: str) -> bool:
    return canonical(name) in {canonical(row["name"]), *map(canonical, row["aliases"])}


def _lists_own_place(case: Case) -> bool:
    """Whether the place that the issuer serves is one of the case's entities, and not only part of the title."""
    place = case.issuer.removesuffix("科学技术协会")
    return any(place.endswith(name) for line in case.entities for name in _entity(line)[1])


def _compare(wanted: set[str], found: set[str], missed: list[str], spurious: list[str]) -> int:
    missed += sorted(wanted - found)
    spurious += sorted(found - wanted)
    return len(wanted & found)


def _compare_targets(
    wanted: list[dict[str, Any]], found: list[dict[str, Any]], missed: list[str], spurious: list[str]
) -> int:
    """As the judge does: the same number and unit, and objects that mean the same."""
    met = match_targets(wanted, found)
    ok = {i: j for i, j in met.items() if found[i]["period"] == wanted[j]["period"]}
    missed += [_goal(t) for j, t in enumerate(wanted) if j not in ok.values()]
    spurious += [_goal(t) for i, t in enumerate(found) if i not in ok]
    return len(ok)


def _entity(line: str) -> tuple[set[str], list[str]]:
    """Types and names that count as right: ``Event|Program/campaign 甲|乙``, ``Facility/media|Work/book 甲``."""
    sort, _, name = line.partition(" ")
    types = {word for part in sort.split("|") for word in part.split("/")} & set(Schema.load().types)
    assert types and name, f"{line}: wants Type/kind NAME"
    return types, name.split("|")


def _relation(line: str, same: dict[str, str]) -> str:
    bare = _ATTRIBUTES.sub("", line)
    found = re.fullmatch(r"(.+?) ([A-Z_]+) (.+)", bare)
    assert found, f"{line}: wants S RELATION O"
    done = _DONE.search(line) is not None
    return _triple(found[1].split("|")[0], found[2], found[3].split("|")[0], same) + (" {done}" if done else "")


def _triple(source: str, relation: str, target: str, same: dict[str, str]) -> str:
    ends = [end if end == "issuer" else same.get(canonical(end), canonical(end)) for end in (source, target)]
    if Schema.load().relations[relation].symmetric:
        ends.sort()
    return f"{ends[0]} {relation} {ends[1]}"


def _relations(found: dict[str, Any], same: dict[str, str]) -> set[str]:
    """As the case writes them: not where the issuer sits, nor who leads the task."""
    names = {row["id"]: row["name"] for row in found["entities"]} | {"issuer": "issuer"}
    stated = [r for r in found["relations"] if r["p"] not in _DUTIES and (r["s"], r["p"]) != ("issuer", "LOCATED_IN")]
    rows = {_triple(names[r["s"]], r["p"], names[r["o"]], same) for r in stated}
    return rows | {_triple(names[r["s"]], r["p"], names[r["o"]], same) + " {done}" for r in found["history"]}


def _target(line: str, year: int) -> dict[str, Any]:
    attributes = _ATTRIBUTES.search(line)
    found = _TARGET.fullmatch(_ATTRIBUTES.sub("", line).strip())
    assert found, f"{line}: wants OBJECT OP VALUE UNIT"
    period = str(year)
    for pair in attributes[1].split(",") if attributes else ():
        key, _, value = pair.strip().partition("=")
        period = value if key == "period" else period
    return {
        "task": None, "object": found["object"], "op": found["op"], "value": float(found["low"]),
        "value_max": float(found["high"]) if found["high"] else None, "unit": found["unit"], "period": period,
    }  # fmt: skip


def _goal(target: dict[str, Any]) -> str:
    upper = "" if target["value_max"] is None else f"..{target['value_max']:g}"
    words = (target["object"], target["op"], f"{target['value']:g}{upper}", target["unit"])
    return f"{' '.join(words)} {{period={target['period']}}}"


def _targets(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [t | {"task": None, "period": str(t["period"] or "null")} for t in found["targets"]]
