"""Plans into a published graph: read, extract, merge, publish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kexie_kg.changes import Changes, find_changes
from kexie_kg.graph.judgements import file as judgement_file
from kexie_kg.graph.judgements.judge import judged
from kexie_kg.graph.judgements.language import Judgement
from kexie_kg.graph.manifest import Manifest, PlanRecord, makers
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.schema import Schema
from kexie_kg.inputs import Failure, exit_code, find_inputs
from kexie_kg.progress import SILENT, Progress
from kexie_kg.reading import Reading, read_files

EMBEDDED_PLANS = 10_000
"""Above it publishing the embedded Cypher store outgrows a machine with 16 GB; see benchmarks/RESULTS.md."""

_TOO_LARGE = (
    f"{{plans}} plans are more than the {EMBEDDED_PLANS} that the embedded Cypher store is meant for: it keeps the "
    "whole graph in memory. For so many use a Neo4j server: kexie_kg.graph.stores.neo4j"
)


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
        return exit_code(self.files, len(self.failures))


def build(
    paths: Iterable[str],
    graph_dir: Path,
    jobs: int | None = None,
    progress: Progress = SILENT,
    recursive: bool = False,
) -> BuildReport:
    """Adds the plans in these files to the graph, or makes it; plans that are in the graph stay.

    A file that cannot be read is reported and the others are built. Without paths the graph is published again from
    the facts that are kept. Until the call returns, readers see the graph as it was. Raises
    :class:`~kexie_kg.graph.errors.StoreError` if the directory is no graph's or another process writes to it.
    """
    named = sorted(set(paths))
    if not named:
        Repository.open(graph_dir)
    inputs = find_inputs(named, recursive)
    schema = Schema.load()
    with Repository.writing(graph_dir) as repository:
        judgements = judgement_file.read(graph_dir, schema)
        held = repository.manifest.plans
        if len(inputs.files) + len(held) > EMBEDDED_PLANS:
            progress.notice(_TOO_LARGE.format(plans=len(inputs.files) + len(held)))
        readings = list(_counted(read_files(inputs.files, graph_dir, jobs), len(inputs.files), progress))
        failures = (*inputs.failures, *(Failure(r.path, r.error) for r in readings if r.error))
        changes = find_changes(readings, held)
        stale = (
            changes.plans != held
            or dict(makers()) != repository.manifest.made_by
            or [str(judgement) for judgement in judgements] != [o.judgement for o in repository.manifest.outcomes]
        )
        published = bool(changes.plans) and (stale or not named)
        if published:
            publish(repository, changes.plans.values(), judgements, schema, progress)
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
        progress.step("reading", done, total)
        yield reading


def publish(
    repository: Repository, plans: Collection[PlanRecord], judgements: tuple[Judgement, ...], schema: Schema,
    progress: Progress = SILENT,
) -> None:  # fmt: skip
    """Makes the graph of these plans the current one; to be called inside ``Repository.writing``."""
    progress.step("merging", 0, 1)
    contributions = map(repository.contribution, plans)
    graph, outcomes = judged(contributions, judgements, schema, str(repository.path / judgement_file.NAME))
    progress.step("publishing", 0, 1)
    repository.publish(plans, graph, schema, outcomes)
    progress.step("publishing", 1, 1)
