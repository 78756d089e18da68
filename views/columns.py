"""A part of the graph as the explorer's page reads it: columns instead of objects, texts once, ids by number.

Twenty thousand nodes written as objects would be three times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kexie_kg.graph.model import Edge, Graph, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.views.belonging import Belonging, belonging, home
from kexie_kg.views.boxes import OVERVIEW, Arrangement, arranged
from kexie_kg.views.details import in_reading_order, text_of
from kexie_kg.views.drawing import drawn_edges, springs
from kexie_kg.views.facets import facets
from kexie_kg.views.readings import readings
from kexie_kg.views.selection import Selection, display_name, tuple_of
from kexie_kg.views.statements import Numbers, named, statements

_SHOWN_ELSEWHERE = frozenset({"name", "kind", "aliases"})
_SHAPES = ("hexagon", "circle", "triangle", "star", "pentagon", "drop", "plus")
"""Of types by their rank, so that they can be told apart without colours."""
_SHARED = "多地共有"
"""Home of what several places share; the page names its box in the reader's language."""


def columns(chosen: Selection, whole: Graph, texts: Mapping[str, str], schema: Schema) -> dict[str, Any]:
    """JSON for the page. ``whole`` is the graph the selection is from, ``texts`` the plans' full texts by key.

    Offsets count code points from the beginning of a paragraph.
    """
    part = schema.part
    plan_nodes = [n for n in whole.nodes if n.type == part["plan"]]
    place_nodes = [n for n in whole.nodes if n.type == part["place"]]
    keys = {str(edge.props.get("plan", "")) for edge in chosen.graph.edges}
    spoken = [n for n in plan_nodes if str(n.props.get("key", n.name)) in keys]
    known = belonging(chosen, spoken, place_nodes, schema)
    drawn = drawn_edges(chosen.graph, schema)
    edges = in_reading_order(chosen.graph.edges, schema)
    degree: dict[str, int] = defaultdict(int)
    for edge in drawn:
        degree[edge.source] += 1
        degree[edge.target] += 1
    homes = {node.id: home(node, known, _SHARED) for node in chosen.graph.nodes}
    arrangement = arranged(homes, springs(chosen.graph, drawn, degree, schema))
    number = {node.id: i for i, node in enumerate(chosen.graph.nodes)}
    plans = sorted(known.plans)
    heads = [known.plans[key] for key in plans]
    said = statements(edges, chosen.context, texts, plans, schema)
    names = {node.id: display_name(node) for node in (*chosen.graph.nodes, *chosen.context.values())}
    return {
        "title": chosen.title,
        "leftOut": chosen.left_out,
        "overview": bool(arrangement.boxes) and len(number) >= OVERVIEW,
        "types": _types(schema),
        "relations": [
            named(r) | {"structural": r.structural, "symmetric": r.symmetric} for r in schema.relations.values()
        ],
        "modalities": [named(m) for m in schema.modalities.values()],
        "props": [named(p) for p in schema.properties.values()],
        "plans": [[p.key, p.title, p.shown_year, known.places[p.place], p.file] for p in heads],
        "nodes": _nodes(chosen.graph.nodes, arrangement, known, plans, names, schema),
        "edges": said.edges | _ends(edges, number, {edge.id for edge in drawn}),
        **said.tables,
        "boxes": [
            ["" if box.name == _SHARED else box.name, box.x, box.y, box.width, box.height, len(box.nodes)]
            for box in arrangement.boxes
        ],
        "facets": [
            {
                "name": f.name, "title": f.title, "values": f.values,
                "nodes": f.nodes and [_short(item) for item in f.nodes],
                "edges": f.edges and [_short(item) for item in f.edges],
            }
            for f in facets(chosen, edges, known, schema)
        ],
        "readings": readings(_searched(chosen.graph.nodes)),
        "focus": number.get(chosen.focus),
        "first": sorted(number[id_] for id_ in chosen.first),
    }  # fmt: skip


def _short(item: tuple[int, ...]) -> int | tuple[int, ...]:
    return item[0] if len(item) == 1 else item


def _types(schema: Schema) -> list[dict[str, Any]]:
    shapes = iter(_SHAPES * len(schema.types))
    return [
        named(t) | {
            "color": t.color,
            "shape": "diamond" if t.derived else "square" if t.structural else next(shapes),
            "kinds": [named(kind) for kind in t.kinds.values()],
        }
        for t in schema.types.values()
    ]  # fmt: skip


def _nodes(
    nodes: Sequence[Node],
    where: Arrangement,
    known: Belonging,
    plans: list[str],
    names: Mapping[str, str],
    schema: Schema,
) -> dict[str, Any]:
    types, props = list(schema.types), list(schema.properties)
    box = {id_: i for i, box in enumerate(where.boxes) for id_ in box.nodes}
    plan = {key: i for i, key in enumerate(plans)}
    groups: Numbers[tuple[object, ...]] = Numbers()

    def rows(node: Node) -> list[tuple[int, str]]:
        shown = (
            (p, text_of(p, node.props[p], schema, names))
            for p in props
            if p in node.props and p not in _SHOWN_ELSEWHERE
        )
        return [(props.index(p), text) for p, text in shown if text and text != names[node.id]]

    def kind(node: Node) -> int:
        kinds = list(schema.types[node.type].kinds)
        return kinds.index(str(node.props["kind"])) if node.props.get("kind") in kinds else -1

    aliases = {i: tuple_of(node.props, "aliases") for i, node in enumerate(nodes)}
    return {
        "id": [node.id for node in nodes],
        "name": [names[node.id] for node in nodes],
        "type": [types.index(node.type) for node in nodes],
        "kind": [kind(node) for node in nodes],
        "x": [where.places[node.id][0] for node in nodes],
        "y": [where.places[node.id][1] for node in nodes],
        "box": [box[node.id] for node in nodes] if where.boxes else [],
        "plans": [sorted(plan[key] for key in known.plans_of.get(node.id, ())) for node in nodes],
        "same": [groups(_sameness(node, known, schema)) for node in nodes],
        "aliases": {i: of for i, of in aliases.items() if of},
        "rows": [rows(node) for node in nodes],
    }


def _sameness(node: Node, known: Belonging, schema: Schema) -> tuple[object, ...]:
    """Equal for what counts as the same thing in two years: members of a series, targets that count the same thing in
    the same unit, tasks and sections of the same title."""
    props, part = node.props, schema.part
    if node.type == part["target"]:
        return (node.type, props.get("object"), props.get("unit", ""))
    if node.type in (part["task"], part["section"]):
        return (node.type, props.get("title") or node.name)
    if node.type == part["plan"]:
        return (node.type, props.get("plan_kind"), props.get("issuer"))
    return ("", known.series.get(node.id, node.id))


def _ends(edges: Sequence[Edge], number: Mapping[str, int], drawn: Collection[str]) -> dict[str, Any]:
    return {
        "from": [number[edge.source] for edge in edges],
        "to": [number[edge.target] for edge in edges],
        "quiet": [int(edge.id not in drawn) for edge in edges],
    }


def _searched(nodes: Sequence[Node]) -> list[str]:
    return [str(name) for node in nodes for name in (display_name(node), *tuple_of(node.props, "aliases"))]
