"""Plans into a published graph: read, extract, merge, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kexie_kg.changes import Changes, find_changes
from kexie_kg.graph.manifest import Manifest, makers
from kexie_kg.graph.merge import merge
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.schema import Schema
from kexie_kg.inputs import Failure, find_inputs
from kexie_kg.reading import Reading, read_files

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``files`` were given; ``failures`` of them gave nothing; ``changes`` is about the others."""

    files: int
    failures: tuple[Failure, ...]
    before: int
    """Plans in the graph before."""
    changes: Changes
    manifest: Manifest
    """Of the graph that is current now, also if nothing was published."""
    published: bool

    @property
    def exit_code(self) -> int:
        """0: all well. 1: some files failed, the others are in the graph. 2: every file failed."""
        if not self.failures:
            return 0
        return 1 if self.files > len(self.failures) else 2


def _silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""


def build(
    paths: Iterable[str],
    graph_dir: Path,
    jobs: int | None = None,
    progress: Progress = _silent,
    recursive: bool = False,
) -> BuildReport:
    """Adds the plans in these files to the graph, or makes it; plans that are in the graph stay.

    A file that cannot be read is reported and the others are built. Without paths the graph is published again from
    the facts that are kept. Until the call returns, readers see the graph as it was. Raises
    :class:`~kexie_kg.graph.errors.StoreError` if the directory is no graph's or another process writes to it.
    """
    named = sorted(set(paths))
    inputs = find_inputs(named, recursive)
    with Repository.writing(graph_dir) as repository:
        held = repository.manifest.plans
        readings = list(_counted(read_files(inputs.files, graph_dir, jobs), len(inputs.files), progress))
        failures = (*inputs.failures, *(Failure(r.path, r.error) for r in readings if r.error))
        changes = find_changes(readings, held)
        stale = changes.plans != held or dict(makers()) != repository.manifest.made_by
        published = bool(changes.plans) and (stale or not named)
        if published:
            _publish(repository, changes, progress)
        return BuildReport(
            files=len(inputs.files) + len(inputs.failures),
            failures=tuple(sorted(failures, key=lambda failure: failure.path)),
            before=len(held),
            changes=changes,
            manifest=repository.manifest,
            published=published,
        )


def _counted(readings: Iterable[Reading], total: int, progress: Progress) -> Iterator[Reading]:
    for done, reading in enumerate(readings, 1):
        progress("reading", done, total)
        yield reading


def _publish(repository: Repository, changes: Changes, progress: Progress) -> None:
    schema = Schema.load()
    progress("merging", 0, 1)
    graph = merge(repository.contributions(changes.plans.values()), schema)
    progress("publishing", 0, 1)
    repository.publish(changes.plans.values(), graph, schema)
    progress("publishing", 1, 1)
