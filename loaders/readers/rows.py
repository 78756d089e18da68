"""Tables of other formats as lines of text: a row a line, bars between the cells, as the outline reads them."""

from __future__ import annotations

from collections.abc import Iterable

WIDE_SPACE = "\u3000"
"""Between the lines of a cell, which may be units in a list. The outline keeps it, while it drops a narrow one."""


def row(cells: Iterable[Iterable[str]]) -> str:
    """``| a | b |`` of the lines in each cell. Bars and runs of space inside of lines become spaces."""
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(lines: Iterable[str]) -> str:
    words = (" ".join(line.replace("|", " ").split()) for line in lines)
    return WIDE_SPACE.join(word for word in words if word)
