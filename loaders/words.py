"""Sets of words, found in a text all at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, TypeAlias

import ahocorasick

Hit: TypeAlias = tuple[int, int, Any]
"""Where a word begins and ends in the text, and its entry."""
_TEXTS = 2
"""Texts whose words are kept: of a plan the one with its brackets blanked out and the one with them."""


class Words:
    """A set of words, found in a text all at once: longest first, left to right, without overlaps.

    ``by_end`` lists, for words that end something, the longest one at each end instead, unless it lies inside another:
    科普展演 ends in 展演, though 科普展 begins before it.

    Words with the entry None are decoys: they cover what would else be taken for a shorter word (奖补 for 奖).
    """

    def __init__(self, entries: Iterable[tuple[str, object]], by_end: bool = False) -> None:
        self.by_end = by_end
        self._automaton = ahocorasick.Automaton()
        for word, entry in entries:
            self._automaton.add_word(word, (len(word), entry))
        self._automaton.make_automaton()
        self.within = lru_cache(maxsize=_TEXTS)(self._within)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """(start, end, entry) of each hit in ``text[start:end]``."""
        end = len(text) if end is None else min(end, len(text))
        if start >= end or not len(self._automaton):
            return []
        part = text[start:end]  # the automaton copies what it is given, whatever stretch of it is asked for
        if self.by_end:
            return [(start + at, start + stop, entry) for at, stop, entry in longest_at_ends(self.all_in(part), 0)]
        return [
            (start + last - length + 1, start + last + 1, entry)
            for last, (length, entry) in self._automaton.iter_long(part)
            if entry is not None
        ]

    def all_in(self, text: str) -> list[Hit]:
        """Every occurrence, decoys and words inside others included: in the order of their ends, the longest last."""
        if not len(self._automaton):
            return []
        hits = [(last - length + 1, last + 1, entry) for last, (length, entry) in self._automaton.iter(text)]
        hits.sort(key=lambda hit: (hit[1], -hit[0]))
        return hits

    def _within(self, text: str) -> WordsIn:
        return WordsIn(self, text)


class WordsIn:
    """The words of a set in one text of which many stretches are asked, each as :meth:`Words.find` tells them.

    Most stretches are short, and no word begins and ends in them: that is looked up, and not searched.
    """

    def __init__(self, words: Words, text: str) -> None:
        self._words, self._text = words, text

    @cached_property
    def _index(self) -> tuple[list[Hit], list[int], list[int]]:
        """Every occurrence, their ends, and the last start among those up to each one; made when first asked for."""
        hits = self._words.all_in(self._text)
        return hits, [hit[1] for hit in hits], list(accumulate([hit[0] for hit in hits], max))

    def find(self, start: int, end: int) -> list[Hit]:
        """(start, end, entry) of each hit in ``text[start:end]``."""
        hits, ends, latest = self._index
        count = bisect_right(ends, end)
        if not count or latest[count - 1] < start:
            return []
        if self._words.by_end:
            return longest_at_ends(hits[bisect_right(ends, start) : count], start)
        return self._words.find(self._text, start, end)


def longest_at_ends(hits: list[Hit], start: int) -> list[Hit]:
    """Of hits in the order of :meth:`Words.all_in`, the longest at each end that begins at ``start`` or behind it, but
    none that lies inside the one that ends behind it."""
    kept: list[Hit] = []
    low: int | None = None
    for hit in reversed(hits):
        if start <= hit[0] and (low is None or hit[0] < low):
            low = hit[0]
            if hit[2] is not None:
                kept.append(hit)
    kept.reverse()
    return kept
