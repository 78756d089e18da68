"""Stretches of one text, asked which of them touch or hold another one, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """A set of stretches ``(start, end)``, which may overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._reach = list(accumulate((end for _, end in self._spans), max))
        """The farthest end among the stretches up to each one."""

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with ``[start:end]``."""
        before = bisect_left(self._spans, (end, end))
        return before > 0 and self._reach[before - 1] > start

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them, other than ``[start:end]`` itself, holds all of it."""
        first, last = bisect_left(self._spans, (start, start)), bisect_right(self._spans, (start, end))
        return (first > 0 and self._reach[first - 1] >= end) or (
            last < len(self._spans) and self._spans[last][0] == start
        )
