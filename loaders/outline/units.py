"""Responsibility notes: which units lead a measure, which support it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

Range = tuple[int, int]
"""A stretch of the view."""

_LEAD = r"牵头责任|责任|牵头|主办|承办|主责|负责|实施|落实|主管"
_SUPPORT = r"配合责任|配合|参与|参加|协办|协助|协同|协作"
_OTHER = r"完成|时间|进度|分管|联系"
_BODY = (
    r"(?:(?:和|及|/)?(?:责任|参与|配合)?"
    r"(?:部室|部门|单位|科室|处室|股室|站室|[部科处股]\(室\)|机构|组织|团体|处|科|室|股))"
)
_LABEL = re.compile(
    rf"(?:(?<![一-鿿])|(?=[责牵配参主承协].{{1,4}}(?:单位|部门|部室|科室|处室):))"
    rf"(?:(?P<lead>{_LEAD})|(?P<support>{_SUPPORT})|(?P<other>{_OTHER}))"
    rf"(?:{_BODY}{{1,2}}(?:\([^()]{{1,8}}\))?(?: (?=\S))?|(?P<person>领导|人员?)"
    r"|(?P<term>要求|时限|时间|期限|进度|节点))?(?::|(?<= ))"
)
_BRACKET = re.compile(
    r"\((?P<words>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)|[\[〔【](?P<square>[^\]〕】\[〔【]*)[\]〕】]"
)
_DUTY = re.compile(
    r"(?:由)?(?P<units>.+?)(?:(?P<lead>(?P<shared>按照?职责(?:分工)?负责|分工负责)|共同牵头|牵头负责|牵头|负总责"
    r"|具体负责|共同负责|负责|承办|主办|落实|实施)|(?P<support>配合|参与|协助|协办))(?:[;,。]|$)"
)
_HELPING = re.compile(r"(?P<units>.*[^责任])(?:配合|参与|协助|协办)")
_UNIT_END = (
    r"(?:部|室|处|科|股|办|中心|馆|协会|学会|研究会|联合会|科协|公司|集团|局|委|委员会|小组|院|校|大学|站|组|单位|部门|团委|残联|妇联|工会"
    r"|所|社|厅|队|厂|基地|支部|党组|联盟)(?:\([^()]*\))?"
)
_UNIT = re.compile(rf"[^:,;。、“”《》]{{0,30}}{_UNIT_END}")
_SEPARATOR = re.compile(r"[、,;。/\s()]|(?:和|与|及|以及)(?=\S)")
_NEXT_SEPARATOR = re.compile(r"[、,;。/\s]")
_CLAUSE = re.compile(r"[^,;。\n]+")
_DASHED = re.compile(r"(?<=[。;! ]) ?[—–―-]{1,2} ?(?P<units>[^—–―。;\n]{2,40})[。;]?$")
_CLOSE = re.compile(r"[。;. ]*(?:\n|$)")
_PARAGRAPH = re.compile(r"[^\n]+")
_CONJUNCTION = frozenset(("和", "与", "及", "以及"))
_NOBODY = re.compile(r"[-—–/无]*|(?:相关|有关).*|(?:部门|部室|单位|等)*")
_FIRST_LEADS = re.compile(r"(?:列|排|居)[^。;,]{0,6}(?:第一|首)(?:位|个)?[^。;,]{0,8}(?:为|是)?(?:牵头|负责)")


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does a measure, as stretches of the view."""

    leads: tuple[Range, ...] = ()
    supports: tuple[Range, ...] = ()
    notes: tuple[Range, ...] = ()


def first_unit_leads(text: str, start: int, end: int) -> bool:
    """Whether a note in ``text[start:end]`` says that the first unit of each list leads (列第一位的为牵头单位)."""
    return _FIRST_LEADS.search(text, start, end) is not None


def split_units(text: str, start: int, end: int) -> list[Range]:
    """The units listed in ``text[start:end]``, brackets kept whole; none for ``-``, 相关部室 and other nobodies."""
    units: list[Range] = []
    begin = start
    for left, right in [*_separators(text, start, end), (end, end)]:
        if text[left:right] in _CONJUNCTION and not _parts_units(text, begin, left, right, end):
            continue
        words = text[begin:left]
        first = begin + len(words) - len(words.lstrip())
        last = first + len(words.strip(" .").removesuffix("等"))
        if first < last and not _NOBODY.fullmatch(text, first, last):
            units.append((first, last))
        begin = right
    return units


def _separators(text: str, start: int, end: int) -> Iterator[Range]:
    """Separators in ``text[start:end]`` outside of brackets."""
    depth = 0
    for found in _SEPARATOR.finditer(text, start, end):
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            yield found.span()


def _parts_units(text: str, begin: int, left: int, right: int, end: int) -> bool:
    """Whether the 和 at [left, right) stands between two whole units (组织部和学会部, but not 相关部室和单位)."""
    if _NOBODY.fullmatch(text, begin, left):
        return False
    following = _NEXT_SEPARATOR.search(text, right, end)
    stop = following.start() if following else end
    return bool(_UNIT.fullmatch(text, begin, left) and _UNIT.fullmatch(text, right, stop))


