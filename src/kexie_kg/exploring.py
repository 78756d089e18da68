"""The graph walked in Python: one thing, what it is related to, the ways from one to another, and the words behind."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from kexie_kg.answers import Answer
from kexie_kg.graph.errors import QueryError, UnfinishedError
from kexie_kg.graph.model import Edge, Graph, Node, Value
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.views.selection import named

_MOST_PATHS = 1_000
_NEIGHBOURS = ("relation", "direction", "type", "name", "modality", "plan", "confidence", "id", "fact")
_PATHS = ("path", "step", "source", "relation", "target", "plan", "clause", "fact")
_EVIDENCE = (
    "plan", "year", "source", "relation", "target", "modality", "confidence", "task", "role", "edition", "start",
    "stop", "clause", "sentence", "rule",
)  # fmt: skip

_Step: TypeAlias = tuple[Edge, str]
"""An edge, and the end of it that is farther from where one comes from."""


@dataclass(frozen=True, slots=True, repr=False)
class Thing:
    """One thing of the graph. Shows itself as a table of what is known of it."""

    node: Node

    @property
    def id(self) -> str:
        return self.node.id

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def type(self) -> str:
        return self.node.type

    @property
    def kind(self) -> str:
        """Empty where it has none."""
        return str(self.node.props.get("kind", ""))

    @property
    def labels(self) -> tuple[str, ...]:
        """Its type, and what else it is: a city, an association, a partner …"""
        return self.node.labels

    @property
    def props(self) -> Mapping[str, Value]:
        """All its properties by name."""
        return self.node.props

    def __repr__(self) -> str:
        return repr(self._table())

    def _repr_html_(self) -> str:
        return f"<h4>{html.escape(self.name or self.id)}</h4>{self._table()._repr_html_()}"

    def _table(self) -> Answer:
        props = {name: ", ".join(map(str, v)) if isinstance(v, tuple) else v for name, v in self.props.items()}
        rows = {"id": self.id, "labels": ", ".join(self.labels), **props}
        return Answer(Rows(("property", "value"), tuple(rows.items())))


class Surroundings:
    """Walks over the facts of one graph; made once, asked often."""

    def __init__(self, graph: Graph, schema: Schema) -> None:
        self._graph, self._schema = graph, schema
        self._nodes = {node.id: node for node in graph.nodes}
        self._edges = {edge.id: edge for edge in graph.edges}
        self._steps: dict[str, list[_Step]] = defaultdict(list)
        for edge in graph.edges:
            if not (schema.relations[edge.type].structural or schema.relations[edge.type].derived):
                self._steps[edge.source].append((edge, edge.target))
                if edge.target != edge.source:
                    self._steps[edge.target].append((edge, edge.source))

    def thing(self, name: str) -> Thing:
        """By id, name, full name or alias, tried in this order. Raises :class:`QueryError` for none or several."""
        return Thing(named(self._graph, name, self._schema))

    def neighbours(self, name: str, relation: str = "") -> Answer:
        """A row for each fact of the thing, by relation and name."""
        if relation and relation not in self._schema.relations:
            raise QueryError(f'no relation "{relation}"{nearest(relation.upper(), self._schema.relations)}')
        here = self.thing(name).id
        rows: list[tuple[Cell, ...]] = []
        for edge, other in self._steps[here]:
            if relation in ("", edge.type):
                node = self._nodes[other]
                way = "both" if self._schema.relations[edge.type].symmetric else "out" if edge.source == here else "in"
                said = (_cell(edge.props.get(name)) for name in ("modality", "plan", "confidence"))
                rows.append((edge.type, way, node.type, node.name, *said, node.id, edge.id))
        return Answer(Rows(_NEIGHBOURS, tuple(sorted(rows, key=lambda row: tuple(map(str, row))))))

    def paths(self, start: str, finish: str, longest: int) -> Answer:
        """A row for each step of each way, the shortest ways first; of parallel facts the first by id."""
        if longest < 1:
            raise QueryError(f"longest is {longest}; a way has one fact at least")
        a, b = self.thing(start).id, self.thing(finish).id
        found: dict[tuple[str, ...], list[Edge]] = {}
        for edges, stops in self._ways(a, b, longest):
            known = found.setdefault(stops, edges)
            if [edge.id for edge in edges] < [edge.id for edge in known]:
                found[stops] = edges
            if len(found) > _MOST_PATHS:
                raise UnfinishedError(f"more than {_MOST_PATHS} ways from {start} to {finish}; ask for shorter ones")
        ways = sorted(found, key=lambda stops: (len(stops), [self._nodes[stop].name for stop in stops], stops))
        rows: list[tuple[Cell, ...]] = []
        for number, stops in enumerate(ways, 1):
            for step, edge in enumerate(found[stops], 1):
                words = next(self._words(edge), ("", ""))
                rows.append((number, step, *self._triple(edge), _cell(edge.props.get("plan")), words[0], edge.id))
        return Answer(Rows(_PATHS, tuple(rows)))

    def _ways(self, start: str, finish: str, longest: int) -> Iterator[tuple[list[Edge], tuple[str, ...]]]:
        """Every way that passes no thing twice, at most ``longest`` facts long."""
        distance = self._distances(finish, longest)
        stack: list[tuple[list[Edge], tuple[str, ...]]] = [([], (start,))]
        while stack:
            edges, stops = stack.pop()
            if stops[-1] == finish and edges:
                yield edges, stops
                continue
            for edge, other in self._steps[stops[-1]]:
                if other not in stops and len(stops) + distance.get(other, longest) <= longest:
                    stack.append(([*edges, edge], (*stops, other)))

    def _distances(self, finish: str, longest: int) -> dict[str, int]:
        """How many facts each thing is away, up to ``longest``: no way is followed that cannot arrive."""
        distance, edge_of = {finish: 0}, [finish]
        for step in range(1, longest):
            edge_of = [o for at in edge_of for _, o in self._steps[at] if distance.setdefault(o, step) == step]
        return distance

    def evidence(self, fact: str) -> Answer:
        """A row for each clause that states the fact, with its sentence."""
        if fact not in self._edges:
            raise QueryError(f'no fact "{fact}"{nearest(fact, self._edges)}; answers give the ids in the column fact')
        edge = self._edges[fact]
        props = edge.props
        head = (_cell(props.get("plan")), _cell(props.get("plan_year")), *self._triple(edge))
        sure = (_cell(props.get("modality")), _cell(props.get("confidence")))
        names = ("tasks", "roles", "editions", "starts", "ends", "rules")
        lists = zip(*(cast("tuple[Cell, ...]", props.get(name, ())) for name in names), strict=True)
        rows = []
        for (task, role, edition, start, end, rule), words in zip(lists, self._words(edge), strict=True):
            number = self._nodes[str(task)].props.get("no", "") if task else ""
            rows.append((*head, *sure, _cell(number), role, edition, start, end, *words, rule))
        return Answer(Rows(_EVIDENCE, tuple(rows)))

    def _triple(self, edge: Edge) -> tuple[str, str, str]:
        return self._nodes[edge.source].name, edge.type, self._nodes[edge.target].name

    def _words(self, edge: Edge) -> Iterator[tuple[str, str]]:
        """Clause and sentence of each piece of evidence."""
        lists = (cast("tuple[int | str, ...]", edge.props.get(name, ())) for name in ("sentences", "starts", "ends"))
        for sentence, start, end in zip(*lists, strict=True):
            props = self._nodes[str(sentence)].props
            text, offset = str(props["text"]), int(cast(int, props["start"]))
            yield text[int(start) - offset : int(end) - offset], text


def _cell(value: Value | None) -> Cell:
    return value if not isinstance(value, tuple) else ", ".join(map(str, value))
