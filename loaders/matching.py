"""Matching views: the text patterns are tried on, with an exact way back to the document.

A view differs from the document in two ways only. Some stretches are *skipped* (the caller says which: page
numbers, line breaks inside sentences, Markdown marks), and every other character is *folded* to one character. So
offsets need a table of the kept stretches and nothing else, and ``printed`` runs parallel to ``text``.

Folding is compatibility normalisation (NFKC) where that gives one character and no other meaning: full-
width letters, digits and punctuation become half-width ones (``（`` is ``(``, ``：`` is ``:``), any white
space a plain space, and the radicals that PDF files print for whole characters these characters (``⻓`` is
``长``). Kept as they are: ``“”《》〔〕、。``, numerals that are single characters (``①`` ``²`` ``Ⅱ``), and
whatever would become longer (``…`` ``㎡``). Corner brackets become curly quotes, straight quotes are paired
inside a paragraph, the letter O in a number is the digit and a digit 0 before letters the letter (``2O20年``
``0A``). Traditional characters become Simplified ones, one by one (OpenCC t2s).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

TRADITIONAL_SHARE = 0.05
"""A text is Traditional if this share of its Han characters is found in no Simplified text (GB 2312)."""

_LINE_ENDS = "\r\n\v\f\x85\u2028\u2029"
_SPECIAL = (
    dict.fromkeys(_LINE_ENDS, "\n")
    | {"\t": " ", "「": "“", "」": "”", "『": "‘", "』": "’", "∶": ":"}
    | dict.fromkeys("・･‧", "·")
)
_RADICALS = dict(
    zip(
        "⺁⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀"
        "⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵旡日月歺民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羊耂肀聿肉臼艹艹艹"
        "虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
"""Radicals that have characters of their own and no compatibility with what they are in writing."""
_RADICAL = re.compile("[\u2e80-\u2fd5]")

_SPECIAL |= _RADICALS
_LAST_BEFORE_HAN = "\u2e7f"
_HAN = re.compile("[\u3400-\u9fff]")
_NUMERALS = {"No", "Nl"}
_ZEROS = re.compile(r"(?<![A-Za-z\d])\d+O[\dO]*(?![A-Za-z])")
_LETTERS = re.compile(r"0(?<![A-Za-z\d.]0)(?=[A-Z])")
_STRAIGHT_QUOTES = re.compile('"([^"\n]*)"')


class _Folding(dict[int, int]):
    """A table for ``str.translate`` that is filled as characters turn up."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(self._fold(chr(code)))
        return self[code]

    def _fold(self, char: str) -> str:
        if char in _SPECIAL:
            return _SPECIAL[char]
        folded = unicodedata.normalize("NFKC", char)
        return folded if len(folded) == 1 and unicodedata.category(char) not in _NUMERALS else char


class _Simplifying(_Folding):
    """Traditional characters, already folded, to Simplified ones."""

    def _fold(self, char: str) -> str:
        simplified = str(_opencc().convert(char))
        return simplified if len(simplified) == 1 else char


_FOLDING = _Folding()
_SIMPLIFYING = _Simplifying()


@cache
def _opencc() -> OpenCC:
    from opencc import OpenCC  # loads its dictionaries; most plans never need them

    return OpenCC("t2s")


@cache
def _simplified_characters() -> frozenset[str]:
    """The characters of GB 2312 and ASCII: those of nearly every Simplified text."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset(b"".join(cells).decode("gb2312", "ignore")) | frozenset(map(chr, range(128)))


def without_radicals(text: str) -> str:
    """`text` with the characters in place of the radicals that some fonts print for them, in the same length."""
    return _RADICAL.sub(lambda radical: chr(_FOLDING[ord(radical[0])]), text)


def fold(text: str) -> str:
    """`text` character by character, in the same length. See the module's docstring for what changes.

    In a Simplified text only characters foreign to it are simplified: 乾 and 著 are right in 乾隆 and 编著.
    """
    folded = text.translate(_FOLDING)
    foreign = set(folded) - _simplified_characters()
    traditional = {char for char in foreign if char > _LAST_BEFORE_HAN and _SIMPLIFYING[ord(char)] != ord(char)}
    if not traditional:
        return folded
    counted = sum(map(folded.count, traditional))
    if counted >= TRADITIONAL_SHARE * len(_HAN.findall(folded)):
        return folded.translate(_SIMPLIFYING)
    return folded.translate({ord(char): _SIMPLIFYING[ord(char)] for char in traditional})


@dataclass(frozen=True, slots=True, repr=False)
class MatchingView:
    """A text for matching, and the way back. Build it with :meth:`of`."""

    text: str
    """Folded, without the skipped stretches."""
    printed: str
    """The same characters as the document prints them: ``len(printed) == len(text)``."""
    _view_starts: tuple[int, ...]
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str, skip: Iterable[tuple[int, int]] = (), whole: str = "") -> MatchingView:
        """View `text` without the stretches in `skip`, which may overlap and come in any order.

        `whole` is the text folded, if the caller has it already.
        """
        kept = _complement(len(text), skip)
        whole = whole or fold(text)
        printed = "".join([text[start:end] for start, end in kept])
        folded = "".join([whole[start:end] for start, end in kept])
        if '"' in folded:
            folded = _STRAIGHT_QUOTES.sub(r"“\1”", folded)
        if "O" in folded:
            folded = _ZEROS.sub(lambda number: number[0].replace("O", "0"), folded)
        folded = _LETTERS.sub("O", folded)
        view_starts = [0]
        for start, end in kept:
            view_starts.append(view_starts[-1] + end - start)
        starts, ends = [span[0] for span in kept], [span[1] for span in kept]
        return cls(folded, printed, tuple(view_starts[:-1]), tuple(starts), tuple(ends))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the document from which ``text[start:end]`` was read; the slice may not be empty."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"[{start}:{end}] is no slice of a view of {len(self.text)} characters")
        run = bisect_right(self._view_starts, start) - 1
        first = self._starts[run] + start - self._view_starts[run]
        if (stop := first + end - start) <= self._ends[run]:
            return first, stop  # nothing is skipped inside, as in nearly all words
        return first, self.offset(end - 1) + 1

    def position(self, offset: int) -> int:
        """Where the view has the document's character at `offset`, or the next one that it keeps."""
        run = bisect_right(self._starts, offset) - 1
        if run < 0:
            return 0
        return self._view_starts[run] + min(offset, self._ends[run]) - self._starts[run]

    def offset(self, position: int) -> int:
        """Where the document has the character at ``text[position]``."""
        run = bisect_right(self._view_starts, position) - 1
        return self._starts[run] + position - self._view_starts[run]


def _complement(length: int, skip: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The non-empty stretches of [0, length) that no span of `skip` touches."""
    edges: list[tuple[int, int]] = [(0, 0)]
    for start, end in sorted(skip):
        if not 0 <= start <= end <= length:
            raise IndexError(f"[{start}:{end}] is no span of a text of {length} characters")
        if start <= edges[-1][1]:
            edges[-1] = (edges[-1][0], max(end, edges[-1][1]))
        else:
            edges.append((start, end))
    edges.append((length, length))
    return [(left[1], right[0]) for left, right in pairwise(edges) if left[1] < right[0]]
