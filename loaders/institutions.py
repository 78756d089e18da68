"""Organizations known by the last word of their names: learned societies, universities, companies, schools.

A head alone is a kind of body. What makes a body of it stands in front: a place (枣庄市博士联谊会), a level seen from
the issuer (省药学会), the nation (中国电子学会), an owner (中国科学院…研究所), or, in a list, the place of the member
before (县医学会、林学会). A few kinds have names without any of these (巴陵石化); and a verb of setting up makes a body
definite (组建洁净能源学会联合体).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import quoted_bodies, schools, towns, zones
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.institution_patterns import Head, left_edge, level_at, patterns
from kexie_kg.loaders.organization import OrganizationMention
from kexie_kg.loaders.places_at import place_in_name

_QUOTED_BRAND = re.compile(r"“[^“”\n]{2,10}”$")
_FIELDS = re.compile(r"[一-龥]{2,8}[与和][一-龥]{2,8}")
_BODY_END = re.compile(r"(?:[会局委院校办部厅处司所室社团]|大学|公司|集团|中心)$")
"""In front of 与, the end of a body of its own: 省科技厅|与环境科学学会."""
_LEARNED = ("society", "institute", "alliance")
_LIST_MARK = re.compile(r"(?:、|和|及|与|以及)$")
_COUNTED = re.compile(r"\s*[\d一二三四五六七八九十两]+\s*[个家支]")
_FELLOW = re.compile(r"([一-龥]{3,6})、")
_FELLOW_BEHIND = re.compile(r"、([一-龥]{2,4}科技)(?=[与和、，])")
_ASSOCIATION, _LONGEST_OWNED, _BARE_OWNED = "association", 14, ("党校", "联络处")
_SHORTEST_SET_UP = {"alliance": 6, "institute": 4, "society": 6}
"""Kinds of bodies that a plan may set up, and how short their names may be (rule 8)."""
_COLLEGE, _MEDIA = "university", "media"
_COMPANY, _LIST_RULE = "company", "institution list"
_LONGEST_LEAD = 4
"""Characters within which 各 makes many of a name: 动员各学院."""
_SHORTEST_FREE, _LONGEST_FREE = 2, 12
_RELYING = ("依托", "利用", "用好", "借助", "通过", "发挥")
"""In front of a house they say that it is used, whatever is done there."""
_PLACELESS = frozenset({"university"})
"""Kinds whose names say nothing of where they are (rule 10)."""


def find(
    text: str, start: int, end: int, context: PlanContext, taken: Sequence[OrganizationMention]
) -> Iterator[OrganizationMention]:
    """The institutions in ``text[start:end]``; names do not reach into the ``taken`` mentions, but may follow them."""
    finder = _Finder(text, context)
    ends = sorted(mention.end for mention in taken)
    owners = {mention.end: mention for mention in taken if mention.kind == _ASSOCIATION}
    yield from schools.find(text, start, end, context)
    yield from quoted_bodies.find(text, start, end)
    for match in patterns().head.finditer(text, start, end):
        before = bisect_right(ends, match.start())
        low = max(start, ends[before - 1]) if before else start
        owner = owners.get(low)
        found = (finder.owned(match, owner) if owner is not None else None) or finder.read(match, low)
        if found is not None:
            yield found
            if found.kind == _COMPANY:
                yield from finder.fellow_companies(found, low)


class _Finder:
    def __init__(self, text: str, context: PlanContext) -> None:
        self._text, self._context, self._patterns = text, context, patterns()
        self._verbs = lexicons.load().verbs
        self._last: OrganizationMention | None = None
        self._list_level = ""
        """The level that the members of the list now read share: 省 in 省农学会、力学学会."""

    def read(self, match: re.Match[str], low: int) -> OrganizationMention | None:
        """The body whose name ends in the head matched, or None. Call from left to right."""
        found = self._read(match, low)
        if found is not None:
            if found.rule != _LIST_RULE:
                self._list_level = level_at(self._text, found.start, found.end)
            self._last = found
        return found

    def owned(self, match: re.Match[str], owner: OrganizationMention) -> OrganizationMention | None:
        """A body of an association, under a name of its own: 中国科协|创新战略研究院, 重庆市科协|党校."""
        stem, head = self._text[owner.end : match.start()], self._patterns.heads[match[0]]
        if head.acting or len(stem) > _LONGEST_OWNED or (not stem and match[0] not in _BARE_OWNED):
            return None
        if self._patterns.left_stop.search(stem) or any(verb.strong for _, _, verb in self._verbs.find(stem)):
            return None
        if stem.startswith(self._patterns.plural) or (stem and stem in self._patterns.generic):
            return None
        name = self._text[owner.start : match.end()]
        return OrganizationMention(
            owner.start, match.end(), name, head.kind, "institution owned", 0.75, parent=owner.name
        )

    def _read(self, match: re.Match[str], low: int) -> OrganizationMention | None:
        head, end = self._patterns.heads[match[0]], match.end()
        last = self._last
        if last is not None and last.end <= match.start() and self._behind_verb(last.end, match.start()) > last.end:
            low = max(low, last.end)
        begin, bounded = left_edge(self._text, low, match.start())
        if (branch := self._branch(low, match, head)) is not None:
            return branch
        if head.acting and not self._acts(begin, end):
            return None
        found = self._anchored(begin, match.start(), end, head) or self._of_two_fields(low, begin, match, head)
        if found is None:
            if (cut := self._behind_verb(begin, match.start())) > begin:
                begin, bounded = cut, True
                found = self._anchored(begin, match.start(), end, head)
            found = found or self._of_town(begin, end, head)
        if found is not None:
            return found
        stem = self._text[begin : match.start()]
        if self._is_generic(stem, head):
            return None
        if last is not None and self._continues(last, begin) and head.kind == last.kind and self._list_level:
            return self._sharing(last, begin, end)
        if head.free and bounded and _SHORTEST_FREE <= len(stem) <= _LONGEST_FREE:
            return replace(self._located(begin, end, self._text[begin:end], head, 0.75, begin), rule="institution free")
        return self._set_up(begin, end, head)

    def _branch(self, low: int, match: re.Match[str], head: Head) -> OrganizationMention | None:
        """中国科学院深海科学与工程研究所: behind an academy's name, 与 joins fields of learning and divides no list."""
        if head.kind != "institute":
            return None
        begin = max(low, match.start() - self._patterns.longest)
        for owner in self._patterns.owners:
            at = self._text.rfind(owner, begin, match.start())
            if at >= 0 and _FIELDS.fullmatch(self._text, at + len(owner), match.start()):
                name = self._patterns.short_owners.get(owner, owner) + self._text[at + len(owner) : match.end()]
                return self._located(at, match.end(), name, head, 0.9, at + len(owner))
        return None

    def _of_two_fields(self, low: int, begin: int, match: re.Match[str], head: Head) -> OrganizationMention | None:
        """省岩土力学与工程学会: behind a level or the nation, 与 joins fields of learning and divides no list."""
        if head.kind not in _LEARNED or self._text[begin - 1 : begin] not in ("与", "和"):
            return None
        first, _ = left_edge(self._text, low, begin - 1)
        first = self._behind_verb(first, begin - 1)
        nation = next((word for word in self._patterns.national if self._text.startswith(word, first)), "")
        place = self._context.division_at(self._text[first:begin])
        owner = level_at(self._text, first, begin) or nation or (self._text[first:][: place[1]] if place else "")
        if not owner or _FIELDS.fullmatch(self._text, first + len(owner), match.start()) is None:
            return None
        if _BODY_END.search(self._text, first, begin - 1):
            return None
        return self._anchored(first, match.start(), match.end(), head)

    def fellow_companies(self, company: OrganizationMention, low: int) -> Iterator[OrganizationMention]:
        """Companies without a head of their own in a list with one that has it: 特变电工、麦趣尔集团."""
        begin, _ = left_edge(self._text, max(low, company.start - 12), company.start - 1)
        begin = self._behind_verb(begin, company.start - 1)
        fellow = _FELLOW.fullmatch(self._text, begin, company.start)
        if fellow is None:
            fellow = _FELLOW_BEHIND.match(self._text, company.end)
        if (
            fellow is not None
            and not self._is_generic(fellow[1], None)
            and not fellow[1].endswith(self._patterns.generic)
        ):
            yield OrganizationMention(*fellow.span(1), fellow[1], _COMPANY, _LIST_RULE, 0.6)

    def _behind_verb(self, begin: int, head: int) -> int:
        """Behind the last strong verb before the head (鼓励浙江理工大学), or a weak one where the phrase begins."""
        first = begin
        for at, stop, verb in self._verbs.find(self._text, begin, head):
            if (verb.strong or at == first) and stop < head:
                begin = stop
        return begin

    def _anchored(self, begin: int, head_start: int, end: int, head: Head) -> OrganizationMention | None:
        """A name that says whose it is."""
        text, context = self._text, self._context
        surface = text[begin:end]
        if head_start - begin < 1:
            return None
        brand = _QUOTED_BRAND.search(text, max(0, begin - 12), begin)
        if brand is not None and head.kind in ("alliance", "institute"):
            return self._located(brand.start(), end, text[brand.start() : end].replace("“", "").replace("”", ""),
                                 head, 0.85, begin)  # fmt: skip
        owner = next((word for word in (*self._patterns.owners, *self._patterns.national)
                      if surface.startswith(word)), "")  # fmt: skip
        if owner and surface.startswith(self._patterns.plural, len(owner)):
            return None  # 国家|级学会
        if owner in self._patterns.national and head_start - begin == len(owner):
            owner = owner if text[head_start:end] in self._patterns.complete else ""  # 全国|学会 are many
        if owner and head_start - begin > len(owner) - (owner in self._patterns.national):
            name = self._patterns.short_owners.get(owner, owner) + surface[len(owner) :]
            return self._located(begin, end, name, head, 0.9, begin + len(owner))
        if level := level_at(self._text, begin, head_start):
            place = context.full(level)
            stem = text[begin + len(level) : head_start]
            bare = not stem and text[head_start:end] not in self._patterns.complete
            if place is None or bare or stem.startswith(self._patterns.plural):
                return None
            name = place + self._full(surface[len(level) :])
            return OrganizationMention(begin, end, name, head.kind, "institution", 0.9, parent=self._parent(name))
        zone = zones.before(text, head_start, begin, context) if head.kind == "government" else None
        if zone is not None and zone[1].level == "region":
            return OrganizationMention(zone[0], end, zone[1].name + self._full(text[head_start:end]), head.kind,
                                       "institution", 0.85, zone[1], head_start)  # fmt: skip
        found = context.division_at(surface)
        stem = surface[found[1] : head_start - begin] if found else ""
        if (
            found is not None
            and found[1] <= head_start - begin
            and not stem.startswith(self._patterns.plural)
            and (stem or head.kind not in ("society", "alliance") or text[head_start:end] in self._patterns.complete)
        ):
            name = self._full(surface)
            return self._located(begin, end, name, head, 0.85, begin, self._parent(name))
        return None

    def _of_town(self, begin: int, end: int, head: Head) -> OrganizationMention | None:
        town = towns.at(self._text, begin, end, self._context)
        if town is None or town[1] >= end:
            return None
        return OrganizationMention(begin, end, self._text[begin:end], head.kind, "institution", 0.85, *town)

    def _located(
        self, begin: int, end: int, name: str, head: Head, confidence: float, search_from: int, parent: str = ""
    ) -> OrganizationMention:
        """With the most specific place that the name prints from ``search_from`` on."""
        of_university = head.kind == _MEDIA and "大学" in self._text[begin : end - 2]
        found = (
            None
            if head.kind in _PLACELESS or of_university
            else place_in_name(self._text, search_from, end, self._context)
        )
        if found is None:
            return OrganizationMention(begin, end, name, head.kind, "institution", confidence, parent=parent)
        place, place_start, place_end = found.division, found.start, found.end
        return OrganizationMention(
            begin, end, name, head.kind, "institution", confidence, place, place_end, parent, place_start
        )

    def _full(self, name: str) -> str:
        short = next((word for word in self._patterns.written_out if name.endswith(word)), "")
        return name.removesuffix(short) + self._patterns.written_out[short] if short else name

    def _parent(self, name: str) -> str:
        return name.removesuffix("办公室") if name.endswith("领导小组办公室") else ""

    def _continues(self, last: OrganizationMention, begin: int) -> bool:
        mark = _LIST_MARK.fullmatch(self._text, last.end, begin)
        return mark is not None

    def _sharing(self, last: OrganizationMention, begin: int, end: int) -> OrganizationMention | None:
        """A member of a list that shares the level of the one before it: 省农学会、力学学会."""
        place = self._context.full(self._list_level)
        if place is None:
            return None
        return OrganizationMention(begin, end, place + self._text[begin:end], last.kind, _LIST_RULE, 0.8)

    def _set_up(self, begin: int, end: int, head: Head) -> OrganizationMention | None:
        """A body that the plan sets up: one, under a name of its own."""
        name = self._text[begin:end]
        if not self._patterns.set_up.search(self._text[max(0, begin - 4) : begin]) or _COUNTED.match(self._text, end):
            return None
        if head.kind not in _SHORTEST_SET_UP or len(name) < _SHORTEST_SET_UP[head.kind]:
            return None
        return self._located(begin, end, name, head, 0.7, begin)

    def _acts(self, begin: int, end: int) -> bool:
        """Whether a house does something: 由X承办, 推荐X申报, X牵头."""
        last = self._last
        if last is not None and self._continues(last, begin) and self._acts_already(last):
            return True
        before = self._text[max(0, begin - 3) : begin]
        acting = self._patterns.acting_before.search(before) or self._patterns.acting_behind.match(self._text, end)
        return bool(acting) and not (before.endswith(_RELYING) or self._text.startswith(_RELYING, begin))

    def _acts_already(self, body: OrganizationMention) -> bool:
        """Whether a body is a house that was found to act."""
        name = self._text[body.start : body.end]
        return any(head.acting and name.endswith(word) for word, head in self._patterns.heads.items())

    def _is_generic(self, stem: str, head: Head | None) -> bool:
        if not stem or stem in self._patterns.generic or stem[0].isdigit():
            return True
        if head is not None and head.kind == _COLLEGE and self._patterns.disciplines.fullmatch(stem):
            return True
        return "各" in stem[:_LONGEST_LEAD] or stem.startswith(self._patterns.kinds)
