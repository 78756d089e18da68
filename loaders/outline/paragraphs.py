"""Lines joined to paragraphs: the view of a file, in which every line is one whole paragraph."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from kexie_kg.loaders.matching import MatchingView, fold
from kexie_kg.loaders.outline.furniture import is_bare_number, is_page_number, is_rule, is_web
from kexie_kg.loaders.outline.lines import Line, fillers, split_lines
from kexie_kg.loaders.outline.model import Phrase, Span
from kexie_kg.loaders.outline.numbering import match_number, match_weak_number

_LINE_END = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
_SENTENCE_END = "。!?;:…"
_NEVER_FIRST = frozenset(",、。;:!?)》”’〕]")
_OPEN_END = re.compile(r"[,、(《“‘\[〔·]$")
_LONG = 60  # characters: no heading is longer, so such a line without a full stop is torn
_TAIL = 120  # characters at the end of a line in which a bracket or title may be left open
_BLOCK = re.compile(
    r"\(?(?:牵头|责任|配合|参与|负责|承办|主办|协办)[^:,。;()]{0,8}:|抄[送报]|主题词|附(?:件|表)?\d?(?::|$)|主送:"
    r"|.{0,30}\d{4}年\d{1,2}月\d{1,2}日(?:印发|$)|[一二〇○零]{2}.{2}年.{1,2}月.{1,3}日$|\(此[件文].{0,12}\)"
)
_BODY_NAME = re.compile(r"[一-鿿]{2,26}(?:协会|科协|办公室|委员会|领导小组|人民政府)(?:\(.{2,30}\))?(?:文件)?")
_HEADING = re.compile(r"[^,。;:!?、()]{4,24}")
"""A short line without any mark: after empty lines a heading, as the rest of a sentence would end in one."""
_WORDS = (
    "科技 科协 科普 科学 学会 学术 学校 学院 协会 活动 工作 建设 共建 创新 教育 服务 大赛 论坛 "
    "培训 组织 开展 举办 人才 青年 少年 发展 基地 行动 计划 工程 素质 提升 技术 农村 农民 社区 "
    "乡村 企业 院士 专家 平台 中心 宣传 推广 示范 项目 主题 产业 健康 生态"
)
"""Words of the genre at large: a line that ends in the midst of one is no heading."""
_REST = re.compile(
    r"局|厅|奖|等|馆|者|委(?![员托派])|联(?![合系动手])|院(?![士地校])|部(?![署门分])|会(?![同议员商])|站(?![位在])|工作者"
    r"|(?:教育|科技|科普|主题|专项|培训)?(?:活动|行动|工程|计划|项目|小院|基地|大赛|讲座|讲堂|论坛)[,。、;]"
)
"""Ends of names, with which no sentence begins."""
_TRANSITIVE = re.compile(r"(?:组织|联合|会同|依托|继续)(?:开展|举办|实施)?$|(?:开展|举办|承办|实施|推荐|参加|打造)$")
_TABLE_START = re.compile(r"(?:序号|编号)(?:$|[ |,])|\|.*\|$")
_ROW_START = re.compile(r"\|? *\(?(\d{1,3})[)、.]?(?:$|[ |,])")
_TALLEST_ROW = 60  # lines
_WRAPPED_LINES = 6
_WRAPPED_SHARE = 0.3
_WRAP_MARGIN = 2
_HEADER_AFTER = 20  # characters
_INDENTED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the view: ``view.text[start:end] == text``."""

    start: int
    end: int
    text: str
    hashes: int
    lead: int
    tab: bool
    gap: bool
    after_web: bool
    """Lines of the web page stand between it and the paragraph before."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file without its furniture."""

    view: MatchingView
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Span, ...]

    def phrase(self, start: int, end: int) -> Phrase:
        """The words of the view in [start, end), without spaces around them; there must be some."""
        words = self.view.printed[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        first, last = self.view.original(start, start + len(words))
        return Phrase(first, last, words.replace("\n", ""))

    def span(self, start: int, end: int) -> Span:
        """Where the document has what the view has in [start, end)."""
        return Span(*self.view.original(start, end))


def read_page(text: str) -> Page:
    """Find the paragraphs of a document's text."""
    filler = fillers(text)
    folded = fold(text)
    lines = list(split_lines(text, MatchingView.of(text, filler, folded)))
    blocks, furniture = _join(lines)
    skip = [*filler]
    previous_end = 0
    for block in blocks:
        start = block.lines[0].start
        between = _LINE_END.search(text, previous_end, start) if previous_end else None
        if between:  # one line end stays, as that of the view
            skip += [(previous_end, between.start()), (between.end(), start)]
        else:
            skip.append((0, start))
        skip += [(left.end, right.start) for left, right in pairwise(block.lines)]
        previous_end = block.lines[-1].end
    skip.append((previous_end, len(text)))
    view = MatchingView.of(text, skip, folded)
    paragraphs = []
    position = 0
    for block, words in zip(blocks, view.text.split("\n"), strict=True) if blocks else ():
        first = block.lines[0]
        end = position + len(words)
        paragraphs.append(
            Paragraph(position, end, words, first.hashes, first.lead, first.tab, first.gap, block.after_web)
        )
        position = end + 1
    return Page(view, tuple(paragraphs), tuple(Span(line.start, line.end) for line in furniture))


@dataclass(slots=True)
class _Block:
    """A paragraph while its lines are gathered."""

    lines: list[Line]
    after_web: bool
    sentence: bool
    """A full stop stands in it: it is prose, no heading."""

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.sentence = self.sentence or "。" in line.text


def _join(lines: list[Line]) -> tuple[list[_Block], list[Line]]:
    """Group lines to paragraphs, and set the furniture apart."""
    width = _wrap_width(lines)
    indented = bool(width) and _are_indented(lines, width)
    tables = _table_lines(lines)
    headers = _page_headers(lines, tables)
    blocks: list[_Block] = []
    furniture: list[Line] = []
    new_page = web = False
    for index, line in enumerate(lines):
        in_table = index in tables
        if is_page_number(line.text) or (not in_table and is_bare_number(line.text)):
            furniture.append(line)
            new_page = True
        elif is_rule(line.text) or index in headers:
            furniture.append(line)
        elif is_web(line.text):
            furniture.append(line)
            web = True
        else:
            if blocks and not in_table and not web and _continues(blocks[-1], line, width, indented, new_page):
                blocks[-1].add(line)
            else:
                blocks.append(_Block([line], web, "。" in line.text))
            new_page = web = False
    return blocks, furniture


def _table_lines(lines: list[Line]) -> frozenset[int]:
    """Lines of flattened tables: from a header to the cells of the last row, found by the running numbers."""
    inside: set[int] = set()
    for index, line in enumerate(lines):
        if index in inside or not _TABLE_START.match(line.text):
            continue
        expected, last, at = 1, index, index + 1
        while at < len(lines) and at - last <= _TALLEST_ROW:
            number = _ROW_START.match(lines[at].text)
            if number and int(number[1]) in {1, expected}:
                expected, last = int(number[1]) + 1, at
            at += 1
        while last + 1 < len(lines) and not _ends_table(lines[last + 1]):
            last += 1
        inside.update(range(index, last + 1))
    return frozenset(inside)


def _ends_table(line: Line) -> bool:
    prose = "。" in line.text and len(line.text) > _LONG
    return not line.tab and bool(prose or is_web(line.text) or _BLOCK.match(line.text))


def _page_headers(lines: list[Line], tables: frozenset[int]) -> frozenset[int]:
    """Lines that stand beside page numbers again and again, or in the midst of sentences."""
    pages = [index for index, line in enumerate(lines) if is_page_number(line.text)]
    beside = {at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(lines)}
    often = {words for words, count in Counter(lines[at].text for at in beside).items() if count > 1}
    found = {at for at in beside if lines[at].text in often and len(lines[at].text) < _LONG}
    repeated = Counter(line.text for line in lines if _HEADING.fullmatch(line.text))
    alone: dict[str, list[int]] = {words: [] for words, count in repeated.items() if count > 1}
    for index, line in enumerate(lines):
        if line.text in alone and index not in tables:
            alone[line.text].append(index)
    for places in alone.values():
        if sum(at > 0 and _breaks_off(lines[at - 1].text) for at in places) > 0.5 * len(places):
            found.update(places)
    return frozenset(found)


def _breaks_off(text: str) -> bool:
    """Whether a line is prose that ends in the midst of a sentence."""
    return len(text) > _HEADER_AFTER and ("。" in text or "," in text) and _is_torn(text)


def _wrap_width(lines: list[Line]) -> int:
    """Length at which the lines of a file were broken by force; 0 if they were not."""
    long = [len(line.text) for line in lines if len(line.text) >= 20]
    if len(long) < _WRAPPED_LINES:
        return 0
    width = max(Counter(long).items(), key=lambda item: (item[1], item[0]))[0]
    near = sum(abs(length - width) <= 1 for length in long)
    longer = sum(length > width + _WRAP_MARGIN for length in long)
    return width if near >= _WRAPPED_SHARE * len(long) and longer <= 0.1 * len(long) else 0


def _are_indented(lines: list[Line], width: int) -> bool:
    """Whether most lines behind one that is not full begin with a space: they open the paragraphs."""
    opening = [line.indent for last, line in pairwise(lines) if len(last.text) < width - _WRAP_MARGIN]
    return sum(opening) >= _INDENTED_SHARE * len(opening)


def _is_torn(text: str) -> bool:
    """Whether a line ends in the middle of a sentence (or is a heading, which ends without mark)."""
    return text[-1] not in _SENTENCE_END and not _ends_with_note(text)


def _ends_with_note(text: str) -> bool:
    """Whether `text` ends with a bracket that stands for itself: after a full stop, or a responsibility note."""
    if not text.endswith(")"):
        return False
    opening = text.rfind("(")
    return opening <= 0 or text[opening - 1] in _SENTENCE_END or ":" in text[opening:]


def _continues(block: _Block, line: Line, width: int, indented: bool, new_page: bool) -> bool:
    """Whether `line` goes on with the paragraph `block`. `indented`: the paragraphs of the file are."""
    last = block.lines[-1]
    if line.text[0] in _NEVER_FIRST:
        return True
    if _starts_block(line):
        return False
    if _left_open(last.text):
        return True
    if _BLOCK.match(line.text) or (_BODY_NAME.fullmatch(line.text) and not _OPEN_END.search(last.text)):
        return False
    if line.gap and not new_page and _HEADING.fullmatch(line.text):
        return False
    full = bool(width) and len(last.text) >= width - _WRAP_MARGIN
    if match_weak_number(line.text) and not full and not _OPEN_END.search(last.text):
        return False
    if full and indented and not line.indent:
        return True
    if not _is_torn(last.text):
        return False
    if _OPEN_END.search(last.text):
        return True
    if block.sentence or len(last.text) > max(_LONG, width):
        return True
    if full:
        return not line.indent
    if not line.gap and not line.indent and _goes_on(block, line):
        return True
    return new_page and (":" in last.text or ("," in last.text and not match_number(block.lines[0].text)))


def _goes_on(block: _Block, line: Line) -> bool:
    """Whether short lines without a full stop are one sentence all the same.

    They are where the break cuts a word or a name, where a verb lacks its object, and in what was already joined to
    more than a heading.
    """
    last = block.lines[-1].text
    cut = last[-1] + line.text[0] in _WORDS or _TRANSITIVE.search(last) or _REST.match(line.text)
    return bool(cut) or (len(block.lines) > 1 and not _starts_block(block.lines[0]))


def _starts_block(line: Line) -> bool:
    """Whether `line` cannot be the rest of a sentence."""
    return bool(line.hashes or line.lead or line.tab or match_number(line.text))


def _left_open(text: str) -> bool:
    """Whether a title, quotation or bracket is open at the end of `text`."""
    end = text[-_TAIL:]
    return end[-1] not in "。!?" and any(
        end.rfind(opening) > end.rfind(closing) for opening, closing in ("《》", "“”", "()")
    )
