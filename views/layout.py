"""Where nodes stand. Computed here, because a browser needs seconds for it and draws another picture each time.

A tree laid out in rings around the most connected node is the start, and a force layout (Fruchterman and Reingold,
*Graph drawing by force-directed placement*, 1991, as networkx has it) relaxes it. Nothing is random.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import TypeAlias

import networkx as nx

Point: TypeAlias = tuple[float, float]

_SPACING = 95.0
"""Mean distance of neighbours, in pixels at scale 1."""
_STRETCH = 1.35
"""Labels run from left to right and screens are wide."""
_ITERATIONS = 120


def positions(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """A place in whole pixels for every node; the middle of the picture is (0, 0)."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted((a, b) for a, b in edges if a != b))
    if not graph:
        return {}
    placed = nx.spring_layout(
        graph, pos=_rings(graph), k=1.6 / sqrt(len(graph)), iterations=_ITERATIONS, seed=0, scale=None
    )
    return _scaled({node: (float(x), float(y)) for node, (x, y) in placed.items()})


def _rings(graph: nx.Graph) -> dict[str, Point]:
    """A tree of shortest paths from the hub: depth is the ring, and leaves share the circle evenly."""
    children, roots = _tree(graph)
    width: dict[str, float] = {}
    for node in reversed(_preorder(children, roots)):
        width[node] = sum(width[child] for child in children[node]) or 1.0
    placed: dict[str, Point] = {}
    turn = 2 * pi / sum(width[root] for root in roots)
    pending = deque([(roots, 0, 0.0)])
    while pending:
        siblings, depth, begin = pending.popleft()
        for node in siblings:
            angle = turn * (begin + width[node] / 2)
            radius = depth if len(roots) == 1 else depth + 1
            placed[node] = (radius * cos(angle) / 6, radius * sin(angle) / 6)
            pending.append((children[node], depth + 1, begin))
            begin += width[node]
    return placed


def _tree(graph: nx.Graph) -> tuple[Mapping[str, list[str]], list[str]]:
    """Children of each node, and a root for each connected part: its most connected node."""
    children: dict[str, list[str]] = defaultdict(list)
    roots: list[str] = []
    seen: set[str] = set()
    for hub in sorted(graph, key=lambda node: (-graph.degree(node), node)):
        if hub in seen:
            continue
        roots.append(hub)
        seen.add(hub)
        for parent, child in nx.bfs_edges(graph, hub, sort_neighbors=sorted):
            children[parent].append(child)
            seen.add(child)
    return children, roots


def _preorder(children: Mapping[str, list[str]], roots: list[str]) -> list[str]:
    order: list[str] = []
    pending = list(roots)
    while pending:
        node = pending.pop()
        order.append(node)
        pending.extend(children[node])
    return order


def _scaled(placed: Mapping[str, Point]) -> dict[str, tuple[int, int]]:
    """Spread so that each node has the same share of the picture, however many there are."""
    xs, ys = [x for x, _ in placed.values()], [y for _, y in placed.values()]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    extent = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    factor = _SPACING * sqrt(len(placed)) / extent
    return {
        node: (round((x - middle_x) * factor * _STRETCH), round((y - middle_y) * factor))
        for node, (x, y) in placed.items()
    }
