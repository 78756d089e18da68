"""Made-up contributions with the shape of real ones: as many nodes, edges, pieces of evidence and words a plan.

The words come from the plans in ``data/plans``, cut into pieces and shuffled, so that they compress as Chinese does
while no two sentences are equal. The same arguments always give the same contributions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kexie_kg.graph.identity import make_id, plan_key
from kexie_kg.graph.model import Contribution, Entity, Evidence, Relation, Sentence, Value

SENTENCES, SECTIONS, TASKS, TARGETS, DEPARTMENTS = 100, 6, 20, 5, 8
FIRST_YEAR, YEARS = 2011, 15
_SHARED, _OWN = 15, 42
"""Things with a name: drawn from a pool that all plans share, and this plan's own."""
_POOL = 300
_SERIES_POOL = 500
_OBJECTS = 60
"""Things that are counted: few, so that places can be compared."""
_PROVINCES = 12
_VERBS = {
    "Event": ("ORGANIZES", "PARTICIPATES_IN", "SUPPORTS"),
    "Program": ("IMPLEMENTS", "PARTICIPATES_IN", "SUPPORTS"),
    "Facility": ("BUILDS", "USES", "SUPPORTS"),
    "Award": ("CONFERS", "NOMINATES_FOR"),
    "Work": ("PUBLISHES", "USES"),
    "Organization": ("SUPPORTS", "COOPERATES_WITH"),
}
_TYPES = ("Event", "Event", "Program", "Facility", "Event", "Organization", "Work", "Award")
_KINDS = {"Event": "forum", "Program": "program", "Facility": "base", "Award": "award", "Work": "report"}
_PARTNERS = ("society", "university", "company", "association")
_CONFIDENCES = (0.7, 0.75, 0.8, *[0.85] * 4, *[0.9] * 6, *[0.95] * 3, *[1.0] * 4)
"""As often as in the packaged plans."""


def contributions(plans: int) -> Iterator[Contribution]:
    """The first ``plans`` of an endless series: one city after the other, 15 years each."""
    for number in range(plans):
        city, year = divmod(number, YEARS)
        yield _Plan(city, FIRST_YEAR + year).contribution()


def city_name(city: int) -> str:
    """Of the city with this number."""
    return f"第{city}市"


def province_name(city: int) -> str:
    """Of the province that this city lies in."""
    return f"样{city % _PROVINCES}省"


def association_name(city: int) -> str:
    """Of the association that issues this city's plans."""
    return f"{city_name(city)}科学技术协会"


@cache
def _pieces() -> tuple[str, ...]:
    folder = Path(__file__).resolve().parent.parent / "data" / "plans"
    text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))
    return tuple(piece for piece in re.split(r"[\W\d]+", text) if 4 <= len(piece) <= 14)


