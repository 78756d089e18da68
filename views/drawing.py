"""What of a graph is drawn as lines, and how the lines pull their ends together: the same in all pictures of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import sqrt

from networkx import DiGraph
from networkx.utils import UnionFind

from kexie_kg.graph.model import Edge, Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.views.selection import tuple_of


def drawn_edges(graph: Graph, schema: Schema) -> list[Edge]:
    """All edges but those that would cover the picture and say nothing new in it; the panel lists them all.

    These are a plan's mentions, except where the picture would fall apart without, and steps over the outline: a plan
    has the tasks of its sections.
    """
    mentions = [edge for edge in graph.edges if edge.type == schema.part["mentions"]]
    others = [edge for edge in graph.edges if edge.type != schema.part["mentions"]]
    outline = DiGraph((edge.source, edge.target) for edge in others if schema.relations[edge.type].structural)
    drawn = [
        edge
        for edge in others
        if not schema.relations[edge.type].structural
        or not set(outline.successors(edge.source)) & set(outline.predecessors(edge.target))
    ]
    degree = Counter(end for edge in drawn for end in (edge.source, edge.target))
    parts = UnionFind(node.id for node in graph.nodes)
    for edge in drawn:
        parts.union(edge.source, edge.target)
    for edge in sorted(mentions, key=lambda edge: (-degree[edge.target], edge.id)):
        if parts[edge.source] != parts[edge.target]:
            parts.union(edge.source, edge.target)
            drawn.append(edge)
    return drawn


def springs(graph: Graph, drawn: list[Edge], degree: Mapping[str, int], schema: Schema) -> dict[tuple[str, str], float]:
    """What pulls together: the outline of a plan, things and the tasks that mention them, and weakly the edges of hubs,
    so that the picture is ordered by task and not a star around the issuer."""
    ids = {node.id for node in graph.nodes}
    pulls: dict[tuple[str, str], float] = defaultdict(float)
    for edge in graph.edges:
        if edge.type == schema.part["mentions"]:
            tasks = {str(task) for task in tuple_of(edge.props, "tasks")} & ids
            for task in sorted(tasks):
                pulls[edge.target, task] += 1 / len(tasks)
    held = {thing for thing, _ in pulls}
    for edge in drawn:
        hub = max(degree[edge.source], degree[edge.target])
        weak = 1 / hub if {edge.source, edge.target} <= held else 1 / sqrt(hub)
        pulls[edge.source, edge.target] += 1.0 if schema.relations[edge.type].structural else weak
    return pulls
