"""From where plans are: a tile for each province-level division, in place of a map with boundaries."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from kexie_kg.graph.schema_terms import Named
from kexie_kg.views.charts.chart import Cell, Chart, Facts, Row
from kexie_kg.views.page import asset


def provinces(part: Facts) -> Chart:
    """A row for each plan, with the words of its title."""
    issued = [edge for edge in part.edges if edge.type == part.schema.part["issued"]]

    def cells(key: str, issuer: str) -> tuple[Cell, ...]:
        plan = part.plans[key]
        deeds = sum(part.is_deed(edge) for edge in part.edges if edge.props["plan"] == key)
        return plan.title, province(plan.place), part.places[plan.place], plan.shown_year, issuer, deeds

    rows = [
        Row(cells(str(edge.props["plan"]), part.nodes[edge.source].name), (edge,))
        for edge in sorted(issued, key=lambda edge: part.plan(edge).place)
    ]
    color = part.schema.types[part.schema.part["place"]].color
    columns = ("plan", "province", "place", "year", "issuer", "deeds")
    return Chart(columns, tuple(rows), {"color": color, "tiles": list(tiles().values())})


def province(place: str) -> Named | str:
    """Of a full name; the name itself, if it is of no province: the whole country, a university abroad."""
    found = next((tile for tile in tiles().values() if place.startswith(tile["zh"])), None)
    return Named(found["name"], found["zh"], found["en"]) if found else place


@cache
def tiles() -> dict[str, dict[str, Any]]:
    """Where each province stands, by its name in the file: ``column`` and ``row`` count from 0."""
    table = tomllib.loads(asset("charts/provinces.toml"))
    return {name: {"name": name, **tile} for name, tile in table.items()}
