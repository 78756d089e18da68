"""A time limit for work that cannot be interrupted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def finish_within(seconds: float, work: Callable[[], _T]) -> _T:
    """The result of ``work``, or :class:`TimeoutError`.

    Work that takes longer is left behind in its thread, until it ends or the process does.
    """
    future: Future[_T] = Future()

    def worker() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error.with_traceback(None))  # which would keep alive what belongs to this thread

    Thread(target=worker, daemon=True).start()
    return future.result(seconds)
