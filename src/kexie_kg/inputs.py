"""From what was named on the command line to the files to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave nothing. ``message`` is one line: where, what, and what next."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """Files to read, each once and in alphabetical order, and what was named but is none."""

    files: tuple[str, ...]
    failures: tuple[Failure, ...]


def find_inputs(paths: Iterable[str], recursive: bool) -> Inputs:
    """The files among ``paths``; with ``recursive`` also all files in the folders among them, but hidden ones."""
    files: dict[Path, str] = {}
    failures: dict[str, str] = {}
    for name in sorted(set(paths)):
        found = [name]
        if Path(name).is_dir():
            found = _files_below(Path(name)) if recursive else []
            if not found:
                failures[name] = "holds no files" if recursive else "is a directory; add -r to read the plans in it"
        for file in found:
            files.setdefault(_place(file), file)
    return Inputs(
        files=tuple(sorted(files.values())),
        failures=tuple(Failure(path, f"{path}: {what}") for path, what in failures.items()),
    )


def _files_below(folder: Path) -> list[str]:
    below = (file for file in folder.rglob("*") if file.is_file())
    return sorted(str(file) for file in below if not any(p.startswith(".") for p in file.relative_to(folder).parts))


def _place(file: str) -> Path:
    """Where a file lies however it is written; a name that cannot be one is left for the reader to refuse."""
    try:
        return Path(file).resolve()
    except (OSError, ValueError, RuntimeError):  # the last is a loop of links
        return Path(file)


def exit_code(files: int, failures: int) -> int:
    """0: all well. 1: some files failed and the others were used. 2: every file failed."""
    if failures == 0:
        return 0
    return 1 if failures < files else 2
