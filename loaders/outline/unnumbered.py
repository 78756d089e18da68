"""Headings and measures that have no number: bold leads, lead sentences, short lines over prose, what a month lists."""

from __future__ import annotations

import re
from itertools import pairwise

from kexie_kg.loaders.outline.numbering import BULLET, HAN, HEADING, MONTH, PAREN_HAN, PART
from kexie_kg.loaders.outline.paragraphs import Paragraph
from kexie_kg.loaders.outline.series import parted
from kexie_kg.loaders.outline.tree import LEAD, Node, attach, walk
from kexie_kg.loaders.outline.units import is_note

_LINE = re.compile(r"[^。!?;:()|]{4,30}")
_FEWEST_HEADINGS = 2
_LONGEST_ITEM = 60


def name_headings(root: Node) -> None:
    """In a plan without any number, make headings of the short lines that stand over prose, two at least."""
    lines = [] if root.children else _over_prose(root.paragraphs)
    if len(lines) >= _FEWEST_HEADINGS:
        _split_paragraphs(root, lines, HEADING)


def name_measures(text: str, root: Node) -> None:
    """Give nodes to measures without number: bold lead sentences, and the items of a month without numbers."""
    for node in list(walk(root)):
        if node.children or not node.paragraphs or node.style not in {-1, PART, HEADING, HAN, PAREN_HAN, MONTH}:
            continue
        bold = [paragraph for paragraph in node.paragraphs if 0 < paragraph.lead < len(paragraph.text)]
        if node.style == MONTH:
            bold = [paragraph for paragraph in node.paragraphs if not is_note(paragraph.text)]
        if node.style == MONTH and len(bold) == 1:
            _split_items(text, node, bold[0])
        elif bold:
            _split_paragraphs(node, bold)


def name_leads(text: str, root: Node) -> None:
    """Give nodes to paragraphs that open with a short lead sentence, or stand under a short line, where a plan has no
    other sign of measures."""
    if any(node.children for node in root.children if node.style != MONTH):
        return
    bare = [
        node
        for node in walk(root)
        if node.style in {HEADING, HAN, PAREN_HAN, PART} and node.paragraphs and node.is_bare(text)
    ]
    led = {id(node): [paragraph for paragraph in node.paragraphs if LEAD.match(paragraph.text)] for node in bare}
    habitual = any(len(each) > 1 for each in led.values())
    for node in bare:
        opening, lines = led[id(node)], _over_prose(node.paragraphs)
        if habitual and 2 * len(opening) > len(node.paragraphs):
            _split_paragraphs(node, opening)
        elif len(lines) >= _FEWEST_HEADINGS:
            _split_paragraphs(node, lines)


def _over_prose(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs that are short lines without a full stop, each with a paragraph of sentences below it."""
    return [
        line
        for line, below in pairwise(paragraphs)
        if _LINE.fullmatch(line.text) and "。" in below.text and not is_note(line.text)
    ]


def _split_items(text: str, node: Node, paragraph: Paragraph) -> None:
    """Make nodes of what semicolons part in the one `paragraph` of a month, if that is a list of short items."""
    items = parted(text, paragraph.start, paragraph.end)
    short = all(right - left <= _LONGEST_ITEM for left, right in items)
    _split_paragraphs(node, [paragraph])
    if len(items) > 1 and short:
        whole = node.children.pop()
        for left, right in items:
            child = attach(node, Node(BULLET, (BULLET, 0), left, left, right, right))
        child.paragraphs, child.end = whole.paragraphs, whole.end


def _split_paragraphs(node: Node, openings: list[Paragraph], style: int = BULLET) -> None:
    """Make a node of each of `openings`, together with the paragraphs up to the next one."""
    starts = {paragraph.start for paragraph in openings}
    following = [paragraph for paragraph in node.paragraphs if paragraph.start >= openings[0].start]
    node.paragraphs = node.paragraphs[: -len(following)]
    child = None
    for paragraph in following:
        if child is None or paragraph.start in starts:
            lead = paragraph.start + paragraph.lead if paragraph.lead else 0
            start, end = paragraph.start, paragraph.end
            child = Node(style, (style, 0), start, start, end, end, lead)
            attach(node, child)
        else:
            child.paragraphs.append(paragraph)
            child.end = paragraph.end
