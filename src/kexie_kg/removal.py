"""A plan taken out of a graph directory: exactly what only it said goes."""

from __future__ import annotations

from pathlib import Path

from kexie_kg.build import publish
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.judgements import file as judgement_file
from kexie_kg.graph.manifest import Manifest, PlanRecord
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.schema import Schema, nearest


def remove(name: str, graph_dir: Path) -> tuple[PlanRecord, Manifest, Manifest]:
    """Takes out the plan with this key, or of this issuer or place, and year (``嘉兴市/2020``).

    Returns the plan, and what the graph held before and holds now. Until then, readers see the graph as it was. Raises
    :class:`StoreError` if no plan or several are meant, or if it is the only one.
    """
    Repository.open(graph_dir)
    with Repository.writing(graph_dir) as repository:
        before = repository.manifest
        record = _find(name, before, graph_dir)
        rest = [other for other in before.plans.values() if other != record]
        if not rest:
            raise StoreError(f"{graph_dir}: {record.plan} is its only plan; remove the directory instead")
        schema = Schema.load()
        publish(repository, rest, judgement_file.read(graph_dir, schema), schema)
        return record, before, repository.manifest


def _find(name: str, manifest: Manifest, where: Path) -> PlanRecord:
    if name in manifest.plans:
        return manifest.plans[name]
    who, _, year = name.rpartition("/")
    plans = manifest.plans.values()
    meant = [p for p in plans if str(p.year) == year and who and (p.issuer == who or p.place.endswith(who))]
    if len(meant) > 1:
        raise StoreError(f'{where}: "{name}" may mean {", ".join(p.plan for p in meant)}; name one of them')
    if not meant:
        known = [form for p in plans for form in (p.plan, f"{p.place}/{p.year}", f"{p.issuer}/{p.year}")]
        raise StoreError(f'{where}: no plan "{name}"{nearest(name, known) or "; kexie plans lists them"}')
    return meant[0]
