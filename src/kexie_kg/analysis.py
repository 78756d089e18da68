"""Graph measures by networkx, as tables: who is in the middle, what belongs together, which cities are alike.

``g`` in the examples is the graph of three plans, of 嘉兴 for 2020 and of 绍兴 for 2021 and 2022. Each function reads
the whole graph into memory. Relations that only say how plans are built are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from kexie_kg.answers import Answer
from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema, nearest

_MEASURES: Mapping[str, Callable[[Any], Mapping[str, float]]] = {
    "degree": nx.degree_centrality,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
}
_SEED = 1
"""Louvain's method tries the nodes in a random order: always the same one."""


def centrality(graph: KnowledgeGraph, measure: str = "degree", most: int = 20) -> Answer:
    """The things with the highest ``degree``, ``betweenness`` or ``closeness`` centrality (0…1), by what plans state.

    >>> centrality(g, "betweenness", most=2).to_pandas()["name"].tolist()
    ['绍兴市科学技术协会', '嘉兴市科学技术协会']
    """
    if measure not in _MEASURES:
        raise QueryError(f'no measure "{measure}"{nearest(measure, _MEASURES)}; there are {", ".join(_MEASURES)}')
    stated = _stated(graph)
    values = _MEASURES[measure](stated)
    best = sorted(values, key=lambda id_: (-values[id_], id_))[:most]
    rows = [(stated.nodes[id_]["type"], stated.nodes[id_]["name"], round(values[id_], 4)) for id_ in best]
    return Answer(Rows(("type", "name", measure), tuple(rows)))


def communities(graph: KnowledgeGraph, most: int = 10) -> Answer:
    """Groups of things that are related among each other more than to the rest (Louvain's method), the largest first:
    a row for each, with its size and its best connected members.

    >>> len(communities(g)) > 1
    True
    """
    stated = _stated(graph)
    groups = sorted(nx.community.louvain_communities(stated, seed=_SEED), key=lambda ids: (-len(ids), min(ids)))[:most]
    rows = []
    for number, ids in enumerate(groups, 1):
        first = sorted(ids, key=lambda id_: (-stated.degree(id_), id_))[:5]
        rows.append((number, len(ids), "、".join(stated.nodes[id_]["name"] for id_ in first)))
    return Answer(Rows(("community", "things", "members"), tuple(rows)))


def similar_places(graph: KnowledgeGraph, most: int = 20) -> Answer:
    """Pairs of places whose plans name the same things: Jaccard's coefficient, shared things by all things, 0…1.

    Editions and years of one series count as one thing; pairs that share nothing are left out.

    >>> for row in similar_places(g).dicts():
    ...     print(row["place"], row["other"], row["shared"] > 3, 0 < row["jaccard"] < 0.5)
    浙江省嘉兴市 浙江省绍兴市 True True
    """
    named = _named_by_places(graph)
    places = [node for node, kind in named.nodes(data="kind") if kind == "place"]
    rows: list[tuple[Cell, ...]] = []
    for (_, one), (_, other), value in nx.jaccard_coefficient(named, list(combinations(sorted(places), 2))):
        if value:
            shared = len(set(named[_place(one)]) & set(named[_place(other)]))
            rows.append((one, other, shared, round(value, 4)))
    rows.sort(key=lambda row: (-float(str(row[3])), str(row[0]), str(row[1])))
    return Answer(Rows(("place", "other", "shared", "jaccard"), tuple(rows[:most])))


def _stated(graph: KnowledgeGraph) -> Any:
    """The simple undirected graph of what plans state about things, without the parts of plans."""
    schema, facts = Schema.load(), graph.facts
    nodes = {node.id: node for node in facts.nodes if not schema.types[node.type].structural}
    found = nx.Graph()
    for edge in facts.edges:
        if edge.source in nodes and edge.target in nodes and edge.source != edge.target:
            found.add_edge(edge.source, edge.target)
    for id_ in found:
        found.nodes[id_].update(type=nodes[id_].type, name=nodes[id_].name)
    return found


def _place(name: str) -> tuple[str, str]:
    return ("place", name)


def _named_by_places(graph: KnowledgeGraph) -> Any:
    """Places on one side, on the other what relations of their plans lead to; of a series, the series."""
    schema, facts = Schema.load(), graph.facts
    series = {e.source: e.target for e in facts.edges if e.type == schema.part["instance_of"]}
    things = {node.id for node in facts.nodes if schema.types[node.type].series}
    place_of = {n.props["key"]: str(n.props.get("place", "")) for n in facts.nodes if n.type == schema.part["plan"]}
    found = nx.Graph()
    for edge in facts.edges:
        if edge.target in things and not schema.relations[edge.type].structural:
            place = place_of.get(edge.props.get("plan", ""), "")
            if place:
                found.add_node(_place(place), kind="place")
                found.add_edge(_place(place), series.get(edge.target, edge.target))
    return found
