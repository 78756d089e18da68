"""Title, issuer, number, dates, addressees and cc of a plan: what stands before and after its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kexie_kg.loaders.outline.model import Phrase
from kexie_kg.loaders.outline.numbering import match_number
from kexie_kg.loaders.outline.paragraphs import Page, Paragraph
from kexie_kg.loaders.outline.units import Range, split_units

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2})"
_KIND = r"工作要点|工作计划|工作意见|工作安排|工作打算|工作思路|工作方案|工作重点|重点工作|工作总结|年度计划|要点|计划"
_BODY_NAME = re.compile(
    r"[一-鿿·]{2,30}?(?:科学技术协会|科协|领导小组办公室|协会|领导小组|委员会|联合会|学会)(?![一-鿿]*(?:会$|科协$))"
)
_ORGANIZATION = r"[一-鿿·]{2,30}(?:协会|科协|办公室|委员会|领导小组|联合会)"
_TITLE = re.compile(
    rf"[^。;:]*?(?P<kind>{_KIND})(?:(?:及|和|与|暨).{{2,12}}(?:安排|计划|分工|打算|要点))?(?:\([^()]{{1,12}}\))?"
)
_NOTICE = re.compile(r".*(?:印发|下发|转发|发布).*的?通知")
_NOTICE_BODY = re.compile(r"(?:现)?将?.{0,60}(?:印发|下发)(?:给)?(?:你们|各)|.{0,80}现(?:予以?)?印发")
_PLAIN_TITLE = re.compile(rf"(?=.{{0,30}}科协|.{{0,30}}科学技术协会)[^。;:《]{{0,30}}{_YEAR}年?[^。;:》通知]{{0,30}}")
_QUOTED_TITLE = re.compile(rf"《(?P<title>[^》]*(?:{_KIND})[^》]*)》")
_NUMBER = re.compile(r"(?:.*?[ :])?(?P<number>[一-鿿]{1,12}[〔\[(【]\d{4}[〕\])】]第?\d{1,4}号)(?: .*)?")
_HAN_DATE = r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DATE = rf"(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日|{_HAN_DATE})"
_SIGNED = re.compile(rf"(?P<name>{_ORGANIZATION})?(?:\(.{{2,30}}\))? ?(?P<date>{_DATE})")
_PRINTED = re.compile(rf".*?(?P<date>{_DATE})(?:印发|印制)")
_IN_BRACKETS = re.compile(rf"\((?P<date>{_DATE})\)")
_REMARK = re.compile(r"\([^()]{0,40}(?:稿|通过|印发|发布|讨论)\)")
_ADDRESSED = re.compile(r"(?P<names>[^。;:!]{3,400}):")
_ADDRESSEE = re.compile(r"科协|学会|协会|单位|部门|小组|分会|委员会|支部|公司|部室|各|局")
_COPIED = re.compile(r"抄[送报](?:单位|机关)?:(?P<names>.+)")
_LETTERHEAD = re.compile(rf"(?P<name>{_ORGANIZATION})(?:文件)?")
_END_MATTER = re.compile(r"抄[送报]|主题词:|附件?\d?(?::|$)|附件\d|主送:|\(此[件文].{0,12}\)|\(?联系人:|.{0,30}印发$")
_LINE_LONG = 70
_TITLE_LENGTH = 60
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True, slots=True)
class Title:
    """A plan's own title: paragraphs [first, last) of the page."""

    first: int
    last: int
    span: Range
    text: str
    kind: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan prints about itself outside of its body."""

    issuer: Phrase | None
    doc_number: Phrase | None
    issued: Phrase | None
    issued_on: date | None
    addressed_to: Phrase | None
    copied_to: tuple[Phrase, ...]


def find_titles(text: str, paragraphs: Sequence[Paragraph]) -> list[Title]:
    """Titles of the plans in a file, one per plan. A title printed twice before one body counts once, the last.

    A title without a body after it, as in a list of links, is none, unless it is the only one.
    """
    titles: list[Title] = []
    known: set[tuple[int | None, str, str]] = set()
    body_since = True
    for index, paragraph in enumerate(paragraphs):
        title = _title_at(text, paragraphs, index)
        if title is None:
            body_since = body_since or _is_body(paragraph)
            continue
        if not titles or not body_since:
            if titles and _says_less(title, titles[-1]):
                continue
            titles[-1:] = [title]
        elif _is_other_plan(title, known, paragraphs):
            titles.append(title)
        else:
            continue
        known.add(_identity(title))
        body_since = False
    return titles if body_since else titles[:-1] or titles


def _says_less(title: Title, last: Title) -> bool:
    """Whether a title right below the `last` is none beside it: it lacks the year, or names nobody (2021年工作总结)."""
    nobody = bool(_organization(last.text)) and not _organization(title.text)
    return bool(last.year) and (not title.year or nobody)


def find_opening(paragraphs: Sequence[Paragraph], previous: int, title: int) -> int:
    """Where a further plan of a file begins: at the letterhead, number or notice between `previous` and its title."""
    body = max((index for index in range(previous, title) if _is_body(paragraphs[index])), default=previous)
    for index in range(body + 1, title):
        text = paragraphs[index].text
        letterhead = text.endswith("文件") and _LETTERHEAD.fullmatch(text)
        if _NUMBER.fullmatch(text) or _NOTICE.fullmatch(text) or letterhead:
            return index
    return title


def _is_other_plan(title: Title, known: set[tuple[int | None, str, str]], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a title in the midst of a file opens a plan of its own, and is neither repeated nor an attachment's."""
    attached = title.first > 0 and _END_MATTER.match(paragraphs[title.first - 1].text)
    year, kind, organization = own = _identity(title)
    return bool(year and organization and own not in known and not attached and kind != "重点工作")


