"""Where nodes stand. Computed here, because a browser needs seconds for it and draws another picture each time.

The strongest springs that hold everything together form a tree; the tree laid out in rings around its centre is the
start, and a force layout (Fruchterman and Reingold, *Graph drawing by force-directed placement*, 1991, as networkx has
it) relaxes it. Nothing is random.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from math import cos, hypot, pi, sin, sqrt
from statistics import median
from typing import TypeAlias

import networkx as nx

Point: TypeAlias = tuple[float, float]

_SPACING = 95.0
"""Mean distance of neighbours, in pixels at scale 1."""
_SMALLEST = 520.0
"""Side in pixels of the picture of a few nodes."""
_BEND = 0.75
"""Exponent of the distance from the middle; below 1 it widens the middle and draws in the margin."""
_ITERATIONS = 120
_REPULSION = 1.6
"""Natural length of a spring, in shares of the side of a square with one node's area."""
_NEEDS_SCIPY = 500
"""From this many nodes networkx takes sparse matrices of SciPy; so large a graph stays in its rings."""
_RINGS = 6
"""Rings that fit into the unit circle, on which the force layout works."""


def positions(nodes: Iterable[str], springs: Mapping[tuple[str, str], float]) -> dict[str, tuple[int, int]]:
    """A place in whole pixels for every node; the middle of the picture is (0, 0).

    ``springs`` are pairs of nodes and how strongly they pull together, from 0 to about 1.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    for (a, b), weight in sorted(springs.items()):
        if a != b:
            graph.add_edge(a, b, weight=weight + graph.get_edge_data(a, b, {"weight": 0.0})["weight"])
    if not graph:
        return {}
    placed = _rings(graph)
    if len(graph) < _NEEDS_SCIPY:
        k = _REPULSION / sqrt(len(graph))
        placed = nx.spring_layout(graph, pos=placed, k=k, iterations=_ITERATIONS, seed=0, scale=None)
    return _scaled({node: (float(x), float(y)) for node, (x, y) in placed.items()})


def _rings(graph: nx.Graph) -> dict[str, Point]:
    """Depth in the tree is the ring, and leaves share the circle evenly."""
    children, roots = _tree(graph)
    width: dict[str, float] = {}
    for node in reversed(_preorder(children, roots)):
        width[node] = sum(width[child] for child in children[node]) or 1.0
    placed: dict[str, Point] = {}
    turn = 2 * pi / sum(width[root] for root in roots)
    pending = deque([(roots, 0 if len(roots) == 1 else 1, 0.0)])
    while pending:
        siblings, depth, begin = pending.popleft()
        for node in siblings:
            angle = turn * (begin + width[node] / 2)
            placed[node] = (depth * cos(angle) / _RINGS, depth * sin(angle) / _RINGS)
            pending.append((children[node], depth + 1, begin))
            begin += width[node]
    return placed


def _tree(graph: nx.Graph) -> tuple[Mapping[str, list[str]], list[str]]:
    """Children of each node, and the root of each connected part."""
    children: dict[str, list[str]] = defaultdict(list)
    roots: list[str] = []
    tree = nx.maximum_spanning_tree(graph)
    for part in sorted(nx.connected_components(tree), key=lambda part: (-len(part), min(part))):
        root = min(nx.center(tree.subgraph(part)))
        roots.append(root)
        for parent, child in nx.bfs_edges(tree, root, sort_neighbors=sorted):
            children[parent].append(child)
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
    """In pixels: each node has the same share of the picture, however many there are, and the crowded middle gets
    more room than the far ends of the few long branches."""
    middle_x, middle_y = median(x for x, _ in placed.values()), median(y for _, y in placed.values())
    bent: dict[str, Point] = {}
    for node, (x, y) in placed.items():
        distance = hypot(x - middle_x, y - middle_y)
        factor = distance ** (_BEND - 1) if distance else 0.0
        bent[node] = ((x - middle_x) * factor, (y - middle_y) * factor)
    xs, ys = [x for x, _ in bent.values()], [y for _, y in bent.values()]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    extent = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    factor = max(_SPACING * sqrt(len(placed)), _SMALLEST) / extent
    return {node: (round((x - middle_x) * factor), round((y - middle_y) * factor)) for node, (x, y) in bent.items()}
