"""What has to be written to turn the graph a store holds into another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Self

from kexie_kg.graph.model import Edge, Graph, Node, Properties, Value

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Written in the order of the fields, it makes the held graph equal to the wanted one.

    Nodes and edges that are new, or are held with other properties (``changed``), are given whole. The labels of held
    nodes are told apart from them: from a set of labels to the ids of the nodes that lack it, or have it in excess.
    """

    edges_gone: tuple[Edge, ...] = ()
    nodes_gone: tuple[str, ...] = ()
    nodes_new: tuple[Node, ...] = ()
    nodes_changed: tuple[Node, ...] = ()
    labels_missing: Mapping[Labels, tuple[str, ...]] = field(default_factory=dict)
    labels_gone: Mapping[Labels, tuple[str, ...]] = field(default_factory=dict)
    edges_new: tuple[Edge, ...] = ()
    edges_changed: tuple[Edge, ...] = ()

    @classmethod
    def from_unknown(cls, wanted: Graph) -> Self:
        """All of the graph as changed: for writing that must do right whatever is held, but for what is too much."""
        labels: dict[Labels, list[str]] = defaultdict(list)
        for node in wanted.nodes:
            labels[node.labels].append(node.id)
        missing = {names: tuple(ids) for names, ids in sorted(labels.items())}
        return cls(nodes_changed=wanted.nodes, labels_missing=missing, edges_changed=wanted.edges)

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


def difference(wanted: Graph, nodes: Iterable[Node], edges: Iterable[Edge]) -> Difference:
    """From the held ``nodes`` and ``edges``, in any order and read once, to ``wanted``.

    A held node may lack any of its labels, and an edge may be held more than once: stores that broke off while being
    written look like that.
    """
    wanted_nodes = {node.id: node for node in wanted.nodes}
    held: dict[str, Labels] = {}
    nodes_gone, nodes_changed = [], set()
    for node in nodes:
        held[node.id] = node.labels
        if node.id not in wanted_nodes:
            nodes_gone.append(node.id)
        elif not _equal(node.props, wanted_nodes[node.id].props):
            nodes_changed.add(node.id)
    missing: dict[Labels, list[str]] = defaultdict(list)
    excess: dict[Labels, list[str]] = defaultdict(list)
    for node in filter(lambda node: node.id in held, wanted.nodes):
        labels = held[node.id]
        missing[tuple(x for x in node.labels if x not in labels)].append(node.id)
        excess[tuple(x for x in labels if x not in node.labels)].append(node.id)
    edges_gone, equal, changed = _held_edges({edge.id: edge for edge in wanted.edges}, edges)
    return Difference(
        edges_gone=tuple(edges_gone),
        nodes_gone=tuple(sorted(nodes_gone)),
        nodes_new=tuple(node for node in wanted.nodes if node.id not in held),
        nodes_changed=tuple(node for node in wanted.nodes if node.id in nodes_changed),
        labels_missing={labels: tuple(ids) for labels, ids in sorted(missing.items()) if labels},
        labels_gone={labels: tuple(ids) for labels, ids in sorted(excess.items()) if labels},
        edges_new=tuple(edge for edge in wanted.edges if edge.id not in equal and edge.id not in changed),
        edges_changed=tuple(edge for edge in wanted.edges if edge.id in changed),
    )


def _held_edges(wanted: Mapping[str, Edge], held: Iterable[Edge]) -> tuple[list[Edge], set[str], set[str]]:
    """The held edges that must go, the ids of those that may stay as they are, and of those with other properties."""
    gone: list[Edge] = []
    seen: set[str] = set()
    equal: set[str] = set()
    changed: set[str] = set()
    for edge in held:
        meant = wanted.get(edge.id)
        if meant is None or _ends(meant) != _ends(edge) or edge.id in seen:
            gone.append(edge)
        else:
            (equal if _equal(edge.props, meant.props) else changed).add(edge.id)
        seen.add(edge.id)
    removed = {edge.id for edge in gone}  # one of two copies goes by the id of both
    return sorted(gone, key=lambda edge: (edge.id, _ends(edge))), equal - removed, changed - removed


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.type, edge.source, edge.target


def _equal(one: Properties, other: Properties) -> bool:
    """Equal, and of the same datatypes: ``1 == 1.0`` is not enough."""
    return one == other and all(_datatype(value) == _datatype(other[name]) for name, value in one.items())


def _datatype(value: Value) -> object:
    return (tuple, *map(type, value)) if isinstance(value, tuple) else type(value)
