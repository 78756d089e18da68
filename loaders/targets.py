"""Numbers a plan sets out to reach: operator, value, unit, and the noun that is counted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kexie_kg.loaders.clauses import clause_spans
from kexie_kg.loaders.lexicon import Lexicon

_FRACTIONS = {"三分之一": 0.3333, "二分之一": 0.5, "一半": 0.5, "三分之二": 0.6667, "四分之三": 0.75, "四分之一": 0.25}
_OBJECT_END = re.compile(r"[，。；：、,;:!?\n(（]|以上|以内|以下|左右|并|力争|争取|其中")
_NOT_OBJECT = re.compile(r"^(?:以上|左右|以内|以下|的|各类|有关|相关|新)+")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年?(?:底|末|前|内)?")
_SPAN_OF_YEARS = re.compile(r"[一二三四五六七八九十\d]+年(?:时间|内|左右)|“十[二三四五]五”|累计")


@dataclass(frozen=True, slots=True)
class TargetMention:
    """A target in the text. ``start``/``end`` bound its clause; ``value_max`` only for a range."""

    start: int
    end: int
    object: str
    op: str
    value: float
    value_max: float | None
    unit: str
    period: int | None


@dataclass(frozen=True, slots=True)
class _Grammar:
    pattern: re.Pattern[str]
    before: dict[str, str]
    after: dict[str, str]
    verbs: re.Pattern[str]
    list_heads: tuple[str, ...]


@cache
def _grammar() -> _Grammar:
    raw = tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", "targets.toml").read_text("utf-8"))
    before = {word: op for op, words in raw["before"].items() for word in words}
    after = {word: op for op, words in raw["after"].items() for word in words}
    pattern = re.compile(
        rf"(?P<before>{_any(before)})?\s*"
        rf"(?:(?P<low>\d+(?:\.\d+)?)\s*(?P<million>[万亿]?)(?:\s*[-—~至]\s*(?P<high>\d+(?:\.\d+)?))?\s*"
        rf"(?P<unit>{_any(raw['units'].split())})(?!月|年|世纪|届)|(?P<fraction>{_any(_FRACTIONS)}))"
        rf"(?:\([类个]\))?(?P<after>{_any(after)})?"
    )
    return _Grammar(pattern, before, after, re.compile(_any(raw["verbs"].split())), tuple(raw["list_heads"]))


def find(text: str, masked: str, start: int, end: int, year: int, lexicon: Lexicon) -> Iterator[TargetMention]:
    """The targets in ``text[start:end]``; ``year`` is the plan's."""
    grammar = _grammar()
    for clause_start, clause_end in clause_spans(masked, start, end):
        several = bool(_SPAN_OF_YEARS.search(text, max(start, clause_start - 40), clause_end))
        for found in grammar.pattern.finditer(masked, clause_start, clause_end):
            target = _target(found, text, masked, clause_start, clause_end, grammar, lexicon)
            if target is None:
                continue
            printed = _YEAR_BEFORE.search(masked, clause_start, found.start())
            period = int(printed[1]) if printed else None if several else year
            yield TargetMention(clause_start, clause_end, *target, period)


def _target(
    found: re.Match[str], text: str, masked: str, start: int, end: int, grammar: _Grammar, lexicon: Lexicon
) -> tuple[str, str, float, float | None, str] | None:
    before, after = found["before"], found["after"]
    op = grammar.after.get(after or "") or grammar.before.get(before or "")
    if masked[max(start, found.start() - 1) : found.start()] in {"第", "+", "“", "-"}:
        return None
    governed = grammar.verbs.search(masked, start, found.start())
    if op is None and governed is None:
        return None
    object_ = _object(found, text, masked, start, end, lexicon)
    if not object_ or (op is None and object_.endswith(grammar.list_heads)):
        return None
    if found["fraction"]:
        return object_, op or "=", _FRACTIONS[found["fraction"]], None, "ratio"
    unit = found["unit"].replace("％", "%")
    scale = {"万": 1e4, "亿": 1e8, "": 1.0}[found["million"]]
    value = float(found["low"]) * scale
    if found["high"]:
        return object_, "range", value, float(found["high"]) * scale, unit
    return object_, op or "=", value, None, unit


def _object(found: re.Match[str], text: str, masked: str, start: int, end: int, lexicon: Lexicon) -> str:
    """The noun counted: what follows the measure word, else the object of the verb before the number."""
    stop = _OBJECT_END.search(masked, found.end(), end)
    behind = _NOT_OBJECT.sub("", text[found.end() : stop.start() if stop else end].strip())
    verb = next((at for at, _, v in lexicon.verbs.find(masked, found.end(), end) if v.strong), None)
    if verb is not None and verb > found.end():
        behind = behind[: max(0, verb - found.end())]
    if behind and not behind.startswith(("，", "、")):
        return behind
    begin = start
    for _, at, verb_ in lexicon.verbs.find(masked, start, found.start()):
        if verb_.strong or at - start <= 6:
            begin = at
    front = re.sub(r"(?:数量|总数|力争|全年|各类|压减|达到|不少于|超过|新增|分别)+", "", text[begin : found.start()])
    return front.strip("、，好了的 ")


def _any(words: object) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"  # type: ignore[call-overload]
