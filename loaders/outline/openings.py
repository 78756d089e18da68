"""Numbers in front of the paragraphs of a plan, with those that are numbers only because others like them follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kexie_kg.loaders.outline.numbering import (
    ARABIC,
    BULLET,
    MONTH,
    Number,
    match_month,
    match_nested_number,
    match_number,
    match_weak_number,
)
from kexie_kg.loaders.outline.paragraphs import Paragraph

_CLAUSE_END = re.compile(r"[。;]")
_LEADING = re.compile(r"(\d{1,2}) ?(?![\d年月日个项名场次家.、%)-])")
_FEWEST_MONTHS = 3


def find_numbers(paragraphs: Sequence[Paragraph], closings: frozenset[int]) -> dict[int, Number]:
    """The number of each paragraph that has one, by where the paragraph starts; none for those of `closings`."""
    own = [paragraph for paragraph in paragraphs if paragraph.start not in closings]
    numbers = dict([*_recurring(own), *_nested(own), *_months(own)])
    return numbers | {p.start: number for p in own if (number := match_number(p.text))}


def _recurring(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Number]]:
    """Weak numbers of two paragraphs at least that begin with the same dash or words like 首先, 其次."""
    found: dict[tuple[int, str], list[tuple[int, Number]]] = {}
    for paragraph in paragraphs:
        number = match_weak_number(paragraph.text)
        if number and _CLAUSE_END.search(paragraph.text):
            kind = paragraph.text[0] if number.style == BULLET or paragraph.text[0] == "第" else ""
            found.setdefault((number.style, kind), []).append((paragraph.start, number))
    for each in found.values():
        if len(each) > 1:
            yield from each


def _nested(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Number]]:
    """Numbers of two parts (``1-1``, ``2.3``) of which the plan has 1-1 and 1-2, and the bare ``1`` above 1-1."""
    found = {p.start: (p.text[: number.length].strip(), number) for p in paragraphs
             if (number := match_nested_number(p.text))}  # fmt: skip
    printed = {words for words, _ in found.values()}
    for separator in "-.":
        if {f"1{separator}1", f"1{separator}2"} <= printed:
            yield from ((start, number) for start, (words, number) in found.items() if separator in words)
            for above, below in pairwise(paragraphs):
                bare = _LEADING.match(above.text)
                if bare and found.get(below.start, ("", None))[0] == f"{bare[1]}{separator}1":
                    yield above.start, Number(ARABIC, bare.end())


def _months(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Number]]:
    """Months without a colon (3月，举办…) in front of three paragraphs on end, and those that go on with them."""
    run: list[tuple[int, Number]] = []
    for paragraph in [*paragraphs, None]:
        number = match_month(paragraph.text) if paragraph else None
        if paragraph and number:
            run.append((paragraph.start, Number(MONTH, number.length)))
        else:
            if len(run) >= _FEWEST_MONTHS:
                yield from run
            run = []
