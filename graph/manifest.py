"""What a published graph was made of and by: read without opening a store."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Self

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.judgements.language import Outcome
from kexie_kg.graph.model import Contribution, Graph
from kexie_kg.graph.schema import Schema

_ENGINES = ("kglite", "pyoxigraph")
"""Distributions whose version decides what the files of a generation look like."""


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One plan of a graph directory: what it is, and where its facts and its text lie."""

    plan: str
    """The plan's key (:func:`kexie_kg.graph.identity.plan_key`)."""
    year: int
    issuer: str
    place: str
    """Full name of the division it is for."""
    title: str
    file: str
    """Name of the file it was read from, without folders."""
    fingerprint: str
    """The same for files that say the same, however they are spaced or encoded."""
    text: str
    """SHA-256 of the decoded text: name of its snapshot."""
    contribution: str
    """SHA-256 of the contribution: name of its file."""
    sentences: int
    entities: int
    relations: int

    @classmethod
    def of(cls, contribution: Contribution, sha256: str, fingerprint: str, schema: Schema) -> Self:
        (plan,) = (e for e in contribution.entities if e.type == schema.part["plan"])
        return cls(
            plan=contribution.plan, year=contribution.year, issuer=str(plan.props.get("issuer", "")),
            place=str(plan.props.get("place", "")), title=str(plan.props.get("title", "")), file=contribution.file,
            fingerprint=fingerprint, text=contribution.text_sha256, contribution=sha256,
            sentences=len(contribution.sentences), entities=len(contribution.entities),
            relations=len(contribution.relations),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nodes and edges a graph has, by type, in the schema's order."""

    nodes: Mapping[str, int]
    edges: Mapping[str, int]

    @classmethod
    def of(cls, graph: Graph, schema: Schema) -> Self:
        nodes = Counter(node.type for node in graph.nodes)
        edges = Counter(edge.type for edge in graph.edges)
        return cls({t: nodes[t] for t in schema.types if nodes[t]}, {r: edges[r] for r in schema.relations if edges[r]})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: its plans by key, the versions that made it, and its size."""

    plans: Mapping[str, PlanRecord]
    made_by: Mapping[str, str]
    """The versions of the engines and of the schema: another one may read the stores otherwise than they are meant."""
    tally: Tally
    outcomes: tuple[Outcome, ...] = ()
    """Of the judgements under which it was made."""

    @classmethod
    def of(cls, plans: Iterable[PlanRecord], graph: Graph, schema: Schema, outcomes: Iterable[Outcome] = ()) -> Self:
        by_key = {record.plan: record for record in sorted(plans, key=lambda record: record.plan)}
        return cls(by_key, makers(), Tally.of(graph, schema), tuple(outcomes))

    def dump(self) -> bytes:
        """JSON, the same bytes for the same graph made by the same versions."""
        raw = {
            "made_by": self.made_by,
            "nodes": self.tally.nodes,
            "edges": self.tally.edges,
            "judgements": [asdict(outcome) for outcome in self.outcomes],
            "plans": [asdict(record) for record in self.plans.values()],
        }
        return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    @classmethod
    def load(cls, data: bytes, where: str) -> Self:
        """The inverse of :meth:`dump`. ``where`` names the file in errors (:class:`StoreError`)."""
        try:
            raw: dict[str, Any] = json.loads(data)
            names = {field.name for field in fields(PlanRecord)}
            records = [PlanRecord(**{name: row[name] for name in names}) for row in raw["plans"]]
            tally = Tally(raw["nodes"], raw["edges"])
            outcomes = tuple(Outcome(**row) for row in raw.get("judgements", ()))
            return cls({record.plan: record for record in records}, raw["made_by"], tally, outcomes)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{where}: is damaged ({error!r}); remove the directory and build again") from error


EMPTY = Manifest({}, {}, Tally({}, {}))


@cache
def makers() -> Mapping[str, str]:
    """The versions that a graph made now would carry."""
    schema = tomllib.loads(files("kexie_kg.graph").joinpath("schema.toml").read_text("utf-8"))
    return {name: version(name) for name in _ENGINES} | {"schema": str(schema["version"])}
