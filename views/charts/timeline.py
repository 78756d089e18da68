"""What is held when: events by year, a lane for each series."""

from __future__ import annotations

from collections import defaultdict

from kexie_kg.graph.model import Edge
from kexie_kg.views.charts.chart import Chart, Facts, Row, Word, passages
from kexie_kg.views.selection import tuple_of


def timeline(part: Facts) -> Chart:
    """A row for each event, plan and year: the year that is printed with it, else the plan's."""
    schema, nodes = part.schema, part.nodes
    series = {e.source: nodes[e.target].name for e in part.graph.edges if e.type == schema.part["instance_of"]}
    held: dict[tuple[str, str, int, bool], list[Edge]] = defaultdict(list)
    for edge in part.edges:
        if nodes[edge.target].type == schema.part["event"] and part.is_deed(edge):
            printed = [int(str(year)) for year in tuple_of(edge.props, "years") if year]
            year = min(printed, default=part.plan(edge).year)
            held[edge.target, str(edge.props["plan"]), year, bool(printed)].append(edge)
    lanes: dict[str, set[str]] = defaultdict(set)
    for event, plan, *_ in held:
        lanes[series.get(event, nodes[event].name)].add(plan)
    kinds = list(schema.types[schema.part["event"]].kinds)

    def rank(of: tuple[str, str, int, bool]) -> tuple[object, ...]:
        event, plan, year, _ = of
        lane, kind = series.get(event, nodes[event].name), str(nodes[event].props.get("kind", ""))
        return -len(lanes[lane]), kinds.index(kind) if kind in kinds else len(kinds), lane, year, plan, event

    rows = [
        Row((nodes[event].name, part.kind(nodes[event]), year, Word("printed" if printed else "planned_for"),
             part.places[part.plans[plan].place], series.get(event, nodes[event].name), passages(edges)), tuple(edges))
        for event, plan, year, printed in sorted(held, key=rank)
        for edges in (held[event, plan, year, printed],)
    ]  # fmt: skip
    columns = ("event", "kind", "year", "year_source", "place", "series", "passages")
    return Chart(columns, tuple(rows), {"color": schema.types[schema.part["event"]].color})
