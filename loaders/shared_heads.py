"""Members of a list that share a head: 五常水稻、海伦大豆科技小院; 青少年编程、机器人竞赛; 国家级、省级科普教育基地."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.clauses import FILLER
from kexie_kg.loaders.coordination import items
from kexie_kg.loaders.generics import Generics
from kexie_kg.loaders.lexicon import Head, Lexicon
from kexie_kg.loaders.mention import Mention

_COUNTED_LIST = re.compile(r"(?<=[一-龥])(?:等)?[\d两二三四五六七八九十]+[个家场项]")
_FIELDS = re.compile(
    r"(?P<whose>(?:第[^届]{1,3}届|[一-龥]{2,4}?[省市县区州])?(?:青少年|中小学生|大学生|中学生|小学生|“[^”]{2,8}”))(?P<fields>[一-龥]+、[一-龥、和与及]+)"
)
"""For whom, and the fields: 青少年|机器人、无人机和编程竞赛."""
_COMPETITION, _SHORTEST_FIELD, _LONGEST_FIELD = "competition", 2, 6
_LEVEL = re.compile(r"(?:国家|全国|省|自治区|市|州|盟|县|区|旗)级?(?![场域])")
_TWO_LEVELS = re.compile(r"(省|自治区|市|州|盟)[、和]?(市|州|盟|县|区|旗)(?![场域级])|(国家)[（(](省)[)）](?=级)")
_LONGEST_SHARE = 10


class SharedHeads:
    """Completes the members of the lists of one text."""

    def __init__(self, text: str, masked: str, lexicon: Lexicon, generics: Generics, schema: Schema) -> None:
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part
        self._generics, self._heads_in = generics, lexicon.heads.within(masked)

    def counted(self, start: int, end: int) -> list[Mention]:
        """The members of a list that a number closes, with the head behind it: 襄州小麦、南漳食用菌3个|科技小院."""
        counted = _COUNTED_LIST.search(self._masked, start, end)
        head = self._head_behind(counted) if counted is not None else None
        if head is not None and head.type == self._part["award"] and self._ends_in_body(start, counted):
            return []  # A学会、B学会等12家示范学会: bodies, and what they are
        return list(self._sharing(start, counted, end, head)) if counted is not None and head is not None else []

    def _ends_in_body(self, start: int, counted: re.Match[str] | None) -> bool:
        stop = counted.start() if counted is not None else start
        heads = self._heads_in.find(start, stop)
        return any(end == stop and head.type == self._part["organization"] for _, end, head in heads)

    def complete(self, members: list[tuple[int, int]], named: list[list[Mention]], pairwise: bool) -> Iterator[Mention]:
        """The names of a list, ``named`` by member, and those of the members that share the head of another.

        ``pairwise``: the list is dealt out by 分别.
        """
        for mention in self._of_each_place(members, named, pairwise):
            for one in self._of_each_field(mention):
                yield from self._of_each_level(one, members)

    def _of_each_place(
        self, members: list[tuple[int, int]], named: list[list[Mention]], pairwise: bool
    ) -> list[Mention]:
        """五常水稻、海伦大豆、东宁黑木耳科技小院: members that begin with places share the head of the last one.

        Members of a list dealt out by 分别 share it whatever they begin with.
        """
        last = next((index for index in reversed(range(len(named))) if named[index]), 0)
        whole = named[last][-1] if named and named[last] else None
        if last == 0 or whole is None or whole.type != self._part["facility"] or whole.known is not None:
            return [mention for mentions in named for mention in mentions]
        hits = [hit for hit in self._heads_in.find(whole.start, whole.end) if hit[1] == whole.end]
        place = self._generics.place_length(whole.start, whole.end)
        if hits and (pairwise or place):
            for index in reversed(range(last)):
                start, end = members[index]
                own = self._generics.place_length(start, end)
                short = end - start <= _LONGEST_SHARE and FILLER not in self._masked[start:end]
                if named[index] or not short or not (pairwise or own):
                    break
                shared = whole.start + place if place and own == end - start else hits[-1][0]
                surface = self._text[start:end] + self._text[shared : whole.end]
                named[index] = [replace(whole, start=start, end=end, surface=surface, rule="shared head")]
        return [mention for mentions in named for mention in mentions]

    def _of_each_field(self, mention: Mention) -> Iterator[Mention]:
        """青少年科技创新、机器人竞赛: competitions in several fields, for the same people or of the same place."""
        shared = _FIELDS.fullmatch(mention.surface)
        hits = [hit for hit in self._lexicon.heads.find(mention.surface) if hit[1] == len(mention.surface)]
        if shared is None or not hits or hits[-1][2].kind != _COMPETITION or mention.known is not None:
            yield mention
            return
        fields = re.split("[、和与及]", shared["fields"])
        fields[-1] = fields[-1].removesuffix(hits[-1][2].word)
        if not all(_SHORTEST_FIELD <= len(field) <= _LONGEST_FIELD for field in fields):
            yield mention
            return
        for field in fields:
            yield replace(mention, surface=shared["whose"] + field + hits[-1][2].word, rule="shared head")

    def _of_each_level(self, mention: Mention, members: list[tuple[int, int]]) -> Iterator[Mention]:
        """国家级、省级科普教育基地, 省市科普教育基地: a title of every level named in front of it."""
        level = _LEVEL.match(mention.surface)
        if mention.type != self._part["award"] or mention.known is not None or level is None:
            yield mention
            return
        if both := _TWO_LEVELS.match(mention.surface):
            name = mention.surface[both.end() :]
            yield from (replace(mention, surface=word + name) for word in both.groups() if word)
            return
        stop = mention.start
        for start, end in reversed(members):
            if end + 1 == stop and _LEVEL.fullmatch(self._text, start, end):
                surface = self._text[start:end] + mention.surface[level.end() :]
                yield replace(mention, start=start, end=end, surface=surface, rule="shared head", confidence=0.75)
                stop = start
        yield mention

    def _head_behind(self, counted: re.Match[str]) -> Head | None:
        """The head behind the number of a list: 襄州小麦、南漳食用菌3个|科技小院."""
        for at, stop, head in self._heads_in.find(counted.end(), counted.end() + 12):
            if at == counted.end() and head.type != self._part["organization"]:
                return head  # type: ignore[no-any-return]  # the automaton's values are Head
            del stop
        return None

    def _sharing(self, start: int, counted: re.Match[str], end: int, head: Head) -> Iterator[Mention]:
        for at, stop in items(self._masked, start, counted.start()):
            surface = self._text[at:stop] + head.word
            stop = counted.end() + len(head.word) if stop == counted.start() else stop
            tail = self._text[counted.end() + len(head.word) : end]
            yield Mention(at, stop, head.type, head.kind, surface, "shared head", 0.8, tail)
