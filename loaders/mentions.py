"""Names inside the object of a verb: where exactly they begin and end, and what type of thing they name.

The right edge of a Chinese compound name is its head (大赛, 工程, 科技馆), and the head gives the type. The left edge
is where the phrase begins once verb, adverbs, measure words and praise are taken off. Quotes and title marks bound a
name by themselves; the word behind them tells its type (“清风”行动计划), or the word that closes the list
(“甲”“乙”等活动).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.clauses import FILLER, items
from kexie_kg.loaders.divisions import Divisions
from kexie_kg.loaders.lexicon import Head, KnownName, Lexicon, Verb
from kexie_kg.loaders.naming import work_kind

_QUOTED = re.compile(r"“([^“”\n]{1,40})”")
_TITLED = re.compile(r"《([^《》\n]{1,80})》")
_ET_CETERA = re.compile(r"等[^等]{0,14}$")
_LEVELS_BEHIND = re.compile(r"[(（](?:[省市县区州旗镇乡街道社区]|、)+[)）]")
"""Levels in brackets that belong to the name of a title: 科普示范县（市、区）."""
_PREPOSITIONS = ("对", "为", "把", "将", "向", "与", "同", "以", "给", "被")
_NAMING_VERBS = frozenset({"hold", "implement", "participate"})
_LONGEST_SHARE = 10
"""Characters of a member of a coordination inside a name."""
_WIDE_HEADS = frozenset({"活动", "系列活动", "巡展", "展览", "服务活动"})
"""Heads so wide that a place in front makes no name of them."""
_PLURAL_HEADS = frozenset({"平台", "服务平台", "分中心", "数据库"})
"""Heads that describe a kind of thing unless the name says whose it is (rule 8)."""
_TYPE_WORDS = frozenset(
    ["活动", "网站", "平台", "微信公众号", "公众号", "视频号", "专栏", "栏目", "品牌", "系列活动", "品牌活动"]
)
"""Behind a name in quotes these words only say what it is; the name stands without them (rule D10)."""
_NEUTRAL_TAILS = ("建设", "工作", "试点", "品牌", "管理", "平台", "等", "实施", "推广", "应用")
_PILOT = "pilot"
_TOUR = "exhibition"
"""巡展 of a thing that goes on tour (流动科技馆巡展) is no event of its own."""
_METHODS = ("制", "法", "机制")
_LONGEST_SLOGAN = 16
_LONGEST_NAME = 45


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: ``text[start:end]``, quotes included; ``tail`` are the words behind it in its item."""

    start: int
    end: int
    type: str
    kind: str
    surface: str
    rule: str
    confidence: float
    tail: str = ""
    long_form: str = ""
    """The name with the type word behind its quotes, which is no part of it (“科普云屏”平台)."""
    known: KnownName | None = None


