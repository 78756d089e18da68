"""Names and kinds: which noun phrases name one thing, and where in front of them determiners end.

A head with nothing but words of kind, level and number in front (各类科普活动, 市级学会) is a kind of thing. A few
heads are distinctive enough to make a name with a single word of kind (科普嘉年华), unless a determiner makes it many.
"""

from __future__ import annotations

import re

from kexie_kg.loaders.divisions import Divisions
from kexie_kg.loaders.lexicon import Head, Lexicon

_LONGEST_WORD = 4
_NUMBER = re.compile(r"^[\d一二三四五六七八九十两几]+[个场次项批届期大]")
_QUANTITY = re.compile(r"\d+(?:[-—至~]\d+)?[余多]?[场项次个名期家](?:以上|左右)?")
_DATE = re.compile(r"\d{1,2}月\d{1,2}日(?=[一-龥])")
_BRACKETS = re.compile(r"[（(][^（）()]{1,6}[)）]")
_WIDE_HEADS = frozenset({"活动", "系列活动", "巡展", "展览", "服务活动", "会议", "项目", "学术会议"})
"""Heads so wide that a place in front makes no name of them."""
_CONFERENCE = "conference"
_THE_PARTY = ("党的",)
"""In front of 创新理论宣传活动 it tells whose thought is meant, and no name."""
_POINTING = ("该", "此", "上述", "本次", "本届", "此次")
"""Words that point back to what was named before."""
_SESSION = re.compile(r"届(?:委员会)?(?:第)?[一二三四五六七八九十\d]+次")
"""A session of an elected body is one meeting."""
_TRAINING = "training"
_PLAIN_COURSES = frozenset({"专题", "业务", "技能", "专业", "短期", "相关", "网络"})
"""In front of 培训班 they tell nothing of it."""
_CENTER = "center"
_LEVELS = frozenset("省市县区州盟旗")
_HOUSES = ("馆", "宫", "植物园")
_OF_LEVEL = re.compile(r"(?:省|自治区|市|州|盟|县|区|旗)(?![级场民域直属内外辖县区、（(])[一-龥]{2,}")
_PLURAL = ("各级", "各类", "各种", "各地", "各项", "所属", "现有", "其他", "其它", "有关", "相关", "全部", "所有")
"""Determiners that make many of any name."""
_TOWN = re.compile(r"[一-龥]{2,5}?(?:镇|乡|街道)")
_TITLE = "title"
_WHOLE_NAME = 5
"""Characters from which on a definite head is a name by itself: 科普宣传周."""
_WHOLE_HOUSE, _HOUSE_KINDS = 4, ("venue", "station")
"""Houses of a kind count from fewer characters on: 科普广场 (rule 8)."""
_OWN = re.compile(r"[我本][省市县区州旗盟会校](?:的)?")
_WHOLE_PLACES = ("全国", "全省", "全市", "全区", "全县", "全州")


def _is_whole(head: Head) -> bool:
    """Whether a definite head is a name by itself: 科普宣传周, 科普教育基地, but not 优秀科技工作者."""
    shortest = _WHOLE_HOUSE if head.kind in _HOUSE_KINDS else _WHOLE_NAME
    return len(head.word) >= shortest and (head.kind != _TITLE or head.word.endswith("基地"))


