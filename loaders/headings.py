"""Headings and task titles that name a programme, and the programmes these are parts of (rules 9 and 25).

A programme is a heading's whole (一、科学素质提升行动), or what a heading says is carried out (实施“聚力引领工程”，…).
What stands under it belongs to it: programmes that are titles of its tasks, and the one that its first paragraph
announces, to which the tasks then belong. A counted umbrella (四大工程) holds the programmes of as many sections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kexie_kg.loaders.clauses import FILLER, clause_spans
from kexie_kg.loaders.lexicon import Lexicon
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.outline import Outline

_NUMBER = re.compile(r"^[\s#*]*(?:[（(]?[一二三四五六七八九十百\d]+[）)]?[、.．,，]?\s*)?")
_PUNCTUATION = re.compile(r"[，,；;：:。、《（(]")
_PLAN_ITSELF = re.compile(r"工作计划|年[度]?计划|工作要点")
_PROGRAMMES = ("行动", "工程", "计划")
_CARRIED_OUT = re.compile(r"(?:实施|推进|开展|深化|启动)(?P<name>“[^“”\n]{2,20}(?:行动|工程|计划)”)")
_UMBRELLA = re.compile(
    r"(?:实施|推进|开展|抓好|突出|打造|深化)(?P<name>“?(?P<count>[两二三四五六七八九十])(?:大|项)(?P<head>行动|工程|计划)”?)"
)
_COUNTS = {"两": 2, **{digit: n for n, digit in enumerate("一二三四五六七八九十", 1)}}
_SHORTEST = 6
_GOVERNING = frozenset({"拓展", "延伸", "擦亮"})
"""Weak verbs that govern a programme's name and are no part of it."""
_ACTING, _SUPPORT = frozenset({"nominate", "participate", "cooperate", "publish", "confer"}), "support"
"""Classes of verbs that make a sentence of a heading, and no name; one of support does where it begins with it."""
_PARALLEL = 2
"""Headings of programmes beside it from which on one that begins with such a verb is a name all the same."""


@dataclass(frozen=True, slots=True)
class HeadingProgramme:
    """A programme that a heading names or announces; ``parent`` is the index of the enclosing one in the list, or
    None. ``whole``: it is all that the heading says."""

    mention: Mention
    parent: int | None
    whole: bool


def find(outline: Outline, masked: str, lexicon: Lexicon, type_: str) -> list[HeadingProgramme]:
    """The programmes of a plan's headings and titles, outer before inner."""
    return _Finder(outline, masked, lexicon, type_).find()


