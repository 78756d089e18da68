"""What a plan costs: KGLite and Oxigraph filled with made-up plans, by several shapes of the same graph.

``python benchmarks/spike.py --plans 100 1000 3000`` prints the table of ``RESULTS.md``. Every measurement is a process
of its own: filling runs in a fork that finds the merged graph in memory, and its memory is what it grew by; opening and
asking run in a fresh interpreter, and its memory is all of it.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import synthetic

from kexie_kg.graph import contributions as files
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Edge, Graph, Node
from kexie_kg.graph.schema import Schema

MB = 1 << 20
Row = dict[str, Any]


# ---- Shapes of the property graph -------------------------------------------------------------------------------------


def text_on_edges(graph: Graph) -> Graph:
    """V1: every edge carries the words themselves; no Sentence nodes."""
    text = {n.id: (n.props["start"], n.props["text"]) for n in graph.nodes if n.type == "Sentence"}

    def clauses(edge: Edge) -> tuple[str, ...]:
        spans = zip(edge.props["sentences"], edge.props["starts"], edge.props["ends"], strict=True)  # type: ignore[arg-type]
        return tuple(text[s][1][a - text[s][0] : b - text[s][0]] for s, a, b in spans)  # type: ignore[index,operator]

    return without_sentences(_edges(graph, lambda e: {**_but(e, "sentences"), "texts": clauses(e)} if e.props else {}))


def as_modelled(graph: Graph) -> Graph:
    """V2: lists on edges, each sentence's text once in its node."""
    return graph


def without_sentences(graph: Graph) -> Graph:
    """V3: offsets only; the words are cut from the text snapshot beside the graph."""
    nodes = tuple(n for n in graph.nodes if n.type != "Sentence")
    return _edges(replace(graph, nodes=nodes), lambda e: _but(e, "sentences"))


def numbered_sentences(graph: Graph) -> Graph:
    """V4: as V2, but edges point to sentences by a whole number."""
    number = {n.id: i for i, n in enumerate(n for n in graph.nodes if n.type == "Sentence")}
    nodes = tuple(replace(n, props={**n.props, "nr": number[n.id]}) if n.id in number else n for n in graph.nodes)

    def numbers(edge: Edge) -> Row:
        return {**edge.props, "sentences": tuple(number[str(s)] for s in edge.props["sentences"])}  # type: ignore[union-attr]

    return _edges(replace(graph, nodes=nodes), lambda e: numbers(e) if e.props else {})


def json_lists(graph: Graph) -> Graph:
    """V5: as V2, lists as JSON text."""
    return _edges(graph, lambda e: {k: json.dumps(v) if isinstance(v, tuple) else v for k, v in e.props.items()})


def without_mentions(graph: Graph) -> Graph:
    """V6: as V2, no MENTIONS."""
    return replace(graph, edges=tuple(e for e in graph.edges if e.type != "MENTIONS"))


def mention_per_sentence(graph: Graph) -> Graph:
    """V7: as V2, one MENTIONS edge for each piece of evidence."""
    edges: list[Edge] = []
    for e in graph.edges:
        count = len(e.props["starts"]) if e.type == "MENTIONS" else 0  # type: ignore[arg-type]
        for i in range(count):
            props = {k: (v[i],) if isinstance(v, tuple) else v for k, v in e.props.items()}
            edges.append(Edge(f"{e.id}/{i}", e.type, e.source, e.target, props))
        if not count:
            edges.append(e)
    return replace(graph, edges=tuple(edges))


def no_empty_lists(graph: Graph) -> Graph:
    """V8: as V2, but a list of nothing but absent values is left out."""
    return _edges(graph, lambda e: {k: v for k, v in e.props.items() if not isinstance(v, tuple) or any(v)})


SHAPES: dict[str, Callable[[Graph], Graph]] = {
    "V1 text on edges": text_on_edges,
    "V2 lists, Sentence nodes": as_modelled,
    "V3 no Sentence nodes": without_sentences,
    "V4 sentences by number": numbered_sentences,
    "V5 lists as JSON text": json_lists,
    "V6 no MENTIONS": without_mentions,
    "V7 a MENTIONS a sentence": mention_per_sentence,
    "V8 no lists of blanks": no_empty_lists,
}


