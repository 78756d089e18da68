"""What has to be written to turn the graph a store holds into another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Written in the order of the fields, it makes the held graph equal to the wanted one.

    ``nodes`` and ``edges`` are those that are new or have other properties, whole. The labels of nodes are told
    apart from them: from a set of labels to the ids of the nodes that lack it, or that have it in excess.
    """

    edges_gone: tuple[Edge, ...]
    nodes_gone: tuple[str, ...]
    nodes: tuple[Node, ...]
    labels_missing: Mapping[Labels, tuple[str, ...]]
    labels_gone: Mapping[Labels, tuple[str, ...]]
    edges: tuple[Edge, ...]

    def __bool__(self) -> bool:
        return any((self.edges_gone, self.nodes_gone, self.nodes, self.labels_missing, self.labels_gone, self.edges))


def difference(wanted: Graph, nodes: Iterable[Node], edges: Iterable[Edge]) -> Difference:
    """From the held ``nodes`` and ``edges``, in any order and read once, to ``wanted``.

    A held node may lack any of its labels, and an edge may be held more than once: stores that broke off while being
    written look like that.
    """
    wanted_nodes = {node.id: node for node in wanted.nodes}
    held: dict[str, Labels] = {}
    nodes_gone, equal_nodes = [], set()
    for node in nodes:
        held[node.id] = node.labels
        if node.id not in wanted_nodes:
            nodes_gone.append(node.id)
        elif _equal(node.props, wanted_nodes[node.id].props):
            equal_nodes.add(node.id)
    missing: dict[Labels, list[str]] = defaultdict(list)
    excess: dict[Labels, list[str]] = defaultdict(list)
    for node in wanted.nodes:
        labels = held.get(node.id, ())
        missing[tuple(x for x in node.labels if x not in labels)].append(node.id)
        excess[tuple(x for x in labels if x not in node.labels)].append(node.id)
    edges_gone, equal_edges = _held_edges({edge.id: edge for edge in wanted.edges}, edges)
    return Difference(
        edges_gone=tuple(edges_gone),
        nodes_gone=tuple(sorted(nodes_gone)),
        nodes=tuple(node for node in wanted.nodes if node.id not in equal_nodes),
        labels_missing={labels: tuple(ids) for labels, ids in sorted(missing.items()) if labels},
        labels_gone={labels: tuple(ids) for labels, ids in sorted(excess.items()) if labels},
        edges=tuple(edge for edge in wanted.edges if edge.id not in equal_edges),
    )


def _held_edges(wanted: Mapping[str, Edge], held: Iterable[Edge]) -> tuple[list[Edge], set[str]]:
    """The held edges that must go, and the ids of those that may stay as they are."""
    gone: list[Edge] = []
    seen: set[str] = set()
    equal: set[str] = set()
    for edge in held:
        meant = wanted.get(edge.id)
        if meant is None or _ends(meant) != _ends(edge) or edge.id in seen:
            gone.append(edge)
        elif _equal(edge.props, meant.props):
            equal.add(edge.id)
        seen.add(edge.id)
    equal.difference_update(edge.id for edge in gone)  # one of two copies goes by the id of both
    return sorted(gone, key=lambda edge: (edge.id, _ends(edge))), equal


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.type, edge.source, edge.target


def _equal(one: Properties, other: Properties) -> bool:
    """Equal, and of the same datatypes: ``1 == 1.0`` is not enough."""
    return one == other and all(_datatype(value) == _datatype(other[name]) for name, value in one.items())


def _datatype(value: Value) -> object:
    return (tuple, *map(type, value)) if isinstance(value, tuple) else type(value)
