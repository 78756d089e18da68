"""Cells of tables that lost their form: the words of a row that is one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kexie_kg.loaders.outline.paragraphs import Paragraph

_SPLIT = {"|": re.compile(r" *\| *"), " ": re.compile(r" +"), ",": re.compile(r" *,(?=(?:[^“”]*“[^“”]*”)*[^“”]*$) *")}
_HAN_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.]?")
_FEWEST_COMMAS, _LONGEST = 2, 400


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: where the view has it, and its first line."""

    start: int
    end: int
    text: str


def separator_of(text: str) -> str:
    """What parts the cells of a row that is one line: a bar, a comma, or space."""
    if "|" in text:
        return "|"
    return "," if len(text) <= _LONGEST and text.count(",") >= _FEWEST_COMMAS and "。" not in text else " "


def split_row(text: str, separator: str) -> list[str]:
    """The words of the cells of a row that is one line, empty ones left out."""
    return [word for word in _SPLIT[separator].split(text) if word]


def row_of_cells(paragraph: Paragraph, separator: str) -> Iterator[Cell]:
    """The cells of a row that is one line. A row of one word, or of a numeral and a word (一 学术交流), is a group."""
    separator = "|" if "|" in paragraph.text else separator
    inner = paragraph.text.strip(separator + " ")
    at = paragraph.start + paragraph.text.index(inner)
    bounds = [(found.start(), found.end()) for found in _SPLIT[separator].finditer(inner)]
    ends = [(0, 0), *bounds, (len(inner), len(inner))]
    words = [(left[1], right[0]) for left, right in pairwise(ends)]
    filled = [each for each in words if each[0] < each[1]]
    if len(filled) == 1 or (len(filled) == 2 and _HAN_NUMERAL.fullmatch(inner, *filled[0])):
        words = [(filled[0][0], filled[-1][1])]
    for start, end in words:
        quoted = inner[start : start + 1] == "“" and inner[end - 1] == "”" and separator == ","
        yield Cell(at + start + quoted, at + end - quoted, inner[start + quoted : end - quoted])
