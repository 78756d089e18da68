"""Who is responsible for what: a plan, its tasks, and the units that lead and assist them."""

from __future__ import annotations

from collections import defaultdict

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Edge
from kexie_kg.views.charts.chart import Chart, Facts, Row, Word
from kexie_kg.views.selection import display_name

MOST = 150
"""Tasks of one picture; more is a scroll that nobody follows."""


def sankey(part: Facts) -> Chart:
    """A row for each task and unit, and one for a task without any, in the order of the plan.

    Raises :class:`QueryError` for more than :data:`MOST` tasks: they are not of one place.
    """
    schema, nodes = part.schema, part.nodes
    units: dict[str, list[Edge]] = defaultdict(list)
    tasks: dict[str, Edge] = {}
    for edge in part.edges:
        if edge.type in (schema.part["leads"], schema.part["assists"]):
            units[edge.target].append(edge)
        elif edge.type == schema.part["has_task"] and nodes[edge.source].type == schema.part["plan"]:
            tasks.setdefault(edge.target, edge)
    if len(tasks) > MOST:
        raise QueryError(f"{len(tasks)} tasks are too many for one picture; name a plan, or a city with few of them")
    rows = []
    for task, edge in tasks.items():
        plan, name = part.plan(edge).title, display_name(nodes[task])
        if not units[task]:
            rows.append(Row((name, Word("nobody"), "", plan), (edge,)))
        for led in units[task]:
            rows.append(Row((name, schema.relations[led.type], nodes[led.source].name, plan), (led,)))
    issuers = sorted({nodes[edge.source].name for edge in part.edges if edge.type == schema.part["issued"]})
    return Chart(("task", "role", "unit", "plan"), tuple(rows), {"issuers": issuers})
