"""What a plan costs: KGLite and Oxigraph filled with made-up plans, by several shapes of the same graph.

``python benchmarks/spike.py --plans 100 1000 3000`` prints the figures of ``RESULTS.md``. Every measurement is a
process of its own: filling runs in a fork that finds the merged graph in memory, and its memory is what it grew by;
opening and asking run in a fresh interpreter, and its memory is what it grew by after its imports.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import synthetic
from filling import contribution_files, frames, oxigraph, records, unwind
from measuring import in_fork, resident, size
from shapes import RDF_SHAPES, SHAPES, Row

from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import store_class

SCHEMA = Schema.load()
LARGE = 1_000
"""Above so many plans only the shapes that could be chosen are measured."""
_CHOOSABLE = ("V1", "V2 lists", "V3", "V8", "R1")

# ---- The question: what the association of a city organizes, and in which words --------------------------------------

_EDGES = """
MATCH (a:Entity:Association {name: $name})-[x:ORGANIZES]->(e:Entity:Event) WHERE x.plan_year = 2015
"""
_WORDS = "substring(s.text, x.starts[i] - s.start, x.ends[i] - x.starts[i]) AS words ORDER BY name, words"
_BY_ID = f"""{_EDGES}UNWIND range(0, size(x.sentences) - 1) AS i
MATCH (s:Entity:Sentence {{id: x.sentences[i]}}) RETURN e.name AS name, {_WORDS}"""
CYPHER = {
    "V1": f"{_EDGES}UNWIND x.texts AS words RETURN e.name AS name, words ORDER BY name, words",
    "V3": f"{_EDGES}UNWIND x.starts AS start RETURN e.name AS name, start ORDER BY name, start",
    "V4": _BY_ID.replace("{id:", "{nr:"),
    "V5": f"{_EDGES}RETURN e.name AS name, x.starts AS words ORDER BY name, words",
}
"""For the shapes that hold the words elsewhere; V3 answers offsets and V5 lists as JSON text only."""
SPARQL = (
    "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in SCHEMA.namespaces.items())
    + """
