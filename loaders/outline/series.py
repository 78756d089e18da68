"""Measures that stand in one line: 一是…二是…, 1.…2.…, ①…②…, 首先…其次…, and what semicolons part."""

from __future__ import annotations

import re
from collections.abc import Callable

_HAN = "一二三四五六七八九十"
_ORDINALS = (*_HAN, *("十" + digit for digit in _HAN[:9]))
_FIRST_TO_LAST = ("首先", "其次", "再次", "最后")
_NUMERAL = re.compile(rf"[{_HAN}]+|\d+|[①-⑳]")
_AFTER = r"(?<=[。;:)!?, ])"
_DEEPEST = 3


def _spelled(form: str) -> Callable[[int], str]:
    """The pattern of the nth of numbers in Chinese numerals."""
    return lambda n: form.format(_ORDINALS[n - 1]) if n <= len(_ORDINALS) else "(?!)"


def _circled(n: int) -> str:
    return chr(ord("①") + n - 1) if n <= 20 else "(?!)"


_KINDS: tuple[Callable[[int], str], ...] = (
    _spelled("{}是(?![否非])"),
    _spelled("{}要(?=[^素])"),
    _spelled("第{}[,、:]"),
    _spelled(r"\( ?{} ?\) ?"),
    lambda n: rf"{n} ?[.、](?!\d) ?",
    lambda n: rf"\( ?{n} ?\) ?",
    _circled,
    lambda n: rf"{n}\) ?",
)
"""Patterns of the nth number of each kind; a kind stands only for itself, so a series never changes its kind."""


def series(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The numbers of a series of at least two in ``text[start:end]``, the first of them exactly at `start`.

    Each is given by where it stands and where the words after it begin. Numbers come in turn, and stand behind a mark
    or a space; circled ones may stand anywhere.
    """
    for kind in _KINDS:
        if first := re.compile(kind(1)).match(text, start, end):
            found = [first.span()]
            while following := _next(text, kind(len(found) + 1), found[-1][1], end):
                found.append(following.span())
            return found if len(found) > 1 else []
    return _words(text, start, end)


def _next(text: str, pattern: str, start: int, end: int) -> re.Match[str] | None:
    """The next number of a series, outside of brackets that open behind `start`."""
    anywhere = "①" <= pattern[0] <= "⑳"
    depth, at = 0, start
    for found in re.compile(pattern if anywhere else _AFTER + pattern).finditer(text, start, end):
        depth += text.count("(", at, found.start()) - text.count(")", at, found.start())
        at = found.start()
        if depth <= 0:
            return found
    return None


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """首先, 其次, 再次, 最后: the first two at least, the others where they come."""
    if not text.startswith("首先", start, end):
        return []
    found, at = [], start
    for word in _FIRST_TO_LAST:
        if word == "首先":
            place = start
        else:
            match = re.compile(_AFTER + word + ("" if word == "其次" else "[,:]")).search(text, at, end)
            place = match.start() if match else -1
        if place >= 0:
            at = place + len(word)
            at += text[at : at + 1] in {",", ":"}
            found.append((place, at))
    return found if len(found) > 1 and text.startswith("其次", found[1][0]) else []


def successor(number: str) -> str:
    """The number after one in the same form, marks included: （二） after （一）, ``4.`` after ``3.``."""
    numeral = _NUMERAL.search(number)
    if numeral is None:
        return number
    return f"{number[: numeral.start()]}{_following(numeral.group())}{number[numeral.end() :]}"


def _following(numeral: str) -> str:
    if numeral.isdecimal():
        return str(int(numeral) + 1)
    if numeral in _ORDINALS:
        following = _ORDINALS.index(numeral) + 1
        return _ORDINALS[following] if following < len(_ORDINALS) else "二十"
    return chr(ord(numeral[-1]) + 1)


def parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of ``text[start:end]`` that semicolons outside of brackets and quotes part, spaces left out."""
    bounds, depth = [start], 0
    for at in range(start, end):
        depth += (text[at] in "(“《") - (text[at] in ")”》")
        if text[at] == ";" and depth <= 0:
            bounds.append(at + 1)
    pieces = []
    for left, right in zip(bounds, [*bounds[1:], end], strict=True):
        words = text[left:right]
        if words.strip(" ;。"):
            pieces.append((left + len(words) - len(words.lstrip()), right))
    return pieces
