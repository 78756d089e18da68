"""With whom associations work together, by the kind of body."""

from __future__ import annotations

from collections import defaultdict

from kexie_kg.graph.model import Edge
from kexie_kg.graph.schema_terms import Named
from kexie_kg.views.charts.chart import Chart, Facts, Row, passages


def partners(part: Facts) -> Chart:
    """A row for each partner and plan: who cooperates with its issuer, or holds an event together with it."""
    schema, nodes = part.schema, part.nodes
    further = {label.name for label in schema.labels.values() if label.derived}
    issuers = {str(e.props["plan"]): e.source for e in part.edges if e.type == schema.part["issued"]}
    held = {
        (edge.props["plan"], edge.target)
        for edge in part.edges
        if edge.type == schema.part["organizes"] and edge.source == issuers.get(str(edge.props["plan"]))
    }
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in part.edges:
        plan, ends = str(edge.props["plan"]), {edge.source, edge.target}
        if edge.type == schema.part["cooperates_with"] and issuers.get(plan) in ends:
            (other,) = ends - {issuers[plan]}
        elif edge.type == schema.part["organizes"] and (plan, edge.target) in held:
            other = edge.source
        else:
            continue
        if further & set(nodes[other].labels):
            found[other, plan].append(edge)
    kinds = list(schema.types[schema.part["organization"]].kinds)

    def rank(of: tuple[str, str]) -> tuple[object, ...]:
        kind = str(nodes[of[0]].props.get("kind", ""))
        return kinds.index(kind) if kind in kinds else len(kinds), nodes[of[0]].name, of

    rows = [
        Row((nodes[other].name, part.kind(nodes[other]), _how(edges, part), part.place(edges[0]),
             part.plans[plan].shown_year, passages(edges)), tuple(edges))
        for other, plan in sorted(found, key=rank)
        for edges in (found[other, plan],)
    ]  # fmt: skip
    color = schema.types[schema.part["organization"]].color
    return Chart(("partner", "kind", "how", "place", "year", "passages"), tuple(rows), {"color": color})


def _how(edges: list[Edge], part: Facts) -> Named:
    """Cooperation is the wider word."""
    return part.schema.relations[min(edge.type for edge in edges)]
