"""A chart as one HTML file, drawn by ECharts, with the table it was made from and the sentences behind each mark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.schema_terms import Named
from kexie_kg.views.charts.chart import Cell, Chart, Facts, Word, facts
from kexie_kg.views.charts.evidence import evidence
from kexie_kg.views.charts.matrix import matrix
from kexie_kg.views.charts.partners import partners
from kexie_kg.views.charts.provinces import provinces
from kexie_kg.views.charts.sankey import sankey
from kexie_kg.views.charts.targets import targets
from kexie_kg.views.charts.timeline import timeline
from kexie_kg.views.charts.years import years
from kexie_kg.views.page import asset, packed, render, words
from kexie_kg.views.selection import display_name
from kexie_kg.views.statements import Numbers, named, statements

CHARTS: Mapping[str, Callable[[Facts], Chart]] = {
    "matrix": matrix, "years": years, "evidence": evidence, "sankey": sankey, "timeline": timeline,
    "targets": targets, "partners": partners, "provinces": provinces,
}  # fmt: skip
"""A chart is a function here, and a script of the same name in ``assets/charts``."""
_BEFORE = ("vendor/echarts.min.js", "shared/dom.js", "shared/words.js", "shared/data.js", "shared/evidence.js",
           "shared/grid.js", "charts/marks.js")  # fmt: skip
_AFTER = ("charts/panel.js", "charts/picture.js", "charts/main.js")


@dataclass(frozen=True, slots=True)
class Charts:
    """Makes pages of one graph. ``texts`` are the full texts of its plans by key, for the paragraphs around sentences;
    without them sentences stand alone."""

    graph: Graph
    schema: Schema
    texts: Mapping[str, str] = field(default_factory=dict)

    def page(self, name: str, *, city: str = "", plan: str = "", years: Collection[int] = ()) -> str:
        """One of :data:`CHARTS`, of a place's plans, of one plan by its key, or of all; of some years alone if given.

        Raises :class:`QueryError` if there is no such chart or part, or nothing of it that the chart could show.
        """
        if name not in CHARTS:
            raise QueryError(f'no chart "{name}"{nearest(name, CHARTS)}; there are {", ".join(CHARTS)}')
        part = facts(self.graph, self.schema, city=city, plan=plan, years=years)
        made = CHARTS[name](part)
        if not made.rows:
            raise QueryError(f"{part.title or 'the graph'}: nothing is said that the chart {name} could show")
        scripts = [*_BEFORE, f"charts/{name}.js", *_AFTER]
        data = _data(name, made, part, self.texts) | {"words": words("charts")}
        return render(
            packed(data), [asset(script) for script in scripts], "charts/page.html", "shared/page.css",
            "charts/page.css",
        )  # fmt: skip


def _data(name: str, chart: Chart, part: Facts, texts: Mapping[str, str]) -> dict[str, Any]:
    edge, thing = Numbers[str](), Numbers[str]()
    edges = {e.id: e for row in chart.rows for e in row.edges}
    rows = [[edge(e.id) for e in row.edges] for row in chart.rows]
    ends = [(thing(edges[id_].source), thing(edges[id_].target)) for id_ in edge.of]
    plans = sorted({str(edges[id_].props["plan"]) for id_ in edge.of})
    every = facts(part.graph, part.schema)
    heads = [every.plans[key] for key in plans]
    said = statements([edges[id_] for id_ in edge.of], part.nodes, texts, plans, part.schema)
    return {
        "chart": name,
        "title": part.title,
        "columns": chart.columns,
        "rows": [[_cell(cell) for cell in row.cells] for row in chart.rows],
        "said": rows,
        "layout": chart.layout,
        "parts": part.schema.part,
        "relations": [named(r) for r in part.schema.relations.values()],
        "types": [named(t) | {"color": t.color} for t in part.schema.types.values()],
        "modalities": [named(m) for m in part.schema.modalities.values()],
        "plans": [[h.key, h.title, h.shown_year, every.places[h.place], h.file] for h in heads],
        "names": [display_name(part.nodes[id_]) for id_ in thing.of],
        "edges": said.edges | {"from": [a for a, _ in ends], "to": [b for _, b in ends]},
        **said.tables,
    }


def _cell(cell: Cell) -> Any:
    if isinstance(cell, Word):
        return asdict(cell)
    return named(cell) if isinstance(cell, Named) else cell
