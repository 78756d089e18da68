"""An answer as text: a table for people, CSV for spreadsheets, JSON for programs, Markdown and HTML for documents."""

from __future__ import annotations

import csv
import html
import io
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from kexie_kg.graph.formats.formulas import harmless
from kexie_kg.graph.rows import Cell, Rows

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
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, column in enumerate(rows.columns):
        numbers = all(isinstance(row[index], int | float | None) for row in rows)
        drawn.add_column(Text(_printable(column)), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(_printable(_text(cell))) for cell in row))
    file = io.StringIO()
    console = Console(file=file, width=width or 1_000_000, color_system=None, legacy_windows=False, _environ={})
    console.print(drawn)
    lines = [line.rstrip() for line in file.getvalue().splitlines()]
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    return "\n".join([*lines, f"({count})", ""])


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
    return json.dumps(rows.dicts(), ensure_ascii=False, indent=1, default=_text) + "\n"


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


def _printable(text: str) -> str:
    """Control characters, which could steer a terminal, become visible."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n" else c for c in text)


def _unmarked(cell: Cell) -> str:
    text = html.escape(" ".join(_text(cell).split()), quote=False)
    return "".join(f"\\{c}" if c in "\\`*_{}[]|#~" else c for c in text)