class Generics:
    """Judges the noun phrases of one text."""

    def __init__(self, text: str, masked: str, lexicon: Lexicon, divisions: Divisions) -> None:
        self._text, self._masked, self._lexicon, self._divisions = text, masked, lexicon, divisions
        self._before_quotes = tuple(word + "“" for word in lexicon.attributes)

    def left_edge(self, start: int, end: int) -> tuple[int, bool]:
        """Where a name may begin, behind complements and measure words; and whether those make it indefinite."""
        indefinite = False
        if (date := _DATE.match(self._masked, start, end)) is not None and date.end() < end - 2:
            start = date.end()
        if quantity := _QUANTITY.match(self._masked, start, end):  # 3-5场高层次学术活动
            start, indefinite = quantity.end(), True
        while True:
            word = ""
            if self._masked.startswith(self._lexicon.complements, start):
                word = next(w for w in self._lexicon.complements if self._masked.startswith(w, start))
            if (own := _OWN.match(self._masked, start, end)) is not None and own.end() < end - 2:
                start = own.end()
                continue
            if len(word) == 1 and (
                self._masked[start - 1] in "、和与及" or self._masked.startswith(self._lexicon.not_complements, start)
            ):
                word = ""
            level = ""
            if self._masked.startswith(self._before_quotes, start):
                level = next(w for w in self._lexicon.attributes if self._masked.startswith(w + "“", start))
            if (not word and not level) or start + len(word + level) >= end:
                return start, indefinite
            indefinite = indefinite or word in self._lexicon.indefinite
            start += len(word + level)

    def is_generic(self, start: int, stop: int, head: Head | None) -> bool:
        """Whether nothing but words of kind, level and number stands in front of the head that ends at ``stop``."""
        rest = _BRACKETS.sub("", self._text[start : stop - len(head.word) if head else stop])
        named = rest and not self._is_many(rest)
        if head is not None and head.definite and (named or (not rest and _is_whole(head))):
            return False
        if rest.startswith((*_PLURAL, *_POINTING)) or self._text.startswith(_THE_PARTY, start - len("党的")):
            return True
        if head is not None and head.kind == _CONFERENCE and rest.startswith(_WHOLE_PLACES) and len(rest) > 2:
            return False  # 全市学会工作会议: the one of the year
        if head is not None and head.kind == _CONFERENCE and _SESSION.search(rest):
            return False  # 市科协七届五次全委会
        if head is not None and head.kind == _TRAINING and rest and not self._is_many(rest):
            return rest in _PLAIN_COURSES
        if head is not None and rest in _LEVELS and head.word.endswith(_HOUSES):
            return False  # 市科技馆: every city has one
        if head is not None and head.kind == _CENTER and _OF_LEVEL.match(rest):
            return False  # 市院士专家服务中心: the one that the city has
        wide = head is not None and head.word in _WIDE_HEADS
        while rest:
            if number := _NUMBER.match(rest):
                rest = rest[number.end() :]
                continue
            if rest[0] in "、和与及" and len(rest) > 1:
                rest = rest[1:]
                continue
            if length := self._place(rest, wide):
                rest = rest[length:].lstrip("、和与")  # 亳州、宿州活动 tells places, not a name
                continue
            lengths = range(min(_LONGEST_WORD, len(rest)), 0, -1)
            words = (rest[:n] for n in lengths)
            word = next((w for w in words if w in self._lexicon.generic or w in self._lexicon.many), "")
            if not word:
                return False
            rest = rest[len(word) :]
        return True

    def is_determiner(self, start: int, stop: int) -> bool:
        """Whether ``text[start:stop]`` only says how many or which: 首批, 各级, 一系列, 第三届."""
        rest = self._text[start:stop]
        return not rest or self._is_many(rest) or rest in self._lexicon.attributes or bool(_NUMBER.fullmatch(rest))

    def is_definite(self, start: int) -> bool:
        """Whether a name says whose it is: by a place or the nation in front."""
        text = self._text[start : start + 12]
        return text.startswith(("中国", "全国", "市", "省", "县")) or self._divisions.prefix(text) is not None

    def is_place(self, start: int, stop: int) -> bool:
        """Whether ``text[start:stop]`` is the name of a division."""
        found = self._divisions.prefix(self._text[start:stop])
        return found is not None and found[1] == stop - start

    def place_length(self, start: int, stop: int) -> int:
        """How many characters of ``text[start:stop]`` name the division, town or street with which it begins."""
        words = self._text[start:stop]
        town, division = _TOWN.match(words), self._divisions.prefix(words)
        return town.end() if town is not None else division[1] if division is not None else 0

    def _is_many(self, words: str) -> bool:
        return bool(_NUMBER.match(words)) or words.startswith(self._lexicon.many)

    def _place(self, words: str, any_place: bool) -> int:
        if words.startswith(_WHOLE_PLACES):
            return 2
        if not any_place:
            return 0
        found = self._divisions.prefix(words)
        return found[1] if found is not None else 0


class NoGenerics(Generics):
    """Takes every noun phrase for a name."""

    def is_generic(self, start: int, stop: int, head: Head | None) -> bool:
        return False
