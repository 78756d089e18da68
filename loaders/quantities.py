"""Quantities in Chinese prose: bounds, numbers, shares, multiples, measure words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0}
_SCALES = {"千": 1e3, "万": 1e4, "亿": 1e8, "": 1.0}
_COUNTED_IN_WORDS = frozenset({"次", "个", "家", "场", "所", "支", "处", "座"})
"""Measure words with which a number in characters is a count and no formula (八项规定, 三位一体)."""
_HALF = ("过半", "一半以上", "半数以上", "一半", "半数")
_NUMERAL = re.compile(r"[\d一二三四五六七八九两十半翻倍]")
"""One of these stands in every quantity; most clauses have none."""
_DOUBLED = {"翻一番": 2.0, "翻番": 2.0, "翻两番": 4.0, "增加一倍": 2.0, "增长一倍": 2.0}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at ``text[start:end]``, bound words and measure word included; ``op`` is empty without a bound."""

    start: int
    end: int
    number_end: int
    """Where the number and its measure word end, before 以上 or 左右."""
    op: str
    value: float
    value_max: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    number: re.Pattern[str]
    share: re.Pattern[str]
    before: Mapping[str, str]
    after: Mapping[str, str]


@cache
def table() -> Mapping[str, object]:
    """``patterns/targets.toml``."""
    return tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", "targets.toml").read_text("utf-8"))


@cache
def _grammar() -> _Grammar:
    raw = tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", "targets.toml").read_text("utf-8"))
    before = {word: op for op, words in raw["before"].items() for word in words}
    after = {word: op for op, words in raw["after"].items() for word in words}
    number = re.compile(
        rf"(?P<before>{any_of(before)})?\s*"
        rf"(?:(?P<low>\d+(?:\.\d+)?)\s*(?P<scale>(?:[千万亿](?!元))?)(?:{any_of(str(raw['units']).split())}(?=[至到]\d))?"
        r"(?:\s*(?:[-—－–~～至]+|到)\s*(?P<high>\d+(?:\.\d+)?)"
        r"\s*(?P<scale_high>(?:[千万亿](?!元))?))?|(?P<han>[一二三四五六七八九两十]{1,3}))"
        rf"(?P<more>余|多)?\s*(?P<unit>{any_of(str(raw['units']).split())})(?![月届级世等])"
        rf"(?:[(（][类个\ue000][)）])?(?P<after>{any_of(after)})?"
    )
    share = re.compile(
        rf"(?P<before>{any_of(before)})?(?:(?P<half>{any_of(_HALF)})|(?P<tenths>[一二三四五六七八九两])成"
        r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])|(?P<over>\d)/(?P<under>\d{1,2})(?![\d年月])"
        rf"|(?P<doubled>{any_of(_DOUBLED)}))(?P<after>{any_of(after)})?"
    )
    return _Grammar(number, share, before, after)


def find(masked: str, start: int, end: int) -> list[Quantity]:
    """The quantities in ``masked[start:end]``, in order."""
    if _NUMERAL.search(masked, start, end) is None:
        return []
    grammar = _grammar()
    found = [
        *(_number(m, grammar) for m in grammar.number.finditer(masked, start, end) if not _is_ordinal(masked, m)),
        *(_share(m, grammar) for m in grammar.share.finditer(masked, start, end)),
    ]
    return sorted(found, key=lambda quantity: quantity.start)


def _is_ordinal(masked: str, match: re.Match[str]) -> bool:
    at = match.start("low") if match["low"] else match.start("han")
    before = masked[max(0, at - 1) : at]
    if match["han"]:
        return (
            before in {"第", "十", "“", "每", "这", "届"}
            or match["han"] == "一"
            or match["unit"] not in _COUNTED_IN_WORDS
        )
    if before in {"由", "从"} or masked.endswith(("由人均", "从人均"), 0, at):
        return True  # the number it starts from: 由82%提高到95%
    return before in {"第", "+", "“", "-", "—", "."} or (before.isascii() and before.isalnum())


def _number(match: re.Match[str], grammar: _Grammar) -> Quantity:
    op = grammar.after.get(match["after"] or "") or grammar.before.get(match["before"] or "", "")
    if match["more"]:
        op = op or ">="
    unit = match["unit"].replace("％", "%")
    end = match.end("unit")
    if match["han"]:
        return Quantity(match.start(), match.end(), end, op, float(_han(match["han"])), None, unit)
    scale = _SCALES[match["scale"]] if match["scale"] or not match["scale_high"] else _SCALES[match["scale_high"]]
    value = round(float(match["low"]) * scale, 4)
    if match["high"]:
        high = round(float(match["high"]) * (_SCALES[match["scale_high"]] if match["scale_high"] else scale), 4)
        return Quantity(match.start(), match.end(), end, "range", value, high, unit)
    return Quantity(match.start(), match.end(), end, op, value, None, unit)


def _share(match: re.Match[str], grammar: _Grammar) -> Quantity:
    op = grammar.after.get(match["after"] or "") or grammar.before.get(match["before"] or "", "")
    end = match.end()
    if match["doubled"]:
        return Quantity(match.start(), end, end, "=", _DOUBLED[match["doubled"]], None, "倍")
    if match["half"]:
        op = op or ("=" if match["half"] in ("一半", "半数") else ">=")
        return Quantity(match.start(), end, end, op, 0.5, None, "ratio")
    if match["tenths"]:
        value = _DIGITS[match["tenths"]] / 10
    elif match["over"]:
        value = int(match["over"]) / int(match["under"])
    else:
        value = _han(match["above"]) / _han(match["below"])
    return Quantity(match.start(), end, end, op, round(value, 4), None, "ratio")


def _han(word: str) -> int:
    """三 → 3, 十 → 10, 十五 → 15, 二十 → 20."""
    tens, ten, ones = word.partition("十")
    if not ten:
        return _DIGITS.get(word, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"