def find_duty(text: str, start: int, end: int, first_leads: bool) -> Duty:
    """Read the notes of the measure ``text[start:end]``.

    Forms: （牵头单位：A、B；参与单位：C） and the same without brackets at the start of a paragraph or after the last
    sentence; （A负责，B配合）; a bare bracket of units at the end (A、B), all of them leads.
    """
    duties: list[Duty] = []
    for first, last in _paragraphs(text, start, end):
        duties += _in_paragraph(text, first, last, first_leads)
    leads = [unit for duty in duties for unit in duty.leads]
    supports = [unit for duty in duties for unit in duty.supports]
    return Duty(_once(text, leads), _once(text, supports), tuple(note for duty in duties for note in duty.notes))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Range]:
    """The paragraphs of ``text[start:end]``; one that ends with a label takes in the units in those below it."""
    first = start
    open_label = False
    for paragraph in _PARAGRAPH.finditer(text, start, end):
        left, right = paragraph.span()
        if open_label and not _all_units(text, left, right):
            yield first, left - 1
            open_label = False
        if not open_label:
            first = left
        open_label = open_label or (text[right - 1] == ":" and _ends_with_label(text, left, right))
        if not open_label:
            yield first, right
    if open_label:
        yield first, end


def _ends_with_label(text: str, start: int, end: int) -> bool:
    return any(label.end() == end for label in _LABEL.finditer(text, start, end))


def is_note(paragraph: str) -> bool:
    """Whether the folded `paragraph` is a responsibility note of its own, in the form of a label and units."""
    return _LABEL.match(paragraph, paragraph.startswith("(")) is not None


def _in_paragraph(text: str, start: int, end: int, first_leads: bool) -> Iterator[Duty]:
    """The notes of one paragraph: brackets, then labels outside of brackets up to its end."""
    at = start
    for bracket in _BRACKET.finditer(text, start, end):
        if label := _LABEL.search(text, at, bracket.start()):
            yield replace(_labelled(text, label.start(), end, first_leads), notes=((label.start(), end),))
            return
        if duty := _bracketed(text, bracket, start, end, first_leads):
            yield replace(duty, notes=(bracket.span(),))
        at = bracket.end()
    if label := _LABEL.search(text, at, end):
        yield replace(_labelled(text, label.start(), end, first_leads), notes=((label.start(), end),))
    elif (dash := _DASHED.search(text, at, end)) and _all_units(text, *dash.span("units")):
        yield Duty(tuple(split_units(text, *dash.span("units"))), notes=(dash.span(),))


def _bracketed(text: str, bracket: re.Match[str], start: int, end: int, first_leads: bool) -> Duty | None:
    """The units in a bracket of the measure ``text[start:end]``; None if it is no note."""
    inner = bracket.span("words" if bracket["words"] is not None else "square")
    if _LABEL.match(text, *inner):
        return _labelled(text, *inner, first_leads)
    return _stated(text, *inner) if _closes(text, *bracket.span(), start, end) else None


def _labelled(text: str, start: int, end: int, first_leads: bool) -> Duty:
    """Units after labels: 牵头单位：A，配合单位：B; also 责任部室：A，B配合."""
    leads: list[Range] = []
    supports: list[Range] = []
    labels = list(_LABEL.finditer(text, start, end))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        if label["person"] or label["term"] or label["other"]:
            continue
        units: list[Range] = []
        for clause in _CLAUSE.finditer(text, label.end(), following.start() if following else end):
            helping = _HELPING.fullmatch(text, *clause.span())
            if helping and not label["support"]:
                supports += split_units(text, *helping.span("units"))
            else:
                units += split_units(text, *clause.span())
        if label["support"]:
            supports += units
        elif first_leads and "牵头" not in label["lead"]:
            leads += units[:1]
            supports += units[1:]
        else:
            leads += units
    return Duty(tuple(leads), tuple(supports))


def _stated(text: str, start: int, end: int) -> Duty | None:
    """Units in （A负责，B配合）, or a bare list of units; None if the bracket is something else."""
    leads: list[Range] = []
    supports: list[Range] = []
    at = start
    while at < end and (found := _DUTY.match(text, at, end)):
        if not _all_units(text, *found.span("units")):
            return None
        helping = found["support"] or (found["shared"] and leads)
        (supports if helping else leads).extend(split_units(text, *found.span("units")))
        at = found.end()
    if at == end and (leads or supports):
        return Duty(tuple(leads), tuple(supports))
    if at == start and _all_units(text, start, end):
        return Duty(tuple(split_units(text, start, end)))
    return None


def _all_units(text: str, start: int, end: int) -> bool:
    units = split_units(text, start, end)
    return bool(units) and all(_UNIT.fullmatch(text, *unit) for unit in units)


def _closes(text: str, opening: int, closing: int, start: int, end: int) -> bool:
    """Whether a bracket stands at the end of the measure, or after a full stop inside it."""
    return bool(_CLOSE.match(text, closing, end)) or (opening > start and text[opening - 1] in "。;!")


def _once(text: str, units: list[Range]) -> tuple[Range, ...]:
    """Each unit once, by its words."""
    first = {text[start:end]: (start, end) for start, end in reversed(units)}
    return tuple(sorted(first.values()))