SELECT ?_name ?name ?begin ?end ?text {
  { ?a rdfs:label ?_name . ?st rdf:subject ?a ; rdf:object ?e ; kx:plan_year 2015 ; prov:wasDerivedFrom ?c }
  ?st rdf:predicate kx:organizes . ?c kx:sentence ?s ; nif:beginIndex ?begin ; nif:endIndex ?end .
  ?s nif:anchorOf ?text . ?e rdfs:label ?name }"""
)


def opened(engine: str, path: Path, shape: str) -> Row:
    """Opens a saved store and asks the question for five cities: once cold, and then on average."""
    if engine == "kglite":
        import kglite

        base, start = resident(), time.perf_counter()
        session = kglite.open_session(str(path))
        text = CYPHER.get(shape, _BY_ID)

        def ask(name: str) -> int:
            return len(session.cypher(text, params={"name": name}))
    else:
        import pyoxigraph as ox

        base, start = resident(), time.perf_counter()
        store = ox.Store.read_only(str(path))

        def ask(name: str) -> int:
            found: Any = store.query(SPARQL, substitutions={ox.Variable("_name"): ox.Literal(name)})
            return len(list(found))

    found: Row = {"open": time.perf_counter() - start, "open_mb": resident() - base}
    start = time.perf_counter()
    found["rows"] = ask(synthetic.association_name(0))
    found["cold_ms"] = (time.perf_counter() - start) * 1000
    start = time.perf_counter()
    for city in range(1, 6):
        ask(synthetic.association_name(city))
    found["query_ms"] = (time.perf_counter() - start) * 1000 / 5
    return found | {"used_mb": resident("VmHWM") - base}


def in_fresh_process(engine: str, path: Path, shape: str = "") -> Row:
    """:func:`opened` in an interpreter of its own."""
    command = [sys.executable, __file__, "--open", engine, str(path), shape]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1]))


# ---- Measurements ----------------------------------------------------------------------------------------------------


def measure(plans: int, folder: Path, only: str) -> Iterator[tuple[str, Row]]:
    """Name and figures of each measurement whose name contains ``only``."""
    empty = resident()
    made = list(synthetic.contributions(plans))
    if only in "files":
        yield "files, one a plan", in_fork(partial(contribution_files, made, folder / "plans", 1))
        yield "files, 200 a gzip", in_fork(partial(contribution_files, made, folder / "shards", 200))
    graph, figures = _merged(made)
    del made
    gc.collect()
    yield "merge", figures | {"graph_mb": resident() - empty}
    gc.freeze()
    for engine in ("kglite", "oxigraph"):
        if only in f"store {engine}":
            yield f"store {engine}", _store(engine, graph, folder / engine)
    for name, fill in _ways(graph, plans).items():
        if only in name:
            path = folder / "graph.kgl"
            found = in_fork(partial(fill, path))
            yield name, found | {"disk_mb": size(path)} | in_fresh_process("kglite", path, name.split()[1])
            path.unlink()
    for name, shape in RDF_SHAPES.items():
        if only in f"Oxigraph {name}" and _measured(name, plans):
            path = folder / "oxigraph"
            found = in_fork(lambda shape=shape, path=path: oxigraph(shape(graph), path))  # type: ignore[misc]  # mypy cannot infer defaults
            asked = in_fresh_process("oxigraph", path) if name[:2] in ("R1", "R2") else {}
            yield f"Oxigraph {name}", found | {"disk_mb": size(path)} | asked
            shutil.rmtree(path)


def _merged(made: list[Contribution]) -> tuple[Graph, Row]:
    start = time.process_time()
    graph = merge(made, SCHEMA)
    return graph, {"cpu": time.process_time() - start, "nodes": len(graph.nodes), "edges": len(graph.edges)}


def _store(engine: str, graph: Graph, path: Path) -> Row:
    """The store as it is: filled, and everything read back."""

    def fill() -> None:
        with store_class(engine).create(path, SCHEMA) as store:
            store.publish(graph)

    def read() -> None:
        with store_class(engine).open(path, SCHEMA) as store:
            store.facts()

    found, back = in_fork(fill), in_fork(read)
    return found | {"disk_mb": size(path), "facts_cpu": back["cpu"], "facts_mb": back["peak_mb"]}


def _ways(graph: Graph, plans: int) -> dict[str, Callable[[Path], None]]:
    found: dict[str, Callable[[Path], None]] = {}
    for name, shape in SHAPES.items():
        if _measured(name, plans):
            found[f"KGLite {name}"] = lambda path, shape=shape: frames(shape(graph), path)  # type: ignore[misc]  # as above
    if plans <= LARGE:
        found["KGLite V2 primary label = type"] = partial(frames, graph, primary="type")
        found["KGLite V2 from_records"] = partial(records, graph)
        found["KGLite V2 UNWIND CREATE"] = partial(unwind, graph, verb="CREATE")
        found["KGLite V2 UNWIND MERGE"] = partial(unwind, graph, verb="MERGE")
    return found


def _measured(name: str, plans: int) -> bool:
    return plans <= LARGE or name.startswith(_CHOOSABLE)


def main() -> None:
    """Prints a line a measurement: CPU and wall time in seconds, memory and disk in MB."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[100])
    parser.add_argument("--only", default="", help="only measurements whose name contains this")
    parser.add_argument("--open", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.open:
        print(json.dumps(opened(args.open[0], Path(args.open[1]), args.open[2])))
        return
    report(args.plans, args.only)


def report(sizes: Sequence[int], only: str = "") -> None:
    """Prints the measurements whose name contains ``only``, for so many plans each."""
    warnings.simplefilter("ignore")  # KGLite's, about how it will map the file
    for plans in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for name, found in measure(plans, Path(folder), only):
                figures = " ".join(f"{key}={value:.4g}" for key, value in found.items())
                print(f"{plans:>5} {name:<32} {figures}", flush=True)


if __name__ == "__main__":
    main()
