"""By what a page can be filtered, and what of it has which value. The page hides by these; it computes none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kexie_kg.graph.model import Edge, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.views.belonging import Belonging, units_of_edge
from kexie_kg.views.selection import Selection, display_name

Label: TypeAlias = tuple[str, str]
"""In Chinese, in English."""

_NONE = ("", "（无）", "(none)")
_BANDS = ((1.0, "1.00"), (0.9, "0.90–0.99"), (0.75, "0.75–0.89"), (0.0, "< 0.75"))


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to filter. A thing may have several values; it is hidden when all of them are switched off."""

    name: str
    title: Label
    values: tuple[tuple[str, str, str], ...]
    """Key (stable, for addresses), Chinese, English."""
    nodes: tuple[tuple[int, ...], ...] | None
    """For each node of the page the numbers of its values, at least one; None if the facet is about edges alone."""
    edges: tuple[tuple[int, ...], ...] | None

    def counts(self) -> list[int]:
        """How many nodes have each value; edges, if the facet is about edges alone."""
        counted = Counter(value for item in (self.nodes or self.edges or ()) for value in item)
        return [counted[number] for number in range(len(self.values))]


def facets(chosen: Selection, edges: Sequence[Edge], known: Belonging, schema: Schema) -> list[Facet]:
    """In the order in which the page shows them. ``edges`` are the page's, in its order."""
    nodes = chosen.graph.nodes
    names = {node.id: display_name(node) for node in nodes}
    place = {key: plan.place for key, plan in known.plans.items()}
    year = {key: str(plan.year or "") for key, plan in known.plans.items()}

    def node_plans(node: Node, of: Mapping[str, str]) -> set[str]:
        return {of[key] for key in known.plans_of.get(node.id, ())}

    def edge_plans(edge: Edge, of: Mapping[str, str]) -> set[str]:
        return {of[key] for key in (str(edge.props.get("plan", "")),) if key in of}

    types = [(t.name, t.zh, t.en) for t in schema.types.values()]
    kinds = [
        (f"{t.name}.{k.name}", f"{t.zh}·{k.zh}", f"{t.en}: {k.en}")
        for t in schema.types.values()
        for k in t.kinds.values()
    ]
    relations = [(r.name, r.zh, r.en) for r in schema.relations.values()]
    modalities = [(m.name, m.zh, m.en) for m in schema.modalities.values()]
    where = schema.types[schema.part["place"]]
    places = [(full, short, short) for full, short in sorted(known.places.items())]
    years = [(text, text, text) for text in sorted({*year.values()} - {""})]
    units = [(id_, names[id_], names[id_]) for id_ in _by_load(known.units_of, names)]
    bands = [(text, text, text) for _, text in _BANDS]
    made = (
        _facet("type", ("类型", "Type"), types, nodes, lambda n: {n.type}),
        _facet("kind", ("类别", "Kind"), kinds, nodes, lambda n: {f"{n.type}.{n.props.get('kind', '')}"}),
        _facet("relation", ("关系", "Relation"), relations, None, None, edges, lambda e: {e.type}),
        _facet("city", (where.zh, where.en.capitalize()), places, nodes, lambda n: node_plans(n, place),
               edges, lambda e: edge_plans(e, place)),
        _facet("year", ("年度", "Year"), years, nodes, lambda n: node_plans(n, year),
               edges, lambda e: edge_plans(e, year)),
        _facet("unit", ("责任部门", "Responsible unit"), units, nodes, lambda n: known.units_of.get(n.id, ()),
               edges, lambda e: units_of_edge(e, known.units_of_task)),
        _facet("modality", ("时态", "Modality"), modalities, None, None,
               edges, lambda e: {str(e.props.get("modality", ""))}),
        _facet("confidence", ("置信度", "Confidence"), bands, None, None, edges, _band),
    )  # fmt: skip
    return [facet for facet in made if sum(count > 0 for count in facet.counts()) > 1]


def _facet(
    name: str,
    title: Label,
    values: Sequence[tuple[str, str, str]],
    nodes: Sequence[Node] | None,
    of_node: Callable[[Node], Iterable[str]] | None,
    edges: Sequence[Edge] | None = None,
    of_edge: Callable[[Edge], Iterable[str]] | None = None,
) -> Facet:
    """Keeps the values that occur; what has none of them gets the value ``_NONE``."""
    known = {value[0] for value in values}
    on_nodes = None if nodes is None or of_node is None else [set(of_node(node)) & known or {""} for node in nodes]
    on_edges = None if edges is None or of_edge is None else [set(of_edge(edge)) & known or {""} for edge in edges]
    present = {key for item in (*(on_nodes or ()), *(on_edges or ())) for key in item}
    kept = [value for value in values if value[0] in present] + ([_NONE] if "" in present else [])
    number = {value[0]: i for i, value in enumerate(kept)}

    def numbered(items: list[set[str]] | None) -> tuple[tuple[int, ...], ...] | None:
        return None if items is None else tuple(tuple(sorted(number[key] for key in item)) for item in items)

    return Facet(name, title, tuple(kept), numbered(on_nodes), numbered(on_edges))


def _by_load(units_of: Mapping[str, Iterable[str]], names: Mapping[str, str]) -> list[str]:
    """Units that are on the page, those with the most things first."""
    load = Counter(unit for units in units_of.values() for unit in units if unit in names)
    return sorted(load, key=lambda id_: (-load[id_], names[id_], id_))


def _band(edge: Edge) -> set[str]:
    confidence = edge.props.get("confidence")
    if not isinstance(confidence, float | int):
        return set()
    return {next(text for low, text in _BANDS if confidence >= low)}
