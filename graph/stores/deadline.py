"""Work that cannot be interrupted, and a time limit for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def started(work: Callable[[], _T]) -> Future[_T]:
    """What ``work`` will have given, once the thread that it runs in is done. Nobody waits for the thread."""
    future: Future[_T] = Future()

    def worker() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error.with_traceback(None))  # which would keep alive what belongs to this thread

    Thread(target=worker, daemon=True).start()
    return future


def finish_within(seconds: float, work: Callable[[], _T]) -> _T:
    """The result of ``work``, or :class:`TimeoutError`.

    Work that takes longer is left behind in its thread, until it ends or the process does.
    """
    return started(work).result(seconds)
