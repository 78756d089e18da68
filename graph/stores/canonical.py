"""A graph as text that two graphs share if, and only if, they hold the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kexie_kg.graph.model import Edge, Graph, Node, Properties


def dump(graph: Graph) -> Iterator[str]:
    """One line of JSON a node, then one an edge, each in the order of their ids.

    Tells 1, 1.0 and true apart, and a date from its text; does not depend on the order of properties.
    """
    for node in sorted(graph.nodes, key=lambda node: node.id):
        yield _line(_node(node))
    for edge in sorted(graph.edges, key=lambda edge: edge.id):
        yield _line(_edge(edge))


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _node(node: Node) -> dict[str, Any]:
    return {"node": node.id, "labels": node.labels, "props": _props(node.props)}


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "edge": edge.id, "type": edge.type, "source": edge.source, "target": edge.target, "props": _props(edge.props)
    }  # fmt: skip


def _props(props: Properties) -> dict[str, Any]:
    return {name: {"date": str(value)} if isinstance(value, date) else value for name, value in props.items()}
