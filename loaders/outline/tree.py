"""The headings and measures of a plan as a tree, read from the numbers in front of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kexie_kg.loaders.outline.numbering import (
    ARABIC,
    BULLET,
    HAN,
    HEADING,
    MONTH,
    ORDINAL,
    PAREN_HAN,
    PART,
    Number,
    match_number,
)
from kexie_kg.loaders.outline.openings import find_numbers
from kexie_kg.loaders.outline.paragraphs import Paragraph
from kexie_kg.loaders.outline.series import parted, series, successor

_HEADING_LENGTH = 60
_SHORT_HEADING = 30
_SENTENCE = re.compile(r"[。!?;]|(?<=[一-鿿”》)])\.(?=[一-鿿“《])")
_PART = re.compile(r"(?:20\d\d年度?)?(?:主要)?(?:工作)?(?:总结|回顾|计划|安排|打算|要点|思路)(?:情况)?")
LEAD = re.compile(r"(?P<lead>[^。!?;:,]{2,30}|[^。!?;:]{2,24})[。!?](?=.)")
"""A short lead sentence in front of others."""
_SERIES = re.compile(
    r"[一首第](?=[是要先一])|(?P<one>(?P<paren>\((?:[一二三四五六七八九十]{1,2}|\d{1,2})\))|\d{1,2}[.、](?!\d)|[①-⑳]) ?"
)
"""Where a series may begin. One of a series that goes on in other paragraphs may be glued to its heading."""


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
    numbers = find_numbers(paragraphs, closings)
    attached = False
    for index, paragraph in enumerate(paragraphs):
        if paragraph.start in closings:
            current = None
            attached = paragraph.text.startswith("附")
            continue
        node = _node(paragraph, numbers.get(paragraph.start)) or _heading_of_ordinals(paragraphs, index)
        if node is None and attached and len(paragraph.text) <= _HEADING_LENGTH and "。" not in paragraph.text:
            node = Node(HEADING, (PART, 0), paragraph.start, paragraph.start, paragraph.end, paragraph.end)
        attached = False
        if node is None:
            if current is not None:
                current.paragraphs.append(paragraph)
                for above in current.path():
                    above.end = paragraph.end
            continue
        parent = current or (root if node.style == MONTH else _last_open(root))
        current = attach(_parent(text, parent, node), node)
        following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
        for child in _inline(text, node, paragraph, following):
            above = node
            while above.rank >= child.rank and above.parent is not None:
                above = above.parent
            current = attach(above, child)
    return root


def _parent(text: str, current: Node, node: Node) -> Node:
    """Under which node, from `current` outwards, a new one stands: the first of a lower rank.

    A month holds whatever begins anew in it, but for the styles of number that it stands under itself; the next month
    ends it all the same.
    """
    months = [above for above in current.path() if above.style == MONTH] if node.style == MONTH else []
    at = months[-1] if months else current
    while at.rank >= node.rank and at.parent is not None:
        if at.style == MONTH and node.style in {HAN, PAREN_HAN} and node.style not in {n.style for n in at.path()}:
            begun = any(child.style == node.style for child in at.children)
            if begun or text[node.start : node.body].strip(" ()、.") == "一":
                return at
        at = at.parent
    return at


def _last_open(root: Node) -> Node:
    node = root
    while node.children:
        node = node.children[-1]
    return node


def attach(parent: Node, node: Node) -> Node:
    """Put `node` under `parent`, which grows to its end; give `node`."""
    node.parent = parent
    parent.children.append(node)
    for above in parent.path():
        above.end = max(above.end, node.end)
    return node


def _node(paragraph: Paragraph, number: Number | None) -> Node | None:
    """The node that a paragraph with this number opens, or None if it is plain text."""
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


def _inline(text: str, node: Node, paragraph: Paragraph, following: str) -> list[Node]:
    """The measures inside the paragraph of `node`, which is cut before the first. `following` is the next paragraph.

    After a month all of it is measures. Else they are a series (一是…二是…, 1.…2.…) behind a heading, or the first of
    a series whose others have paragraphs of their own.
    """
    start, end = paragraph.start, paragraph.end
    if node.style == MONTH:
        number = match_number(text[node.body : end])
        places = series(text, node.body, end)
        if not places and number:
            places = [(node.body, node.body + number.length)]
        places = places or [(left, left) for left, _ in parted(text, node.body, end)]
    elif node.style == ORDINAL:
        places = series(text, start, end)[1:]
    elif node.style in {HAN, PAREN_HAN, PART, HEADING}:
        places = _behind_heading(text, node, following)
    else:
        places = []
    if not places:
        return []
    node.paragraph_end = node.end = places[0][0]
    nodes = []
    for (place, body), stop in zip(places, [*(place for place, _ in places[1:]), end], strict=True):
        number = match_number(text[place:body]) if place < body else None
        style = number.style if number else ORDINAL if place < body else BULLET
        nodes.append(Node(style, (style, 0), place, body, stop, stop))
    return nodes


def _behind_heading(text: str, node: Node, following: str) -> list[tuple[int, int]]:
    """A series that begins behind the first words of `node`, if these are a heading: no full stop but their own."""
    mark = _SERIES.search(text, node.body, node.paragraph_end)
    while mark:
        before = text[node.body : mark.start()]
        if len(before) > _HEADING_LENGTH or _SENTENCE.search(before[:-1]):
            return []
        if before[-1:] in {"。", ":", ";", " "} or (before and mark["paren"]):
            if places := series(text, mark.start(), node.paragraph_end):
                return places
            if mark["one"] and following.startswith(successor(mark["one"])):
                return [mark.span()]
        mark = _SERIES.search(text, mark.end(), node.paragraph_end)
    return []


def walk(node: Node) -> list[Node]:
    """Every node under `node`, in the order of the text."""
    return [each for child in node.children for each in (child, *walk(child))]


def is_section(node: Node, text: str) -> bool:
    """Whether a node is a heading over its children rather than a measure that holds them."""
    if not node.children:
        return node.style in {PART, HEADING, HAN, MONTH}
    if node.style == PAREN_HAN and (node.paragraphs or not node.is_bare(text)) and not _has_leads(node, text):
        return False
    return node.style < ARABIC or (node.is_bare(text) and not node.paragraphs)


def _has_leads(node: Node, text: str) -> bool:
    """Whether what stands under a node are measures: numbered, or bullets half of which open with a lead sentence."""
    bullets = [child for child in node.children if child.style == BULLET]
    led = sum(bool(child.lead or LEAD.match(child.own_text(text))) for child in bullets)
    return len(bullets) < len(node.children) or 2 * led >= len(bullets)
