"""The text of a plan as extraction works on it, and which task each position belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from kexie_kg.loaders.clauses import mask
from kexie_kg.loaders.outline import Outline, Span
from kexie_kg.loaders.outline.numbering import MONTH, match_number

_LONGEST_NUMBER = 12
_LINE_START = re.compile(r"(?m)^[\s*#]*")
_ORDINAL = re.compile(r"(?<=[。；;:：])(?:十[一二三四五六七八九]|[一二三四五六七八九十])是[:：,，]?(?![否非])")


class PlanPage:
    """``text`` is the outline's view with responsibility notes (they hold units, not prose) and the numbers of
    paragraphs blanked out; ``masked`` is the same with everything in quotes, titles and brackets blanked out. Offsets
    are the view's."""

    def __init__(self, outline: Outline, tasks: Mapping[int, str]) -> None:
        """``tasks`` are the ids of the tasks by their position in the outline."""
        self.outline = outline
        self.view = outline.view
        self.text = _prose(outline)
        self.masked = mask(self.text)
        self._tasks = tasks
        self._task_starts = [task.span.start for task in outline.tasks]

    def task_at(self, at: int) -> str:
        """Id of the task in which the view's position lies; empty outside of tasks."""
        offset = self.view.offset(at)
        index = bisect_right(self._task_starts, offset) - 1
        if index >= 0 and offset < self.outline.tasks[index].span.end:
            return self._tasks[index]
        return ""


def _prose(outline: Outline) -> str:
    text = outline.view.text
    characters = list(text.replace("|", "\n"))  # the bars of tables part cells, and no word goes over one
    for span in outline.body:
        start, end = outline.view.position(span.start), outline.view.position(span.end)
        for line in _LINE_START.finditer(text, start, end):
            number = match_number(text[line.end() : min(end, line.end() + _LONGEST_NUMBER)])
            if number is not None and number.style != MONTH:
                characters[line.end() : line.end() + number.length] = "\n" * number.length
        for ordinal in _ORDINAL.finditer(text, start, end):
            characters[ordinal.start() : ordinal.end()] = "\n" * len(ordinal[0])
    for task in outline.tasks:
        before_title = [] if task.is_row else [Span(task.span.start, task.title.start)]
        for note in (*before_title, *task.notes):
            start, end = outline.view.position(note.start), outline.view.position(note.end)
            characters[start:end] = "\n" * (end - start)
    return "".join(characters)
