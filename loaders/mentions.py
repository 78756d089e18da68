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
from kexie_kg.loaders.clauses import FILLER, items, skip_adverbs
from kexie_kg.loaders.lexicon import Head, KnownName, Lexicon, Verb

_QUOTED = re.compile(r"“([^“”\n]{1,40})”")
_TITLED = re.compile(r"《([^《》\n]{1,80})》")
_CLOSING = re.compile(r"等(?P<what>[^等]{0,14})$")
_TYPE_WORDS = frozenset(
    ["活动", "网站", "平台", "微信公众号", "公众号", "视频号", "专栏", "栏目", "品牌", "系列活动", "品牌活动"]
)
"""Behind a name in quotes these words only say what it is; the name stands without them (rule D10)."""
_WORK_KINDS = (
    ("agreement", re.compile(r"协议(?:书)?$")),
    ("policy", re.compile(r"(?:条例|法|意见|办法|规定|决定|通知|细则|章程|准则|规则|制度)(?:[(（].*[)）])?$")),
    ("plan", re.compile(r"(?:纲要|规划|方案|计划|要点)(?:[(（].*[)）])?$")),
    ("standard", re.compile(r"(?:标准|规范)$")),
    ("report", re.compile(r"(?:报告|白皮书|蓝皮书)$")),
    ("periodical", re.compile(r"(?:建议|建言|专报|简报|报|刊|动态|参考|通讯|快报|信息|内参|杂志|月刊|季刊)$")),
)
_LONGEST_SLOGAN = 16


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

    def __init__(self, text: str, masked: str, lexicon: Lexicon, schema: Schema) -> None:
        self._text, self._masked, self._lexicon, self._part = text, masked, lexicon, schema.part

    def in_object(self, start: int, end: int, verb: Verb | None) -> Iterator[Mention]:
        """The names in a verb's object ``[start:end]``, which may be a list."""
        closing = self._closing(start, end)
        if closing is not None:
            head, end = closing
        else:
            head = None
        for item_start, item_end in items(self._masked, start, end):
            yield from self._in_item(item_start, item_end, head, verb)

    def _closing(self, start: int, end: int) -> tuple[Head | None, int] | None:
        """What a list ends in (等科普活动), and where the list itself ends."""
        found = _CLOSING.search(self._masked, start, end)
        if found is None:
            return None
        what = found["what"]
        heads = self._lexicon.closing
        fitting = [heads[word] for word in heads if word in what]
        return (max(fitting, key=lambda h: len(h.word)) if fitting else None), found.start()

    def _in_item(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[Mention]:
        start = self._left_edge(start, end)
        taken: list[Mention] = []
        for mention in (*self._titled(start, end), *self._headed(start, end, closing, verb), *self._known(start, end)):
            if not any(m.start < mention.end and mention.start < m.end for m in taken):
                taken.append(mention)
        if not taken and closing is not None and end - start >= 4 and FILLER not in self._masked[start:end]:
            taken.append(self._mention(start, end, closing.type, closing.kind, "list", 0.6))
        yield from sorted(taken, key=lambda m: m.start)

    def _left_edge(self, start: int, end: int) -> int:
        """Where a name may begin: behind adverbs, complements, adjectives of level and a possessor with 的."""
        while True:
            at = skip_adverbs(self._masked, start, end, self._lexicon)
            word = next((w for w in self._lexicon.attributes if self._masked.startswith(w, at)), "")
            at += len(word)
            if at == start:
                break
            start = at
        possessor = self._masked.rfind("的", start, end)
        return possessor + 1 if start <= possessor < end - 2 else start

    def _known(self, start: int, end: int) -> Iterator[Mention]:
        for at, stop, entry in self._lexicon.known.find(self._text, start, end):
            yield Mention(at, stop, entry.type, entry.kind, self._text[at:stop], "gazetteer", 0.95,
                          self._text[stop:end], known=entry)  # fmt: skip

    def _titled(self, start: int, end: int) -> Iterator[Mention]:
        for found in _TITLED.finditer(self._text, start, end):
            kind = next((kind for kind, pattern in _WORK_KINDS if pattern.search(found[1])), "book")
            yield self._mention(found.start(), found.end(), self._part["work"], kind, "title", 0.95, end)

    def _headed(self, start: int, end: int, closing: Head | None, verb: Verb | None) -> Iterator[Mention]:
        """The one name of an item that a head or quotes bound."""
        quoted = next(_QUOTED.finditer(self._text, start, end), None)
        if quoted is not None:
            yield from self._quoted(start, end, quoted, closing, verb)
            return
        heads = list(self._lexicon.heads.find(self._masked, start, end))
        for _, stop, head in reversed(heads):
            if stop - start > 45:
                continue
            if self._is_generic(start, stop, head):
                continue
            known = self._known_exactly(start, stop)
            if known is not None:
                yield Mention(start, stop, known.type, known.kind, self._text[start:stop], "gazetteer", 0.95,
                              self._text[stop:end], known=known)  # fmt: skip
                return
            if head.type == self._part["organization"]:
                continue
            yield self._mention(start, stop, head.type, head.kind, "head", 0.85 if stop == end else 0.75, end)
            return

    def _quoted(
        self, start: int, end: int, quoted: re.Match[str], closing: Head | None, verb: Verb | None
    ) -> Iterator[Mention]:
        inner = quoted[1]
        open_, close = quoted.start(), quoted.end()
        tail_heads = list(self._lexicon.heads.find(self._masked, close, min(end, close + 14)))
        known = self._known_exactly(open_, close) or self._known_exactly(open_ + 1, close - 1)
        if tail_heads:
            _, stop, head = tail_heads[0]
            whole = self._known_exactly(open_, stop)
            if whole is not None:
                yield Mention(open_, stop, whole.type, whole.kind, self._text[open_:stop], "gazetteer", 0.95,
                              self._text[stop:end], known=whole)  # fmt: skip
                return
            if self._text[close:stop] in _TYPE_WORDS and known is None and inner not in self._lexicon.invoked:
                mention = self._mention(open_, close, head.type, head.kind, "quoted+type", 0.9, end)
                yield replace(mention, long_form=self._text[open_:stop])
                return
            if (known is None and inner not in self._lexicon.invoked) or self._text[close:stop] not in _TYPE_WORDS:
                yield self._mention(start if open_ - start <= 14 else open_, stop, head.type, head.kind,
                                    "quoted+head", 0.9, end)  # fmt: skip
                return
        if known is not None:
            yield Mention(open_, close, known.type, known.kind, self._text[open_:close], "gazetteer", 0.95,
                          self._text[close:end], known=known)  # fmt: skip
            return
        own = [h for h in self._lexicon.heads.find(inner) if h[1] == len(inner)]
        if own:
            head = own[-1][2]
            begin = start if open_ - start <= 14 and not self._is_generic(start, open_, None) else open_
            yield self._mention(begin, close, head.type, head.kind, "quoted", 0.9, end)
            return
        if inner in self._lexicon.invoked or len(inner) > _LONGEST_SLOGAN:
            return
        if closing is not None:
            yield self._mention(open_, close, closing.type, closing.kind, "quoted+list", 0.85, end)
            return
        guess = self._by_verb(verb)
        if guess is not None:
            yield self._mention(open_, close, *guess, "quoted+verb", 0.7, end)

    def _by_verb(self, verb: Verb | None) -> tuple[str, str] | None:
        """What kind of thing a bare quoted name is likely to be, from the verb that governs it."""
        part = self._part
        return {
            "hold": (part["event"], "campaign"),
            "implement": (part["program"], "program"),
            "use": (part["facility"], "platform"),
            "build": (part["facility"], "platform"),
            "advance": (part["program"], "brand"),
        }.get(verb.cls if verb else "")

    def _known_exactly(self, start: int, end: int) -> KnownName | None:
        for at, stop, entry in self._lexicon.known.find(self._text, start, end):
            if (at, stop) == (start, end):
                return entry  # type: ignore[no-any-return]  # the automaton's values are KnownName
        return None

    def _is_generic(self, start: int, stop: int, head: Head | None) -> bool:
        """Whether nothing but words of kind, level and number stands in front of the head."""
        rest = self._text[start : stop - len(head.word) if head else stop]
        while rest:
            word = next((rest[:n] for n in range(min(4, len(rest)), 0, -1) if rest[:n] in self._lexicon.generic), "")
            if not word:
                return False
            rest = rest[len(word) :]
        return True

    def _mention(
        self, start: int, end: int, type_: str, kind: str, rule: str, confidence: float, item_end: int | None = None
    ) -> Mention:
        tail = self._text[end:item_end] if item_end is not None else ""
        return Mention(start, end, type_, kind, self._text[start:end], rule, confidence, tail)
