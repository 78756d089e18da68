"""The text of a plan as extraction works on it, and which task each position belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from kexie_kg.loaders.clauses import mask
from kexie_kg.loaders.outline import Outline


class PlanPage:
    """``text`` is the outline's view with responsibility notes blanked out (they hold units, not prose); ``masked``
    is the same with everything in quotes, titles and brackets blanked out. Offsets are the view's."""

    def __init__(self, outline: Outline, tasks: Mapping[int, str]) -> None:
        """``tasks`` are the ids of the tasks by their position in the outline."""
        self.outline = outline
        self.view = outline.view
        self.text = _without_notes(outline)
        self.masked = mask(self.text)
        self._tasks = tasks
        self._task_starts = [task.span.start for task in outline.tasks]

    def task_at(self, at: int) -> str:
        """Id of the task in which the view's position lies; empty outside of tasks."""
        offset = self.view.original(at, at + 1)[0]
        index = bisect_right(self._task_starts, offset) - 1
        if index >= 0 and offset < self.outline.tasks[index].span.end:
            return self._tasks[index]
        return ""


def _without_notes(outline: Outline) -> str:
    characters = list(outline.view.text)
    for task in outline.tasks:
        for note in task.notes:
            start, end = outline.view.position(note.start), outline.view.position(note.end)
            characters[start:end] = "\n" * (end - start)
    return "".join(characters)
