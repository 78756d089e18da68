"""Printed lines of a file: where their words stand, and what they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kexie_kg.loaders.matching import MatchingView
from kexie_kg.loaders.outline.numbering import match_number

_SPACE = " \t\u3000\u00a0"
_FILLER = re.compile(rf"[{_SPACE}]+|\*\*|\\(?=[.()\[\]#*_+-])|[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_PREFIX = re.compile(r"\s*(?:(?P<hashes>#{1,6})(?=\s|[^\s#])\s*|>\s+)?")
_NUMBER_LENGTH = 8
_NARROW_SPACE = frozenset(" \u00a0")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words on it. `start` and `end` leave out indentation, Markdown marks and trailing space."""

    start: int
    end: int
    text: str
    """Folded, without filler."""
    hashes: int
    """Number of ``#`` of a Markdown heading."""
    lead: int
    """Length of the bold words at the start, counted in `text`; 0 if it starts with none."""
    tab: bool
    """The line begins with a tab: the first line of a cell in a flattened table."""
    indent: bool
    gap: bool
    """Blank lines stand before it."""


def fillers(text: str) -> list[tuple[int, int]]:
    """Stretches inside lines that carry no word, for a view to skip.

    These are bold marks, escapes, invisible characters, a single space beside a Chinese character, and all but the
    first of a run of spaces: a run parts two things (市教育局　　参与单位), a single space nothing (2020 年).
    """
    spans: list[tuple[int, int]] = []
    for found in _FILLER.finditer(text):
        start, end = found.span()
        if text[start] not in _SPACE:
            spans.append((start, end))
        elif end - start > 1:
            spans.append((start + 1, end))
        elif text[start] in _NARROW_SPACE and (_wide(text, start - 1) or _wide(text, end)):
            spans.append((start, end))
    return spans


def _wide(text: str, at: int) -> bool:
    """Whether a Chinese character or mark stands at `at`."""
    return 0 <= at < len(text) and ("\u2e80" <= text[at] <= "\uffef" or text[at] in "“”‘’…—·")


def split_lines(document_text: str, view: MatchingView) -> Iterator[Line]:
    """The lines with words of a view that skips only :func:`fillers`."""
    position, gap = 0, False
    for raw in view.text.split("\n"):
        prefix = _PREFIX.match(raw)
        begin = prefix.end() if prefix else 0
        text = raw[begin:].rstrip()
        if text:
            start, end = view.original(position + begin, position + begin + len(text))
            first = view.original(position, position + 1)[0]
            yield Line(
                start=start,
                end=end,
                text=text,
                hashes=len((prefix and prefix["hashes"]) or ""),
                lead=_bold_lead(document_text, view, start, end, position + begin),
                tab=document_text[first] == "\t",
                indent=document_text[first] in _SPACE,
                gap=gap,
            )
            gap = False
        else:
            gap = position > 0
        position += len(raw) + 1


def _bold_lead(document_text: str, view: MatchingView, start: int, end: int, begin: int) -> int:
    """Where bold words at the start of the line that begins at `begin` of the view end, which a number may precede."""
    opening = start - 2 if start >= 2 and document_text.startswith("**", start - 2) else -1
    if opening < 0:
        opening = document_text.find("**", start, min(end, start + _NUMBER_LENGTH))
        number = match_number(view.text[begin : begin + 2 * _NUMBER_LENGTH]) if opening > 0 else None
        if number is None or number.length + begin < view.position(opening):
            return 0
    closing = document_text.find("**", opening + 2, end + 2)
    return view.position(closing) - begin if closing > 0 else 0