class MentionFinder:
    """Finds the names in stretches of one text."""

    def __init__(self, text: str, masked: str, lexicon: Lexicon, divisions: Divisions, schema: Schema) -> None:
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part
        self._divisions = divisions

    def in_object(self, start: int, end: int, verb: Verb | None) -> Iterator[Mention]:
        """The names in a verb's object ``[start:end]``, which may be a list."""
        head: Head | None = None
        tail = ""
        if (closing := self._lexicon.closing_pattern.search(self._masked, start, end)) is not None:
            head, tail, end = self._lexicon.closing[closing[1]], self._text[closing.end() : end], closing.start()
        elif (etc := _ET_CETERA.search(self._masked, start, end)) is not None:
            end = etc.start()
        found = [
            mention
            for item_start, item_end in self._members(start, end, head, verb)
            for mention in self._in_item(item_start, item_end, head, verb)
        ]
        shared = tail or (found[-1].tail if found else "")  # 做好甲、乙推荐工作: the last one's tail is everyone's
        for mention in found:
            yield replace(mention, tail=mention.tail or shared)

    def loose(self, start: int, end: int) -> Iterator[Mention]:
        """Titles and known names anywhere in ``[start:end]``, the titles first."""
        yield from (replace(m, confidence=0.8) for m in (*self._titled(start, end), *self._known(start, end)))

    def _members(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[tuple[int, int]]:
        """The members of a coordination; what is coordinated inside one name (科学道德和学风建设宣讲会) stays whole.

        A member without a head of its own, between a verb of holding or carrying out and a member with one, shares
        that head: it is part of the name.
        """
        spans = list(items(self._masked, start, end))
        if closing is not None or verb is None or verb.cls not in _NAMING_VERBS:
            yield from spans
            return
        begin: int | None = None
        for at, stop in spans:
            first = at if begin is None else begin
            if stop < spans[-1][1] and self._shares_head(at, stop):
                begin = first
                continue
            yield (first if self._ends_in_head(at, stop) else at), stop
            begin = None

    def _shares_head(self, start: int, end: int) -> bool:
        words = self._masked[start:end]
        if len(words) > _LONGEST_SHARE or "”" in words or "》" in words or "的" in words:
            return False
        return not any(self._lexicon.heads.find(self._masked, start, end)) and not self._known_inside(start, end)

    def _ends_in_head(self, start: int, end: int) -> bool:
        named = (self._part["event"], self._part["program"])
        return any(
            stop == end and head.type in named for _, stop, head in self._lexicon.heads.find(self._masked, start, end)
        )

    def _known_inside(self, start: int, end: int) -> bool:
        return any(True for _ in self._lexicon.known.find(self._text, start, end))

    def _in_item(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[Mention]:
        start, indefinite = self._left_edge(start, end)
        if self._text.startswith(_PREPOSITIONS, start) and end - start > 4:
            start += 1
        possessor = self._masked.rfind("的", start, end - 1)
        parts = [(start, end)] if possessor < start else [(possessor + 1, end), (start, possessor)]
        taken: list[Mention] = []
        for part_start, part_end in parts:
            for mention in self._candidates(part_start, part_end, closing, verb, indefinite):
                if not any(m.start < mention.end and mention.start < m.end for m in taken):
                    taken.append(replace(mention, tail=self._text[mention.end : end]))
            if taken:
                break
        if not taken and closing is not None and self._is_plain_name(start, end):
            taken.append(self._mention(start, end, closing.type, closing.kind, "list", 0.6))
        yield from sorted(taken, key=lambda m: m.start)

    def _candidates(
        self, start: int, end: int, closing: Head | None, verb: Verb | None, indefinite: bool
    ) -> Iterator[Mention]:
        yield from self._titled(start, end)
        yield from self._headed(start, end, closing, verb, indefinite)
        yield from self._known(start, end)

    def _is_plain_name(self, start: int, end: int) -> bool:
        """Whether an item without a head can be a name all the same, as a member of a list that names its type."""
        return end - start >= 6 and FILLER not in self._masked[start:end] and not self._is_generic(start, end, None)

    def _left_edge(self, start: int, end: int) -> tuple[int, bool]:
        """Where a name may begin, behind complements and measure words; and whether those make it indefinite."""
        indefinite = False
        while True:
            word = next((w for w in self._lexicon.complements if self._masked.startswith(w, start)), "")
            level = next((w for w in self._lexicon.attributes if self._masked.startswith(w + "“", start)), "")
            if (not word and not level) or start + len(word + level) >= end:
                return start, indefinite
            indefinite = indefinite or word in self._lexicon.indefinite
            start += len(word + level)

    def _head_end(self, stop: int, end: int) -> int:
        levels = _LEVELS_BEHIND.match(self._text, stop, end)
        return levels.end() if levels else stop

    def _known(self, start: int, end: int) -> Iterator[Mention]:
        quotes = [(m.start() + 1, m.end() - 1) for m in _QUOTED.finditer(self._text, start, end)]
        for at, stop, entry in self._lexicon.known.find(self._text, start, end):
            if not any(a <= at and stop <= b and (a, b) != (at, stop) for a, b in quotes):
                yield self._known_mention(at, stop, entry)

    def _known_mention(self, start: int, end: int, entry: KnownName) -> Mention:
        return Mention(start, end, entry.type, entry.kind, self._text[start:end], "gazetteer", 0.95, known=entry)

    def _titled(self, start: int, end: int) -> Iterator[Mention]:
        for found in _TITLED.finditer(self._text, start, end):
            yield self._mention(found.start(), found.end(), self._part["work"], work_kind(found[1]), "title", 0.95)

    def _headed(
        self, start: int, end: int, closing: Head | None, verb: Verb | None, indefinite: bool
    ) -> Iterator[Mention]:
        """The one name of an item that a head or quotes bound."""
        quoted = next(_QUOTED.finditer(self._text, start, end), None)
        if quoted is not None:
            yield from self._quoted(start, end, quoted, closing, verb)
            return
        for _, stop, head in reversed(list(self._lexicon.heads.find(self._masked, start, end))):
            known_stop = stop
            known = self._known_exactly(start, stop)
            if known is None and head.kind == _TOUR:
                known_stop = stop - len(head.word)
                known = self._known_exactly(start, known_stop)
            if known is not None:
                yield self._known_mention(start, known_stop, known)
                return
            inside = max(self._masked.rfind("在", start, stop), self._masked.rfind("对", start, stop))
            start = inside + 1 if inside > start else start
            if head.type == self._part["organization"] or indefinite or stop - start > _LONGEST_NAME:
                continue
            if self._is_generic(start, stop, head) or (head.word in _PLURAL_HEADS and not self._is_definite(start)):
                continue
            stop = self._head_end(stop, end)
            yield self._mention(start, stop, head.type, head.kind, "head", 0.85 if stop == end else 0.75)
            return

    def _is_definite(self, start: int) -> bool:
        """Whether a name says whose it is: by a place or the nation in front."""
        text = self._text[start : start + 12]
        return text.startswith(("中国", "全国", "市", "省", "县")) or self._divisions.prefix(text) is not None

    def _quoted(
        self, start: int, end: int, quoted: re.Match[str], closing: Head | None, verb: Verb | None
    ) -> Iterator[Mention]:
        """A name that quotes bound, with the words around them that belong to it."""
        inner, open_, close = quoted[1], quoted.start(), quoted.end()
        invoked = inner in self._lexicon.invoked
        known = self._known_exactly(open_, close) or self._known_exactly(open_ + 1, close - 1)
        begin = start if open_ - start <= 14 and not self._is_generic(start, open_, None) else open_
        tail = self._tail_head(close, end)
        if tail is not None:
            stop, head = tail
            whole = self._known_exactly(open_, stop)
            if whole is not None:
                yield self._known_mention(open_, stop, whole)
                return
            if known is not None and head.kind == _PILOT:
                yield self._known_mention(open_, close, known)
                return
            if self._text[close:stop] not in _TYPE_WORDS or begin < open_ or len(inner) <= 2:
                if head.type != self._part["organization"]:
                    yield self._mention(begin, stop, head.type, head.kind, "quoted+head", 0.9)
                return
            if known is None and not invoked:
                mention = self._mention(open_, close, head.type, head.kind, "quoted+type", 0.9)
                yield replace(mention, long_form=self._text[open_:stop])
                return
        if known is not None:
            yield self._known_mention(open_, close, known)
            return
        own = [h for h in self._lexicon.heads.find(inner) if h[1] == len(inner)]
        if own:
            head = own[-1][2]
            if head.type == self._part["organization"] and closing is not None:
                head = closing  # “扬州市科协”等平台: a platform called like its owner
            yield self._mention(begin, close, head.type, head.kind, "quoted", 0.9)
            return
        if invoked or len(inner) > _LONGEST_SLOGAN:
            return
        if inner.endswith(_METHODS):
            yield self._mention(open_, close, self._part["program"], "program", "quoted method", 0.85)
            return
        if closing is not None:
            yield self._mention(open_, close, closing.type, closing.kind, "quoted+list", 0.85)
            return
        guess = self._by_verb(verb)
        rest = self._masked[close:end]
        if guess is not None and (not rest or rest.startswith(_NEUTRAL_TAILS)):
            yield self._mention(open_, close, *guess, "quoted+verb", 0.7)

    def _tail_head(self, close: int, end: int) -> tuple[int, Head] | None:
        """The head behind quotes that ends the name: the last one that no verb or particle cuts off from them."""
        found = None
        for at, stop, head in self._lexicon.heads.find(self._masked, close, end):
            between = self._masked[close:at]
            if "的" in between or any(v.strong for _, _, v in self._lexicon.verbs.find(between)):
                break
            found = (stop, head)
        return found

    def _by_verb(self, verb: Verb | None) -> tuple[str, str] | None:
        """What kind of thing a bare quoted name is likely to be, from the verb that governs it."""
        part = self._part
        return {
            "hold": (part["event"], "campaign"),
            "implement": (part["program"], "program"),
            "use": (part["facility"], "platform"),
        }.get(verb.cls if verb else "")

    def _known_exactly(self, start: int, end: int) -> KnownName | None:
        for at, stop, entry in self._lexicon.known.find(self._text, start, end):
            if (at, stop) == (start, end):
                return entry  # type: ignore[no-any-return]  # the automaton's values are KnownName
        return None

    def _is_generic(self, start: int, stop: int, head: Head | None) -> bool:
        """Whether nothing but words of kind, level and number stands in front of the head."""
        rest = self._text[start : stop - len(head.word) if head else stop]
        if head is not None and head.word in _WIDE_HEADS and (place := self._divisions.prefix(rest)) is not None:
            rest = rest[place[1] :].lstrip("、和与")  # 亳州、宿州活动 tells places, not a name
        while rest:
            word = next((rest[:n] for n in range(min(4, len(rest)), 0, -1) if rest[:n] in self._lexicon.generic), "")
            if not word:
                return False
            rest = rest[len(word) :]
        return True

    def _mention(self, start: int, end: int, type_: str, kind: str, rule: str, confidence: float) -> Mention:
        return Mention(start, end, type_, kind, self._text[start:end], rule, confidence)
