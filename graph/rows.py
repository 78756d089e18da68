"""The answer of a query: the same shape from every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | None
"""Lists come back joined or unwound by the query itself; a cell is always one value."""


@dataclass(frozen=True, slots=True)
class Rows:
    """``columns`` in their declared order, and one tuple a row in the same order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = field(default=(), compare=False)
    """What the engine wants known, such as a label that the graph has not."""

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def dicts(self) -> list[dict[str, Cell]]:
        """One object a row, keyed by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