def _edges(graph: Graph, props: Callable[[Edge], Row]) -> Graph:
    return replace(graph, edges=tuple(replace(e, props=props(e)) for e in graph.edges))


def _but(edge: Edge, *names: str) -> Row:
    return {k: v for k, v in edge.props.items() if k not in names}


# ---- KGLite: ways to fill it ---------------------------------------------------------------------------------------------


def frames(graph: Graph, path: Path, primary: str = "Entity") -> None:
    """Data frames, column by column; the primary label is :Entity (or the type, and :Entity comes second)."""
    import kglite
    import pandas as pd

    store = kglite.KnowledgeGraph()
    home: dict[str, str] = {}
    groups: dict[Any, list[Any]] = defaultdict(list)
    for node in graph.nodes:
        groups[node.labels].append(node)
    for labels, nodes in groups.items():
        first = primary if primary == "Entity" else labels[0]
        home.update((node.id, first) for node in nodes)
        frame = pd.DataFrame({"id": [node.id for node in nodes], **_columns(nodes)})
        store.add_nodes(frame, first, "id", labels=[label for label in ("Entity", *labels) if label != first])
    groups.clear()
    for edge in graph.edges:
        groups[edge.type, home[edge.source], home[edge.target]].append(edge)
    for (type_, source, target), edges in groups.items():
        ends = {"s": [e.source for e in edges], "t": [e.target for e in edges], "id": [e.id for e in edges]}
        frame = pd.DataFrame({**ends, **_columns(edges)})
        store.add_relationships(frame, type_, source, "s", target, "t")
    _finish(store, path, indexed=primary == "Entity")


def _columns(facts: list[Any]) -> dict[str, list[Any]]:
    names = sorted({name for fact in facts for name in fact.props})
    return {name: [fact.props.get(name) for fact in facts] for name in names}


def records(graph: Graph, path: Path) -> None:
    """``from_records``: no data frame library."""
    import kglite

    nodes = list(_node_rows(graph))
    edges: dict[str, list[Row]] = defaultdict(list)
    for edge in graph.edges:
        edges[edge.type].append({"s": edge.source, "t": edge.target, "id": edge.id, **_plain(edge.props)})
    ends = {"source_type": "Entity", "source_id_field": "s", "target_type": "Entity", "target_id_field": "t"}
    spec = {
        "nodes": [{"type": "Entity", "id_field": "id", "records": rows} for _, rows in nodes],
        "connections": [{"type": type_, **ends, "records": rows} for type_, rows in edges.items()],
    }
    store = kglite.from_records(spec, on_missing_endpoint="error")
    for labels, rows in nodes:
        for label in labels:
            store.add_label("Entity", [row["id"] for row in rows], label)
    _finish(store, path)


def unwind(graph: Graph, path: Path, verb: str) -> None:
    """Cypher only: the two portable statements, 5,000 rows each."""
    import kglite

    store = kglite.KnowledgeGraph()
    store.cypher("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
    for labels, rows in _node_rows(graph):
        for batch in _batches([{"id": row.pop("id"), "props": row} for row in rows]):
            store.cypher(f"UNWIND $rows AS r {verb} (n:Entity {{id: r.id}}) SET n += r.props", params={"rows": batch})
            store.cypher(f"UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) SET n:{':'.join(labels)}",
                         params={"rows": batch})  # fmt: skip
    groups: dict[str, list[Row]] = defaultdict(list)
    for edge in graph.edges:
        row = {"s": edge.source, "t": edge.target, "id": edge.id, "props": _plain(edge.props)}
        groups[edge.type].append(row)
    for type_, all_rows in groups.items():
        for batch in _batches(all_rows):
            store.cypher(f"UNWIND $rows AS r MATCH (a:Entity {{id: r.s}}) MATCH (b:Entity {{id: r.t}}) "
                         f"{verb} (a)-[x:{type_} {{id: r.id}}]->(b) SET x += r.props", params={"rows": batch})  # fmt: skip
    _finish(store, path)


def _finish(store: Any, path: Path, indexed: bool = True) -> None:
    if indexed:
        store.cypher("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
        store.cypher("CREATE INDEX IF NOT EXISTS FOR (n:Entity) ON (n.name)")
        store.cypher("CREATE INDEX IF NOT EXISTS FOR (n:Entity) ON (n.nr)")
    store.save(str(path))


def _node_rows(graph: Graph) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for node in graph.nodes:
        groups[node.labels].append({"id": node.id, **_plain(node.props)})
    yield from groups.items()


def _plain(props: Any) -> Row:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in props.items()}


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[i : i + 5_000] for i in range(0, len(rows), 5_000))


