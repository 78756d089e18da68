"""Headings and task titles that are themselves a named programme: 一、科学素质提升行动 (rule 9 of the rule book)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kexie_kg.loaders.clauses import FILLER
from kexie_kg.loaders.lexicon import Lexicon
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.outline import Outline

_NUMBER = re.compile(r"^[\s#*]*(?:[（(]?[一二三四五六七八九十百\d]+[）)]?[、.．,，]?\s*)?")
_PUNCTUATION = re.compile(r"[，,；;：:。、]")
_PLAN_ITSELF = re.compile(r"工作计划|年[度]?计划|工作要点")
_PROGRAMMES = ("行动", "工程", "计划")
_SHORTEST = 6
_ACTING = frozenset({"nominate", "participate", "support", "cooperate", "publish", "confer"})
"""Classes of verbs that make a sentence of a heading, and no name."""


@dataclass(frozen=True, slots=True)
class HeadingProgramme:
    """A programme that a heading names; ``parent`` is the index of the enclosing one in the list, or None."""

    mention: Mention
    parent: int | None


def find(outline: Outline, masked: str, lexicon: Lexicon, type_: str) -> list[HeadingProgramme]:
    """The programmes among the headings and titles of a plan, outer before inner."""
    found: list[HeadingProgramme] = []
    of_section: dict[int, int] = {}
    view = outline.view

    def add(start: int, end: int, above: int | None) -> int | None:
        begin = _name_start(masked, view.position(start), view.position(end - 1) + 1, lexicon)
        stop = view.position(end - 1) + 1
        name = masked[begin:stop]
        if (
            len(name) < _SHORTEST
            or not name.endswith(_PROGRAMMES)
            or _PUNCTUATION.search(name)
            or FILLER in name
            or _PLAN_ITSELF.search(name)
            or any(verb.strong and verb.cls in _ACTING for _, _, verb in lexicon.verbs.find(name))
        ):
            return None
        mention = Mention(begin, stop, type_, "program", view.text[begin:stop], "heading", 0.85)
        found.append(HeadingProgramme(mention, above))
        return len(found) - 1

    for index, section in enumerate(outline.sections):
        above = of_section.get(section.parent) if section.parent is not None else None
        heading = add(section.heading.start, section.heading.end, above)
        if heading is not None or above is not None:
            of_section[index] = heading if heading is not None else above  # type: ignore[assignment]  # one of them is
    for task in outline.tasks:
        if not task.is_row:
            add(task.title.start, task.title.end, of_section.get(task.section) if task.section is not None else None)
    return found


def _name_start(masked: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Behind the number, adverbs and a verb of carrying out (深入实施…行动); other verbs are part of the name."""
    number = _NUMBER.match(masked[start:end])
    at = start + (number.end() if number else 0)
    while True:
        word = next((w for w in lexicon.adverbs if masked.startswith(w, at)), "")
        if not word or lexicon.verb.get(word) is not None:
            break
        at += len(word)
    for _, stop, verb in lexicon.verbs.find(masked, at, end):
        if masked.startswith(verb.word, at) and verb.cls in {"implement", "hold"}:
            return stop
        break
    return at
