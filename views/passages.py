"""The sentences of a page, each in its paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kexie_kg.graph.model import Node

_AROUND = 400
"""Characters shown of a very long paragraph, before and after the sentence."""
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in the paragraph around it: ``text[start:end]``. Offsets count code points."""

    text: str
    start: int
    end: int


def passages(sentences: Iterable[Node], texts: Mapping[str, str]) -> dict[str, Passage]:
    """By the id of the sentence. ``texts`` are the full texts by plan; without its text a sentence stands alone."""
    return {node.id: _passage(node, texts.get(str(node.props.get("plan", "")), "")) for node in sentences}


def _passage(node: Node, text: str) -> Passage:
    words, start, end = str(node.props["text"]), node.props["start"], node.props["end"]
    assert isinstance(start, int) and isinstance(end, int)
    if text[start:end] != words:
        return Passage(words, 0, len(words))
    left = text.rfind("\n", 0, start) + 1
    right = len(text) if (found := text.find("\n", end)) < 0 else found
    cut_left, cut_right = max(left, start - _AROUND), min(right, end + _AROUND)
    before = _ELLIPSIS * (cut_left > left) + text[cut_left:start]
    after = text[end:cut_right] + _ELLIPSIS * (cut_right < right)
    before = before.lstrip()
    return Passage(before + words + after.rstrip(), len(before), len(before) + len(words))
