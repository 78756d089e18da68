"""The gold annotations as contributions, so that queries can be asked about what careful readers wrote down."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from kexie_kg.graph.identity import make_id, plan_key
from kexie_kg.graph.model import Contribution, Entity, Evidence, Relation, Sentence, Value
from kexie_kg.loaders.naming import base_name

IN_SERIES = ("Program", "Event", "Facility", "Award", "Work")


def gold(root: Path) -> dict[str, dict[str, Any]]:
    """The gold files by name."""
    return {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((root / "data" / "gold").glob("*.json"))}


def series_of(name: str, place: str) -> str:
    """The name without the place in front, by which things of several cities are compared."""
    short = place.removesuffix("市").removesuffix("省")
    return base_name(name, tuple(n for n in (place, place[-3:], short, place[-3:-1]) if len(n) >= 2))


def contribution(annotation: dict[str, Any]) -> Contribution:
    """One plan's gold. Every piece of evidence is a sentence of its own; offsets count through these in a row."""
    return _Plan(annotation).contribution()


class _Plan:
    def __init__(self, annotation: dict[str, Any]) -> None:
        self._gold, document = annotation, annotation["document"]
        self._place, self._year, self._issuer = document["place"], document["year"], document["issuer"]
        self._key = plan_key(self._issuer, self._year, "工作要点")
        self._sentences: list[Sentence] = []
        self._evidence: dict[str, list[Evidence]] = defaultdict(list)
        self._entities: dict[str, Entity] = {}
        self._relations: dict[tuple[str, str, str], Relation] = {}

    def contribution(self) -> Contribution:
        title = self._said(self._gold["document"]["title"])
        plan = self._add("Plan", self._key, "", "", title, key=self._key, title=title.text, plan_year=self._year,
                         plan_kind="工作要点", issuer=self._issuer, place=self._place, file="gold.txt")  # fmt: skip
        self._add("Place", self._place, self._place, "city", title, full_name=self._place)
        ids = {entity["id"]: self._entity(entity, title) for entity in self._gold["entities"]}
        self._relate("ISSUED", ids["issuer"], plan, title, "stated")
        for position, task in enumerate(self._gold["tasks"]):
            said = self._said(task["title"])
            props: dict[str, Value] = {"plan": self._key, "no": task["no"], "position": position}
            id_ = self._add("Task", f"{position} {task['title']}", self._key, "", said, **props)
            ids[f"task:{task['no']}"] = id_
            self._relate("HAS_TASK", plan, id_, said, "stated")
        for relation in self._gold["relations"]:
            source, target = ids[relation["s"]], ids[relation["o"]]
            attributes = relation.get("attrs") or {}
            said = self._said(relation["evidence"], attributes.get("role", ""), attributes.get("edition", ""))
            if relation["p"] == "COOPERATES_WITH":
                source, target = sorted((source, target))
            self._relate(relation["p"], source, target, said, "planned")
        for number, target in enumerate(self._gold["targets"]):
            said = self._said(target["evidence"])
            id_ = self._add(
                "Target", str(number), self._key, "", said, plan=self._key, object=target["object"], op=target["op"],
                value=float(target["value"]), unit=target["unit"], text=said.text, start=said.start, end=said.end,
            )  # fmt: skip
            self._relate("HAS_TARGET", plan, id_, said, "stated")
        return Contribution(
            self._key, self._year, ids["issuer"], "gold.txt", "0" * 64, "1" * 64, tuple(self._sentences),
            tuple(self._entities.values()), tuple(self._relations.values()),
        )  # fmt: skip

    def _entity(self, entity: dict[str, Any], said: Evidence) -> str:
        type_, name = entity["type"], entity["name"]
        props: dict[str, Value] = {}
        if type_ in IN_SERIES:
            props["base_name"] = series_of(name, self._place)
        if type_ == "Place":
            props["full_name"] = name
        return self._add(type_, name, name if type_ == "Place" else self._place, entity["kind"], said, **props)

    def _said(self, words: str, role: str = "", edition: str = "") -> Evidence:
        start = self._sentences[-1].end if self._sentences else 0
        self._sentences.append(Sentence(start, start + len(words), words))
        return Evidence(self._key, start, start + len(words), words, "gold", 1.0, "", role, edition)

    def _add(self, type_: str, name: str, scope: str, kind: str, said: Evidence, **props: Value) -> str:
        id_ = make_id(type_, name, scope)
        self._entities.setdefault(id_, Entity(id_, type_, name, (said,), kind, scope, props))
        return id_

    def _relate(self, type_: str, source: str, target: str, said: Evidence, modality: str) -> None:
        key = (type_, source, target)
        known = self._relations[key].evidence if key in self._relations else ()
        self._relations[key] = Relation(type_, source, target, self._key, modality, (*known, said))
