"""Which place does what: places against series of programmes, events, facilities, awards and works."""

from __future__ import annotations

from collections import defaultdict

from kexie_kg.graph.model import Edge
from kexie_kg.views.charts.chart import Chart, Facts, Row, facts, passages


def matrix(part: Facts) -> Chart:
    """A row for each place and series that its plans promise something of; series of most places first.

    Of one place or plan: its series, wherever they are.
    """
    own = set(_deeds(part))
    whole = facts(part.graph, part.schema) if part.title else part
    cells: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for series, edges in _deeds(whole).items():
        for edge in edges if series in own else ():
            cells[series, whole.plan(edge).place].append(edge)
            places[series].add(whole.plan(edge).place)
    nodes = whole.nodes

    def rank(cell: tuple[str, str]) -> tuple[object, ...]:
        series, place = cell
        return -len(places[series]), nodes[series].name, series, place

    rows = [
        Row((nodes[series].name, whole.schema.types[str(nodes[series].props["of_type"])], whole.places[place],
             len({edge.props["plan"] for edge in edges}), passages(edges)), tuple(edges))
        for series, place in sorted(cells, key=rank)
        for edges in (cells[series, place],)
    ]  # fmt: skip
    shown = [short for full, short in sorted(whole.places.items()) if any(place == full for _, place in cells)]
    return Chart(("series", "type", "place", "plans", "passages"), tuple(rows), {"places": shown})


def _deeds(part: Facts) -> dict[str, list[Edge]]:
    """By series what organizations do with its members."""
    series = {e.source: e.target for e in part.graph.edges if e.type == part.schema.part["instance_of"]}
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in part.edges:
        is_by_somebody = part.nodes[edge.source].type == part.schema.part["organization"]
        if edge.target in series and is_by_somebody and part.is_deed(edge):
            found[series[edge.target]].append(edge)
    return found
