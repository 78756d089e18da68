"""What of a tree is not planned work: the summary of the last year, principles and goals."""

from __future__ import annotations

import re

from kexie_kg.loaders.outline.numbering import BULLET, HAN, HEADING, ORDINAL, PAREN_HAN, PART
from kexie_kg.loaders.outline.tree import Node, walk

_PAST = re.compile(
    r"(?:总结|回顾|(?:工作|完成|开展|进展)情况|(?:主要|取得的?)(?:成绩|成效)|存在的?(?:主要)?问题(?:和不足|与不足)?)$"
)
_PLANNED = re.compile(r"计划|安排|打算|要点|思路")
_AHEAD = re.compile(
    r"(?:明年|下一?年|来年|下一?步|下一?阶段|20\d\d年).{0,12}(?:计划|安排|打算|要点|思路|任务|重点|工作)"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_LONGEST = 30  # characters of such a heading
_AIMS = re.compile(r"指导思想|基本原则|总体(?:要求|思路|目标)|(?:主要|工作|发展|年度|任务)目标|目标任务")
_LONGEST_AIMS = 14


def find_ahead(text: str, root: Node) -> Node | None:
    """The outermost heading under which a page that sums up the last year goes on to the year ahead."""
    return next((node for node, words in _headings(text, root) if _AHEAD.search(words)), None)


def year_ahead(text: str, ahead: Node, summed_up: int | None) -> int | None:
    """The year that the heading `ahead` names, else the one after the year that is summed up."""
    found = _YEAR.search(ahead.own_text(text))
    return int(found[0]) if found else summed_up and summed_up + 1


def drop_past(text: str, root: Node, ahead: Node | None) -> list[tuple[int, int]]:
    """Take the summary of the last year out of the tree: headings that say so, and all that stands before `ahead`.

    Gives the stretches of the view it took.
    """
    taken = [(root.start, ahead.start)] if ahead else []
    for node, words in _headings(text, root):
        past = _PAST.search(words) and not _PLANNED.search(words)
        if past or (ahead and node.start < ahead.start):
            root.children.remove(node)
            taken.append((node.start, node.end))
    return taken


def _headings(text: str, root: Node) -> list[tuple[Node, str]]:
    """The short headings right under the root, each with its words."""
    outer = [node for node in root.children if node.style in {PART, HAN, HEADING}]
    words = [(node, node.own_text(text).strip("。 ")) for node in outer]
    return [each for each in words if len(each[1]) <= _LONGEST]


def drop_aims(text: str, root: Node) -> None:
    """Leave nothing under a heading of goals or principles: what these list are no measures."""
    for node in walk(root):
        words = node.own_text(text).strip("。: ")
        if node.style in {HAN, PAREN_HAN, PART, HEADING} and len(words) <= _LONGEST_AIMS and _AIMS.search(words):
            node.children = [child for child in node.children if child.style not in {BULLET, ORDINAL}]
