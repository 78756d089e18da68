"""What long work tells while it runs: a bar on a terminal, nothing into a file or a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # rich is imported when something is to be drawn
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress(Protocol):
    """Told by long work how it gets on."""

    def step(self, what: str, done: int, total: int) -> None:
        """``done`` of ``total`` parts of the work called ``what`` are finished."""
        ...

    def notice(self, text: str) -> None:
        """Something the user should know before the work begins."""
        ...


class _Silent:
    def step(self, what: str, done: int, total: int) -> None:
        """Tells nobody."""

    def notice(self, text: str) -> None:
        """Tells nobody."""


SILENT: Progress = _Silent()


@contextmanager
def on_stderr() -> Iterator[Progress]:
    """Notices as lines of stderr, and a bar for each kind of work if stderr is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what, total=total)
        self._bars.update(self._tasks[what], completed=done)

    def notice(self, text: str) -> None:
        self._bars.console.print(f"note: {text}", markup=False)
