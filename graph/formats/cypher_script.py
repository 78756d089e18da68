"""A Cypher script that makes the graph: one statement a line, for ``cypher-shell`` or the Browser of Neo4j.

It holds the statements of a push (:mod:`kexie_kg.graph.stores.neo4j_statements`) with their rows written out, and may
be run again. What it leaves is what a push leaves: ``open_graph`` reads it, and a push goes on from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import neo4j_statements as cypher
from kexie_kg.graph.stores.difference import Difference
from kexie_kg.graph.stores.neo4j_statements import FORMAT

_ROWS = 200
"""Of one statement: servers take long to parse longer ones."""
_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


def cypher_script(graph: Graph, schema: Schema) -> bytes:
    """The script in UTF-8: the same bytes for the same graph. Run it in an empty database, or where it ran before."""
    return "".join(f"{line}\n" for line in _lines(graph, schema)).encode("utf-8")


def _lines(graph: Graph, schema: Schema) -> Iterator[str]:
    yield f"// kexie-kg: {len(graph.nodes)} nodes and {len(graph.edges)} edges. Readers wait for the last statement."
    for definition in cypher.definitions(schema):
        yield f"{definition};"
    yield generation_statement(1)
    for write in cypher.writes(Difference.from_unknown(graph), schema):
        for rows in write.batches(_ROWS):
            yield _written_out(write.text, rows)
    yield generation_statement(2)


def generation_statement(number: int) -> str:
    """Even: the graph is whole."""
    return _written_out(cypher.SET_GENERATION, [{"format": FORMAT, "generation": number}])


def _written_out(text: str, rows: list[cypher.Row]) -> str:
    return f"{text.replace('$rows', _literal(rows), 1)};"


def _literal(value: Any) -> str:
    match value:
        case str():
            quoted = value.translate(_ESCAPES)
            return "'" + quoted.replace("\\\\u", "\\\\' + 'u") + "'"  # some servers read \u first, even in text
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value).replace("e+", "e")
        case date():
            return f"date('{value.isoformat()}')"
        case Mapping():
            return "{" + ", ".join(f"{name}: {_literal(item)}" for name, item in value.items()) + "}"
        case _:
            return "[" + ", ".join(map(_literal, value)) + "]"
