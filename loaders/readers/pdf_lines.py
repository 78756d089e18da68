"""Printed lines, put together from single characters by where they stand.

On one baseline and from left to right: quotation marks often come from another font and stand elsewhere in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

_WIDE_SPACES = "\u2001\u2003"

# In ems, the size of the characters in question.
_SAME_LINE = 0.4
_SAME_PLACE = 0.2
_SPACE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a row of a table. Points; `y` is that of the baseline and grows upwards."""

    text: str
    left: float
    right: float
    y: float
    size: float
    row: tuple[str, ...] = ()


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
