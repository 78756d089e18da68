"""A published graph written for other programs, and what the schema says of every graph.

A format is a function and a line in :data:`FORMATS` or :data:`SCHEMA_FORMATS`. The functions are imported on demand:
some bring a library along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.files import write_whole
from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import nearest

FORMATS: Mapping[str, str] = {
    "turtle": "kexie_kg.graph.exchange:turtle",
    "ntriples": "kexie_kg.graph.exchange:ntriples",
    "nquads": "kexie_kg.graph.exchange:nquads",
    "jsonld": "kexie_kg.graph.exchange:jsonld",
    "graphml": "kexie_kg.graph.stores.networkx:graphml",
    "csv": "kexie_kg.graph.formats.csv_tables:csv_tables",
    "xlsx": "kexie_kg.graph.formats.xlsx:workbook",
    "parquet": "kexie_kg.graph.formats.parquet:parquet_tables",
    "cypher": "kexie_kg.graph.formats.cypher_script:cypher_script",
    "neo4j-admin": "kexie_kg.graph.formats.neo4j_admin:neo4j_admin_files",
    "jsonl": "kexie_kg.graph.formats.jsonl:jsonl",
}
"""Of a graph: its content, or that of each file of a folder."""
SCHEMA_FORMATS: Mapping[str, str] = {
    "vocabulary": "kexie_kg.graph.ontology:turtle",
    "shapes": "kexie_kg.graph.shapes:turtle",
    "context": "kexie_kg.graph.jsonld:context_document",
}
"""Of the schema alone: they need no graph."""


def export(graph: Graph, schema: Schema, format: str, output: Path) -> tuple[Path, ...]:
    """Writes the graph; returns the files written.

    Raises :class:`StoreError` for an unknown format, if ``output`` is a folder where a file belongs or a file where a
    folder does, and if the format needs an extra that is not installed.
    """
    if format not in FORMATS:
        raise StoreError(f'no format "{format}"{nearest(format, FORMATS)}; there are {", ".join(FORMATS)}')
    return _written(output, format, _function(FORMATS[format])(graph, schema))


def export_schema(schema: Schema, format: str, output: Path) -> tuple[Path, ...]:
    """Writes a document of the schema; returns and raises like :func:`export`."""
    return _written(output, format, _function(SCHEMA_FORMATS[format])(schema))


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)  # type: ignore[no-any-return]


def _written(output: Path, format: str, content: bytes | Mapping[str, bytes]) -> tuple[Path, ...]:
    if isinstance(content, bytes):
        if output.is_dir():
            raise StoreError(f"{output}: is a folder; --format {format} writes one file, give its name")
        parts = {output: content}
    else:
        if output.is_file():
            raise StoreError(
                f"{output}: is a file; --format {format} writes several files into a folder, give its name"
            )
        output.mkdir(parents=True, exist_ok=True)
        parts = {output / name: data for name, data in content.items()}
    for path, data in parts.items():
        write_whole(path, data)
    return tuple(parts)
