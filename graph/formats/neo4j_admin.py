"""Files for ``neo4j-admin database import full``: CSV with typed headers, the options, and a script for after it.

Written after Neo4j's manual and read back by this module; not run against Neo4j.

A quoted empty cell is the empty text and an unquoted one no value, as the importer has it by default. Lists, labels
among them, are held together by U+001F, which no plan contains. The importer makes an empty list of a list of one
empty text; lists of edges are never empty, so the script puts that right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.formats.cypher_script import generation_statement
from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Property
from kexie_kg.graph.stores import neo4j_statements as cypher

NODES, EDGES, OPTIONS, AFTER = "nodes.csv", "edges.csv", "import.options", "after-import.cypher"
_SEPARATOR = "\x1f"
_NODE_KEYS, _EDGE_KEYS = ("id:ID", ":LABEL"), ("id:STRING", ":TYPE", ":START_ID", ":END_ID")
_TYPES = {
    "string": "STRING", "text": "STRING", "integer": "LONG", "decimal": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
}  # fmt: skip
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "integer": int, "decimal": float, "date": date.fromisoformat, "boolean": "true".__eq__,
}  # fmt: skip
_CELL = re.compile(r'(?:"((?:[^"]|"")*)")?(,|\n)')
_OPTIONS = f"""\
--nodes={NODES}
--relationships={EDGES}
--id-type=string
--array-delimiter=U+001F
--multiline-fields=true
--trim-strings=false
--ignore-empty-strings=false
"""


def neo4j_admin_files(graph: Graph, schema: Schema) -> Mapping[str, bytes]:
    """``neo4j-admin database import full @import.options neo4j`` in the folder, then ``after-import.cypher``.

    Raises :class:`StoreError` if a text holds the separator of lists.
    """
    nodes = (((n.id, ("Entity", *n.labels)), n.props) for n in graph.nodes)
    edges = (((e.id, e.type, e.source, e.target), e.props) for e in graph.edges)
    return {
        NODES: _table(_NODE_KEYS, nodes, _used([n.props for n in graph.nodes], schema)),
        EDGES: _table(_EDGE_KEYS, edges, _used([e.props for e in graph.edges], schema)),
        OPTIONS: _OPTIONS.encode("ascii"),
        AFTER: "".join(f"{line}\n" for line in _after(schema)).encode("utf-8"),
    }


def from_neo4j_admin_files(files: Mapping[str, bytes], schema: Schema) -> Graph:
    """The inverse of :func:`neo4j_admin_files`, as the importer would read it."""
    nodes = _facts(files[NODES], len(_NODE_KEYS), schema)
    edges = _facts(files[EDGES], len(_EDGE_KEYS), schema)
    return Graph(
        tuple(Node(id_, tuple(labels.split(_SEPARATOR)[1:]), props) for (id_, labels), props in nodes),
        tuple(Edge(id_, type_, source, target, props) for (id_, type_, source, target), props in edges),
    )


def _after(schema: Schema) -> Iterator[str]:
    for definition in cypher.definitions(schema):
        yield f"{definition};"
    for prop in schema.properties.values():
        if prop.many and prop.datatype == "string":
            yield f"MATCH (:Entity)-[x]->(:Entity) WHERE x.{prop.name} = [] SET x.{prop.name} = [''];"
    yield generation_statement(2)


def _used(props: Iterable[Properties], schema: Schema) -> list[Property]:
    used = {name for one in props for name in one}
    return [prop for prop in schema.properties.values() if prop.name in used]


def _table(
    keys: Sequence[str], facts: Iterable[tuple[tuple[Value, ...], Properties]], columns: Sequence[Property]
) -> bytes:  # fmt: skip
    header = [*keys, *(f"{prop.name}:{_TYPES[prop.datatype]}{'[]' if prop.many else ''}" for prop in columns)]
    lines = [",".join(header)]
    for key, props in facts:
        cells = (*key, *(props.get(prop.name) for prop in columns))
        lines.append(",".join(map(_cell, cells)))
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return '"true"' if value else '"false"'
    items = [str(item) for item in value] if isinstance(value, tuple) else [str(value)]
    if any(_SEPARATOR in item for item in items):
        raise StoreError(f"neo4j-admin: {items[0][:20]!r}… holds U+001F, which separates lists; use another format")
    return '"' + _SEPARATOR.join(items).replace('"', '""') + '"'


def _facts(data: bytes, keys: int, schema: Schema) -> Iterator[tuple[list[str], Properties]]:
    text = data.decode("utf-8")
    end = text.index("\n")
    names = [column.partition(":")[0] for column in text[:end].split(",")]
    cells: list[str | None] = []
    for match in _CELL.finditer(text, end + 1):
        cells.append(None if match[1] is None else match[1].replace('""', '"'))
        if match[2] == "\n":
            found = zip(names[keys:], cells[keys:], strict=True)
            yield (
                [x or "" for x in cells[:keys]],
                {name: _value(schema.properties[name], x) for name, x in found if x is not None},
            )
            cells = []


def _value(prop: Property, cell: str) -> Value:
    parse: Callable[[str], Any] = _PARSERS.get(prop.datatype, str)
    value: Value = tuple(map(parse, cell.split(_SEPARATOR))) if prop.many else parse(cell)
    return value
