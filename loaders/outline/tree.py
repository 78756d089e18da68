"""The headings and measures of a plan as a tree, read from the numbers in front of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kexie_kg.loaders.outline.numbering import (
    ARABIC,
    BULLET,
    HAN,
    HEADING,
    MONTH,
    ORDINAL,
    PAREN_HAN,
    PART,
    inline_ordinals,
    match_number,
)
from kexie_kg.loaders.outline.paragraphs import Paragraph

_HEADING_LENGTH = 60
_SHORT_HEADING = 30
_SENTENCE = re.compile(r"[。!?;]")
_LEAD = re.compile(r"(?P<lead>[^。!?;:,]{2,30}|[^。!?;:]{2,24})[。!?](?=.)")
_PART = re.compile(r"(?:20\d\d年度?)?(?:主要)?(?:工作)?(?:总结|回顾|计划|安排|打算|要点|思路)(?:情况)?")
_PAST = re.compile(
    r"(?:总结|回顾|(?:工作|完成|开展|进展)情况|(?:主要|取得的?)(?:成绩|成效)|存在的?(?:主要)?问题(?:和不足)?)$"
)
_PLANNED = re.compile(r"计划|安排|打算|要点|思路")


@dataclass(slots=True, eq=False)
class Node:
    """A heading or measure, while the tree grows."""

    style: int
    rank: tuple[int, int]
    start: int
    """In the view: where the number stands."""
    body: int
    """In the view: where the words after the number begin."""
    paragraph_end: int
    end: int
    lead: int = 0
    """In the view: where bold words at the start end; 0 if there are none."""
    children: list[Node] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    """Paragraphs without a number that follow its own."""
    parent: Node | None = None

    def own_text(self, text: str) -> str:
        """The words of its own paragraph, after the number."""
        return text[self.body : self.paragraph_end]

    def is_bare(self, text: str) -> bool:
        """Whether its own paragraph is a heading and nothing else."""
        words = self.own_text(text)
        return len(words) <= _HEADING_LENGTH and not _SENTENCE.search(words.rstrip("。"))

    def path(self) -> list[Node]:
        """Itself and what it stands under, the innermost first."""
        return [self] + (self.parent.path() if self.parent else [])


def grow(text: str, paragraphs: Sequence[Paragraph], closings: frozenset[int]) -> Node:
    """The tree of `paragraphs`; its root stands for the plan.

    `closings` are starts of paragraphs that belong to no measure (signatures, titles of tables).
    """
    start = paragraphs[0].start if paragraphs else 0
    root = Node(-1, (-1, 0), start, start, start, start)
    current: Node | None = root
    for index, paragraph in enumerate(paragraphs):
        if paragraph.start in closings:
            current = None
            continue
        node = _node(paragraph) or _heading_of_ordinals(paragraphs, index)
        if node is None:
            if current is not None:
                current.paragraphs.append(paragraph)
                for above in current.path():
                    above.end = paragraph.end
            continue
        parent = current or _last_open(root)
        while parent.rank >= node.rank and parent.parent is not None:
            parent = parent.parent
        current = _attach(parent, node)
        if node.style == MONTH and node.body < node.end:
            node.paragraph_end = node.body
            current = _attach(node, Node(BULLET, (BULLET, 0), node.body, node.body, node.end, node.end))
        for place, following in _ordinals(text, node, paragraph):
            child = Node(ORDINAL, (ORDINAL, 0), place, place + (3 if text[place] == "十" else 2), following, following)
            current = _attach(node if node.style != ORDINAL else parent, child)
    return root


def _last_open(root: Node) -> Node:
    node = root
    while node.children:
        node = node.children[-1]
    return node


def _attach(parent: Node, node: Node) -> Node:
    node.parent = parent
    parent.children.append(node)
    for above in parent.path():
        above.end = max(above.end, node.end)
    return node


def _node(paragraph: Paragraph) -> Node | None:
    """The node a paragraph opens, or None if it is plain text."""
    number = match_number(paragraph.text)
    start, end = paragraph.start, paragraph.end
    lead = start + paragraph.lead if paragraph.lead else 0
    if number and (number.style != PART or len(paragraph.text) <= _HEADING_LENGTH):
        return Node(number.style, (number.style, 0), start, start + number.length, end, end, lead)
    if paragraph.hashes:
        return Node(HEADING, (HEADING, paragraph.hashes), start, start, end, end)
    if _PART.fullmatch(paragraph.text):
        return Node(PART, (PART, 0), start, start, end, end)
    return None


def _heading_of_ordinals(paragraphs: Sequence[Paragraph], index: int) -> Node | None:
    """A short line without a number over a paragraph of 一是…二是… is its heading."""
    paragraph = paragraphs[index]
    following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
    if not following.startswith("一是") or len(paragraph.text) > _SHORT_HEADING or _SENTENCE.search(paragraph.text):
        return None
    return Node(HEADING, (HEADING, 1), paragraph.start, paragraph.start, paragraph.end, paragraph.end)


def _ordinals(text: str, node: Node, paragraph: Paragraph) -> list[tuple[int, int]]:
    """一是 … 二是 … inside the paragraph of `node`: where each begins and ends. Cuts the node before the first."""
    if node.style == ORDINAL:
        places = inline_ordinals(paragraph.text, 0)[1:]
    elif node.style in {HAN, PAREN_HAN, PART, HEADING}:
        first = paragraph.text.find("一是")
        before = paragraph.text[node.body - paragraph.start : max(first, 0)]
        titled = first > 0 and before[-1:] in {"。", ":", ";"} and not _SENTENCE.search(before[:-1])
        places = inline_ordinals(paragraph.text, first) if titled else []
    else:
        places = []
    if not places:
        return []
    node.paragraph_end = node.end = paragraph.start + places[0]
    bounds = [paragraph.start + place for place in places] + [paragraph.end]
    return list(pairwise(bounds))


def drop_past(text: str, root: Node) -> list[tuple[int, int]]:
    """Take the summary of the last year out of the tree; give the stretches of the view it took."""
    taken: list[tuple[int, int]] = []
    for node in list(root.children):
        words = node.own_text(text).strip("。 ")
        if (
            node.style in {PART, HAN, HEADING}
            and len(words) <= 30
            and _PAST.search(words)
            and not _PLANNED.search(words)
        ):
            root.children.remove(node)
            taken.append((node.start, node.end))
    return taken


def name_measures(text: str, root: Node) -> None:
    """Give nodes to measures without number: bold lead sentences, and the items of a month without numbers."""
    for node in list(walk(root)):
        if node.children or not node.paragraphs or node.style not in {-1, PART, HEADING, HAN, PAREN_HAN, MONTH}:
            continue
        bold = [paragraph for paragraph in node.paragraphs if 0 < paragraph.lead < len(paragraph.text)]
        if node.style == MONTH:
            bold = node.paragraphs[:]
        if bold:
            _split_paragraphs(node, bold)


def name_leads(text: str, root: Node) -> None:
    """Give nodes to paragraphs that open with a short lead sentence, where a plan has no other sign of measures."""
    for node in list(walk(root)):
        if node.style in {HEADING, HAN, PAREN_HAN, PART} and not node.children and node.is_bare(text):
            led = [paragraph for paragraph in node.paragraphs if _LEAD.match(paragraph.text)]
            if len(led) > 1 and 2 * len(led) > len(node.paragraphs):
                _split_paragraphs(node, led)


def _split_paragraphs(node: Node, openings: list[Paragraph]) -> None:
    """Make a node of each of `openings`, together with the paragraphs up to the next one."""
    starts = {paragraph.start for paragraph in openings}
    following = [paragraph for paragraph in node.paragraphs if paragraph.start >= openings[0].start]
    node.paragraphs = node.paragraphs[: -len(following)]
    child = None
    for paragraph in following:
        if child is None or paragraph.start in starts:
            lead = paragraph.start + paragraph.lead if paragraph.lead else 0
            child = Node(BULLET, (BULLET, 0), paragraph.start, paragraph.start, paragraph.end, paragraph.end, lead)
            _attach(node, child)
        else:
            child.paragraphs.append(paragraph)
            child.end = paragraph.end


def walk(node: Node) -> list[Node]:
    """Every node under `node`, in the order of the text."""
    return [each for child in node.children for each in (child, *walk(child))]


def is_section(node: Node, text: str) -> bool:
    """Whether a node is a heading over its children rather than a measure that holds them."""
    if not node.children:
        return node.style in {PART, HEADING, HAN, MONTH}
    return node.style < ARABIC or (node.is_bare(text) and not node.paragraphs)
