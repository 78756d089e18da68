"""The pages of a PDF as lines of text: run as a program of its own, with the file on stdin, by :mod:`.pdf`.

Text is put together from single characters by where they are printed, on one baseline and from left to right, because
quotation marks often come from another font and stand elsewhere in the file. A line that reaches the right margin goes
on in one that starts at the left margin; an indented line starts a paragraph. Drawn tables become rows. Page numbers
and page headers stay, as lines: the outline knows them.

It imports nothing of this project, so that it starts in the time pdfplumber takes. It prints one line of JSON,
``{"text": …}`` or ``{"error": …}``.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median
from typing import Any

MOST_PAGES = 300
LOCKED, SCAN, DAMAGED, TOO_LARGE, UNREADABLE = "locked", "scan", "damaged", "too large", "unreadable"

_UNKNOWN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_UNKNOWN_SHARE = 0.1
"""Of all characters. A font without a table of characters makes nearly all of them unknown."""
_NUMBER = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）]|[、.．])|[①-⑳●■◆]")
_FEW = 0.04
"""Share of the lines below which an edge is chance: a centred title, punctuation that hangs over."""
_SENTENCE_END = "。！？!?；;：:"
_NOT_FIRST = frozenset("、，。；：！？）》”’")
_LATIN = re.compile(r"[A-Za-z0-9.%-]+")
_WIDE_SPACES = "\u2001\u2003"
_MOST_EDGES = 4_000
"""Drawn lines of one page. Tables have some hundred; beyond it is a drawing."""

# What follows is in ems, the size of the characters in question.
_SAME_LINE = 0.4
_SAME_PLACE = 0.2
_SPACE = 0.6
_FULL = 2.2
_HAIR = 2.0  # points
_INDENT = 0.6
_PARAGRAPH_GAP = 1.35  # of the usual distance between two lines


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a row of a table. Points; `y` is that of the baseline and grows upwards."""

    text: str
    left: float
    right: float
    y: float
    size: float
    row: tuple[str, ...] = ()


def main() -> None:
    """Reads stdin, prints the answer. Arguments: CPU seconds and bytes of memory allowed."""
    seconds, memory = map(int, sys.argv[1:3])
    _limit(seconds, memory)
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"error": TOO_LARGE}
    sys.stdout.write(json.dumps(answer))


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the caller's clock is the only limit
        return
    for limit, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # a limit that macOS does not know, or a lower one that holds already
            continue


def _answer(raw: bytes) -> dict[str, str]:
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                return {"error": TOO_LARGE}
            pages = []
            for page in pdf.pages:
                pages.append(list(page_lines(page)))
                page.close()  # forgets its characters
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, MemoryError) or "allocate" in str(cause):
            return {"error": TOO_LARGE}
        if type(cause).__name__ in {"PDFPasswordIncorrect", "PDFEncryptionError"}:
            return {"error": LOCKED}
        return {"error": DAMAGED, "reason": " ".join((str(cause) or type(cause).__name__).split())[:100]}
    if not pages:
        return {"error": DAMAGED, "reason": "no pages"}
    text = "\n".join(paragraphs(pages)).strip()
    if not text:
        return {"error": SCAN}
    if sum(len(found) for found in _UNKNOWN.findall(text)) > _UNKNOWN_SHARE * len(text):
        return {"error": UNREADABLE}
    return {"text": text + "\n"}


# ---- Characters to lines ---------------------------------------------------------------------------------------------


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


def lines_of(chars: Iterable[Any]) -> Iterator[Line]:
    """Lines of the characters that stand on one baseline."""
    line: list[Any] = []
    for char in sorted(chars, key=lambda char: -char["matrix"][5]):
        if line and line[0]["matrix"][5] - char["matrix"][5] > _SAME_LINE * max(char["size"], line[0]["size"]):
            yield from _line(line)
            line = []
        line.append(char)
    if line:
        yield from _line(line)


def _line(chars: list[Any]) -> Iterator[Line]:
    chars.sort(key=lambda char: char["x0"])
    words: list[str] = []
    previous = None
    for char in chars:
        size = char["size"] or 1
        if previous is not None:
            if char["text"] == previous["text"] and char["x0"] - previous["x0"] < _SAME_PLACE * size:
                continue  # printed twice, to look bold
            if char["x0"] - previous["x1"] > _SPACE * size:
                words.append("　" if char["x0"] - previous["x1"] > 2 * size else " ")
        words.append(_character(char["text"]))
        previous = char
    text = "".join(words)
    if text.strip():
        printed = [char for char in chars if char["text"].strip()]
        size = median(char["size"] for char in printed)
        yield Line(text.strip(), printed[0]["x0"], max(c["x1"] for c in printed), printed[0]["matrix"][5], size)


