"""What plans of two years have in common and what sets them apart, with the edges that say so.

Things count as the same if they are one entity or belong to one series (第35届 and 第36届 of a contest); targets, if
they count the same thing in the same unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from kexie_kg.graph.model import Edge, Graph, Node
from kexie_kg.graph.schema import Schema

RANK = ("continued", "raised", "lowered", "dropped", "new")
"""Kinds of change in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One relation of an issuer or other body to a thing, or one target (``relation`` is empty)."""

    kind: str
    relation: str
    type: str
    name: str
    before: str
    """What it was called, or how much it was; empty if it is new."""
    after: str
    edges: tuple[Edge, ...]
    """That state it, of both years."""


@dataclass(slots=True)
class _Two:
    """What the earlier plans say of a thing, and what the later ones say."""

    before: Node | None = None
    after: Node | None = None
    edges: list[Edge] = field(default_factory=list)

    def add(self, edge: Edge, node: Node, is_before: bool) -> None:
        self.edges.append(edge)
        if is_before:
            self.before = self.before or node
        else:
            self.after = self.after or node

    @property
    def node(self) -> Node:
        node = self.after or self.before
        assert node is not None
        return node


def changes(graph: Graph, before: Collection[str], after: Collection[str], schema: Schema) -> list[Change]:
    """From the plans with the keys ``before`` to those with the keys ``after``, in the order of :data:`RANK`."""
    nodes = {node.id: node for node in graph.nodes}
    series = {e.source: e.target for e in graph.edges if e.type == schema.part["instance_of"]}
    deeds: dict[tuple[str, str], _Two] = defaultdict(_Two)
    targets: dict[tuple[str, str], _Two] = defaultdict(_Two)
    said = [edge for edge in graph.edges if edge.props.get("plan") in before or edge.props.get("plan") in after]
    for edge in sorted(said, key=_place_in_text):
        key, node = edge.props["plan"], nodes[edge.target]
        if edge.type == schema.part["has_target"]:
            targets[str(node.props["object"]), str(node.props.get("unit", ""))].add(edge, node, key in before)
        elif not schema.relations[edge.type].structural and node.type != schema.part["task"]:
            deeds[edge.type, series.get(node.id, node.id)].add(edge, node, key in before)
    found = [*_of_deeds(deeds), *_of_targets(targets)]
    return sorted(found, key=lambda c: (RANK.index(c.kind), c.relation, c.type, c.name, c.before, c.after))


def _place_in_text(edge: Edge) -> tuple[str, object, str]:
    """What is said first gives the name and the number."""
    starts = edge.props.get("starts")
    return str(edge.props["plan"]), starts[0] if isinstance(starts, tuple) and starts else 0, edge.id


def _of_deeds(deeds: dict[tuple[str, str], _Two]) -> Iterator[Change]:
    for (relation, _), two in deeds.items():
        kind = "dropped" if two.after is None else "new" if two.before is None else "continued"
        names = [node.name if node else "" for node in (two.before, two.after)]
        yield Change(kind, relation, two.node.type, two.node.name, names[0], names[1], tuple(two.edges))


def _of_targets(targets: dict[tuple[str, str], _Two]) -> Iterator[Change]:
    for (name, unit), two in targets.items():
        old, new = (float(str(node.props["value"])) if node else None for node in (two.before, two.after))
        shown = ["" if value is None else f"{value:g} {unit}".strip() for value in (old, new)]
        yield Change(_kind(old, new), "", two.node.type, name, shown[0], shown[1], tuple(two.edges))


def _kind(old: float | None, new: float | None) -> str:
    if new is None:
        return "dropped"
    if old is None:
        return "new"
    return "continued" if old == new else "raised" if new > old else "lowered"