# ---- Oxigraph ---------------------------------------------------------------------------------------------------------

ID, KX = "https://kexie-kg.example/id/", "https://kexie-kg.example/ns#"
RDF, XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"
NIF, PROV = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "http://www.w3.org/ns/prov#"


def _literal(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        return f'"{escaped}"'
    return f'"{value}"^^<{XSD}{"integer" if isinstance(value, int) else "decimal"}>'


def _direct(graph: Graph) -> Iterator[str]:
    for node in graph.nodes:
        subject = f"<{ID}{node.id}>"
        for label in node.labels:
            yield f"{subject} <{RDF}type> <{KX}{label}> .\n"
        for name, value in node.props.items():
            for item in value if isinstance(value, tuple) else (value,):
                yield f"{subject} <{KX}{name}> {_literal(item)} .\n"
    for edge in graph.edges:
        yield f"<{ID}{edge.source}> <{KX}{edge.type}> <{ID}{edge.target}> .\n"


def _statement(edge: Edge, id_: str) -> Iterator[str]:
    yield f"<{ID}{id_}> <{RDF}type> <{RDF}Statement> .\n"
    yield f"<{ID}{id_}> <{RDF}subject> <{ID}{edge.source}> .\n"
    yield f"<{ID}{id_}> <{RDF}predicate> <{KX}{edge.type}> .\n"
    yield f"<{ID}{id_}> <{RDF}object> <{ID}{edge.target}> .\n"
    for name in ("plan", "plan_year", "modality", "confidence"):
        if name in edge.props:
            yield f"<{ID}{id_}> <{KX}{name}> {_literal(edge.props[name])} .\n"


def direct_only(graph: Graph) -> Iterator[str]:
    """R0: no provenance."""
    yield from _direct(graph)


def clause_nodes(graph: Graph, skip: str = "") -> Iterator[str]:
    """R1: statement → clause (offsets, task, role …) → sentence; edges read from the same words share the clause."""
    yield from _direct(graph)
    seen: set[object] = set()
    for edge in graph.edges:
        if edge.type == skip:
            continue
        yield from _statement(edge, edge.id)
        for item in _evidence(edge):
            clause = f"<{ID}clause/{abs(hash(tuple(item.items())))}>"
            yield f"<{ID}{edge.id}> <{PROV}wasDerivedFrom> {clause} .\n"
            if clause not in seen:
                seen.add(clause)
                yield f"{clause} <{NIF}beginIndex> {_literal(item['starts'])} .\n"
                yield f"{clause} <{NIF}endIndex> {_literal(item['ends'])} .\n"
                yield f"{clause} <{KX}sentence> <{ID}{item['sentences']}> .\n"
                yield f"{clause} <{KX}rule> {_literal(item['rules'])} .\n"
                if item["tasks"]:
                    yield f"{clause} <{KX}task> <{ID}{item['tasks']}> .\n"
                for name in ("roles", "editions"):
                    if item[name]:
                        yield f"{clause} <{KX}{name}> {_literal(item[name])} .\n"


def clause_nodes_no_mentions(graph: Graph) -> Iterator[str]:
    """R2: as R1, but a mention is the direct triple alone."""
    yield from clause_nodes(graph, skip="MENTIONS")


def statement_per_evidence(graph: Graph) -> Iterator[str]:
    """R3: one statement for each piece of evidence, offsets and qualifiers on it, leading straight to the sentence."""
    yield from _direct(graph)
    for edge in graph.edges:
        for i, item in enumerate(_evidence(edge)):
            statement = f"{edge.id}/{i}"
            yield from _statement(edge, statement)
            yield f"<{ID}{statement}> <{PROV}wasDerivedFrom> <{ID}{item['sentences']}> .\n"
            yield f"<{ID}{statement}> <{NIF}beginIndex> {_literal(item['starts'])} .\n"
            yield f"<{ID}{statement}> <{NIF}endIndex> {_literal(item['ends'])} .\n"
            yield f"<{ID}{statement}> <{KX}rule> {_literal(item['rules'])} .\n"
            if item["tasks"]:
                yield f"<{ID}{statement}> <{KX}task> <{ID}{item['tasks']}> .\n"
            for name in ("roles", "editions"):
                if item[name]:
                    yield f"<{ID}{statement}> <{KX}{name}> {_literal(item[name])} .\n"


def _evidence(edge: Edge) -> Iterator[Row]:
    lists = {k: v for k, v in edge.props.items() if isinstance(v, tuple)}
    for items in zip(*lists.values(), strict=True):
        yield dict(zip(lists, items, strict=True))


RDF_SHAPES: dict[str, Callable[[Graph], Iterable[str]]] = {
    "R0 no provenance": direct_only,
    "R1 statement, clause": clause_nodes,
    "R2 R1, bare mentions": clause_nodes_no_mentions,
    "R3 statement an evidence": statement_per_evidence,
}


def oxigraph(lines: Iterable[str], path: Path) -> Row:
    import pyoxigraph as ox

    quads = path.parent / "quads.nt"
    count = 0
    start = time.process_time()
    with quads.open("w", encoding="utf-8") as out:
        for line in lines:
            count += 1
            out.write(line)
    written = time.process_time() - start
    store = ox.Store(str(path))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    return {"quads": count, "write_cpu": written, "nt_mb": quads.stat().st_size / MB}


# ---- Contribution files ------------------------------------------------------------------------------------------------


def contribution_files(plans: list[Contribution], folder: Path, shard: int) -> Row:
    """One JSON-lines file a plan, or ``shard`` plans a gzipped file; and the texts, gzipped."""
    folder.mkdir()
    start = time.perf_counter()
    for i in range(0, len(plans), shard):
        data = b"".join(files.dump(c) for c in plans[i : i + shard])
        (folder / f"{i}.jsonl").write_bytes(data if shard == 1 else gzip.compress(data, 6, mtime=0))
    wrote = time.perf_counter()
    for path in folder.iterdir():
        data = path.read_bytes()
        text = data if shard == 1 else gzip.decompress(data)
        for line in text.splitlines():
            json.loads(line)
    read = time.perf_counter()
    texts = sum(len(gzip.compress("".join(s.text for s in c.sentences).encode(), 9, mtime=0)) for c in plans)
    return {"wall": wrote - start, "read": read - wrote, "disk_mb": size(folder), "texts_mb": texts / MB}


# ---- Measuring ---------------------------------------------------------------------------------------------------------


def size(path: Path) -> float:
    found = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in found) / MB


