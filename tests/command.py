"""The command ``kexie`` for tests: run in this process or in one of its own, on a small graph."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from kexie_kg.cli import main

FILES = ("jiaxing-2020", "shaoxing-2021", "shaoxing-2022")


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def is_one_line(self, code: int = 2) -> bool:
        """Whether it failed as it should: with this exit code and one line."""
        return self.code == code and self.err.startswith("error: ") and self.err.count("\n") == 1


def kexie(*arguments: object) -> Done:
    """Runs a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    assert isinstance(caught.value.code, int)
    return Done(caught.value.code, out.getvalue(), err.getvalue())


def program(*arguments: object, text: str = "") -> Done:
    """Runs a command as its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "kexie_kg", *map(str, arguments)], input=text, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def small_graph(root: Path, path: Path) -> Path:
    """Makes a graph of three plans, by the command."""
    done = program("build", *files(root), "--graph", path)
    assert (done.code, done.err) == (0, "")
    return path


def files(root: Path) -> list[str]:
    """The files of the small graph."""
    return [str(root / "data" / "plans" / f"{name}.txt") for name in FILES]
