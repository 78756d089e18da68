"""Text that a spreadsheet would run as a formula."""

from __future__ import annotations

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a formula starts; some programs take the full-width ones as well."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula; it passes over blanks in front."""
    return text.lstrip(" \u3000").startswith(_SIGNS)


def harmless(text: str) -> str:
    """The text for a cell of CSV, with an apostrophe in front of a formula, and of an apostrophe."""
    return f"'{text}" if is_formula(text) or text.startswith("'") else text


def original(cell: str) -> str:
    """The inverse of :func:`harmless`."""
    return cell.removeprefix("'")