def resident(figure: str = "VmRSS") -> float:
    """Memory of this process in MB: now, or (``VmHWM``) at most since it was started by exec."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split(f"{figure}:")[1].split()[0]) / 1024


def in_fork(work: Callable[[], Row | None]) -> Row:
    """Times and memory growth of ``work`` in a fork of this process."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        gc.disable()
        before, cpu, wall = resident(), time.process_time(), time.perf_counter()
        found = work() or {}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
        found |= {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak_mb": peak}
        os.write(writer, json.dumps(found).encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise RuntimeError("the measured process died")
    return dict(json.loads(answer))


def in_fresh_process(engine: str, path: Path, shape: str = "") -> Row:
    command = [sys.executable, __file__, "--open", engine, str(path), shape]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1]))


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
SPARQL = f"""
PREFIX kx: <{KX}> PREFIX rdf: <{RDF}> PREFIX prov: <{PROV}> PREFIX nif: <{NIF}>
SELECT ?name ?begin ?end ?text WHERE {{
  ?a kx:name ?n . ?st rdf:subject ?a ; rdf:object ?e ; kx:plan_year 2015 ; prov:wasDerivedFrom ?c .
  ?st rdf:predicate kx:ORGANIZES . ?c kx:sentence ?s ; nif:beginIndex ?begin ; nif:endIndex ?end .
  ?s kx:text ?text . ?e kx:name ?name }}"""


