"""What a page knows besides the picture: attributes, relations and the sentences behind them, in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kexie_kg.graph.model import Edge, Node, Value
from kexie_kg.graph.schema import Schema
from kexie_kg.views.selection import Selection, display_name, tuple_of

_SHOWN_ELSEWHERE = frozenset({"name", "kind"})
_QUALIFIERS = ("roles", "editions", "years", "statuses")
_YES_NO = {True: "是", False: "否"}


def details(selection: Selection, schema: Schema) -> dict[str, Any]:
    """JSON for the page's script. Offsets count code points from the beginning of the sentence."""
    names = {node.id: display_name(node) for node in selection.context.values()}
    plan, sentence = schema.part["plan"], schema.part["sentence"]
    return {
        "title": selection.title,
        "leftOut": selection.left_out,
        "types": _types(selection, schema),
        "relations": _relations(selection, schema),
        "nodes": [_node(node, schema, names) for node in selection.graph.nodes],
        "edges": [_edge(edge, selection, schema) for edge in in_reading_order(selection.graph.edges, schema)],
        "sentences": [{"id": n.id, "text": n.props["text"]} for n in _of_type(selection, sentence)],
        "tasks": [{"id": n.id, "name": n.name} for n in _of_type(selection, schema.part["task"])],
        "plans": [{"key": n.props.get("key", n.name), "name": display_name(n)} for n in _of_type(selection, plan)],
    }


def _of_type(selection: Selection, type_name: str) -> list[Node]:
    return sorted((n for n in selection.context.values() if n.type == type_name), key=lambda n: n.id)


def _types(selection: Selection, schema: Schema) -> list[dict[str, Any]]:
    """Of the nodes shown, in the order of the schema."""
    counts = Counter(node.type for node in selection.graph.nodes)
    return [
        {"name": t.name, "zh": t.zh, "color": t.color, "count": counts[t.name]}
        for t in schema.types.values()
        if counts[t.name]
    ]


def _relations(selection: Selection, schema: Schema) -> list[dict[str, Any]]:
    present = {edge.type for edge in selection.graph.edges}
    return [
        {"name": r.name, "zh": r.zh, "structural": r.structural, "symmetric": r.symmetric}
        for r in schema.relations.values()
        if r.name in present
    ]


def _node(node: Node, schema: Schema, names: dict[str, str]) -> dict[str, Any]:
    kind = schema.types[node.type].kinds.get(str(node.props.get("kind", "")))
    further = [schema.labels[label].zh for label in node.labels[1:] if schema.labels[label].derived]
    rows = [
        (schema.properties[name].zh, text_of(name, value, schema, names))
        for name, value in sorted(node.props.items(), key=lambda item: list(schema.properties).index(item[0]))
        if name not in _SHOWN_ELSEWHERE
    ]
    aliases = node.props.get("aliases", ())
    return {
        "id": node.id,
        "type": node.type,
        "name": display_name(node),
        "kind": "，".join([*([kind.zh] if kind else []), *further]),
        "aliases": list(aliases) if isinstance(aliases, tuple) else [],
        "rows": [row for row in rows if row[1] and row[1] != display_name(node)],
    }


def in_reading_order(edges: Iterable[Edge], schema: Schema) -> list[Edge]:
    """By relation, as the schema lists them, then by plan and place in its text."""
    rank = {name: number for number, name in enumerate(schema.relations)}

    def first(edge: Edge) -> object:
        return next(iter(tuple_of(edge.props, "starts")), 0)

    return sorted(edges, key=lambda edge: (rank[edge.type], edge.props.get("plan", ""), first(edge), edge.id))


def _edge(edge: Edge, selection: Selection, schema: Schema) -> dict[str, Any]:
    modality = schema.modalities.get(str(edge.props.get("modality", "")))
    confidence = edge.props.get("confidence")
    return {
        "id": edge.id,
        "type": edge.type,
        "from": edge.source,
        "to": edge.target,
        "plan": edge.props.get("plan", ""),
        "modality": modality.zh if modality else "",
        "confidence": f"{confidence:.2f}" if isinstance(confidence, float) else "",
        "evidence": _evidence(edge, selection),
    }


def _evidence(edge: Edge, selection: Selection) -> list[dict[str, Any]]:
    columns = [edge.props.get(name, ()) for name in ("sentences", "starts", "ends", "tasks", *_QUALIFIERS)]
    rows: list[tuple[Any, ...]] = list(zip(*columns, strict=True))
    found = []
    for sentence_id, start, end, task, *qualifiers in rows:
        offset = selection.context[sentence_id].props["start"]
        found.append(
            {
                "sentence": sentence_id,
                "from": start - offset,
                "to": end - offset,
                "task": task,
                "notes": [str(note) for note in qualifiers if note],
            }
        )
    return found


def text_of(name: str, value: Value, schema: Schema, names: Mapping[str, str]) -> str:
    """A property's value as people read it; ids of things in ``names`` become their names."""
    match value:
        case tuple():
            return "、".join(text_of(name, item, schema, names) for item in value)
        case bool():
            return _YES_NO[value]
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}" if abs(value) < 1e6 and not value.is_integer() else f"{value:.0f}"
        case str() if value in schema.types:
            return schema.types[value].zh
        case _:
            return names.get(str(value), str(value))
