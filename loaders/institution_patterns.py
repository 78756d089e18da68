"""The words by which institutions are known: ``patterns/institutions.toml``, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kexie_kg.loaders.bodies import alternatives
from kexie_kg.loaders.bodies import patterns as body_patterns

_CLOSED_LIST = r"等(?=[\d一二三四五六七八九十]+[个家所支])"
"""What closes a list and counts it: no name goes on behind 省核学会|等15家学会."""
_AND = r"(?<!大)(?<!会)同(?![济仁学业心江德])|与|和(?![田平县硕龙布静林睦谐])"
"""Conjunctions, but not where they are parts of names (大同, 同济, 和田)."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last word of an organization's name."""

    kind: str
    free: bool
    """Whether a name may do without place, level and owner."""
    acting: bool
    """Whether it is an organization only where it does something."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """``patterns/institutions.toml``, compiled."""

    head: re.Pattern[str]
    heads: Mapping[str, Head]
    left_stop: re.Pattern[str]
    generic: tuple[str, ...]
    plural: tuple[str, ...]
    """Stems that make many bodies of a name with a place in front: 市各学会, 市级学会."""
    national: tuple[str, ...]
    kinds: tuple[str, ...]
    """How stems begin that tell a kind of body."""
    owners: tuple[str, ...]
    short_owners: Mapping[str, str]
    longest: int
    acting_before: re.Pattern[str]
    acting_behind: re.Pattern[str]
    set_up: re.Pattern[str]
    schools: Mapping[str, str]
    disciplines: re.Pattern[str]
    """Names of colleges inside a university: 信息工程."""
    written_out: Mapping[str, str]
    """Short heads in full: 农科院 is 农业科学院."""
    complete: frozenset[str]
    """Heads that a place in front, and nothing else, makes a body of."""


@cache
def patterns() -> Patterns:
    """The patterns of the package."""
    table = tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", "institutions.toml").read_text("utf-8"))
    heads = {
        word: Head(row["kind"], row.get("free", False), row.get("acting", False))
        for row in table["head"]
        for word in row["words"]
    }
    first = re.escape("".join(sorted({word[0] for word in heads})))
    return Patterns(
        head=re.compile(
            rf"(?=[{first}])"  # at most positions it needs no more than this look
            rf"(?<!{alternatives(table['not_behind'])}){alternatives(heads)}(?!{alternatives(table['not_before'])}|[（(][一-龥]{{1,4}}[)）][一-龥])"
        ),
        heads=heads,
        left_stop=re.compile(
            rf"[，。；：、,;:!?.．\n“”《》()（）\s]|{_CLOSED_LIST}|{_AND}|{alternatives(table['left_stops'])}"
        ),
        generic=tuple(table["generic"]),
        kinds=("进", *(word for word in table["generic"] if len(word) > 1)),
        plural=tuple(table["plural"]),
        national=tuple(table["national"]),
        owners=(*table["owners"], *table["short_owners"]),
        short_owners=table["short_owners"],
        longest=table["longest"],
        acting_before=re.compile(rf"{alternatives(table['acting']['before'])}$"),
        acting_behind=re.compile(alternatives(table["acting"]["behind"])),
        set_up=re.compile(rf"{alternatives(table['set_up']['words'])}(?:了|好)?$"),
        schools=table["numbered_schools"],
        disciplines=re.compile(rf"(?:{alternatives(table['disciplines'])})+"),
        written_out=table["written_out"],
        complete=frozenset(table["complete"]),
    )


def left_edge(text: str, low: int, head: int) -> tuple[int, bool]:
    """Where a name before ``head`` begins at the earliest, and whether a word or mark and no limit bounds it."""
    begin = max(low, head - patterns().longest)
    bounded = begin == low
    for stop in patterns().left_stop.finditer(text, begin, head):
        begin, bounded = stop.end(), True
    return begin, bounded


def level_at(text: str, begin: int, end: int) -> str:
    """The level character or word at ``begin`` (省, 自治区), if it is no part of another word."""
    found = body_patterns()
    if not text.startswith(found.levels, begin, end):
        return ""
    for word in found.levels:
        after = begin + len(word)
        joined = text[after : after + 1] in found.not_levels
        if text.startswith(word, begin, end) and not (joined and not text.startswith(found.but, after)):
            return word
    return ""
