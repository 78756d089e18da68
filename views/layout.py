"""Where nodes stand. Computed here, because a browser needs seconds for it and draws another picture each time.

The strongest springs that hold everything together form a tree; the tree laid out in rings around its centre is the
start, and a force layout (Fruchterman and Reingold, *Graph drawing by force-directed placement*, 1991) relaxes it.
Nothing is random.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from math import cos, hypot, pi, sin, sqrt
from statistics import median
from typing import TypeAlias

import networkx as nx
import numpy as np

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
_FORCED = 1200
"""A larger graph stays in its rings: forces between all pairs of nodes would take too long."""
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
    alone = [node for node in graph if not graph.degree(node)]
    graph.remove_nodes_from(alone)
    picture: dict[str, tuple[int, int]] = {}
    if graph:
        placed = _rings(graph)
        if len(graph) <= _FORCED:
            placed = _relaxed(graph, placed)
        picture = _scaled({node: (float(x), float(y)) for node, (x, y) in placed.items()})
    return picture | _rows(alone, picture)


def _rows(alone: list[str], picture: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """What hangs on nothing stands in rows below the picture."""
    xs, ys = [x for x, _ in picture.values()] or [0], [y for _, y in picture.values()] or [0]
    wide = max(max(xs) - min(xs), _SPACING * sqrt(1.2 * len(alone)))
    columns = max(1, round(wide / (2 * _SPACING)) + 1)
    top = max(ys) + _SPACING if picture else 0
    return {
        node: (round(min(xs) + n % columns * 2 * _SPACING), round(top + n // columns * _SPACING * 0.6))
        for n, node in enumerate(alone)
    }


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
        root = _centre(tree, part)
        roots.append(root)
        for parent, child in nx.bfs_edges(tree, root, sort_neighbors=sorted):
            children[parent].append(child)
    return children, roots


def _centre(tree: nx.Graph, part: set[str]) -> str:
    """What is left when the leaves of a tree are taken away, and those that then are leaves, and so on."""
    degree = {node: tree.degree(node) for node in part}
    leaves = sorted(node for node in part if degree[node] <= 1)
    left = len(part)
    while left > 2:
        left -= len(leaves)
        inner = []
        for leaf in leaves:
            for node in tree[leaf]:
                degree[node] -= 1
                if degree[node] == 1:
                    inner.append(node)
        leaves = sorted(inner)
    return leaves[0]


def _relaxed(graph: nx.Graph, placed: Mapping[str, Point]) -> dict[str, Point]:
    """Nodes push each other away by the square of the natural length over the distance, springs pull by the square of
    the distance over it, and each step is shorter than the one before."""
    ids = sorted(graph)
    at = np.array([placed[node] for node in ids])
    number = {node: i for i, node in enumerate(ids)}
    ends = np.array([(number[a], number[b]) for a, b in graph.edges])
    pull = np.array([weight for _, _, weight in graph.edges(data="weight")])
    length = _REPULSION / sqrt(len(ids))
    heat = max(at.max(axis=0) - at.min(axis=0)) * 0.1 or 0.1
    steps = max(_ITERATIONS // 3, min(_ITERATIONS, 36_000 // len(ids)))
    for step in range(steps):
        x, y = (np.subtract.outer(at[:, axis], at[:, axis]) for axis in (0, 1))
        push = length * length / np.maximum(x * x + y * y, 1e-4)
        move = np.column_stack(((x * push).sum(axis=1), (y * push).sum(axis=1)))
        spring = at[ends[:, 1]] - at[ends[:, 0]]
        spring *= (pull * np.hypot(spring[:, 0], spring[:, 1]) / length)[:, None]
        np.add.at(move, ends[:, 0], spring)
        np.subtract.at(move, ends[:, 1], spring)
        size = np.maximum(np.hypot(move[:, 0], move[:, 1]), 0.01)
        at += move * (heat * (1 - step / (steps + 1)) / size)[:, None]
    return {node: (float(at[i, 0]), float(at[i, 1])) for i, node in enumerate(ids)}


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
