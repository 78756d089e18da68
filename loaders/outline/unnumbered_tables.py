"""Project tables and schedules without a column of numbers: rows of one line, or of as many lines as columns.

A first column of months or of categories makes the groups; the rows of a month are numbered in it, others by their
place among all tasks of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kexie_kg.loaders.outline.cells import Cell, row_of_cells, separator_of, split_row
from kexie_kg.loaders.outline.numbering import MONTH, match_number, strip_mark
from kexie_kg.loaders.outline.paragraphs import Paragraph
from kexie_kg.loaders.outline.series import series
from kexie_kg.loaders.outline.tables import LEADS, NAME, NUMBER, OTHER, Group, Row, Table, column_of, fits, row_of

_GROUP = "group"
_GROUPING = re.compile(r"(?:项目|工作|活动|任务)?(?:类别|分类|类型|板块|领域|方面)|月份|月度|季度|时间")
_FEWEST_LINES, _FEWEST_WORDS, _FEWEST_ROWS = 3, 2, 2
_MOST_COLUMNS = 9
_LONG = 120


def find_unnumbered_tables(text: str, paragraphs: Sequence[Paragraph], first_leads: bool) -> Iterator[Table]:
    """The tables without numbers of a page whose view reads `text`."""
    index = 0
    while index < len(paragraphs):
        found = _in_lines(paragraphs, index) or _in_cells(paragraphs, index)
        if found is None:
            index += 1
            continue
        columns, rows, last = found
        yield Table(index, last, tuple(_groups(text, rows, columns, first_leads)))
        index = last


_Found = tuple[tuple[str, ...], list[list[Cell]], int]
"""Columns, the cells of each row, and the paragraph after the table."""


def _in_lines(paragraphs: Sequence[Paragraph], index: int) -> _Found | None:
    """A table that begins at `index`, a row a line."""
    header = paragraphs[index].text
    if len(header) > _LONG:
        return None
    separator = separator_of(header)
    columns = _columns(split_row(header, separator))
    if len(columns) < _FEWEST_WORDS:
        return None
    rows: list[list[Cell]] = []
    at = index + 1
    while at < len(paragraphs):
        cells = list(row_of_cells(paragraphs[at], separator))
        if columns[0] == _GROUP and len(cells) == len(columns) - 1 > 1 and rows:
            cells = [rows[-1][0], *cells]  # a cell over several rows is printed once
        if len(cells) != len(columns):
            break
        if columns[0] == _GROUP and not cells[0].text and rows:
            cells[0] = rows[-1][0]
        rows.append(cells)
        at += 1
    return (columns, rows, at) if len(rows) >= _FEWEST_ROWS else None


def _in_cells(paragraphs: Sequence[Paragraph], index: int) -> _Found | None:
    """A table that begins at `index`, a cell a line: each row as many lines as there are columns."""
    begin = index
    for paragraph in paragraphs[index : index + _MOST_COLUMNS]:
        if not (_GROUPING.fullmatch(paragraph.text) or column_of(paragraph.text)):
            break
        begin += 1
    columns = _columns([paragraph.text for paragraph in paragraphs[index:begin]])
    if len(columns) < _FEWEST_LINES:
        return None
    rows: list[list[Cell]] = []
    at = begin
    while at + len(columns) <= len(paragraphs):
        lines = paragraphs[at : at + len(columns)]
        cells = [Cell(line.start, line.end, line.text) for line in lines]
        units = [cell for cell, column in zip(cells, columns, strict=True) if column == LEADS]
        prose = any("。" in cell.text and len(cell.text) > _LONG for cell in cells)
        if prose or not all(fits(cell.text, LEADS) for cell in units):
            break
        rows.append(cells)
        at += len(columns)
    return (columns, rows, at) if len(rows) >= _FEWEST_ROWS else None


def _columns(words: Sequence[str]) -> tuple[str, ...]:
    """The columns that a header of these words names; empty if it is no header of a table without numbers."""
    columns = [column_of(word) for word in words]
    if words and _GROUPING.fullmatch(words[0]):
        columns[0] = _GROUP
    telling = {LEADS, _GROUP} & set(columns)
    return tuple(columns) if NAME in columns and telling and not {"", NUMBER} & set(columns) else ()


def _groups(text: str, rows: Sequence[list[Cell]], columns: tuple[str, ...], first_leads: bool) -> Iterator[Group]:
    grouped = columns[0] == _GROUP
    plain = tuple(OTHER if column == _GROUP else column for column in columns)
    for words, members in groupby(rows, key=lambda cells: cells[0].text if grouped else ""):
        cells_of_rows = list(members)
        found = [row for cells in cells_of_rows for row in _rows(text, cells, plain, first_leads)]
        if grouped:
            month = match_number(words)
            if month and month.style == MONTH:
                front = strip_mark(MONTH, words)
                found = [replace(row, no=f"{front}{row.no or at}") for at, row in enumerate(found, 1)]
            yield Group(cells_of_rows[0][0], tuple(found))
        else:
            yield Group(None, tuple(found))


def _rows(text: str, cells: list[Cell], columns: tuple[str, ...], first_leads: bool) -> Iterator[Row]:
    """The row in `cells`; several where its name is a series (1.…；2.…), all with the same units."""
    row = row_of(text, cells, columns, first_leads)
    start, end = row.name
    number = match_number(text[start:end])
    places = series(text, start, end)
    if not places and number and number.style != MONTH:
        places = [(start, start + number.length)]
    if not places:
        yield row
        return
    stops = [*(place for place, _ in places[1:]), end]
    for index, ((place, body), stop) in enumerate(zip(places, stops, strict=True)):
        words = text[body:stop].rstrip(" ;。")
        begin = row.start if index == 0 else place
        last = row.end if index == len(places) - 1 else stop
        yield replace(row, no=_digits(text[place:body]), name=(body, body + len(words)), start=begin, end=last)


def _digits(printed: str) -> str:
    return re.sub(r"[\s.、()]", "", printed)