def _character(text: str) -> str:
    """Without control characters; wide spaces of every font are one."""
    return "".join("　" if char in _WIDE_SPACES else " " if char < " " or char == "\x7f" else char for char in text)


# ---- Tables ----------------------------------------------------------------------------------------------------------


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
            yield Line(_bars(texts), found.bbox[0], found.bbox[2], height - found.bbox[1], 0, texts)


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


def _bars(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.rstrip("　") for cell in cells) + " |" if len(cells) > 1 else cells[0].rstrip("　")


def _cell(lines: list[Line], widest: float) -> str:
    """The words of a cell. A line was ended on purpose where the next word would have fitted as well.

    A wide space stands behind such lines, at the end of the cell too: it may go on on the next page.
    """
    words = ""
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        words += line.text.replace("|", " ")
        width = line.right - line.left + (_first_word(following) if following else line.size)
        if width <= widest + _SAME_PLACE * line.size:
            words += "　"
    return words


def _first_word(line: Line) -> float:
    """How long the part of a line is that cannot be parted: a word in Latin letters, a character with its mark."""
    latin = _LATIN.match(line.text)
    if latin:
        return len(latin[0]) * line.size / 2
    return line.size * (2 if line.text[1:2] in _NOT_FIRST else 1)


# ---- Lines to paragraphs ---------------------------------------------------------------------------------------------


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """The text of each paragraph, heading, row, page number and page header."""
    lines = [line for page in pages for line in page]
    starts = {id(page[0]) for page in pages if page}
    printed = [line for line in lines if line.size]
    left, right = _margins(printed)
    gaps = [a.y - b.y for a, b in pairwise(printed) if a.y > b.y and a.size == b.size]
    usual = median(gaps) if gaps else 0.0
    previous: Line | None = None
    words = ""
    for line in _joined_rows(lines):
        if previous is not None and _goes_on(previous, line, left, right, usual, id(line) in starts):
            words += line.text
        else:
            if words:
                yield words
            words = line.text
        previous = line
    if words:
        yield words


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where the lines of running text begin and end: the outermost edges that more than a few of them have.

    No line ends at the right margin (infinity) where no two end alike: then there is no running text.
    """
    wide = [line for line in lines if line.right - line.left > 10 * line.size]
    if not wide:
        return 0.0, inf
    few = max(1, _FEW * len(wide))
    lefts = Counter(round(line.left / 2) * 2 for line in wide)
    rights = Counter(round(line.right / 4) * 4 for line in wide)
    left = min((edge for edge, count in lefts.items() if count > few), default=min(lefts))
    return left, max((edge for edge, count in rights.items() if count > few), default=inf)


def _goes_on(previous: Line, line: Line, left: float, right: float, usual: float, new_page: bool) -> bool:
    """Whether `line` goes on with the paragraph that `previous` belongs to."""
    if not previous.size or not line.size or abs(previous.size - line.size) > 0.1 * line.size:
        return False
    if previous.right < right - _FULL * line.size:
        return False
    centred = abs(line.left + line.right - left - right) < line.size and previous.left - left < _FULL * line.size
    if line.left > left + _INDENT * line.size and not centred:
        return False
    if not new_page and previous.y - line.y > _PARAGRAPH_GAP * usual:
        return False
    return not (previous.text[-1] in _SENTENCE_END and _NUMBER.match(line.text))


def _joined_rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Rows that a page break cut are whole again, and headers that a page repeats are left out."""
    held: Line | None = None
    header: tuple[str, ...] = ()
    between: list[Line] = []
    for line in lines:
        if not line.row:
            between.append(line)
            continue
        if held is None or len(between) > 3:
            header = line.row
        elif between and _bars(line.row) == _bars(header):
            continue
        elif between and len(line.row) == len(held.row) > 1 and not line.row[0] and held.row[0].rstrip("　").isdigit():
            cells = tuple(a + b for a, b in zip(held.row, line.row, strict=True))
            held = Line(_bars(cells), held.left, held.right, held.y, 0, cells)
            continue
        if held is not None:
            yield held
        yield from between
        between, held = [], line
    if held is not None:
        yield held
    yield from between


if __name__ == "__main__":
    main()
