"""The lines of a page of a PDF; drawn tables are rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kexie_kg.loaders.readers.pdf_lines import Line, lines_of
from kexie_kg.loaders.readers.rows import WIDE_SPACE, row

_UNPARTED = re.compile(r"[“‘《（(]*(?:[A-Za-z0-9.%-]+|.)[、，。；：！？）)》”’]*")
_MOST_EDGES = 4_000
"""Drawn lines of one page. Tables have some hundred; beyond it is a drawing."""
_HAIR = 2.0  # points
_ROUNDING = 0.2  # ems


def page_lines(page: Any) -> Iterator[Line]:
    """The lines and rows of a page from top to bottom."""
    chars = [char for char in page.chars if char["upright"]]
    tables = _tables(page) if chars else []
    inside: dict[int, list[Any]] = {index: [] for index in range(len(tables))}
    outside: list[Any] = []
    for char in chars:
        index = next((i for i, table in enumerate(tables) if _within(char, table.bbox)), None)
        (outside if index is None else inside[index]).append(char)
    found = list(lines_of(outside))
    for index, table in enumerate(tables):
        found.extend(_rows(table, inside[index], page.height))
    yield from sorted(found, key=lambda line: -line.y)


def _tables(page: Any) -> list[Any]:
    """The drawn tables of a page with at least two columns; of one row, where a page break cut the others off."""
    if not 6 <= len(page.edges) <= _MOST_EDGES:
        return []
    # A row that goes on over the page has no line there: one is drawn at the ends of the upright lines.
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = {min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)} if upright else set()
    found = page.find_tables({"explicit_horizontal_lines": sorted(ends)})
    return [table for table in found if max(map(_width, table.rows)) > 1]


def _width(row: Any) -> int:
    return sum(cell is not None for cell in row.cells)


def _within(char: Any, box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _rows(table: Any, chars: list[Any], height: float) -> Iterator[Line]:
    """The rows that hold words. A cell that reaches over several rows has its words in each."""
    rows = [_cells(row, chars) for row in table.rows]
    widest: dict[tuple[int, int], float] = {}
    for found, cells in zip(table.rows, rows, strict=True):
        for column, lines in cells.items():
            key = _edges(found.cells[column])
            widest[key] = max([widest.get(key, 0.0), *(line.right - line.left for line in lines)])
    tall: dict[int, tuple[float, str]] = {}
    for found, cells in zip(table.rows, rows, strict=True):
        words = {column: _cell(lines, widest[_edges(found.cells[column])]) for column, lines in cells.items()}
        words |= {c: kept for c, (bottom, kept) in tall.items() if c not in words and bottom > found.bbox[1] + _HAIR}
        tall |= {column: (found.cells[column][3], words[column]) for column in cells}
        if any(words.values()):
            texts = tuple(words[column] for column in sorted(words))
            yield Line(bars(texts), found.bbox[0], found.bbox[2], height - found.bbox[1], 0, texts)


def _edges(box: Sequence[float]) -> tuple[int, int]:
    """Of the cells of one column, those over several columns excepted."""
    return round(box[0]), round(box[2])


def _cells(row: Any, chars: list[Any]) -> dict[int, list[Line]]:
    """The lines in each cell of a row by its column."""
    boxes = [(column, cell) for column, cell in enumerate(row.cells) if cell]
    inside: dict[int, list[Any]] = {column: [] for column, _ in boxes}
    for char in chars:
        column = next((column for column, box in boxes if _within(char, box)), None)
        if column is not None:
            inside[column].append(char)
    return {column: list(lines_of(found)) for column, found in inside.items()}


def bars(cells: Sequence[str]) -> str:
    """A row as text; one of a single cell is a group."""
    return row(cell.split(WIDE_SPACE) for cell in cells) if len(cells) > 1 else cells[0].strip()


def _cell(lines: list[Line], widest: float) -> str:
    """The words of a cell. A line was ended on purpose where the next word would have fitted as well.

    A wide space stands behind such lines, at the end of the cell too: it may go on on the next page.
    """
    words = ""
    for index, line in enumerate(lines):
        words += line.text
        needed = _first_word(lines[index + 1]) if index + 1 < len(lines) else line.size
        if line.right - line.left + needed <= widest + _ROUNDING * line.size:
            words += WIDE_SPACE
    return words


def _first_word(line: Line) -> float:
    """How long the part of a line is that cannot be parted: a word in Latin letters, a character with its marks."""
    unit = _UNPARTED.match(line.text)
    return line.size * sum(0.5 if char.isascii() else 1 for char in unit[0]) if unit else line.size
