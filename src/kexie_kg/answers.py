"""What a graph gives back: rows that show themselves as a table, and pages of HTML."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kexie_kg.graph.files import write_whole
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.output import table, to_html

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """Rows that show themselves as a table, in a terminal and in a notebook."""

    rows: Rows

    @property
    def columns(self) -> tuple[str, ...]:
        return self.rows.columns

    def dicts(self) -> list[dict[str, Cell]]:
        """One object a row, keyed by column."""
        return self.rows.dicts()

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame with the same columns."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return table(self.rows, get_terminal_size().columns).rstrip("\n")

    def _repr_html_(self) -> str:
        return to_html(self.rows)


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """An interactive HTML page that needs no network. Shows itself in a notebook."""

    html: str

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes the page to a file and returns its path."""
        write_whole(Path(path), self.html.encode("utf-8"))
        return Path(path)

    def __repr__(self) -> str:
        return f"Page({len(self.html)} characters; write it to a file with .save(path))"

    def _repr_html_(self) -> str:
        allowed = "allow-scripts allow-downloads"  # no same origin: the page cannot reach the notebook around it
        return f'<iframe srcdoc="{html.escape(self.html)}" sandbox="{allowed}" width="100%" height="680"></iframe>'
