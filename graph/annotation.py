"""A contribution in the format of the annotation guide: what ``kexie extract`` writes and the judge reads."""

from __future__ import annotations

from typing import Any

from kexie_kg.graph.model import Contribution, Entity, Evidence, Relation
from kexie_kg.graph.schema import Schema

IMPLIED_RULE = "chain"
"""Evidence by this rule only implies a thing (the province above a city); the guide lists what is printed."""

KNOWN_RULE = "gazetteer"
"""Rule of evidence for names of the gazetteer of nation-wide names."""
_NATION = "全国"
_MARKS = "“”‘’\"'《》「」『』*"
DONE = "done"
"""Modality of what was reached before; it is history, no promise."""

_TARGET_FIELDS = ("object", "op", "value", "value_max", "unit", "period")


def annotation(contribution: Contribution, schema: Schema) -> dict[str, Any]:
    """One JSON object: ``document``, ``entities``, ``targets``, ``tasks``, ``relations``, and apart from them
    ``history``, the relations that were reached before.

    Beyond the guide each entity and relation carries its spans (``[start, end]`` into the decoded text), rule and
    confidence.
    """
    part = schema.part
    of_type: dict[str, list[Entity]] = {}
    for entity in contribution.entities:
        of_type.setdefault(entity.type, []).append(entity)
    numbers = {task.id: str(task.props["no"]) for task in of_type.get(part["task"], ())}
    things = [e for e in contribution.entities if not schema.types[e.type].structural and not _implied(e.evidence)]
    promised = {(r.source, r.type, r.target) for r in contribution.relations if r.modality != DONE}
    ids = {e.id: e.id for e in things} | {contribution.issuer: "issuer"} | {k: f"task:{n}" for k, n in numbers.items()}
    return {
        "document": _document(of_type[part["plan"]][0]),
        "entities": [_entity(e, ids) for e in sorted(things, key=_place)],
        "targets": [_target(e, numbers) for e in sorted(of_type.get(part["target"], ()), key=_position)],
        "tasks": [_task(e) for e in sorted(of_type.get(part["task"], ()), key=lambda e: int(str(e.props["position"])))],
        "relations": [
            _relation(r, ids, numbers)
            for r in sorted(contribution.relations, key=lambda r: (r.evidence[0].start, r.key))
            if _is_stated(r, ids, schema) and r.modality != DONE
        ],
        "history": [
            _relation(r, ids, numbers)
            for r in sorted(contribution.relations, key=lambda r: (r.evidence[0].start, r.key))
            if _is_stated(r, ids, schema) and (r.source, r.type, r.target) not in promised
        ],
    }  # fmt: skip


def _is_stated(relation: Relation, ids: dict[str, str], schema: Schema) -> bool:
    """Whether a relation is one of the guide's, between things of the guide, and printed."""
    if schema.relations[relation.type].structural or _implied(relation.evidence):
        return False
    return relation.source in ids and relation.target in ids


def _place(entity: Entity) -> tuple[int, str]:
    return entity.evidence[0].start, entity.id


def _implied(evidence: tuple[Evidence, ...]) -> bool:
    return all(e.rule == IMPLIED_RULE for e in evidence)


def _position(entity: Entity) -> tuple[int, str]:
    return entity.evidence[0].start, entity.id


def _document(plan: Entity) -> dict[str, Any]:
    props = plan.props
    issued_on = props.get("issued_on")
    return {
        "title": props["title"],
        "issuer": props["issuer"],
        "place": props["place"],
        "year": props["plan_year"],
        "doc_number": props.get("doc_number"),
        "issued_on": None if issued_on is None else str(issued_on),
        "copied_to": list(_texts(plan, "copied_to")),
        "addressed_to": props.get("addressed_to", ""),
    }


def _entity(entity: Entity, ids: dict[str, str]) -> dict[str, Any]:
    best = max(entity.evidence, key=lambda e: (e.confidence, -e.start))
    return {
        "id": ids[entity.id],
        "type": entity.type,
        "kind": entity.kind,
        "name": _printed_name(entity),
        "aliases": list(_texts(entity, "aliases")),
        "also_type": [],
        "spans": [[e.start, e.end] for e in entity.evidence if e.rule != IMPLIED_RULE],
        "rule": best.rule,
        "confidence": best.confidence,
    }


def _printed_name(entity: Entity) -> str:
    """Canonical, but as printed where a nation-wide name is printed only with, or only without, the nation in front
    (rule C12 of the rule book): 科技活动周 in a plan that never says 全国科技活动周."""
    if all(e.rule != KNOWN_RULE for e in entity.evidence):
        return entity.name
    printed = {e.text.strip(_MARKS) for e in entity.evidence if e.rule == KNOWN_RULE}
    other = entity.name.removeprefix(_NATION) if entity.name.startswith(_NATION) else _NATION + entity.name
    return other if printed == {other} else entity.name


def _target(target: Entity, numbers: dict[str, str]) -> dict[str, Any]:
    evidence = target.evidence[0]
    return {
        "task": numbers.get(str(target.props.get("task", ""))),
        **{name: target.props.get(name) for name in _TARGET_FIELDS},
        "evidence": evidence.text,
        "span": [evidence.start, evidence.end],
        "confidence": evidence.confidence,
    }


def _task(task: Entity) -> dict[str, Any]:
    no = str(task.props["no"])
    return {
        "no": no,
        "title": task.name.removeprefix(f"{no} "),
        "section": task.props["section"],
        "leads": list(_texts(task, "leads")),
        "supports": list(_texts(task, "supports")),
    }


def _relation(relation: Relation, ids: dict[str, str], numbers: dict[str, str]) -> dict[str, Any]:
    first = relation.evidence[0]
    attributes = {
        name: value
        for name in ("role", "edition", "year", "status")
        if (value := next((v for e in relation.evidence if (v := getattr(e, name))), None))
    }
    row: dict[str, Any] = {
        "s": ids[relation.source],
        "p": relation.type,
        "o": ids[relation.target],
        "task": numbers.get(first.task),
        "evidence": first.text,
        "span": [first.start, first.end],
        "rule": first.rule,
        "confidence": relation.confidence,
        "modality": relation.modality,
    }
    return row | ({"attrs": attributes} if attributes else {})


def _texts(entity: Entity, name: str) -> tuple[str, ...]:
    value = entity.props.get(name, ())
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()
