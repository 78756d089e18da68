"""What is in a graph, and what a build did to it, in figures that add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.metadata import PackageNotFoundError, version

from kexie_kg.build import BuildReport
from kexie_kg.graph.manifest import Manifest, Tally
from kexie_kg.graph.repository import FORMAT, Repository
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.queries.catalogue import Catalogue, Param
from kexie_kg.queries.gates import GATES


def plan_rows(repository: Repository) -> Rows:
    """Every plan of a graph, by place and year."""
    plans = sorted(repository.manifest.plans.values(), key=lambda p: (p.place, p.year, p.plan))
    columns = ("place", "year", "issuer", "plan", "file", "entities", "relations")
    return Rows(columns, tuple((p.place, p.year, p.issuer, p.plan, p.file, p.entities, p.relations) for p in plans))


def query_rows() -> Rows:
    """The named queries, what they ask and what they take."""
    rows = [
        (query.name, query.question.zh, query.question.en, " ".join(map(_usage, query.params)))
        for query in Catalogue.load().queries.values()
    ]
    return Rows(("name", "问题", "question", "parameters"), tuple(rows))


def _usage(param: Param) -> str:
    return f"{param.name}={'…' if param.default is None else param.default}"


def overview(repository: Repository, schema: Schema, gates: Collection[str]) -> Rows:
    """Versions, sizes and counts of a graph, and the gates around ad-hoc queries that are closed here."""
    manifest = repository.manifest
    plans = manifest.plans.values()
    years = sorted({plan.year for plan in plans})
    rows: list[tuple[str, Cell]] = [
        ("graph", str(repository.path)),
        ("format", FORMAT),
        ("kexie-kg", _own_version()),
        *manifest.made_by.items(),
        ("megabytes", round(repository.size() / 1e6, 1)),
        ("plans", len(plans)),
        ("places", len({plan.place for plan in plans})),
        ("years", f"{years[0]}–{years[-1]}"),
        *sizes_of(manifest.tally, schema),
        ("ad-hoc queries: gates", ", ".join(gates)),
        ("ad-hoc queries: missing here", ", ".join(name for name in GATES if name not in gates) or "none"),
    ]
    return Rows(("what", "value"), tuple(rows))


def sizes_of(tally: Tally, schema: Schema) -> list[tuple[str, Cell]]:
    """Nodes and edges, in all and by type."""
    return [
        ("nodes", sum(tally.nodes.values())),
        *((f"nodes: {schema.types[name].en}", count) for name, count in tally.nodes.items()),
        ("edges", sum(tally.edges.values())),
        *((f"edges: {schema.relations[name].en}", count) for name, count in tally.edges.items()),
    ]


def summary(report: BuildReport, schema: Schema) -> str:
    """What a build did: each line adds up."""
    changes, manifest = report.changes, report.manifest
    outcomes = {
        "new": changes.count("new"),
        "replaced": changes.count("replaced"),
        "unchanged": changes.count("unchanged"),
        "duplicate": changes.count("duplicate"),
        "set aside": changes.count("rival"),
    }
    lines = [
        ("files", report.files, {"read": report.files - len(report.failures), "failed": len(report.failures)}),
        ("plans read", len(changes.changes), outcomes),
        (
            "plans in the graph",
            len(manifest.plans),
            {"before": report.before, "new": outcomes["new"], "dropped": -len(changes.dropped)},
        ),
        *_judgements(manifest),
        *_sizes(manifest, schema),
    ]
    return "".join(f"{name:20} {total:>7} = {_sum(parts)}\n" for name, total, parts in lines)


def _judgements(manifest: Manifest) -> list[tuple[str, int, dict[str, int]]]:
    held = sum(outcome.held for outcome in manifest.outcomes)
    total = len(manifest.outcomes)
    return [("judgements", total, {"held": held, "met nothing": total - held})] if total else []


def _sizes(manifest: Manifest, schema: Schema) -> list[tuple[str, int, dict[str, int]]]:
    """Nodes and edges: what plans are about, and apart from it how they are built."""
    sizes = []
    for name, counts, known in (
        ("entities", manifest.tally.nodes, schema.types),
        ("relations", manifest.tally.edges, schema.relations),
    ):
        for structural, title in ((False, name), (True, f"structural {name}")):
            parts = {known[key].en: n for key, n in counts.items() if known[key].structural is structural}
            sizes.append((title, sum(parts.values()), parts))
    return sizes


def _sum(parts: Mapping[str, int]) -> str:
    """``3 new + 1 failed − 1 dropped``; zeros are left out, unless there is nothing else."""
    shown = [(name, count) for name, count in parts.items() if count] or list(parts.items())[:1]
    terms = [f"{'−' if count < 0 else '+'} {abs(count)} {name}" for name, count in shown]
    return " ".join(terms).removeprefix("+ ") or "0"


def _own_version() -> str:
    try:
        return version("kexie-kg")
    except PackageNotFoundError:
        return "not installed"