class _Finder:
    def __init__(self, outline: Outline, masked: str, lexicon: Lexicon, type_: str) -> None:
        self._outline, self._masked, self._lexicon, self._type = outline, masked, lexicon, type_
        self._view = outline.view
        self._found: list[HeadingProgramme] = []
        self._named = self._count_named()
        self._first_inside = self._starts_inside()

    def find(self) -> list[HeadingProgramme]:
        of_section: dict[int, int] = {}
        for index, section in enumerate(self._outline.sections):
            above = of_section.get(section.parent) if section.parent is not None else None
            start, end = self._positions(section.heading.start, section.heading.end)
            name = self._whole(start, end, self._has_parallels(index)) or self._carried_out(start, end)
            inner = above if name is None else self._add(name, above, whole=name[1] == end)
            announced = self._announced(index)
            if announced is not None and inner is not None:
                inner = self._add(announced, inner, whole=False)
            if inner is not None:
                of_section[index] = inner
        for task in self._outline.tasks:
            if not task.is_row:
                start, end = self._positions(task.title.start, task.title.end)
                if (name := self._whole(start, end, parallel=False)) is not None:
                    above = of_section.get(task.section) if task.section is not None else None
                    self._add(name, above, whole=True)
        self._add_umbrella()
        return self._found

    def _add(self, name: tuple[int, int], above: int | None, whole: bool) -> int:
        begin, stop = name
        words = self._view.text[begin:stop]
        mention = Mention(begin, stop, self._type, "program", words, "heading", 0.85)
        self._found.append(HeadingProgramme(mention, above, whole))
        return len(self._found) - 1

    def _positions(self, start: int, end: int) -> tuple[int, int]:
        return self._view.position(start), self._view.position(end - 1) + 1

    def _whole(self, start: int, end: int, parallel: bool) -> tuple[int, int] | None:
        """The name that is all of ``[start:end]`` but number, adverbs and a verb of carrying out; None if none is."""
        begin = self._name_start(start, end)
        name = self._masked[begin:end]
        bounded = "“" not in name or name.count(FILLER) < len(name) - 2
        if (
            len(name) < _SHORTEST
            or not name.endswith(_PROGRAMMES)
            or _PUNCTUATION.search(name)
            or not bounded
            or _PLAN_ITSELF.search(name)
        ):
            return None
        acting = name[0] in "由各" or any(
            v.strong and (v.cls in _ACTING or (v.cls == _SUPPORT and at == 0))
            for at, _, v in self._lexicon.verbs.find(name)
        )
        return None if acting and not parallel else (begin, end)

    def _has_parallels(self, index: int) -> bool:
        """Whether headings beside this one end in 行动 or 工程 as well, and are nothing but names."""
        heading, level = self._outline.sections[index].heading, self._outline.sections[index].level
        itself = self._whole(*self._positions(heading.start, heading.end), parallel=False) is not None
        return self._named[level] - itself >= _PARALLEL

    def _count_named(self) -> Counter[int]:
        """How many headings of each level are nothing but names."""
        return Counter(
            section.level
            for section in self._outline.sections
            if self._whole(*self._positions(section.heading.start, section.heading.end), parallel=False) is not None
        )

    def _starts_inside(self) -> dict[int, int]:
        """Where the first task or section inside a section begins, by the section's index."""
        first: dict[int, int] = {}
        inner = [(task.section, task.span.start) for task in self._outline.tasks]
        inner += [(section.parent, section.span.start) for section in self._outline.sections]
        for outer, start in inner:
            if outer is not None:
                first[outer] = min(start, first.get(outer, start))
        return first

    def _carried_out(self, start: int, end: int) -> tuple[int, int] | None:
        """The one programme in quotes that a heading says is carried out."""
        names = [found.span("name") for found in _CARRIED_OUT.finditer(self._view.text, start, end)]
        return names[0] if len(names) == 1 else None

    def _announced(self, index: int) -> tuple[int, int] | None:
        """The one programme that a section's first paragraph says is carried out, before its tasks begin."""
        if index not in self._first_inside:
            return None
        heading = self._outline.sections[index].heading
        start, end = self._view.position(heading.end - 1) + 1, self._view.position(self._first_inside[index])
        names = [name for span in clause_spans(self._masked, start, end) if (name := self._governed(*span))]
        return names[0] if len(names) == 1 else None

    def _governed(self, start: int, end: int) -> tuple[int, int] | None:
        name = self._whole(start, end, parallel=False)
        verbs = self._lexicon.verbs.find(self._masked, start, name[0] if name else start)
        return name if any(verb.cls in ("implement", "hold") for _, _, verb in verbs) else None

    def _add_umbrella(self) -> None:
        """四大工程, said to be carried out: the programmes of four sections are its parts."""
        umbrella = next(self._umbrellas(), None)
        if umbrella is None:
            return
        members = [
            index
            for index, found in enumerate(self._found)
            if found.parent is None and found.mention.surface.strip("“”").endswith(umbrella["head"])
        ]
        if len(members) == _COUNTS[umbrella["count"]]:
            whole = self._add(umbrella.span("name"), None, whole=False)
            for index in members:
                self._found[index] = replace(self._found[index], parent=whole)

    def _umbrellas(self) -> Iterator[re.Match[str]]:
        for span in self._outline.body:
            yield from _UMBRELLA.finditer(self._view.text, *self._positions(span.start, span.end))

    def _name_start(self, start: int, end: int) -> int:
        """Behind the number, adverbs and a verb of carrying out (深入实施…行动); other verbs are part of the name."""
        masked, lexicon = self._masked, self._lexicon
        number = _NUMBER.match(masked[start:end])
        at = start + (number.end() if number else 0)
        while True:
            word = lexicon.adverb.match(masked, at)
            if word is None or lexicon.verb.get(word[0]) is not None:
                break
            at = word.end()
        for first, stop, verb in lexicon.verbs.find(masked, at, end):
            if first == at and (verb.cls in {"implement", "hold"} or verb.word in _GOVERNING):
                return self._name_start(stop, end) if verb.word in _LIGHT else stop
            break
        return at


_LIGHT = frozenset({"启动", "推进", "组织"})
"""Verbs that another one of carrying out may follow: 启动|实施."""
