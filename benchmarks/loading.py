"""Load rates as ratios to the bare engines, in one run and in turns, so that other work on the machine hits all alike.

``python benchmarks/loading.py --plans 300``. KGLite and Oxigraph: the time of publishing by that of the engine's own
bulk path (at most 1.5). Bolt: the time of an UNWIND loop made by hand by that of ``kexie push`` (at least 0.8).
Embedded engines are measured in CPU time, the server, which works in another process, by the clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import filling
import neo4j
import synthetic
from measuring import in_fork

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from bolt_server import BoltServer, running

from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rdf import Vocabulary, lines
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.kglite import KGLiteStore
from kexie_kg.graph.stores.neo4j import Neo4jStore
from kexie_kg.graph.stores.neo4j_push import BATCH
from kexie_kg.graph.stores.oxigraph import OxigraphStore

ROUNDS = 3
SCHEMA = Schema.load()


def report(plans: int) -> None:
    """Prints a line a store: seconds at the median of both ways, and their ratio."""
    graph = merge(synthetic.contributions(plans), SCHEMA)
    print(f"{plans} plans, {len(graph.nodes)} nodes, {len(graph.edges)} edges, median of {ROUNDS} rounds")
    with tempfile.TemporaryDirectory() as folder:

        def new() -> Path:
            return Path(tempfile.mkdtemp(dir=folder)) / "new"

        quads = list(lines(graph, Vocabulary.of(SCHEMA)))
        _embedded("KGLite", lambda: _kglite(graph, new()), "data frames", lambda: filling.frames(graph, new()))
        _embedded("Oxigraph", lambda: _oxigraph(graph, new()), "bulk_load", lambda: _bulk_load(quads, new()))
        pushed, by_hand = _in_turns(lambda: _served(new(), graph, _push), lambda: _served(new(), graph, _loop))
        print(f"Bolt      push {pushed:7.2f} s   UNWIND loop {by_hand:7.2f} s   loop / push {by_hand / pushed:.2f}")


def _embedded(name: str, publish: Callable[[], None], bare: str, bulk: Callable[[], None]) -> None:
    ours, engine = _in_turns(lambda: _cpu(publish), lambda: _cpu(bulk))
    print(f"{name:9} publish {ours:7.2f} s   {bare} {engine:7.2f} s   publish / bare {ours / engine:.2f}", flush=True)


def _in_turns(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    rounds = [(one(), other()) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in rounds), statistics.median(b for _, b in rounds)


def _cpu(work: Callable[[], None]) -> float:
    return float(in_fork(lambda: work())["cpu"])


# -- the ways ----------------------------------------------------------------------------------------------------------


def _kglite(graph: Graph, path: Path) -> None:
    with KGLiteStore.create(path, SCHEMA) as store:
        store.publish(graph)


def _oxigraph(graph: Graph, path: Path) -> None:
    with OxigraphStore.create(path, SCHEMA) as store:
        store.publish(graph)


def _bulk_load(quads: list[str], path: Path) -> None:
    """The bare engine: from quads that are at hand, through a file, as fast as it is to be asked later."""
    path.mkdir()
    filling.oxigraph(quads, path / "store", optimize=True)


def _served(folder: Path, graph: Graph, work: Callable[[BoltServer, Graph], None]) -> float:
    """Seconds on a server of its own, so that neither way finds it warmer."""
    folder.mkdir()
    with running(folder, command_timeout=600) as server:
        start = time.perf_counter()
        work(server, graph)
        seconds = time.perf_counter() - start
        with neo4j.GraphDatabase.driver(server.uri, auth=server.admin) as driver:
            (found,) = driver.execute_query("MATCH ()-[x]->() RETURN count(x)", database_=server.database).records[0]
        if found != len(graph.edges):
            raise RuntimeError(f"{found} edges on the server, not {len(graph.edges)}")
    return seconds


def _push(server: BoltServer, graph: Graph) -> None:
    with Neo4jStore.connect(server.uri, server.admin, server.database, SCHEMA) as store:
        store.push(graph)


def _loop(server: BoltServer, graph: Graph) -> None:
    """By hand: created, not merged; labels in the pattern; the index before the edges; one statement a batch."""
    nodes, edges = defaultdict(list), defaultdict(list)
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=server.admin) as driver,
        driver.session(database=server.database) as session,
    ):
        session.run("CREATE CONSTRAINT by_hand IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE").consume()
        for node in graph.nodes:
            nodes[":".join(node.labels)].append({"id": node.id, "props": {**node.props, "id": node.id}})
        for labels, rows in nodes.items():
            text = f"UNWIND $rows AS r CREATE (n:Entity:{labels} {{id: r.id}}) SET n = r.props"
            for start in range(0, len(rows), BATCH):
                session.run(text, rows=rows[start : start + BATCH]).consume()
        for edge in graph.edges:
            row = {"id": edge.id, "s": edge.source, "t": edge.target, "props": {**edge.props, "id": edge.id}}
            edges[edge.type].append(row)
        for type_, rows in edges.items():
            text = (
                "UNWIND $rows AS r MATCH (a:Entity {id: r.s}) MATCH (b:Entity {id: r.t}) "
                f"CREATE (a)-[x:{type_} {{id: r.id}}]->(b) SET x = r.props"
            )
            for start in range(0, len(rows), BATCH):
                session.run(text, rows=rows[start : start + BATCH]).consume()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=60)
    report(parser.parse_args().plans)
