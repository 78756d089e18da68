"""Files that are either whole or not there, whenever the process or the machine stops."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_UNFINISHED = ".unfinished-"


def write_whole(path: Path, data: bytes) -> None:
    """Puts ``data`` into ``path``, durably, in one step: no reader ever sees a part of it.

    A link stays one, and what it leads to is replaced; a pipe or device is written to. Raises :class:`OSError`.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    draft = target.with_name(f"{_UNFINISHED}{os.getpid()}-{target.name}")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    settle(target.parent)


def keep_whole(path: Path, data: bytes) -> None:
    """:func:`write_whole`, unless the file holds just that; a damaged file is put right."""
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)


def settle(folder: Path) -> None:
    """Makes the names in a folder durable, where the system can (Windows does so by itself)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def discard(path: Path) -> None:
    """Removes a file or a whole folder. What another process holds open on Windows stays for the next time."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def is_unfinished(path: Path) -> bool:
    """Whether a write that was broken off left it; to be called by the only writer of the folder."""
    return path.name.startswith(_UNFINISHED)
