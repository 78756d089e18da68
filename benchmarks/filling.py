"""Ways to fill KGLite and Oxigraph, and to write contributions to files."""

from __future__ import annotations

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from measuring import MB, size
from shapes import Row

from kexie_kg.graph import contributions as files
from kexie_kg.graph.model import Contribution, Graph


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
            text = (
                "UNWIND $rows AS r MATCH (a:Entity {id: r.s}) MATCH (b:Entity {id: r.t}) "
                f"{verb} (a)-[x:{type_} {{id: r.id}}]->(b) SET x += r.props"
            )
            store.cypher(text, params={"rows": batch})
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


def oxigraph(lines: Iterable[str], path: Path, optimize: bool = False) -> Row:
    """Lines of N-Quads through a file; also says how many and how long it took to write them."""
    import pyoxigraph as ox

    quads = path.parent / "quads.nq"
    count, start = 0, time.process_time()
    with quads.open("w", encoding="utf-8") as out:
        for line in lines:
            count += 1
            out.write(line)
    written = time.process_time() - start
    store = ox.Store(str(path))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    if optimize:
        store.optimize()
    store.flush()
    return {"quads": count, "write_cpu": written, "file_mb": size(quads)}


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
