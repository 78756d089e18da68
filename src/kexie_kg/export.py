"""A published graph written for other programs. A format is a function and a line in :data:`FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.files import write_whole
from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema, nearest


@dataclass(frozen=True, slots=True)
class _File:
    """One file, whose content ``function`` of ``module`` gives. Imported on demand: some bring a library along."""

    module: str
    function: str

    def contents(self, graph: Graph, schema: Schema, output: Path, format: str) -> Mapping[Path, bytes]:
        if output.is_dir():
            raise StoreError(f"{output}: is a folder; --format {format} writes one file, give its name")
        write = cast(Callable[[Graph, Schema], bytes], getattr(import_module(self.module), self.function))
        return {output: write(graph, schema)}


class _Folder(_File):
    """A folder of files, whose contents by name the function gives."""

    def contents(self, graph: Graph, schema: Schema, output: Path, format: str) -> Mapping[Path, bytes]:
        if output.is_file():
            raise StoreError(f"{output}: is a file; --format {format} writes several into a folder, give its name")
        write = cast(Callable[[Graph, Schema], Mapping[str, bytes]], getattr(import_module(self.module), self.function))
        found = {output / name: data for name, data in write(graph, schema).items()}
        output.mkdir(parents=True, exist_ok=True)
        return found


FORMATS: Mapping[str, _File] = {
    "turtle": _File("kexie_kg.graph.exchange", "turtle"),
    "nquads": _File("kexie_kg.graph.exchange", "nquads"),
    "graphml": _File("kexie_kg.graph.stores.networkx", "graphml"),
    "csv": _Folder("kexie_kg.graph.formats.csv_tables", "csv_tables"),
    "xlsx": _File("kexie_kg.graph.formats.xlsx", "workbook"),
    "parquet": _Folder("kexie_kg.graph.formats.parquet", "parquet_tables"),
    "cypher": _File("kexie_kg.graph.formats.cypher_script", "cypher_script"),
    "neo4j-admin": _Folder("kexie_kg.graph.formats.neo4j_admin", "neo4j_admin_files"),
    "jsonl": _File("kexie_kg.graph.formats.jsonl", "jsonl"),
}


def export(graph: Graph, schema: Schema, format: str, output: Path) -> tuple[Path, ...]:
    """Writes the graph; returns the files written.

    Raises :class:`StoreError` for an unknown format, for a folder where a file belongs or the other way round, and if
    the format needs an extra that is not installed.
    """
    if format not in FORMATS:
        raise StoreError(f'no format "{format}"{nearest(format, FORMATS)}; there are {", ".join(FORMATS)}')
    contents = FORMATS[format].contents(graph, schema, output, format)
    for path, data in contents.items():
        write_whole(path, data)
    return tuple(contents)
