"""An answer as text: a table for people, CSV for spreadsheets, JSON for programs, Markdown and HTML for documents."""

from __future__ import annotations

import csv
import html
import io
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Final, Literal, TypeAlias, get_args

from kexie_kg.graph.formats.formulas import harmless
from kexie_kg.graph.rows import Cell, Rows

_GAP = "   "
"""Between the columns of a table."""
TextFormat: TypeAlias = Literal["table", "csv", "json", "markdown"]
TEXT_FORMATS: tuple[TextFormat, ...] = get_args(TextFormat)
Format: TypeAlias = TextFormat | Literal["xlsx"]
FORMATS: tuple[Format, ...] = (*TEXT_FORMATS, "xlsx")
"""Of an answer."""
Report: TypeAlias = Literal["figures", "errors", "causes", "intervals", "calibration"]
REPORTS: tuple[Report, ...] = get_args(Report)
"""Of an evaluation."""


def render(rows: Rows, format: TextFormat, width: int | None = None) -> str:
    """The answer as text that ends in a line end. ``width`` is that of the terminal: None if it may be any."""
    return table(rows, width) if format == "table" else _RENDERERS[format](rows)


def table(rows: Rows, width: int | None = None) -> str:
    """Aligned columns, each Chinese character two wide; cells fold where the table would be wider than ``width``."""
    cells = [[printable(_text(cell)) for cell in row] for row in (rows.columns, *rows)]
    right = [all(isinstance(row[index], int | float | None) for row in rows) for index in range(len(rows.columns))]
    lines = _aligned(cells, right, width) or _folded(cells, right, width)
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    return "\n".join([*lines, f"({count})", ""])


def _aligned(cells: list[list[str]], right: list[bool], width: int | None) -> list[str] | None:
    """The lines, if each row takes one and they fit: rich takes a minute for a million cells."""
    from rich.cells import cell_len

    if any("\n" in cell for row in cells for cell in row):
        return None
    sizes = [[cell_len(cell) for cell in row] for row in cells]
    widths = [max(column) for column in zip(*sizes, strict=True)]
    whole = sum(widths) + len(_GAP) * (len(widths) - 1)
    if width is not None and whole > width:
        return None
    lines = []
    for row, taken in zip(cells, sizes, strict=True):
        blanks = [" " * (wide - size) for wide, size in zip(widths, taken, strict=True)]
        aligned = (b + cell if r else cell + b for cell, b, r in zip(row, blanks, right, strict=True))
        lines.append(_GAP.join(aligned).rstrip())
    return [lines[0], "─" * whole, *lines[1:]]


def _folded(cells: list[list[str]], right: list[bool], width: int | None) -> list[str]:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head, numbers in zip(cells[0], right, strict=True):
        drawn.add_column(Text(head), justify="right" if numbers else "left", overflow="fold")
    for row in cells[1:]:
        drawn.add_row(*map(Text, row))
    file = io.StringIO()
    console = Console(file=file, width=width or 1_000_000, color_system=None, legacy_windows=False, _environ={})
    console.print(drawn)
    return [line.rstrip() for line in file.getvalue().split("\n")[:-1]]


def to_csv(rows: Rows) -> str:
    """RFC 4180 with a byte order mark, by which spreadsheets know UTF-8; text that would run as a formula is quoted."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(map(_harmless, rows.columns))
    writer.writerows(map(_harmless, row) for row in rows)
    return file.getvalue()


def to_json(rows: Rows) -> str:
    """A list of objects keyed by column."""
    found = [{name: _finite(cell) for name, cell in row.items()} for row in rows.dicts()]
    return json.dumps(found, ensure_ascii=False, indent=1, default=_text, allow_nan=False) + "\n"


def _finite(cell: Cell) -> Cell:
    """The cell, or the name of a number that JSON does not have: nan, inf."""
    return str(cell) if isinstance(cell, float) and not isfinite(cell) else cell


def to_markdown(rows: Rows) -> str:
    """A table of GitHub's Markdown; nothing in it is read as markup."""
    lines = [rows.columns, tuple("---" for _ in rows.columns), *rows]
    return "".join(f"| {' | '.join(map(_unmarked, line))} |\n" for line in lines)


def to_html(rows: Rows) -> str:
    """A table whose cells are escaped."""

    def line(cells: tuple[Cell, ...], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(_text(cell))}</{tag}>" for cell in cells) + "</tr>"

    body = "\n".join(line(row, "td") for row in rows)
    return f"<table>\n<thead>{line(rows.columns, 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


_RENDERERS: Final[Mapping[str, Callable[[Rows], str]]] = {"csv": to_csv, "json": to_json, "markdown": to_markdown}


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _harmless(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else _text(cell)


def printable(text: str) -> str:
    """Control characters, which could steer a terminal, become visible."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n" else c for c in text)


def _unmarked(cell: Cell) -> str:
    text = html.escape(" ".join(_text(cell).split()), quote=False)
    return "".join(f"\\{c}" if c in "\\`*_{}[]|#~" else c for c in text)