def opened(engine: str, path: Path, shape: str) -> Row:
    """Opens a saved store, asks the 2-hop question 5 times for other cities, and says what that took."""
    asked = [synthetic.association_name(city) for city in range(5)]
    start = time.perf_counter()
    if engine == "kglite":
        import kglite

        base, start = resident(), time.perf_counter()
        session = kglite.open_session(str(path))
        took, after = time.perf_counter() - start, resident()
        count = session.cypher("MATCH (n:Entity:Plan) RETURN count(n) AS n")[0]["n"]
        start = time.perf_counter()
        text = CYPHER.get(shape, _BY_ID)
        rows = [len(list(session.cypher(text, params={"name": name}))) for name in asked]
    else:
        import pyoxigraph as ox

        base, start = resident(), time.perf_counter()
        store = ox.Store.read_only(str(path))
        took, after = time.perf_counter() - start, resident()
        count = len(store)
        start = time.perf_counter()
        rows = [len(list(store.query(SPARQL.replace("?n ", f"{ox.Literal(n)} ")))) for n in asked]
    return {"open": took, "open_mb": after - base, "query_ms": (time.perf_counter() - start) * 200, "rows": rows[0],
            "count": count, "used_mb": resident("VmHWM") - base}  # fmt: skip


def measure(plans: int, folder: Path, only: str) -> Iterator[tuple[str, Row]]:
    made = list(synthetic.contributions(plans))
    if only in "files":
        yield "files, one a plan", in_fork(lambda: contribution_files(made, folder / "plans", 1))
        yield "files, 200 a gzip", in_fork(lambda: contribution_files(made, folder / "shards", 200))
    start = time.process_time()
    graph = merge(made, Schema.load())
    yield "merge", {"cpu": time.process_time() - start, "nodes": len(graph.nodes), "edges": len(graph.edges)}
    del made
    gc.collect()
    gc.freeze()
    ways: dict[str, Callable[[Path], None]] = {
        f"KGLite {name}": lambda path, shape=shape: frames(shape(graph), path) for name, shape in SHAPES.items()
    }  # type: ignore[misc]
    ways["KGLite V2 primary label = type"] = lambda path: frames(graph, path, primary="type")
    ways["KGLite V2 from_records"] = lambda path: records(graph, path)
    if plans <= 1000:
        ways["KGLite V2 UNWIND CREATE"] = lambda path: unwind(graph, path, "CREATE")
        ways["KGLite V2 UNWIND MERGE"] = lambda path: unwind(graph, path, "MERGE")
    for name, way in ways.items():
        if only in name:
            path = folder / "graph.kgl"
            found = in_fork(lambda way=way, path=path: way(path))  # type: ignore[misc]
            yield name, found | {"disk_mb": size(path)} | in_fresh_process("kglite", path, name.split()[1])
            path.unlink()
    for name, shape in RDF_SHAPES.items():
        if only in f"Oxigraph {name}":
            path = folder / "oxigraph"
            found = in_fork(lambda shape=shape, path=path: oxigraph(shape(graph), path))  # type: ignore[misc]
            yield f"Oxigraph {name}", found | {"disk_mb": size(path)} | in_fresh_process("oxigraph", path)
            shutil.rmtree(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[100])
    parser.add_argument("--only", default="", help="only measurements whose name contains this")
    parser.add_argument("--open", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.open:
        print(json.dumps(opened(args.open[0], Path(args.open[1]), args.open[2])))
        return
    for plans in args.plans:
        with tempfile.TemporaryDirectory() as folder:
            for name, found in measure(plans, Path(folder), args.only):
                figures = " ".join(f"{k}={v:.4g}" for k, v in found.items())
                print(f"{plans:>5} {name:<32} {figures}", flush=True)


if __name__ == "__main__":
    main()
