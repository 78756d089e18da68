"""Median and 95th percentile of every canned query on the embedded engines, on the packaged plans and on made-up ones.

``python benchmarks/asking.py --plans 240`` asks 1.28 million RDF statements. Each query is asked in a process of its
own: Oxigraph cannot be interrupted, so a query that runs out of time ends with its process. Every line is printed as
soon as it is known. Times are of the processor, which other work on the machine disturbs less than the clock.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import synthetic
from measuring import in_fork

from kexie_kg.build import build
from kexie_kg.graph.errors import UnfinishedError
from kexie_kg.graph.merge import merge
from kexie_kg.graph.repository import engines
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Limits
from kexie_kg.queries.catalogue import Catalogue, Query, bind
from kexie_kg.queries.run import run

PLANS = 240
BOUND = 50.0
"""Milliseconds that a query may take at the 95th percentile."""
_TIMES, _SECONDS = 30, 2.5
"""A query is asked so often, or for so long, whichever is less; five times at least."""
_LIMITS = Limits(seconds=5.0, rows=1_000_000)
_SCHEMA = Schema.load()
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_FILES = Path(__file__).resolve().parent.parent / "data" / "plans"
Values: TypeAlias = Callable[[Query, int], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A published graph: a folder with one store of each engine, and what a query is asked in each of its turns."""

    name: str
    stores: Path
    values: Values


def report(plans: int, names: Sequence[str] = ()) -> None:
    """Prints a line a query, of all unless some are named, and at the end which are above the bound."""
    queries, slow = Catalogue.load().queries, []
    with tempfile.TemporaryDirectory() as folder:
        graphs = [_packaged(Path(folder)), _made_up(Path(folder), plans)]
        columns = [(graph, engine) for graph in graphs for engine in engines()]
        print("median / 95th percentile in ms of processor time; rows of the longest answer on the last graph")
        print("| query |", " | ".join(f"{graph.name}, {engine}" for graph, engine in columns), "| rows |")
        print(f"|---|{'---:|' * (len(columns) + 1)}", flush=True)
        for name in names or queries:
            found = [measured(queries[name], engine, graph) for graph, engine in columns]
            print(f"| {name} |", " | ".join(map(_cell, found)), f"| {found[-1].get('rows', '')} |", flush=True)
            if any(not figures or figures["p95"] > BOUND for figures in map(_finished, found)):
                slow.append(name)
    print(f"{len(slow)} of {len(names or queries)} above {BOUND:g} ms: {', '.join(slow) or 'none'}")


def measured(query: Query, engine: str, graph: Asked) -> Mapping[str, Any]:
    """Milliseconds of the query, ``median`` and ``p95``, and most ``rows``; none of them if it ran out of time."""
    return in_fork(lambda: _times(query, engine, graph))


def _times(query: Query, engine: str, graph: Asked) -> dict[str, Any]:
    took: list[float] = []
    rows = 0
    with engines()[engine].open(graph.stores / engine, _SCHEMA) as store:
        begun = time.perf_counter()
        while len(took) <= _TIMES and (len(took) <= 5 or time.perf_counter() - begun < _SECONDS):
            params = bind(query, graph.values(query, len(took)))
            start = time.process_time()
            try:
                rows = max(rows, len(run(query, store, params, _LIMITS)))
            except UnfinishedError:
                return {}
            took.append((time.process_time() - start) * 1000)
    del took[0]  # the first one also reads the file
    return {"median": statistics.median(took), "p95": statistics.quantiles(took, n=20, method="inclusive")[-1],
            "rows": rows}  # fmt: skip


def _finished(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    return figures if "p95" in figures else {}


def _cell(figures: Mapping[str, Any]) -> str:
    return f"{figures['median']:.1f} / {figures['p95']:.1f}" if _finished(figures) else f"over {_LIMITS.seconds:g} s"


# -- the graphs --------------------------------------------------------------------------------------------------------


def _packaged(folder: Path) -> Asked:
    """Every query is asked its worked example."""
    in_fork(lambda: _build(folder / "packaged"))
    asked = Asked("packaged", folder / "packaged" / "generations" / "1", lambda query, _: query.example.params)
    return _counted(asked)


def _build(path: Path) -> None:
    build([str(file) for file in sorted(_FILES.glob("*.txt"))], path)


def _made_up(folder: Path, plans: int) -> Asked:
    """Each turn asks about another city, series and object."""
    in_fork(lambda: _publish(folder / "made up", plans))
    return _counted(Asked("made up", folder / "made up", lambda query, turn: _values(query, turn, plans)))


def _publish(folder: Path, plans: int) -> None:
    folder.mkdir()
    graph = merge(synthetic.contributions(plans), _SCHEMA)
    for name, engine in engines().items():
        with engine.create(folder / name, _SCHEMA) as store:
            store.publish(graph)


def _counted(graph: Asked) -> Asked:
    def count() -> dict[str, Any]:
        with engines()["oxigraph"].open(graph.stores / "oxigraph", _SCHEMA) as store:
            return {"statements": store.run(_COUNT).rows[0][0]}

    print(f"{graph.name}: {in_fork(count)['statements']:,} RDF statements", flush=True)
    return graph


def _values(query: Query, turn: int, plans: int) -> dict[str, str]:
    city = turn % max(1, plans // synthetic.YEARS - 1)
    name, issuer = synthetic.city_name(city), synthetic.association_name(city)
    year = synthetic.FIRST_YEAR + synthetic.YEARS // 2
    values = {
        "city": name, "place": name, "region": name, "year": str(year), "earlier": str(year - 1), "later": str(year),
        "plan": f"{issuer}/{year}/工作要点", "other": f"{synthetic.association_name(city + 1)}/{year}/工作要点",
        "organization": issuer, "issuer": issuer, "subject": issuer, "start": issuer, "relation": "ORGANIZES",
        "finish": synthetic.association_name(city + 1), "name": f"系列{city}", "counted": f"对象{city}",
        "cities": "14", "below": "0.8", "words": "科普", "unit": "家", "kind": "university",
    }  # fmt: skip
    return {param.name: values[param.name] for param in query.params if param.name in values}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=PLANS)
    parser.add_argument("names", nargs="*", metavar="query")
    arguments = parser.parse_args()
    report(arguments.plans, arguments.names)