def _identity(title: Title) -> tuple[int | None, str, str]:
    return title.year, title.kind, _organization(title.text)


def _organization(text: str) -> str:
    found = _BODY_NAME.search(re.sub(rf"{_YEAR}年?度?", "", text))
    return found.group().replace("科学技术协会", "科协") if found else ""


def _title_at(text: str, paragraphs: Sequence[Paragraph], index: int) -> Title | None:
    """The title whose last line is paragraph `index`."""
    paragraph = paragraphs[index]
    found = _TITLE.fullmatch(paragraph.text) if len(paragraph.text) <= _TITLE_LENGTH else None
    if found is None or _END_MATTER.match(paragraph.text) or match_number(paragraph.text):
        return None
    first = index
    while first > 0 and index - first < 2 and _lacks(text[paragraphs[first].start : paragraph.end]):
        above = paragraphs[first - 1].text
        if len(above) > 40 or not re.fullmatch(rf"{_ORGANIZATION}|.*{_YEAR}年?度?", above) or above.endswith("文件"):
            break
        first -= 1
    words = text[paragraphs[first].start : paragraph.end].replace("\n", "")
    if not re.search(rf"{_YEAR}|{_ORGANIZATION}", words):
        return None
    years = [value.group() for value in re.finditer(rf"{_YEAR}(?=年)|{_YEAR}", words) if value.start() < len(words) - 4]
    kind, year = found["kind"], None
    if planned := re.search(
        rf"(?P<year>{_YEAR})年?度?[^总结0-9]*?(?P<kind>工作计划|工作要点|工作安排|工作打算)", words
    ):
        kind, year = planned["kind"], _year(planned["year"])
    year = year or (_year(years[-1]) if years else None)
    return Title(first, index + 1, (paragraphs[first].start, paragraph.end), words, kind, year)


def _lacks(words: str) -> bool:
    """Whether a title is only the end of one: it names no year, or nobody."""
    return not (re.search(_YEAR, words) and _BODY_NAME.search(re.sub(rf"{_YEAR}年?度?", "", words)))


def _is_body(paragraph: Paragraph) -> bool:
    """Whether a paragraph belongs to the plan itself: a heading, or prose that is no covering notice."""
    text = paragraph.text
    return bool(match_number(text)) or (len(text) > _LINE_LONG and "。" in text and not _NOTICE_BODY.match(text))


def substitute_title(page: Page, paragraphs: Sequence[Paragraph]) -> Title | None:
    """The title as a covering notice quotes it, or a line like one, for a plan that prints no proper title."""
    for index, paragraph in enumerate(paragraphs):
        if _PLAIN_TITLE.fullmatch(paragraph.text) and not match_number(paragraph.text):
            span = (paragraph.start, paragraph.end)
            return Title(index, index + 1, span, paragraph.text, "", _year(re.findall(_YEAR, paragraph.text)[-1]))
        if found := _QUOTED_TITLE.search(paragraph.text):
            start, end = (paragraph.start + at for at in found.span("title"))
            words = found["title"]
            years = re.findall(_YEAR, words)
            kind = re.findall(_KIND, words)[-1]
            return Title(index, index + 1, (start, end), words, kind, _year(years[-1]) if years else None)
        if _is_body(paragraph):
            break
    return None


def is_end_matter(text: str) -> bool:
    """Whether the folded paragraph `text` closes a plan: signature, date, cc, attachments."""
    return bool(_END_MATTER.match(text) or _SIGNED.fullmatch(text) or _LETTERHEAD.fullmatch(text))


def is_letterhead(text: str) -> bool:
    """Whether the folded paragraph `text` is a number of a document, or a date or a remark in brackets."""
    return bool(_NUMBER.fullmatch(text) or _IN_BRACKETS.fullmatch(text) or _REMARK.fullmatch(text))


