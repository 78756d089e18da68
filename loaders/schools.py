"""Schools that are called by a number: 州一中, 九江市二小."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.institution_patterns import left_edge, level_at, patterns
from kexie_kg.loaders.organization import OrganizationMention

_NUMBERED = re.compile(r"第?([一二三四五六七八九十]+)([中小])(?![学国心型])")
_LONGEST_PLACE = 8


def find(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """州一中, 九江市一中: a level or a place, and a number."""
    for match in _NUMBERED.finditer(text, start, end):
        begin, _ = left_edge(text, max(start, match.start() - _LONGEST_PLACE), match.start())
        place, length = _place_at(text, begin, match.start(), context)
        if place and begin + length == match.start():
            name = f"{place}第{match[1]}{patterns().schools[match[2]]}"
            division = context.division_at(text[begin : match.end()])
            yield OrganizationMention(
                begin, match.end(), name, "school", "institution", 0.85, division[0] if division else None,
                begin + length if division else 0,
            )  # fmt: skip


def _place_at(text: str, begin: int, end: int, context: PlanContext) -> tuple[str, int]:
    """Canonical name of the place, printed or relative, that begins a name, and how many characters print it."""
    if level := level_at(text, begin, end):
        return context.full(level) or "", len(level)
    found = context.division_at(text[begin:end])
    return (context.divisions.canonical(found[0]), found[1]) if found else ("", 0)
