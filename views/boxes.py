"""A box for every place: above some hundred nodes one picture of all is a hairball, many small ones can be read.

A node stands in the box of the only place whose plans speak of it, or in a box that several share. Boxes are packed in
rows, the largest first, names above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kexie_kg.views.layout import positions

Springs: TypeAlias = Mapping[tuple[str, str], float]

ONE_PICTURE = 500
"""Nodes up to which all stand in one picture."""
OVERVIEW = 6000
"""Nodes from which the page begins with the boxes alone, and draws the nodes of those the reader comes close to."""
_GAP, _TITLE, _MARGIN = 110, 150, 60
"""Pixels at scale 1: between boxes, above each for its name, and inside around its nodes."""
_ASPECT = 1.0
"""Width of the whole over its height."""


@dataclass(frozen=True, slots=True)
class Box:
    """A frame in pixels at scale 1, from its left upper corner, and the nodes in it."""

    name: str
    x: int
    y: int
    width: int
    height: int
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything stands. ``boxes`` is empty if all nodes are in one picture."""

    places: Mapping[str, tuple[int, int]]
    boxes: tuple[Box, ...]


def arranged(home: Mapping[str, str], springs: Springs) -> Arrangement:
    """``home`` names for each node the box it belongs to if there are boxes; see :func:`..layout.positions`."""
    if len(home) <= ONE_PICTURE or len(set(home.values())) == 1:
        return Arrangement(positions(home, springs), ())
    within: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for (a, b), weight in springs.items():
        if a in home and b in home and home[a] == home[b]:
            within[home[a]][a, b] = weight
    members: dict[str, list[str]] = defaultdict(list)
    for node in sorted(home):
        members[home[node]].append(node)
    pictures = {name: positions(nodes, within[name]) for name, nodes in members.items()}
    sizes = {name: _size(picture.values()) for name, picture in pictures.items()}
    order = sorted(sizes, key=lambda name: (-sizes[name][1], -len(members[name]), name))
    places: dict[str, tuple[int, int]] = {}
    boxes: list[Box] = []
    for name, (left, top) in zip(order, _packed([sizes[name] for name in order]), strict=True):
        width, height = sizes[name]
        boxes.append(Box(name, left, top, width, height, tuple(members[name])))
        low_x = min(x for x, _ in pictures[name].values())
        low_y = min(y for _, y in pictures[name].values())
        for node, (x, y) in pictures[name].items():
            places[node] = (left + _MARGIN + x - low_x, top + _MARGIN + y - low_y)
    return Arrangement(places, tuple(boxes))


def _size(places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    xs, ys = zip(*places, strict=True)
    return max(xs) - min(xs) + 2 * _MARGIN, max(ys) - min(ys) + 2 * _MARGIN


def _packed(sizes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Left upper corners, in rows that make the whole as small as it gets in a window of this aspect."""
    widest, whole = max(width for width, _ in sizes), sum(width + _GAP for width, _ in sizes)
    attempts = [_rows(sizes, limit) for limit in range(widest, whole + 1, max((whole - widest) // 60, 1))]

    def extent(rows: list[list[tuple[int, int]]]) -> float:
        height = sum(max(height for _, height in row) + _GAP + _TITLE for row in rows)
        return max(max(_width(row) for row in rows) / _ASPECT, height)

    rows = min(attempts, key=extent)
    full = max(map(_width, rows))
    corners: list[tuple[int, int]] = []
    y = 0
    for row in rows:
        gap = _GAP + (full - _width(row)) / (len(row) - 1) if len(row) > 1 and row is not rows[-1] else _GAP
        x = 0.0
        for width, _ in row:
            corners.append((round(x), y))
            x += width + gap
        y += max(height for _, height in row) + _GAP + _TITLE
    return corners


def _rows(sizes: Sequence[tuple[int, int]], limit: int) -> list[list[tuple[int, int]]]:
    rows: list[list[tuple[int, int]]] = [[]]
    for size in sizes:
        if rows[-1] and _width(rows[-1]) + _GAP + size[0] > limit:
            rows.append([])
        rows[-1].append(size)
    return rows


def _width(row: Sequence[tuple[int, int]]) -> int:
    return sum(width for width, _ in row) + _GAP * (len(row) - 1)
