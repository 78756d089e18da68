"""What two plans have in common and what sets them apart: typically the plans of one place for two years.

Things count as the same if they are one entity or belong to one series (第35届 and 第36届 of a contest); targets, if
they count the same thing in the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Edge, Graph, Node
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema, nearest

COLUMNS = ("change", "relation", "type", "name", "before", "after")
_RANK = ("continued", "raised", "lowered", "dropped", "new")


def difference(graph: Graph, before: str, after: str, schema: Schema) -> Rows:
    """One row a relation of the issuer or target: continued, dropped or new; of targets also raised or lowered.

    ``before`` and ``after`` are plan keys. Raises :class:`QueryError` for a key that is not in the graph.
    """
    nodes = {node.id: node for node in graph.nodes}
    keys = {str(n.props["key"]): n for n in graph.nodes if n.type == schema.part["plan"]}
    for key in (before, after):
        if key not in keys:
            raise QueryError(f'no plan "{key}"{nearest(key, keys) or "; kexie plans lists them"}')
    series = {e.source: e.target for e in graph.edges if e.type == schema.part["instance_of"]}
    rows = [*_deeds(graph, nodes, series, before, after, schema), *_targets(graph, before, after, schema)]
    rows.sort(key=lambda row: (_RANK.index(str(row[0])), *map(str, row[1:])))
    return Rows(COLUMNS, tuple(rows))


def _deeds(
    graph: Graph, nodes: Mapping[str, Node], series: Mapping[str, str], before: str, after: str, schema: Schema
) -> Iterator[tuple[Cell, ...]]:
    found: dict[str, dict[tuple[str, str], Node]] = {before: {}, after: {}}
    for edge in graph.edges:
        key = edge.props.get("plan")
        if isinstance(key, str) and key in found and _is_deed(edge, nodes, schema):
            target = nodes[edge.target]
            found[key][edge.type, series.get(target.id, target.id)] = target
    for deed in found[before].keys() | found[after].keys():
        old, new = found[before].get(deed), found[after].get(deed)
        change = "dropped" if new is None else "new" if old is None else "continued"
        thing = new or old
        assert thing is not None
        yield change, deed[0], thing.type, thing.name, old.name if old else "", new.name if new else ""


def _is_deed(edge: Edge, nodes: Mapping[str, Node], schema: Schema) -> bool:
    relation = schema.relations[edge.type]
    return not relation.structural and nodes[edge.target].type != schema.part["task"]


def _targets(graph: Graph, before: str, after: str, schema: Schema) -> Iterator[tuple[Cell, ...]]:
    found: dict[str, dict[tuple[str, str], float]] = {before: {}, after: {}}
    for node in graph.nodes:
        key = node.props.get("plan")
        if node.type == schema.part["target"] and isinstance(key, str) and key in found:
            value = node.props["value"]
            assert isinstance(value, float)
            found[key].setdefault((str(node.props["object"]), str(node.props.get("unit", ""))), value)
    for counted in found[before].keys() | found[after].keys():
        old, new = found[before].get(counted), found[after].get(counted)
        name, unit = counted
        shown = ["" if value is None else f"{value:g} {unit}".strip() for value in (old, new)]
        yield _change(old, new), "", schema.part["target"], name, *shown


def _change(old: float | None, new: float | None) -> str:
    if new is None:
        return "dropped"
    if old is None:
        return "new"
    return "continued" if old == new else "raised" if new > old else "lowered"
