"""The sentences of a plan as spans of the document: disjoint, in order, and every fact lies in one of them."""

from __future__ import annotations

import re

from kexie_kg.loaders.outline import Outline

_SENTENCE_END = re.compile(r"[。！？!?]+[”’）)]*|\n+")


def sentence_spans(outline: Outline) -> list[tuple[int, int]]:
    """Rows of tables whole; elsewhere sentences end at 。！？ and at the end of a paragraph."""
    rows = sorted((task.span.start, task.span.end) for task in outline.tasks if task.is_row)
    view = outline.view
    spans: list[tuple[int, int]] = []
    start = 0
    for mark in (*_SENTENCE_END.finditer(view.text), None):
        end = len(view.text) if mark is None else mark.end()
        words = view.text[start:end]
        begin, stop = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
        if stop > begin:
            spans.append(view.original(begin, stop))
        start = end
    return sorted([*_outside(spans, rows), *rows])


def _outside(spans: list[tuple[int, int]], rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that no row touches; one that a row cuts keeps what stands before the row."""
    kept: list[tuple[int, int]] = []
    row = 0
    for start, end in spans:
        while row < len(rows) and rows[row][1] <= start:
            row += 1
        if row < len(rows) and rows[row][0] < end:
            if start < rows[row][0]:
                kept.append((start, rows[row][0]))
        else:
            kept.append((start, end))
    return kept
