"""Lines of the pages of a PDF to paragraphs.

A line that reaches the right margin goes on in one that starts at the left margin; an indented line starts a paragraph.
Page numbers and page headers stay, as lines: the outline knows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median

from kexie_kg.loaders.readers.pdf_lines import Line
from kexie_kg.loaders.readers.pdf_tables import bars

_NUMBER = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）]|[、.．])|[①-⑳●■◆]")
_SENTENCE_END = "。！？!?；;：:"
_FEW = 0.04
"""Share of the lines below which an edge is chance: a centred title, punctuation that hangs over."""
_FULL = 2.2  # ems
_INDENT = 0.6  # ems
_PARAGRAPH_GAP = 1.35  # of the usual distance between two lines


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
        elif between and bars(line.row) == bars(header):
            continue
        elif between and len(line.row) == len(held.row) > 1 and not line.row[0] and held.row[0].strip().isdigit():
            cells = tuple(a + b for a, b in zip(held.row, line.row, strict=True))
            held = Line(bars(cells), held.left, held.right, held.y, 0, cells)
            continue
        if held is not None:
            yield held
        yield from between
        between, held = [], line
    if held is not None:
        yield held
    yield from between
