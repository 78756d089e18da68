"""Project tables that lost their form: one cell a line, or one row a line.

A header (序号, 名称, 责任部室 …) names the columns. Rows are found by their running number; a line where a number
should be, that is none, is the group of the rows below it. A cell of several lines is told from several cells by
tabs in front of cells, or by blank lines inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kexie_kg.loaders.outline.cells import Cell, row_of_cells, separator_of, split_row
from kexie_kg.loaders.outline.numbering import HAN, PAREN_HAN, match_number
from kexie_kg.loaders.outline.paragraphs import Paragraph
from kexie_kg.loaders.outline.units import Range, split_units

NUMBER, NAME, LEADS, SUPPORTS, OTHER = "number", "name", "leads", "supports", "other"

_BODY = r"(?:部室|部门|单位|科室|处室|机构|组织|部|室|科|处)?(?:\(.{1,8}\))?"
_NUMBER_HEADING = r"序号|编号"
_COLUMNS = (
    (NUMBER, _NUMBER_HEADING),
    (
        OTHER,
        r"(?:责任|分管|牵头|联系|主管|负责|配合)?(?:领导|人员?)|备注|类别|板块|地点|目标要求|(?:工作|具体)?要求|.{0,4}目标",
    ),
    (
        OTHER,
        r"(?:计划|预计)?(?:完成|活动|开展|举办|实施|推进|起止)?(?:时限|时间|进度|节点|日期|月份|期限){1,2}(?:要求|安排|节点)?",
    ),
    (LEADS, rf"(?:牵头责任|责任|牵头|承办|主办|主责|负责|实施|承担|组织|落实){_BODY}"),
    (SUPPORTS, rf"(?:配合|参与|协办|协同|协助|参加|协作)(?:责任)?{_BODY}"),
    (
        NAME,
        r"(?:年度|工作|重点|主要|项目|任务|活动|具体|目标|推进|重大)*(?:名称|内容|任务|项目|工作|事项|活动|举措|措施)(?:名称|内容)?",
    ),
)
_UNIT = re.compile(r"[^、。]{1,14}(?:部|室|科|处|中心|馆|办|站|股|各部室|各科室|科协|学会)")
_HEADER = re.compile(rf"[| ]*(?:{_NUMBER_HEADING})(?![^| ,])")
_ROW_NUMBER = re.compile(r"\(?(\d{1,3})[)、.]?")
_DATE = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[-—–至、.](?:\d{1,2}|[一二三四五六七八九十]{1,2}))*月.{0,6}"
    r"|全年|长期|.{0,2}季度.{0,2}|每[年月季].{0,4}|年[内底初中].{0,2}|[上下]半年|持续.{0,4}"
)
_LONG = 120
_ROW_OR_GROUP = re.compile(r"\(?\d{1,3}[)、.]?|[一二三四五六七八九十]{1,3}[、.]?")
_GROUP = re.compile(r"[一二三四五六七八九十]{1,3} \S")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as printed, its name and its units."""

    no: str
    """As the task's; empty for the row's place among all tasks."""
    name: Range
    start: int
    end: int
    leads: tuple[Range, ...]
    supports: tuple[Range, ...]
    duties: tuple[Range, ...]
    """The cells the units stand in."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `heading` is None for rows above any."""

    heading: Cell | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in paragraphs [first, last) of the page."""

    first: int
    last: int
    groups: tuple[Group, ...]


def find_tables(text: str, paragraphs: Sequence[Paragraph], first_leads: bool) -> Iterator[Table]:
    """The tables of a page whose view reads `text`."""
    index = 0
    while index < len(paragraphs):
        header = _header(paragraphs, index)
        if header is None:
            index += 1
            continue
        columns, begin = header
        last = _last(paragraphs, begin)
        cells = _cells(paragraphs[begin:last], len(columns), separator_of(paragraphs[index].text))
        groups = tuple(_groups(text, cells, columns, first_leads))
        if groups:
            yield Table(index, last, groups)
        index = max(last, index + 1)


def _header(paragraphs: Sequence[Paragraph], index: int) -> tuple[tuple[str, ...], int] | None:
    """The columns of a table that begins at `index`, and the paragraph after its header."""
    if not _HEADER.match(paragraphs[index].text):
        return None
    words = split_row(paragraphs[index].text, separator_of(paragraphs[index].text))
    columns = [column_of(word) for word in words]
    at = index + 1
    if len(words) == 1:
        while at < len(paragraphs) and (column := column_of(paragraphs[at].text)) not in {"", NUMBER}:
            columns.append(column)
            at += 1
    if NAME not in columns or "" in columns:
        return None
    return tuple(columns), at


def column_of(word: str) -> str:
    """What a column of this heading holds; empty if `word` is no heading of a column."""
    word = word.replace(" ", "")
    return next((column for column, pattern in _COLUMNS if re.fullmatch(pattern, word)), "")


def _last(paragraphs: Sequence[Paragraph], begin: int) -> int:
    """The first paragraph from `begin` on that is no cell."""
    tabs = paragraphs[begin].tab if begin < len(paragraphs) else False
    for index in range(begin, len(paragraphs)):
        text = paragraphs[index].text
        prose = len(text) > _LONG and "。" in text
        ended = not paragraphs[index].tab and tabs and match_number(text)
        if prose or ended or re.match(r"抄[送报]:|主题词|附件?\d?:|注:|说明:", text):
            return index
    return len(paragraphs)


def _cells(paragraphs: Sequence[Paragraph], width: int, separator: str) -> list[Cell]:
    """Cells from the paragraphs below a header of `width` columns."""
    if sum("|" in p.text or _is_row(split_row(p.text, separator), width) for p in paragraphs) * 2 > len(paragraphs):
        return [cell for paragraph in paragraphs for cell in row_of_cells(paragraph, separator)]
    tabs = any(paragraph.tab for paragraph in paragraphs)
    gaps = {paragraph.gap for paragraph in paragraphs if not _ROW_NUMBER.fullmatch(paragraph.text)}
    cells: list[Cell] = []
    for paragraph in paragraphs:
        number = _ROW_NUMBER.fullmatch(paragraph.text) or _is_group_number(paragraph.text)
        continues = not paragraph.tab if tabs else len(gaps) == 2 and paragraph.gap and not number
        if cells and (continues or cells[-1].text.endswith("、")):
            cells[-1] = replace(cells[-1], end=paragraph.end, text=cells[-1].text.rstrip("、"))
        else:
            cells.append(Cell(paragraph.start, paragraph.end, paragraph.text))
    return cells


def _is_row(words: Sequence[str], width: int) -> bool:
    """Whether the `words` of a line are a whole row, or a group with its numeral."""
    return len(words) == width or (len(words) > 1 and bool(_ROW_OR_GROUP.fullmatch(words[0])))


def _is_group_number(text: str) -> bool:
    number = match_number(text)
    han = number is not None and number.style in {HAN, PAREN_HAN} and number.length < len(text)
    return han or _GROUP.match(text) is not None


def _groups(text: str, cells: Sequence[Cell], columns: tuple[str, ...], first_leads: bool) -> Iterator[Group]:
    """Cut the cells to rows at their running numbers, and the rows to groups at what stands between them."""
    heading: Cell | None = None
    rows: list[Row] = []
    at, expected = 0, 1
    while at < len(cells):
        if _numbered(cells, at, expected):
            end = _row_end(cells, at, columns)
            rows.append(row_of(text, cells[at:end], columns, first_leads))
            expected = _value(cells[at]) + 1
            at = end
        elif rows or heading is None:
            if rows and not _numbered(cells, at + 1, expected):
                break  # neither row nor group: the table is over
            if rows:
                yield Group(heading, tuple(rows))
            heading, rows = cells[at], []
            at += 1
        else:
            break
    if rows:
        yield Group(heading, tuple(rows))


def _value(cell: Cell) -> int:
    found = _ROW_NUMBER.fullmatch(cell.text)
    return int(found[1]) if found else 0


def _numbered(cells: Sequence[Cell], at: int, expected: int) -> bool:
    """Whether a row begins at `at`: its number goes on, or starts anew."""
    return at < len(cells) and _value(cells[at]) in {1, expected}


def _row_end(cells: Sequence[Cell], at: int, columns: tuple[str, ...]) -> int:
    """Where the row that begins at `at` ends: at the next number, or at a group before it."""
    following, width = _value(cells[at]) + 1, len(columns)
    end = at + 1
    while end < len(cells) and not _numbered(cells, end, following) and not _is_group_number(cells[end].text):
        end += 1
    restarts = end < len(cells) and _value(cells[end]) == 1
    if end - at > width and columns[-1] in {LEADS, SUPPORTS} and _UNIT.fullmatch(cells[end - 1].text):
        return end  # a second unit under the first one
    if (end - at == width + 1 and (restarts or not _DATE.fullmatch(cells[end - 1].text))) or end == len(cells):
        return min(end, at + width)
    return end


def row_of(text: str, cells: Sequence[Cell], columns: tuple[str, ...], first_leads: bool) -> Row:
    """Give the cells of one row to the columns; where some are missing or too many, by what they look like."""
    assigned = dict(zip(range(len(columns)), cells, strict=False))
    if len(cells) != len(columns):
        assigned = _assign(cells, columns)
    by_column: dict[str, list[Cell]] = {}
    for index, cell in sorted(assigned.items()):
        by_column.setdefault(columns[index], []).append(cell)
    leads = [unit for cell in by_column.get(LEADS, []) for unit in split_units(text, cell.start, cell.end)]
    supports = [unit for cell in by_column.get(SUPPORTS, []) for unit in split_units(text, cell.start, cell.end)]
    if first_leads and SUPPORTS not in columns:
        leads, supports = leads[:1], leads[1:]
    name = next((cell for cell in by_column.get(NAME, []) if cell.text), cells[0])
    duties = [(cell.start, cell.end) for column in (LEADS, SUPPORTS) for cell in by_column.get(column, []) if cell.text]
    found = _ROW_NUMBER.fullmatch(cells[0].text) if columns[0] == NUMBER else None
    no = found[1] if found else ""
    return Row(no, (name.start, name.end), cells[0].start, cells[-1].end, tuple(leads), tuple(supports), tuple(duties))


def _assign(cells: Sequence[Cell], columns: tuple[str, ...]) -> dict[int, Cell]:
    """Columns of cells whose count is not that of the header: number, name, then units, a date at the end.

    Where there are too many, neighbours are joined to one cell so that each column holds what fits it best.
    """
    if len(cells) > len(columns):
        return dict(enumerate(_joined(cells, columns)))
    assigned = {0: cells[0]}
    rest = list(cells[1:])
    dates = [index for index, column in enumerate(columns) if column == OTHER]
    if rest and dates and dates[-1] == len(columns) - 1 and _DATE.fullmatch(rest[-1].text):
        assigned[dates[-1]] = rest.pop()
    open_columns = [index for index, column in enumerate(columns) if column != OTHER and index]
    for index, cell in zip(open_columns, rest, strict=False):
        assigned[index] = cell
    return assigned


def _joined(cells: Sequence[Cell], columns: tuple[str, ...]) -> list[Cell]:
    """The cells joined to as many as there are columns, in the way that fits these best; to the last one if equal."""
    best: dict[int, tuple[int, list[Cell]]] = {0: (0, [])}
    for index, column in enumerate(columns):
        following: dict[int, tuple[int, list[Cell]]] = {}
        left = len(columns) - index - 1
        for begin, (misfits, joined) in best.items():
            last = begin + 1 if column == NUMBER else len(cells) - left
            for end in range(begin + 1 if left else len(cells), last + 1):
                bad = misfits + sum(not fits(cell.text, column) for cell in cells[begin:end])
                if end not in following or bad <= following[end][0]:
                    whole = replace(cells[begin], end=cells[end - 1].end)
                    following[end] = (bad, [*joined, whole])
        best = following
    return best[len(cells)][1]


def fits(text: str, column: str) -> bool:
    """Whether a cell, or a line of one, may stand in a column."""
    unit = bool(_UNIT.fullmatch(text.strip("、,; "))) or "、" in text
    if column in {LEADS, SUPPORTS}:
        return unit and not _DATE.fullmatch(text)
    if column == NAME:
        return not _DATE.fullmatch(text) and not _UNIT.fullmatch(text)
    return column == NUMBER or not unit
