"""A published graph written for other programs."""

from __future__ import annotations

from pathlib import Path

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.exchange import edge_table, node_table, nquads, turtle
from kexie_kg.graph.files import write_whole
from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.networkx import graphml
from kexie_kg.output import ExportFormat


def export(graph: Graph, schema: Schema, format: ExportFormat, output: Path) -> tuple[Path, ...]:
    """Writes the graph; returns the files written. CSV makes a folder with ``nodes.csv`` and ``edges.csv``.

    Raises :class:`StoreError` if ``output`` is a folder where a file belongs, or a file where a folder does.
    """
    if format == "csv":
        if output.is_file():
            raise StoreError(f"{output}: is a file; --format csv writes two tables into a folder, give its name")
        output.mkdir(parents=True, exist_ok=True)
        parts = {output / "nodes.csv": node_table(graph), output / "edges.csv": edge_table(graph)}
    else:
        if output.is_dir():
            raise StoreError(f"{output}: is a folder; --format {format} writes one file, give its name")
        content = graphml(graph) if format == "graphml" else (turtle if format == "turtle" else nquads)(graph, schema)
        parts = {output: content}
    for path, data in parts.items():
        write_whole(path, data)
    return tuple(parts)
