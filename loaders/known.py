"""Names known nation-wide (全国科普日, 科创中国), found whatever surrounds them and completed by the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders.lexicon import KnownName, Lexicon
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.spans import Spans

_NATION = ("国家", "全国", "中国", "国家级", "省级", "市级", "州级", "盟级", "县级", "区级", "自治区级")
_OWNERS = ("科协", "科学技术协会")
_WIDER = frozenset({"项目", "活动", "系列活动", "试点", "计划项目", "品牌", "主题活动"})
"""Behind a known name these words make no other name of it."""
_ENCLOSING = (re.compile(r"“[^“”\n]{1,40}”"), re.compile(r"《[^《》\n]{1,80}》"))
_YEARS = re.compile(r"[(（].*[)）]$")


class KnownNames:
    """The known names of one text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self.hits = lexicon.known.within(text)

    def find(self, start: int, end: int) -> Iterator[Mention]:
        """Those in ``text[start:end]``, but not parts of what quotes or title marks enclose there."""
        if not (hits := self.hits.find(start, end)):
            return
        enclosing = Spans((m.start() + 1, m.end() - 1) for p in _ENCLOSING for m in p.finditer(self._text, start, end))
        for at, stop, entry in hits:
            if not enclosing.hold(at, stop):
                yield self.mention(at, stop, entry)

    def exactly(self, start: int, end: int) -> KnownName | None:
        """The entry whose name is ``text[start:end]``; 国家 in front and 活动, 项目 behind it do not count."""
        for at, stop, entry in self.hits.find(start, end):
            front, behind = self._text[start:at], self._text[stop:end]
            if (not front or front in _NATION) and (not behind or behind in _WIDER):
                return entry  # type: ignore[no-any-return]  # the automaton's values are KnownName
        return None

    def owned(self, start: int, end: int) -> tuple[int, KnownName] | None:
        """Start and entry of what ends ``text[start:end]`` behind an association's name: 中国科协|海智计划."""
        for at, stop, entry in self.hits.find(start, end):
            behind = self._text[stop:end]
            if self._text.endswith(_OWNERS, start, at) and (not behind or behind in _WIDER):
                return at, entry
        return None

    def titled(self, title: str) -> KnownName | None:
        """The entry of a title, whatever years it has in brackets."""
        bare = _YEARS.sub("", title)
        for at, stop, entry in self._lexicon.known.find(bare):
            if (at, stop) == (0, len(bare)):
                return entry  # type: ignore[no-any-return]  # as above
        return None

    def mention(self, start: int, end: int, entry: KnownName) -> Mention:
        """A known name at ``text[start:end]``."""
        return Mention(start, end, entry.type, entry.kind, self._text[start:end], "gazetteer", 0.95, known=entry)
