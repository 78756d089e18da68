"""Pages of a graph: which part of it, drawn how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.queries.catalogue import Catalogue
from kexie_kg.views import pyvis_page as vis
from kexie_kg.views import selection
from kexie_kg.views.charts.pages import Charts
from kexie_kg.views.explorer import Explorer

if TYPE_CHECKING:
    from pyvis.network import Network

    from kexie_kg.api import KnowledgeGraph

_TITLE = "科协工作计划图谱"


def explore(
    graph: KnowledgeGraph, *, all: bool, plan: str, city: str, entity: str, query: str, params: Mapping[str, Cell]
) -> str:
    """The explorer's page. Raises :class:`QueryError` unless exactly one part is asked for and is there."""
    given = _only({"all": _TITLE if all else "", "plan": plan, "city": city, "entity": entity, "query": query})
    if params and not query:
        raise QueryError(f"only a query takes parameters; leave out {', '.join(params)}")
    explorer = Explorer(graph.facts, Schema.load(), graph.texts())
    make: dict[str, Callable[[str], str]] = {
        "all": explorer.all, "plan": explorer.plan, "city": explorer.city, "entity": explorer.entity,
        "query": lambda name: explorer.answer(_title(name, params), _answer(graph, name, params)),
    }  # fmt: skip
    return make[given[0]](given[1])


def draw(graph: KnowledgeGraph, chart: str, *, city: str, plan: str, years: Collection[int]) -> str:
    """The page of a chart: of everything, a place, or a plan. Raises :class:`QueryError` if there is no such chart or
    part, or if ``years`` are given without a chart."""
    if not chart:
        raise QueryError("years are for charts; name one, or use the slider of the page")
    if city and plan:
        raise QueryError("a chart shows a city or a plan; name one of them")
    return Charts(graph.facts, Schema.load(), graph.texts()).page(chart, city=city, plan=plan, years=years)


def pyvis_page(graph: KnowledgeGraph, *, plan: str, city: str, entity: str) -> str:
    """The page drawn by vis-network. Raises like :func:`explore`."""
    make: dict[str, Callable[[Graph, str, Schema], str]] = {
        "plan": vis.plan_page, "city": vis.city_page, "entity": vis.entity_page,
    }  # fmt: skip
    part, name = _only({"plan": plan, "city": city, "entity": entity})
    return make[part](graph.facts, name, Schema.load())


def network(graph: KnowledgeGraph, *, plan: str, city: str, entity: str) -> Network:
    """The same for pyvis. Raises like :func:`explore`."""
    part, name = _only({"plan": plan, "city": city, "entity": entity})
    select = {"plan": selection.of_plan, "city": selection.of_city, "entity": selection.of_entity}[part]
    return vis.to_pyvis(select(graph.facts, name, Schema.load()).graph, Schema.load())


def _only(asked: Mapping[str, str]) -> tuple[str, str]:
    given = [(part, name) for part, name in asked.items() if name]
    if len(given) != 1:
        *most, last = asked
        raise QueryError(f"a page shows one of {', '.join(most)} or {last}; name exactly one")
    return given[0]


def _answer(graph: KnowledgeGraph, query: str, params: Mapping[str, Cell]) -> Rows:
    return graph.named(query, params).rows


def _title(query: str, params: Mapping[str, Cell]) -> str:
    values = "，".join(str(value) for value in params.values() if value not in ("", None))
    title = Catalogue.load().get(query).title.zh
    return f"{title}（{values}）" if values else title
