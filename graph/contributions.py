"""A contribution as a file: JSON lines, the same bytes for the same facts, one fact a line so that it can be diffed.

Line 1 is the header; then sentences in the order of the text, entities and relations in the order of their ids and
keys. Evidence is written as offsets; its words are cut from the sentence around it when the file is read, so a text
stands once. Evidence fields that hold their default are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.model import Contribution, Entity, Evidence, Relation, Sentence, Value
from kexie_kg.graph.sentences import sentence_at, sentence_of

FORMAT = 1
_QUALIFIERS = tuple(f for f in fields(Evidence) if f.name not in {"plan", "start", "end", "text"})
_HEADER = ("plan", "year", "issuer", "file", "file_sha256", "text_sha256")


def dump(contribution: Contribution) -> bytes:
    """The contribution in UTF-8. Raises :class:`FactError` if evidence lies outside of every sentence."""
    return "".join(f"{_line(row)}\n" for row in _rows(contribution)).encode("utf-8")


def load(data: bytes, where: str) -> Contribution:
    """The inverse of :func:`dump`. ``where`` names the file in errors (:class:`StoreError`)."""
    try:
        header, *rows = (json.loads(line) for line in data.decode("utf-8").removesuffix("\n").split("\n"))
        if header["contribution"] != FORMAT:
            raise StoreError(f"{where}: format {header['contribution']}, this version reads {FORMAT}; build it again")
        return _load(header, rows)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{where}: is no contribution ({type(error).__name__}: {error}); build it again") from error


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rows(contribution: Contribution) -> Iterator[dict[str, Any]]:
    yield {"contribution": FORMAT, **{name: getattr(contribution, name) for name in _HEADER}}
    for sentence in sorted(contribution.sentences):
        yield {"sentence": [sentence.start, sentence.end], "text": sentence.text}
    for entity in sorted(contribution.entities, key=lambda e: e.id):
        yield {
            "entity": entity.id, "type": entity.type, "kind": entity.kind, "name": entity.name, "scope": entity.scope,
            "props": {name: _to_json(value) for name, value in entity.props.items()},
            "evidence": [_evidence_row(e, contribution) for e in entity.evidence],
        }  # fmt: skip
    for relation in sorted(contribution.relations, key=lambda r: r.key):
        yield {
            "relation": relation.type, "source": relation.source, "target": relation.target,
            "modality": relation.modality, "evidence": [_evidence_row(e, contribution) for e in relation.evidence],
        }  # fmt: skip


def _evidence_row(evidence: Evidence, contribution: Contribution) -> dict[str, Any]:
    sentence_of(evidence, contribution.sentences)
    row: dict[str, Any] = {"at": [evidence.start, evidence.end]}
    for qualifier in _QUALIFIERS:
        value = getattr(evidence, qualifier.name)
        if value != qualifier.default:
            row[qualifier.name] = value
    return row


def _load(header: dict[str, Any], rows: list[dict[str, Any]]) -> Contribution:
    plan = header["plan"]
    sentences = tuple(
        Sentence(row["sentence"][0], row["sentence"][1], row["text"]) for row in rows if "sentence" in row
    )

    def evidence(row: dict[str, Any]) -> tuple[Evidence, ...]:
        return tuple(_read_evidence(plan, dict(item), sentences) for item in row["evidence"])

    entities = tuple(
        Entity(row["entity"], row["type"], row["name"], evidence(row), row["kind"], row["scope"],
               {name: _from_json(value) for name, value in row["props"].items()})
        for row in rows if "entity" in row
    )  # fmt: skip
    relations = tuple(
        Relation(row["relation"], row["source"], row["target"], plan, row["modality"], evidence(row))
        for row in rows if "relation" in row
    )  # fmt: skip
    return Contribution(**{name: header[name] for name in _HEADER}, sentences=sentences, entities=entities,
                        relations=relations)  # fmt: skip


def _read_evidence(plan: str, item: dict[str, Any], sentences: tuple[Sentence, ...]) -> Evidence:
    start, end = item.pop("at")
    sentence = sentence_at(start, sentences)
    if sentence is None:
        raise ValueError(f"evidence at {start} lies in no sentence")
    return Evidence(plan, start, end, sentence.text[start - sentence.start : end - sentence.start], **item)


def _to_json(value: Value) -> Any:
    """Dates are the one datatype JSON lacks."""
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Value:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    return tuple(value) if isinstance(value, list) else value
