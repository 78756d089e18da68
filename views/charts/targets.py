"""Numbers that are promised, beside those that others promise of the same thing in the same unit."""

from __future__ import annotations

from collections import defaultdict

from kexie_kg.graph.model import Edge, Node
from kexie_kg.views.charts.chart import Chart, Facts, Row
from kexie_kg.views.selection import display_name

_SIGNS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈", "range": "–"}


def targets(part: Facts) -> Chart:
    """A row for each target; units of most comparable things first, or of most targets, in each the things of most
    plans.

    A thing is comparable if two plans or more set a number of it.
    """
    found: dict[tuple[str, str], list[tuple[Edge, Node]]] = defaultdict(list)
    for edge in part.edges:
        if edge.type == part.schema.part["has_target"]:
            node = part.nodes[edge.target]
            found[str(node.props.get("unit", "")), str(node.props["object"])].append((edge, node))
    plans = {of: len({edge.props["plan"] for edge, _ in members}) for of, members in found.items()}
    worth: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (unit, thing), members in found.items():
        comparable, all_ = worth[unit]
        worth[unit] = comparable - (plans[unit, thing] > 1), all_ - len(members)
    order = sorted(found, key=lambda of: (worth[of[0]], of[0], -plans[of], of[1]))
    rows = tuple(_row(of, edge, node, part) for of in order for edge, node in _by_size(found[of]))
    columns = ("counted", "unit", "sign", "value", "value_max", "place", "year", "words")
    color = part.schema.types[part.schema.part["target"]].color
    return Chart(columns, rows, {"color": color, "comparable": sum(count > 1 for count in plans.values())})


def _row(of: tuple[str, str], edge: Edge, node: Node, part: Facts) -> Row:
    unit, counted = of
    value, most = (node.props.get(name, "") for name in ("value", "value_max"))
    sign = _SIGNS.get(str(node.props.get("op", "")), "")
    cells = (counted, unit, sign, float(str(value)), float(str(most)) if most != "" else "", part.place(edge))
    return Row((*cells, part.plan(edge).shown_year, display_name(node)), (edge,))


def _by_size(members: list[tuple[Edge, Node]]) -> list[tuple[Edge, Node]]:
    return sorted(members, key=lambda member: (float(str(member[1].props["value"])), member[0].id))
