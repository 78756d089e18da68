"""Towns, townships and streets. No table has them: they are known by their last character, and lie in the county
printed in front, else in the issuer's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.divisions import Division

_TOWN = re.compile(r"[一-龥]{2,6}?(?:镇|(?<![下城家返回进入离故老水之])乡|街道)(?![镇乡村级]|办事处)")
LEVELS = ("镇", "乡", "街道")
"""How the names of towns and streets end."""
_COUNTS = "两二三四五六七八九十几数各"
_NO_TOWN = re.compile(r"[各乡县市区全个农](?!道)|城镇|乡镇|家乡|返乡|下乡|之乡")


_SHARED = re.compile(
    r"(?P<names>(?:[一-龥]{2,3}[、和])+[一-龥]{2,3})[两二三四五六七八九十](?:个)?(?P<level>镇|乡|街道)"
)
_NAME = re.compile(r"[一-龥]{2,3}(?=$|[、和])")


def sharing(text: str, begin: int, end: int, context: PlanContext) -> Iterator[tuple[int, int, Division]]:
    """梅山、罗东两镇: the towns of a list that begins at ``begin`` and share their level; their spans."""
    found = _SHARED.match(text, begin, end)
    if found is None:
        return
    for name in _NAME.finditer(text, *found.span("names")):
        yield name.start(), name.end(), division(name[0] + found["level"], context.place)


def at(text: str, begin: int, end: int, context: PlanContext) -> tuple[Division, int] | None:
    """The town whose name begins ``text[begin:end]``, and where its name ends."""
    position, above = begin, context.place
    found = context.division_at(text[begin:end])
    if found is not None and found[1] < end - begin and found[0].level in ("city", "county"):
        above, position = found[0], begin + found[1]
    match = _TOWN.match(text, position, end)
    if (
        match is None
        or match[0].endswith("街镇")
        or _NO_TOWN.search(match[0][:-1])
        or match[0][-2] in _COUNTS
        or _holds_verb(match[0])
    ):
        return None
    return division(match[0], above), match.end()


def _holds_verb(name: str) -> bool:
    """召开街道…: the verb in front was taken along."""
    return any(verb.strong for _, _, verb in lexicons.load().verbs.find(name))


def division(name: str, above: Division) -> Division:
    """The town of this name in a county or city."""
    chain = (*above.chain, name)
    return Division("".join(chain), "", name, "town", chain, 0, None, ())
