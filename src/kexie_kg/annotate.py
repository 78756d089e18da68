"""Plans into JSON in the format of the annotation guide, without a graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kexie_kg.graph.annotation import annotation
from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.files import write_whole
from kexie_kg.graph.schema import Schema
from kexie_kg.inputs import Failure
from kexie_kg.loaders.stages import ALL_STAGES_RUN, Stages
from kexie_kg.reading import facts_of


@dataclass(frozen=True, slots=True)
class AnnotatedPlan:
    """``name`` is the file's without its suffix; that of the second plan in a file ends in ``-2``."""

    name: str
    path: str
    content: dict[str, Any]

    def json(self) -> str:
        return json.dumps(self.content, ensure_ascii=False, indent=1) + "\n"


def annotate(path: str, without: Stages = ALL_STAGES_RUN) -> tuple[AnnotatedPlan, ...]:
    """The plans of one file, read ``without`` some stages. Raises :class:`DocumentError` if they cannot be read."""
    plans = [plan for _, plans in facts_of(path, without) for plan in plans]
    stem, schema = Path(path).stem, Schema.load()
    return tuple(
        AnnotatedPlan(stem if number == 1 else f"{stem}-{number}", path, annotation(plan, schema))
        for number, plan in enumerate(plans, 1)
    )


def annotate_all(files: Iterable[str], write: Callable[[AnnotatedPlan], None]) -> tuple[Failure, ...]:
    """Annotates file after file and hands on each plan; the files that failed are returned."""
    failures = []
    for file in files:
        try:
            for plan in annotate(file):
                write(plan)
        except DocumentError as error:
            failures.append(Failure(file, str(error)))
    return tuple(failures)


class Folder:
    """A folder with one JSON file a plan. Two plans of the same name are an error, not one file."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._origin: dict[str, str] = {}

    def write(self, plan: AnnotatedPlan) -> None:
        """Raises :class:`DocumentError` if a plan of another file has this name."""
        origin = self._origin.setdefault(plan.name, plan.path)
        if origin != plan.path:
            raise DocumentError(f"{plan.path}: {plan.name}.json is already made from {origin}; rename one of the two")
        write_whole(self._path / f"{plan.name}.json", plan.json().encode("utf-8"))
