"""Statements and the words behind them as a page's scripts read them: columns instead of objects, texts once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kexie_kg.graph.model import Edge, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Named
from kexie_kg.views.passages import passages
from kexie_kg.views.selection import display_name, tuple_of

_QUALIFIERS = ("roles", "editions", "years", "statuses")
_K = TypeVar("_K", bound=Hashable)


class Numbers(Generic[_K]):
    """Numbers things in the order in which they come."""

    def __init__(self) -> None:
        self.of: dict[_K, int] = {}

    def __call__(self, thing: _K) -> int:
        return self.of.setdefault(thing, len(self.of))


@dataclass(frozen=True, slots=True)
class Statements:
    """``edges`` holds a column for each of their attributes, ``tables`` what the numbers in these refer to."""

    edges: dict[str, list[Any]]
    tables: dict[str, list[Any]]


def statements(
    edges: Sequence[Edge], nodes: Mapping[str, Node], texts: Mapping[str, str], plans: Sequence[str], schema: Schema
) -> Statements:
    """``nodes`` are by id and hold the sentences and tasks, ``texts`` the plans' full texts by key, ``plans`` the keys
    in the order in which the page numbers them. Offsets count code points from the beginning of a paragraph."""
    plan = {key: i for i, key in enumerate(plans)}
    relations, modalities = list(schema.relations), list(schema.modalities)
    evidence, tables = _evidence(edges, nodes, texts, plan)
    columns: dict[str, list[Any]] = {
        "id": [edge.id for edge in edges],
        "type": [relations.index(edge.type) for edge in edges],
        "plan": [plan.get(str(edge.props.get("plan", "")), -1) for edge in edges],
        "modality": [
            modalities.index(str(edge.props["modality"])) if "modality" in edge.props else -1 for edge in edges
        ],
        "confidence": [edge.props.get("confidence", -1) for edge in edges],
        "evidence": evidence,
    }
    return Statements(columns, tables)


def _evidence(
    edges: Sequence[Edge], nodes: Mapping[str, Node], texts: Mapping[str, str], plan: Mapping[str, int]
) -> tuple[list[Any], dict[str, list[Any]]]:
    """For each edge its pieces of evidence: sentence, from, to, task, notes; and the tables these numbers refer to."""
    said = {str(id_): nodes[str(id_)] for edge in edges for id_ in tuple_of(edge.props, "sentences")}
    found = passages(said.values(), texts)
    sentence, paragraph, task = Numbers[str](), Numbers[str](), Numbers[str]()
    rows: list[list[list[Any]]] = []
    for edge in edges:
        lists = [edge.props.get(name, ()) for name in ("sentences", "starts", "ends", "tasks", *_QUALIFIERS)]
        pieces: list[tuple[Any, ...]] = list(zip(*lists, strict=True))
        rows.append([])
        for id_, start, end, of_task, *notes in pieces:
            shift = found[id_].start - int(str(said[id_].props["start"]))
            spoken = [str(note) for note in notes if note]
            piece = [sentence(id_), start + shift, end + shift, task(of_task) if of_task else -1]
            rows[-1].append([*piece, spoken] if spoken else piece)
    tables: dict[str, list[Any]] = {
        "sentences": [[paragraph(found[id_].text), found[id_].start, found[id_].end,
                       plan.get(str(said[id_].props["plan"]), -1)] for id_ in sentence.of],
        "paragraphs": list(paragraph.of),
        "tasks": [[id_, display_name(nodes[id_]) if id_ in nodes else id_] for id_ in task.of],
    }  # fmt: skip
    return rows, tables


def named(thing: Named) -> dict[str, str]:
    """Something of the schema, with its names."""
    return {"name": thing.name, "zh": thing.zh, "en": thing.en}
