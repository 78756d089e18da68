"""A place to build in for tests: files written on the spot, an empty directory, and sums that are checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from kexie_kg.build import BuildReport
from kexie_kg.graph.schema import Schema
from kexie_kg.overview import summary

SCHEMA = Schema.load()
Write: TypeAlias = Callable[[str, str | bytes], str]
Texts: TypeAlias = Callable[[str], str]

JIAXING = "嘉兴市科学技术协会/2020/工作要点"
SHAOXING = ("绍兴市科学技术协会/2021/工作要点", "绍兴市科学技术协会/2022/工作要点")


def reader(root: Path) -> Texts:
    """Gives the text of a plan of the project by its name."""
    return lambda name: (root / "data" / "plans" / f"{name}.txt").read_bytes().decode("utf-8")


def writer(folder: Path) -> Write:
    """Writes a file into the folder and returns its path."""

    def write(name: str, content: str | bytes) -> str:
        file = folder / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return str(file)

    return write


def outcomes(report: BuildReport) -> list[tuple[str, str, str]]:
    return [(change.outcome, change.plan, Path(change.path).name) for change in report.changes.changes]


def adds_up(report: BuildReport, length: int = 7) -> bool:
    """Whether every line of the summary is a true sum, and the graph holds what it says."""
    lines = summary(report, SCHEMA).splitlines()
    assert len(lines) == length
    for line in lines:
        name_and_total, terms = line.split(" = ")
        signs = {"+": 1, "−": -1}
        words = f"+ {terms}".replace("+ −", "−").split()
        parts = [signs[words[i - 1]] * int(word) for i, word in enumerate(words) if word.isdecimal()]
        assert sum(parts) == int(name_and_total.split()[-1]), line
    files = {change.path for change in report.changes.changes}
    return len(files) + len(report.failures) == report.files
