"""Names inside the object of a verb: where exactly they begin and end, and what type of thing they name.

The right edge of a Chinese compound name is its head (大赛, 工程, 科技馆), and the head gives the type. The left edge
is where the phrase begins once verb, adverbs, measure words and praise are taken off. Quotes and title marks bound a
name by themselves; the word behind them tells its type (“清风”行动计划), or the word that closes the list
(“甲”“乙”等活动).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.clauses import FILLER
from kexie_kg.loaders.coordination import Coordination, NoCoordination, items
from kexie_kg.loaders.divisions import Divisions
from kexie_kg.loaders.formulas import Formulas
from kexie_kg.loaders.generics import Generics, NoGenerics
from kexie_kg.loaders.headed import AWARDING, LONGEST_NAME, SETTING_UP, HeadedNames
from kexie_kg.loaders.known import KnownNames
from kexie_kg.loaders.lexicon import Head, Lexicon, Verb
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.naming import work_kind
from kexie_kg.loaders.quotes import NoQuotedNames, QuotedNames
from kexie_kg.loaders.shared_heads import SharedHeads
from kexie_kg.loaders.stages import ALL_STAGES_RUN, Stages

_QUOTED = re.compile(r"“([^“”\n]{1,40})”")
_TITLED = re.compile(r"《([^《》\n]{1,80})》")
_SHORT_FORM = re.compile(r"[（(](?:以下)?(?:简称|下称|统称)为?[:：]?[“《]?([^（）()“”《》]{2,20})[”》]?[)）]")
_ET_CETERA = re.compile(r"等[^等]{0,14}$")
_PREPOSITIONS = ("对", "为", "把", "将", "向", "与", "同", "以", "给", "被")
_PROGRAMMES = ("栏目", "专栏", "频道", "节目", "专版")
"""Behind a title these say that it is no text but a programme of a station or paper."""
_BARE_TITLES = ("纲要", "规划", "条例", "意见", "方案")
"""Titles cut so short that they only point back."""
_NEAR_VERB = 20
_DEALT = re.compile(r"分别[^，。；]*$")
"""分别 in front of the verb of a list; with places between, it deals them out, too."""


class MentionFinder:
    """Finds the names in stretches of one text."""

    def __init__(
        self, text: str, masked: str, lexicon: Lexicon, divisions: Divisions, schema: Schema,
        without: Stages = ALL_STAGES_RUN,
    ) -> None:  # fmt: skip
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part
        coordination = NoCoordination if "coordination" in without else Coordination
        self._coordination = coordination(text, masked, lexicon, schema)
        self._generics = (NoGenerics if "genericity" in without else Generics)(text, masked, lexicon, divisions)
        self._known, self._heads_in = KnownNames(text, lexicon), lexicon.heads.within(masked)
        quotes = NoQuotedNames if "quoted names" in without else QuotedNames
        self._quotes = quotes(text, masked, lexicon, self._generics, self._known, schema)
        self._heads = HeadedNames(text, masked, lexicon, self._generics, self._known, schema)
        self._formulas = Formulas(text, self._generics, schema.part["event"])
        self._shared = SharedHeads(text, masked, lexicon, self._generics, schema)

    def in_object(self, start: int, end: int, verb: Verb | None) -> Iterator[Mention]:
        """The names in a verb's object ``[start:end]``, which may be a list."""
        head: Head | None = None
        tail = ""
        closing = etc = None
        if self._masked.find("等", start, end) >= 0:  # both patterns begin with it
            closing = self._lexicon.closing_pattern.search(self._masked, start, end)
            etc = _ET_CETERA.search(self._masked, start, end)
        if closing is not None:
            head, tail, end = self._lexicon.closing[closing[1]], self._text[closing.start() : end], closing.start()
        elif counted := self._shared.counted(start, end):
            yield from counted
            return
        whole = end
        if closing is None and etc is not None:
            tail, end = etc[0], etc.start()
        members = list(self._coordination.members(start, end, head, verb))
        named = [list(self._in_item(item_start, item_end, head, verb)) for item_start, item_end in members]
        pairwise = _DEALT.search(self._text, max(0, start - _NEAR_VERB), start) is not None
        found = list(self._shared.complete(members, named, pairwise))
        if not found and closing is None and etc is not None:
            yield from self._at_such(etc.start() + 1, whole, verb)
            return
        shared = tail or (found[-1].tail if found else "")  # 做好甲、乙推荐工作: the last one's tail is everyone's
        for mention in found:
            yield mention if mention.tail or not shared else replace(mention, tail=shared)

    def _at_such(self, start: int, end: int, verb: Verb | None) -> Iterator[Mention]:
        """新建武汉大学、宜化集团等|院士专家工作站: a list that names nothing of its kind tells where it is built."""
        for item in self._coordination.members(start, end, None, verb):
            yield from (m for m in self._in_item(*item, None, verb) if m.type == self._part["facility"])

    def parts(self, start: int, end: int, verb: Verb) -> Iterator[Mention]:
        """The names in a list of parts of a thing with a name: there a kind of thing is meant as a name, too."""
        found = list(self.in_object(start, end, verb))
        yield from found
        for item_start, item_end in items(self._masked, start, end):
            if any(m.start < item_end and item_start < m.end for m in found):
                continue
            for _, stop, head in self._heads_in.find(item_start, item_end):
                if stop == item_end and head.type == self._part["event"]:
                    yield self._mention(item_start, item_end, head.type, head.kind, "part", 0.8)

    def loose(self, start: int, end: int) -> Iterator[Mention]:
        """Titles and known names anywhere in ``[start:end]``, the titles first."""
        yield from self._titled(start, end)
        yield from self._known.find(start, end)

    def _in_item(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[Mention]:
        start, indefinite = self._generics.left_edge(start, end)
        if self._text.startswith(_PREPOSITIONS, start) and end - start > 4:
            start += 1
        possessor = self._masked.rfind("的", start, end - 1)
        parts = [(start, end)] if possessor < start else [(possessor + 1, end), (start, possessor)]
        taken: list[Mention] = []
        for part_start, part_end in parts:
            for mention in self._candidates(part_start, part_end, closing, verb, indefinite):
                if not any(m.start < mention.end and mention.start < m.end for m in taken):
                    taken.append(self._finished(self._formulas.with_scene(mention, start), end))
            if taken:
                break
        if not taken and closing is not None and self._is_plain_name(start, end):
            taken.append(self._mention(start, end, closing.type, closing.kind, "list", 0.6))
        yield from sorted(taken, key=lambda m: m.start)

    def _finished(self, mention: Mention, end: int) -> Mention:
        """With the words behind it, and the short form that the text gives it there."""
        short = _SHORT_FORM.match(self._text, mention.end)
        tail, short_form = self._text[mention.end : end], short[1] if short else ""
        if (tail, short_form) == (mention.tail, mention.short_form):
            return mention
        return replace(mention, tail=tail, short_form=short_form)

    def _candidates(
        self, start: int, end: int, closing: Head | None, verb: Verb | None, indefinite: bool
    ) -> Iterator[Mention]:
        yield from self._event_about_title(start, end)
        yield from self._titled(start, end)
        yield from self._headed(start, end, closing, verb, indefinite)
        yield from self._known.find(start, end)

    def _event_about_title(self, start: int, end: int) -> Iterator[Mention]:
        """全市《纲要》实施工作推进会: an event whose name holds a title."""
        close = self._masked.rfind("》", start, end)
        if close < start:
            return
        for _, stop, head in self._heads_in.find(close, end):
            between = self._masked[close:stop]
            if head.type == self._part["event"] and "的" not in between and stop - start <= LONGEST_NAME:
                yield self._mention(start, stop, head.type, head.kind, "title+head", 0.8)

    def _is_plain_name(self, start: int, end: int) -> bool:
        """Whether an item without a head can be a name all the same, as a member of a list that names its type."""
        if end - start < 6 or FILLER in self._masked[start:end]:
            return False
        hits = self._heads_in.find(start, end)
        body = next((h for _, stop, h in hits if stop == end and h.type == self._part["organization"]), None)
        return not self._generics.is_generic(start, end, body)

    def _titled(self, start: int, end: int) -> Iterator[Mention]:
        for found in _TITLED.finditer(self._text, start, end):
            entry = self._known.titled(found[1])
            if entry is not None:
                yield self._known.mention(found.start(), found.end(), entry)
            elif self._text.startswith(_PROGRAMMES, found.end(), end):
                yield self._mention(found.start(), found.end(), self._part["facility"], "media", "title of media", 0.9)
            elif found[1] not in _BARE_TITLES:
                kind = work_kind(found[1])
                yield self._finished(
                    self._mention(found.start(), found.end(), self._part["work"], kind, "title", 0.95), end
                )

    def _headed(
        self, start: int, end: int, closing: Head | None, verb: Verb | None, indefinite: bool
    ) -> Iterator[Mention]:
        """The one name of an item that a head or quotes bound."""
        for quoted in _QUOTED.finditer(self._text, start, end):
            if self._masked[quoted.start()] != "“":
                continue  # inside brackets
            for mention in self._quotes.read(start, end, quoted, closing, verb):
                yield self._as_title(mention, verb)
            return
        if (formula := self._formulas.read(start, end)) is not None:
            yield formula
            return
        yield from self._heads.read(start, end, verb, indefinite)

    def _as_title(self, mention: Mention, verb: Verb | None) -> Mention:
        """A base under a quoted name that is applied for is a title, one that is set up a house (rules 14, B5)."""
        if mention.known is not None or verb is None or not mention.surface.endswith("基地"):
            return mention
        if mention.type == self._part["award"] and verb.word in SETTING_UP:
            return replace(mention, type=self._part["facility"], kind="base")
        if mention.type != self._part["facility"] or verb.cls not in AWARDING:
            return mention
        return replace(mention, type=self._part["award"], kind="title")

    def _mention(self, start: int, end: int, type_: str, kind: str, rule: str, confidence: float) -> Mention:
        return Mention(start, end, type_, kind, self._text[start:end], rule, confidence)
