"""Gates around the process that answers ad-hoc queries, by what the operating system offers.

The first gate, the words of the query, stands in :mod:`.guard`. Those here close around the process itself, so that
they hold whatever a query makes an engine do. :data:`GATES` says which there are on which system; the process reports
those that it could close, since a container or a policy may forbid one.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Mapping
from typing import Final

EVERYWHERE: Final = ("linux", "darwin", "win32")
_POSIX: Final = ("linux", "darwin")

GATES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "words": ("words that write, call procedures or leave the graph never reach an engine", EVERYWHERE),
    "read-only": ("the engine opens the graph to read, and refuses writes", EVERYWHERE),
    "process": ("the engine runs in a process of its own", EVERYWHERE),
    "time": ("that process is killed when the time is over", EVERYWHERE),
    "rows": ("an answer with more rows is an error", EVERYWHERE),
    "memory": ("the process is killed when it has grown by more than the limit, looked at every 20 ms", EVERYWHERE),
    "address space": ("the kernel refuses memory beyond the limit", ("linux",)),
    "no files": ("the process can open no file and no connection, and write to no file", _POSIX),
    "no network": ("the process has a network of its own without any route, not even to this machine", ("linux",)),
}  # fmt: skip
"""What each gate does, and the systems (``sys.platform``) that have it. The order is that of the documentation."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of <sched.h>


def leave_network() -> tuple[str, ...]:
    """Moves this process, which must have a single thread, into an empty network; its name if that was allowed."""
    if sys.platform != "linux":
        return ()
    libc = ctypes.CDLL(None)
    # Root needs no new user for it, and would lose the right to read the files of others.
    moved = libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0
    return ("no network",) if moved else ()


def close_files() -> tuple[str, ...]:
    """From now on nothing can be opened: no file, no socket. What is open stays so."""
    if sys.platform == "win32":
        return ()
    import resource

    with contextlib.suppress(ValueError, OSError):
        for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
            resource.setrlimit(limit, (0, 0))
        return ("no files",)
    return ()


def limit_address_space(bytes_: int) -> tuple[str, ...]:
    """The kernel gives this process no more than so many bytes; may be called again with more or less."""
    if sys.platform != "linux":
        return ()
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = bytes_ if hard == resource.RLIM_INFINITY else min(bytes_, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return ("address space",)
