"""Which keys mean one thing: classes made by ``same`` and by corrections of a name, and what contradicts them.

Whatever is judged of one key of a class holds for the class. The class has one key in the graph: that of the corrected
name, else the widest place, else the longest name, else the first in the alphabet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeAlias

from kexie_kg.graph.errors import JudgementError
from kexie_kg.graph.judgements.language import IDENTITY, OF_PAIRS, Judgement, Key
from kexie_kg.graph.schema import Schema

Fact: TypeAlias = tuple[str, ...]
"""What a judgement is about, by classes: (thing), or (source, relation, target)."""
Contradict: TypeAlias = Callable[[str, Sequence[Judgement]], None]


class Equivalence:
    """The classes of some judgements. Raises :class:`JudgementError` if two of these contradict each other."""

    def __init__(self, judgements: Sequence[Judgement], schema: Schema, where: str) -> None:
        """``where`` names the file in errors."""
        self._where = where
        self._symmetric = {name for name, relation in schema.relations.items() if relation.symmetric}
        self._links: dict[str, dict[str, Judgement]] = defaultdict(dict)
        self._keys: dict[str, Key] = {}
        self._class_of: dict[str, str] = {}
        self._renamed: dict[str, Key] = {}
        self._check_pairs([j for j in judgements if j.verdict in OF_PAIRS])
        for judgement in judgements:
            if judgement.verdict == "same":
                self._link(judgement.things[0], judgement.things[1], judgement)
        renames = _renames(judgements, self._contradict)
        for (old, plan), (key, judgement) in sorted(renames.items()):
            self._keys[key.id] = key
            if not plan:
                self._link(judgement.things[0], key, judgement)
                self._renamed[old] = key
        self._number_classes()
        self._final = dict(self._find_final(judgements))
        self._in_plan = self._find_in_plan(renames)
        self._check_apart(judgements)
        self._check_facts(judgements)

    # -- classes --------------------------------------------------------------------------------------------------

    def class_of(self, id_: str) -> str:
        """The smallest id of its class."""
        return self._class_of.get(id_, id_)

    def fact(self, judgement: Judgement) -> Fact:
        """What a judgement of a fact is about."""
        ends = [key.id for key in judgement.things]
        return self.claim(ends[0], judgement.relation, ends[1]) if judgement.relation else (self.class_of(ends[0]),)

    def claim(self, source: str, relation: str, target: str) -> Fact:
        """A relation between things with these ids."""
        first, second = self.class_of(source), self.class_of(target)
        if relation in self._symmetric:
            first, second = sorted((first, second))
        return first, relation, second

    def named_in(self, id_: str, plan: str) -> str:
        """The id that a thing of this id has in a plan, after corrections for this plan alone."""
        return self._in_plan.get((self.class_of(id_), plan), id_)

    def key_of(self, class_: str, present: Set[str]) -> Key | None:
        """The key that the class has in a graph whose plans name the ids in ``present``; None if no key was judged."""
        if class_ in self._final:
            return self._final[class_]
        members = [key for id_, key in self._keys.items() if self.class_of(id_) == class_ and id_ in present]
        return min(members, key=_rank, default=None)

    def _link(self, first: Key, second: Key, judgement: Judgement) -> None:
        self._keys[first.id], self._keys[second.id] = first, second
        self._links[first.id].setdefault(second.id, judgement)
        self._links[second.id].setdefault(first.id, judgement)

    def _number_classes(self) -> None:
        for id_ in sorted(self._links):
            if id_ not in self._class_of:
                self._class_of |= dict.fromkeys(self._paths(id_), id_)

    def _paths(self, start: str) -> Mapping[str, tuple[Judgement, ...]]:
        """Every id of the class of ``start``, with the shortest chain of judgements that leads there."""
        paths: dict[str, tuple[Judgement, ...]] = {start: ()}
        queue = [start]
        for id_ in queue:
            for next_, judgement in sorted(self._links.get(id_, {}).items()):
                if next_ not in paths:
                    paths[next_] = (*paths[id_], judgement)
                    queue.append(next_)
        return paths

    def _find_final(self, judgements: Sequence[Judgement]) -> Iterator[tuple[str, Key]]:
        """The corrected name of each class that has one."""
        targets: dict[str, dict[str, Key]] = defaultdict(dict)
        for key in self._renamed.values():
            if key.id not in self._renamed:
                targets[self.class_of(key.id)][key.id] = key
        lines: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in judgements:
            if not judgement.plan and judgement.things[0].id in self._renamed and _is_rename(judgement):
                lines[self.class_of(judgement.things[0].id)].append(judgement)
        for class_, members in lines.items():
            if len(targets[class_]) != 1:
                self._contradict("these give no one name", members)
            yield class_, next(iter(targets[class_].values()))

    def _find_in_plan(self, renames: Mapping[tuple[str, str], tuple[Key, Judgement]]) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], tuple[str, Judgement]] = {}
        for (old, plan), (key, judgement) in sorted(renames.items()):
            if plan:
                first, other = found.setdefault((self.class_of(old), plan), (key.id, judgement))
                if self.class_of(first) != self.class_of(key.id):
                    self._contradict("these give no one name", [other, judgement])
        return {at: id_ for at, (id_, _) in found.items()}

    # -- contradictions -------------------------------------------------------------------------------------------

    def _check_pairs(self, pairs: Iterable[Judgement]) -> None:
        known: dict[frozenset[str], Judgement] = {}
        for judgement in pairs:
            first = known.setdefault(frozenset(key.id for key in judgement.things), judgement)
            if first.verdict != judgement.verdict:
                self._contradict("these contradict each other", [first, judgement])

    def _check_apart(self, judgements: Iterable[Judgement]) -> None:
        for judgement in judgements:
            if judgement.verdict in {"different", "unsure"}:
                first, second = (key.id for key in judgement.things)
                if self.class_of(first) == self.class_of(second):
                    self._contradict("these contradict each other", [judgement, *self._paths(first)[second]])

    def _check_facts(self, judgements: Iterable[Judgement]) -> None:
        """No fact is both rejected and corrected, or corrected to two values."""
        verdicts: dict[tuple[Fact, str, str], Judgement] = {}
        values: dict[tuple[Fact, str, str, str], Judgement] = {}
        for judgement in judgements:
            if judgement.verdict not in {"reject", "correct"}:
                continue
            what = (self.fact(judgement), judgement.modality, judgement.plan)
            first = verdicts.setdefault(what, judgement)
            if first.verdict != judgement.verdict:
                self._contradict("one fact is rejected and corrected", [first, judgement])
            if judgement.verdict == "correct" and self._begins(first) != self._begins(judgement):
                self._contradict("these name the ends in two orders", [first, judgement])
            for name, value in judgement.changes:
                if name in IDENTITY and not judgement.relation:
                    continue
                other = values.setdefault((*what, name), judgement)
                if other.changed[name] != value:
                    self._contradict(f"these give two values of {name}", [other, judgement])

    def _begins(self, judgement: Judgement) -> str:
        return self.class_of(judgement.things[0].id)

    def _contradict(self, what: str, judgements: Sequence[Judgement]) -> None:
        lines = [f"{j} ({f'line {j.line}' if j.line else 'new'})" for j in sorted(judgements, key=lambda j: j.line)]
        raise JudgementError(f"{self._where}: {what}: {'; '.join(lines)}; remove one of them")


def _is_rename(judgement: Judgement) -> bool:
    return judgement.verdict == "correct" and not judgement.relation and any(n in IDENTITY for n in judgement.changed)


def _renames(judgements: Sequence[Judgement], contradict: Contradict) -> dict[tuple[str, str], tuple[Key, Judgement]]:
    """(id, plan or "") → the key it is corrected to, and the first judgement that says so."""
    changes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    first: dict[tuple[str, str], Judgement] = {}
    for judgement in filter(_is_rename, judgements):
        at = (judgement.things[0].id, judgement.plan)
        first.setdefault(at, judgement)
        for name, value in judgement.changes:
            if name in IDENTITY and changes[at].setdefault(name, value) != value:
                contradict(f"these give two values of {name}", [first[at], judgement])
    renames = {at: (replace(judgement.things[0], **changes[at]), judgement) for at, judgement in first.items()}
    return {at: (key, judgement) for at, (key, judgement) in renames.items() if key.id != at[0]}


def _rank(key: Key) -> tuple[int, int, Key]:
    return len(key.place), -len(key.name), key
