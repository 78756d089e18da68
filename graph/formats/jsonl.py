"""JSON lines: an object a node, then one an edge, each in the order of their ids; ``{"date": "…"}`` is a date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from kexie_kg.graph.model import Edge, Graph, Node, Value
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.canonical import dump


def jsonl(graph: Graph, schema: Schema) -> bytes:
    """The graph as JSON lines in UTF-8: the same bytes for the same graph."""
    del schema  # the lines know their types
    return "".join(f"{line}\n" for line in dump(graph)).encode("utf-8")


def from_jsonl(data: bytes) -> Graph:
    """The inverse of :func:`jsonl`."""
    nodes, edges = [], []
    for line in data.split(b"\n")[:-1]:
        row = json.loads(line)
        props = {name: _value(value) for name, value in row["props"].items()}
        if "node" in row:
            nodes.append(Node(row["node"], tuple(row["labels"]), props))
        else:
            edges.append(Edge(row["edge"], row["type"], row["source"], row["target"], props))
    return Graph(tuple(nodes), tuple(edges))


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    return tuple(value) if isinstance(value, list) else value