def read_head(page: Page, paragraphs: Sequence[Paragraph], title: Title | None, body: Range) -> Head:
    """Read what stands around the body, which takes the paragraphs of the range `body`."""
    around = [p for index, p in enumerate(paragraphs) if not body[0] <= index < body[1]]
    opening = [p for index, p in enumerate(paragraphs) if index < body[0]]
    signed = _first(_SIGNED, around) or _first(_PRINTED, around) or _first(_IN_BRACKETS, opening[-3:])
    issued = _phrase(page, signed, "date")
    copied = _first(_COPIED, around)
    return Head(
        issuer=_issuer(page, paragraphs, around, title),
        doc_number=_phrase(page, _first(_NUMBER, opening), "number"),
        issued=issued,
        issued_on=_date(signed[1]["date"]) if signed else None,
        addressed_to=_addressed(page, paragraphs[: body[0] + 1]),
        copied_to=_copied(page, *copied) if copied else (),
    )


Found = tuple[Paragraph, re.Match[str]]


def _first(pattern: re.Pattern[str], paragraphs: Sequence[Paragraph]) -> Found | None:
    """The first paragraph that is wholly of a pattern."""
    for paragraph in paragraphs:
        if len(paragraph.text) < 300 and (found := pattern.fullmatch(paragraph.text)):
            return paragraph, found
    return None


def _phrase(page: Page, found: Found | None, group: str) -> Phrase | None:
    if found is None:
        return None
    paragraph, match = found
    start, end = match.span(group)
    return page.phrase(paragraph.start + start, paragraph.start + end)


def _copied(page: Page, paragraph: Paragraph, found: re.Match[str]) -> tuple[Phrase, ...]:
    start, end = found.span("names")
    names = paragraph.text[start:end].rstrip("。. ")
    units = split_units(page.view.text, paragraph.start + start, paragraph.start + start + len(names))
    return tuple(page.phrase(*unit) for unit in units)


def _addressed(page: Page, paragraphs: Sequence[Paragraph]) -> Phrase | None:
    """The first line before the body that names whom the plan is sent to and ends with a colon."""
    for paragraph in paragraphs:
        found = _ADDRESSED.fullmatch(paragraph.text)
        if found and _ADDRESSEE.search(found["names"]) and not match_number(paragraph.text):
            names = found["names"]
            if not re.search(r"如下$|如次$|[是为]$", names) and not _COPIED.match(paragraph.text):
                return page.phrase(paragraph.start, paragraph.start + len(names))
    return None


def _issuer(
    page: Page, paragraphs: Sequence[Paragraph], around: Sequence[Paragraph], title: Title | None
) -> Phrase | None:
    """The fullest of the names in letterhead, signature, notice and title that speak of the same body."""
    candidates = list(_names(around))
    if title:
        words = page.view.text[slice(*title.span)]
        flat = re.sub(rf"(?:{_YEAR})年?度?", lambda year: "0" * len(year.group()), words)
        if found := _BODY_NAME.search(flat.replace("\n", "0")):
            own = (title.span[0] + found.start(), title.span[0] + found.end())
            stem = _stem(page.view.text[slice(*own)])
            same = [span for span in candidates if _stem(page.view.text[slice(*span)]).endswith(stem)]
            candidates = [own, *same]
    if not candidates:
        return None
    return page.phrase(*max(candidates, key=lambda span: (span[1] - span[0], -span[0])))


def _names(paragraphs: Sequence[Paragraph]) -> Iterator[Range]:
    """Names of bodies that stand alone, sign, or issue a notice."""
    for paragraph in paragraphs:
        for pattern in (_LETTERHEAD, _SIGNED, _ISSUES):
            found = pattern.fullmatch(paragraph.text)
            if found and found["name"]:
                yield paragraph.start + found.start("name"), paragraph.start + found.end("name")


_ISSUES = re.compile(rf"(?P<name>{_ORGANIZATION}?)关于.*")


def _stem(name: str) -> str:
    return name.replace("科学技术协会", "科协")


def _year(printed: str) -> int:
    return int("".join(_HAN_DIGITS.get(char, char) for char in printed))


def _date(printed: str) -> date | None:
    """The day a printed date names, in either kind of numerals; None if there is no such day."""
    year, month, day = re.findall(r"[^年月日]+", printed)
    try:
        return date(_year(year), _small(month), _small(day))
    except ValueError:
        return None


def _small(printed: str) -> int:
    """A number up to 99 in either kind of numerals: 二十五, 十, 3."""
    if printed.isdigit():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return _year(printed)
    return (_year(tens) if tens else 1) * 10 + (_year(ones) if ones else 0)
