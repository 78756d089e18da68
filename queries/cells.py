"""Cells of an answer, and parameters of a query, as JSON has them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kexie_kg.graph.rows import Cell

_DATE = "date"


def as_json(cell: Cell) -> Any:
    """The same value; a date, which JSON lacks, as ``{"date": "2020-01-31"}``."""
    return {_DATE: cell.isoformat()} if isinstance(cell, date) and not isinstance(cell, datetime) else cell


def from_json(value: Any) -> Any:
    """What :func:`as_json` was given."""
    return date.fromisoformat(value[_DATE]) if isinstance(value, dict) and _DATE in value else value
