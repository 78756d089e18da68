"""What every chart is made of: rows of a table, each with the statements that say so; the picture shows the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kexie_kg.graph.annotation import DONE
from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Edge, Graph, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Named
from kexie_kg.views.belonging import PlanHead, plan_head, short_names
from kexie_kg.views.details import in_reading_order
from kexie_kg.views.selection import plan_of_key, plans_of_city, tuple_of


@dataclass(frozen=True, slots=True)
class Word:
    """Something the page says itself: a key of ``assets/charts/words.toml``."""

    key: str


Cell: TypeAlias = str | int | float | Named | Word
"""A name of the schema and a word are shown in the reader's language."""


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` in the order of the chart's columns; ``edges`` are the statements behind them, at least one."""

    cells: tuple[Cell, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``columns`` are names of words (``assets/charts/words.toml``); the first one is what a row is about."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    layout: Mapping[str, Any] = field(default_factory=dict)
    """What the picture's script needs besides the rows."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What some plans say. ``edges`` are theirs alone, in reading order; ``nodes`` are all, by id."""

    schema: Schema
    graph: Graph
    title: str
    """Of the part the chart is about; empty for everything."""
    plans: Mapping[str, PlanHead]
    places: Mapping[str, str]
    """Short names of the plans' places by full name."""
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    def plan(self, edge: Edge) -> PlanHead:
        """Which says it."""
        return self.plans[str(edge.props["plan"])]

    def place(self, edge: Edge) -> str:
        """Short name of the place whose plan says it."""
        return self.places[self.plan(edge).place]

    def type(self, node: Node) -> Named:
        """With its names."""
        return self.schema.types[node.type]

    def kind(self, node: Node) -> Named:
        """With its names; its type's, if it is of no kind."""
        kinds = self.schema.types[node.type].kinds
        return kinds.get(str(node.props.get("kind", "")), self.type(node))

    def is_deed(self, edge: Edge) -> bool:
        """Says what somebody does, not how a plan is built, and not what was done before."""
        return not self.schema.relations[edge.type].structural and edge.props.get("modality") != DONE


def facts(graph: Graph, schema: Schema, *, city: str = "", plan: str = "", years: Collection[int] = ()) -> Facts:
    """Of a place's plans, of one plan by its key, or of all; of some ``years`` alone if any are given.

    Raises :class:`~kexie_kg.graph.errors.QueryError` if there is no such place or plan, or none for these years.
    """
    part, title = schema.part, ""
    plans = {head.key: head for head in map(plan_head, (n for n in graph.nodes if n.type == part["plan"]))}
    if plan:
        title, keys = str(plan_of_key(graph, plan, schema).props.get("title", plan)), frozenset({plan})
    elif city:
        place, keys = plans_of_city(graph, city, schema)
        title = str(place.props["full_name"])
    else:
        keys = frozenset(plans)
    known = {plans[key].year for key in keys}
    if missing := sorted(set(years) - known):
        raise QueryError(f"no plan for {missing[0]} in this part of the graph; there are {_listed(known)}")
    chosen = {key: plans[key] for key in sorted(keys) if not years or plans[key].year in years}
    return Facts(
        schema, graph, title, chosen,
        short_names({head.place for head in chosen.values()}, (n for n in graph.nodes if n.type == part["place"])),
        {node.id: node for node in graph.nodes},
        tuple(in_reading_order((e for e in graph.edges if e.props.get("plan") in chosen), schema)),
    )  # fmt: skip


def _listed(years: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(years)))


def passages(edges: Iterable[Edge]) -> int:
    """How many pieces of text say so."""
    return sum(len(tuple_of(edge.props, "sentences")) for edge in edges)
