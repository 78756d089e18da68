"""A graph as a page drawn by vis-network.

pyvis builds the network's data and carries the vis-network file. Its own HTML is not used: it loads from content
delivery networks, and text of the graph can run in it as script. See :mod:`kexie_kg.views.page` for ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

from pyvis.network import Network

from kexie_kg.graph.model import Edge, Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.views import selection
from kexie_kg.views.details import details
from kexie_kg.views.drawing import drawn_edges, springs
from kexie_kg.views.layout import positions
from kexie_kg.views.page import asset, render
from kexie_kg.views.selection import display_name

_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
_OPTIONS = {
    "physics": {"enabled": False},
    "edges": {"width": 1, "selectionWidth": 1.5, "arrows": {"to": {"scaleFactor": 0.45}}},
    "interaction": {"hover": True, "selectConnectedEdges": False, "tooltipDelay": 150},
}
_EDGE_COLOR, _OUTLINE_COLOR, _HUB_COLOR = "#6B7785", "#A9A0BC", "#CDD3DA"
_HUB = 12
"""Edges from which a node is a hub, whose edges are drawn paler lest they cover the rest."""


def plan_page(graph: Graph, plan_key: str, schema: Schema) -> str:
    """What one plan says, as HTML. Raises :class:`~kexie_kg.graph.errors.QueryError` if there is no such plan."""
    return _page(selection.of_plan(graph, plan_key, schema), schema)


def city_page(graph: Graph, city: str, schema: Schema) -> str:
    """What the plans of a place say, as HTML. Raises like :func:`kexie_kg.views.selection.of_city`."""
    return _page(selection.of_city(graph, city, schema), schema)


def entity_page(graph: Graph, entity: str, schema: Schema) -> str:
    """One thing and its surroundings, as HTML. Raises like :func:`kexie_kg.views.selection.of_entity`."""
    return _page(selection.of_entity(graph, entity, schema), schema)


def to_pyvis(graph: Graph, schema: Schema) -> Network:
    """The graph for pyvis: names as labels, colours of the schema, and every node in its place.

    Nodes get no hover titles: one that contains ``href`` would make pyvis's own page treat all of them as markup.
    """
    drawn = drawn_edges(graph, schema)
    degree = Counter(end for edge in drawn for end in (edge.source, edge.target))
    pulls = springs(graph, drawn, degree, schema)
    held = Counter(end for pair in pulls for end in pair)
    place = positions((node.id for node in graph.nodes), pulls)
    network = Network(directed=True)
    network.options = _OPTIONS
    for node in graph.nodes:
        x, y = place[node.id]
        type_ = schema.types[node.type]
        network.add_node(
            node.id,
            label=display_name(node),
            x=x,
            y=y,
            size=round(5 + 2 * sqrt(held[node.id]), 1),
            color=type_.color,
            shape="diamond" if type_.derived else "square" if type_.structural else "dot",
        )
    bends = _bends(drawn)
    for edge in drawn:
        relation = schema.relations[edge.type]
        hub = max(degree[edge.source], degree[edge.target]) >= _HUB
        network.add_edge(
            edge.source,
            edge.target,
            id=edge.id,
            color=_OUTLINE_COLOR if relation.structural else _HUB_COLOR if hub else _EDGE_COLOR,
            arrows="" if relation.structural or relation.symmetric else "to",
            smooth=bends[edge.id],
        )
    return network


def _page(chosen: selection.Selection, schema: Schema) -> str:
    nodes, edges, _, _, _, _ = to_pyvis(chosen.graph, schema).get_network_data()
    network = {"nodes": nodes, "edges": edges, "options": _OPTIONS}
    scripts = (_library(), asset("labels.js"), asset("panel.js"), asset("page.js"))
    return render({**details(chosen, schema), "network": network}, scripts, "page.html", "page.css")


@cache
def _library() -> str:
    return files("pyvis").joinpath(_LIBRARY).read_text("utf-8")


def _bends(edges: list[Edge]) -> dict[str, dict[str, Any] | bool]:
    """Edges between the same two nodes fan out, so that each can be seen and clicked; a single one is straight."""
    between: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[min(edge.source, edge.target), max(edge.source, edge.target)].append(edge)
    bends: dict[str, dict[str, Any] | bool] = {}
    for (first, _), together in between.items():
        for number, edge in enumerate(together):
            roundness = round((number - (len(together) - 1) / 2) * 0.18 * (1 if edge.source == first else -1), 2)
            direction = "curvedCW" if roundness > 0 else "curvedCCW"
            bends[edge.id] = roundness != 0 and {"enabled": True, "type": direction, "roundness": abs(roundness)}
    return bends