class _Plan:
    def __init__(self, city: int, year: int) -> None:
        self._random = random.Random(f"{city}/{year}")
        self._province = province_name(city)
        self._place, self._year = f"{self._province}{city_name(city)}", year
        self._issuer_name = association_name(city)
        self._key = plan_key(self._issuer_name, year, "工作要点")
        self._city = city_name(city)
        self._entities: list[Entity] = []
        self._relations: dict[tuple[str, str, str, str, str], Relation] = {}
        self._sentences = tuple(self._make_sentences())

    def contribution(self) -> Contribution:
        place = self._entity("Place", self._city, self._place, "city", full_name=self._place, code="330400")
        province = self._entity("Place", self._province, self._province, "province", full_name=self._province)
        issuer = self._entity("Organization", self._issuer_name, self._place, "association")
        plan = self._entity(
            "Plan", self._key, "", key=self._key, title=f"{self._issuer_name}{self._year}年工作要点", place=self._place,
            plan_year=self._year, plan_kind="工作要点", issuer=self._issuer_name, file=f"{self._city}{self._year}.txt",
        )  # fmt: skip
        self._relation("ISSUED", issuer, plan)
        self._relation("LOCATED_IN", issuer, place)
        self._relation("ADMINISTERED_BY", place, province)
        tasks = self._outline(plan)
        departments = [self._entity("Organization", f"{self._issuer_name}{n}部", self._place, "department")
                       for n in range(DEPARTMENTS)]  # fmt: skip
        for department in departments:
            self._relation("PART_OF", department, issuer)
        for task in tasks:
            leader, helper = self._random.sample(departments, 2)
            if self._random.random() < 0.9:
                self._relation("LEADS", leader, task)
            if self._random.random() < 0.5:
                self._relation("ASSISTS", helper, task)
        self._named_things(issuer, place, tasks)
        return Contribution(
            self._key, self._year, issuer, f"{self._city}{self._year}.txt", "0" * 64, "1" * 64,
            self._sentences, tuple(self._entities), tuple(self._relations.values()),
        )  # fmt: skip

    def _outline(self, plan: str) -> list[str]:
        sections = [self._entity("Section", f"{self._key}#{n}", self._key, plan=self._key, position=n)
                    for n in range(SECTIONS)]  # fmt: skip
        tasks = [self._entity("Task", self._words(12), self._key, plan=self._key, no=f"{n + 1}", position=n)
                 for n in range(TASKS)]  # fmt: skip
        for section in sections:
            self._relation("HAS_SECTION", plan, section)
        for n, task in enumerate(tasks):
            self._relation("HAS_TASK", sections[n % SECTIONS], task)
            self._relation("HAS_TASK", plan, task)
        for n in range(TARGETS):
            task, counted = self._random.choice(tasks), self._random.randrange(_OBJECTS)
            target = self._entity(
                "Target", f"{self._key}#指标{n}", self._key, plan=self._key, task=task, op=">=",
                unit="场家个"[counted % 3], value=float(self._random.randint(1, 40)), object=f"对象{counted}",
                text=self._words(20), start=n, end=n + 20,
            )  # fmt: skip
            self._relation("HAS_TARGET", task, target)
        return tasks

    def _named_things(self, issuer: str, place: str, tasks: list[str]) -> None:
        shared = [(n, f"全国{n}号") for n in self._random.sample(range(_POOL), _SHARED)]
        own = [(n, f"{self._words(10)}{n}") for n in range(_OWN)]
        for number, name in [*shared, *own]:
            type_ = _TYPES[number % len(_TYPES)]
            scope = "" if name.startswith("全国") else self._place
            props: dict[str, Value] = {}
            if type_ != "Organization":
                series = self._random.randrange(_SERIES_POOL) if self._random.random() < 0.5 else None
                props["base_name"] = name if series is None else f"系列{series}"
            kind = _KINDS.get(type_, _PARTNERS[number // len(_TYPES) % len(_PARTNERS)])
            thing = self._entity(type_, name, scope, kind, **props)
            if type_ == "Event" and number % 4 == 0:
                self._relation("HELD_IN", thing, place)
            verbs = _VERBS[type_]
            for verb in self._random.sample(verbs, k=min(len(verbs), self._random.choice((1, 2)))):
                self._relation(verb, issuer, thing, self._random.choice(tasks))

    def _entity(self, type_: str, name: str, scope: str, kind: str = "", **props: Value) -> str:
        id_ = make_id(type_, name, scope)
        if all(entity.id != id_ for entity in self._entities):
            evidence = self._evidence(self._random.choice((1, 1, 1, 2, 3)), 8)
            self._entities.append(Entity(id_, type_, name, evidence, kind, scope, props))
        return id_

    def _relation(self, type_: str, source: str, target: str, task: str = "") -> None:
        modality = "planned" if task or type_ == "LEADS" else "stated"
        if task and self._random.random() < 0.05:
            modality = "done"
        if type_ == "COOPERATES_WITH":
            source, target = sorted((source, target))
        evidence = self._evidence(self._random.choice((1, 1, 1, 2)), 40, task)
        relation = Relation(type_, source, target, self._key, modality, evidence)
        self._relations.setdefault(relation.key, relation)

    def _evidence(self, count: int, length: int, task: str = "") -> tuple[Evidence, ...]:
        found = []
        for sentence in self._random.sample(self._sentences, count):
            at = self._random.randrange(len(sentence.text) - length) if len(sentence.text) > length else 0
            words = sentence.text[at : at + length]
            start = sentence.start + at
            found.append(
                Evidence(self._key, start, start + len(words), words, "organize.active",
                         self._random.choice(_CONFIDENCES), task=task,
                         role="主办" if task and self._random.random() < 0.3 else "",
                         edition="第35届" if task and self._random.random() < 0.1 else "",
                         status="试点" if task and self._random.random() < 0.1 else "")
            )  # fmt: skip
        return tuple(sorted(found))

    def _make_sentences(self) -> Iterator[Sentence]:
        start = 0
        for _ in range(SENTENCES):
            text = self._words(self._random.randint(40, 80)) + "。"
            yield Sentence(start, start + len(text), text)
            start += len(text)

    def _words(self, length: int) -> str:
        text = ""
        while len(text) < length:
            text += self._random.choice(_pieces())
        return text[:length]
