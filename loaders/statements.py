"""What clauses say, as relations and targets with their evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kexie_kg.graph.model import Evidence, Value
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.naming import canonical
from kexie_kg.loaders.page import PlanPage
from kexie_kg.loaders.targets import TargetMention

PLANNED, DONE, STANDING = "planned", "done", "stated"
NEGATED = "negated"
"""Of a clause that says what is not done: it gives no relation."""
_LONGEST_EVIDENCE = 118
_STAGE = re.compile(r"试点|筹建|筹备启动")
_ROLE = re.compile(r"主办|承办|协办|合办")


@dataclass(frozen=True, slots=True)
class NamedObject:
    """An object of a verb: its mention, and the entity it became."""

    id: str
    type: str
    mention: Mention


class Statements:
    """Adds relations and targets to the facts of a plan."""

    def __init__(self, page: PlanPage, facts: FactBuilder, plan: str) -> None:
        self._page, self._facts, self._plan = page, facts, plan
        self._part = facts.schema.part
        self.modality = PLANNED
        """That of the clause being read."""

    def relate(
        self, relation: str, source: str, target: str, clause: Clause, phrase: VerbPhrase,
        found: NamedObject | None = None,
    ) -> None:  # fmt: skip
        """A relation that a verb phrase states; what it prints of role, edition, year and stage goes with it."""
        if self.modality == NEGATED:
            return
        start, end = self._bounds(clause, phrase, found)
        confidence = 0.9 if found is None else found.mention.confidence
        task = self._page.task_at(clause.start)
        evidence = self._facts.evidence(start, end, f"frame:{phrase.verb.cls}", confidence, task)
        if found is not None:
            name = canonical(found.mention.surface)
            if name.edition or name.year:
                evidence = replace(evidence, edition=name.edition, year=name.year)
        role = _ROLE.match(self._page.text, phrase.verb_start) if relation == self._part["organizes"] else None
        if role is not None:
            evidence = replace(evidence, role=role[0])
        if stage := _STAGE.search(self._page.text, phrase.verb_start, phrase.end):
            evidence = replace(evidence, status=stage[0])
        self._facts.relation(relation, source, target, evidence, self.modality)

    def target(self, target: TargetMention) -> None:
        """A number the plan promises, hung on its task or, outside of tasks, on the plan."""
        start, end = self._page.view.original(target.start, target.end)
        task = self._page.task_at(target.start)
        evidence = self._facts.evidence(start, min(end, start + _LONGEST_EVIDENCE), "target", 0.9, task)
        name = f"{start}-{target.value:g}-{target.unit}-{target.object}"
        props = _target_props(target, evidence) | {"plan": self._facts.plan}
        if task:
            props["task"] = task
        id_ = self._facts.entity(self._part["target"], name, evidence, scope=self._facts.plan, props=props)
        self._facts.relation(self._part["has_target"], task or self._plan, id_, evidence, STANDING)

    def _bounds(self, clause: Clause, phrase: VerbPhrase, found: NamedObject | None) -> tuple[int, int]:
        """The clause, or where it is too long the part of it from the verb to the name."""
        original = self._page.view.original
        start, end = original(clause.start, clause.end)
        if end - start <= _LONGEST_EVIDENCE:
            return start, end
        stop = phrase.end if found is None else found.mention.end
        start, end = original(phrase.verb_start, max(stop, phrase.verb_start + 1))
        if end - start > _LONGEST_EVIDENCE and found is not None:
            start, end = original(found.mention.start, found.mention.end)
        return start, min(end, start + _LONGEST_EVIDENCE)


def _target_props(target: TargetMention, evidence: Evidence) -> dict[str, Value]:
    props: dict[str, Value] = {
        "object": target.object, "op": target.op, "value": float(target.value), "unit": target.unit,
        "text": evidence.text, "start": evidence.start, "end": evidence.end,
    }  # fmt: skip
    if target.value_max is not None:
        props["value_max"] = float(target.value_max)
    if target.period is not None:
        props["period"] = target.period
    return props
