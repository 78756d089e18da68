"""Median and 95th percentile of every canned query on the embedded engines, over made-up plans.

``python benchmarks/asking.py --plans 3400`` asks about a million edges; ``make bench`` about fewer.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import synthetic

from kexie_kg.graph.errors import UnfinishedError
from kexie_kg.graph.merge import merge
from kexie_kg.graph.repository import engines
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Limits, QueryStore
from kexie_kg.queries.catalogue import Catalogue, Query, bind
from kexie_kg.queries.run import run

TIMES = 20
_LIMITS = Limits(seconds=5.0, rows=1_000_000)


def report(plans: int) -> None:
    """Prints a line a query: milliseconds at the median and at the 95th percentile, and rows of the last answer."""
    schema = Schema.load()
    with tempfile.TemporaryDirectory() as folder:
        graph = merge(synthetic.contributions(plans), schema)
        print(f"{plans} plans, {len(graph.nodes)} nodes, {len(graph.edges)} edges")
        for name, engine in engines().items():
            with engine.create(Path(folder) / name, schema) as store:
                store.publish(graph)
        del graph
        for name, engine in engines().items():
            with engine.open(Path(folder) / name, schema) as store:
                for query in Catalogue.load().queries.values():
                    print(f"{name:<9} {query.name:<26} {_figures(query, store, plans)}", flush=True)


def _figures(query: Query, store: QueryStore, plans: int) -> str:
    seconds, rows = [], 0
    cities = max(1, plans // synthetic.YEARS - 1)
    for turn in range(TIMES):
        values = _values(turn % cities)
        params = bind(query, {p.name: values[p.name] for p in query.params if p.name in values})
        start = time.perf_counter()
        try:
            rows = len(run(query, store, params, _LIMITS))
        except UnfinishedError:
            return f"over {_LIMITS.seconds:g} s"
        seconds.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(seconds):9.1f} {statistics.quantiles(seconds, n=20)[-1]:9.1f} ms {rows:>7} rows"


def _values(city: int) -> dict[str, str]:
    """What is asked about: each time another city, series and object."""
    name, issuer = synthetic.city_name(city), synthetic.association_name(city)
    year = synthetic.FIRST_YEAR + synthetic.YEARS // 2
    return {
        "city": name, "place": name, "region": name, "year": str(year), "earlier": str(year - 1), "later": str(year),
        "plan": f"{issuer}/{year}/工作要点", "other": f"{synthetic.association_name(city + 1)}/{year}/工作要点",
        "organization": issuer, "issuer": issuer, "subject": issuer, "start": issuer,
        "finish": synthetic.association_name(city + 1), "name": f"系列{city}", "counted": f"对象{city % 60}",
        "below": "0.95", "words": "科普", "unit": "家", "kind": "university",
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=60)
    report(parser.parse_args().plans)
