"""Tables of other formats as lines of text: a row a line, bars between the cells, as the outline reads them."""

from __future__ import annotations

from collections.abc import Iterable


def row(cells: Iterable[str]) -> str:
    """``| a | b |``. Line ends and bars inside of cells become spaces."""
    return "| " + " | ".join(" ".join(cell.replace("|", " ").split()) for cell in cells) + " |"
