"""What clauses of every build have in common: who does a deed, who works with whom, what the sentence adds to it."""

from __future__ import annotations

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import participants
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.discourse import Discourse
from kexie_kg.loaders.participants import Participants
from kexie_kg.loaders.statements import NamedObject, Statements


class Deeds:
    """Relates the doers of one plan's clauses; ``discourse`` keeps what goes on from clause to clause."""

    def __init__(self, issuer: str, discourse: Discourse, statements: Statements, schema: Schema) -> None:
        self._issuer, self._discourse, self._statements, self._part = issuer, discourse, statements, schema.part

    def cooperate(self, who: Participants, ids: list[str], clause: Clause, main: VerbPhrase) -> None:
        """Who works with whom; where the issuer is one of them, it with each of the others (rule C8)."""
        pairs = [(self.doer(a, ids), self.doer(b, ids)) for a, b in who.cooperate]
        members = {member for pair in pairs for member in pair}
        all_with_all = len(pairs) == len(members) * (len(members) - 1) // 2
        with_issuer = [pair for pair in pairs if self._issuer in pair] if all_with_all else []
        for a, b in with_issuer or pairs:
            self._statements.relate(self._part["cooperates_with"], a, b, clause, main)

    def add_context(self, things: list[NamedObject], relied: list[str], clause: Clause, main: VerbPhrase) -> None:
        """What the clauses before add to the things of this one: who was relied on, which programme it is about."""
        part, discourse = self._part, self._discourse
        named = (part["event"], part["program"])
        programme = discourse.programme
        for found in things:
            for body in relied if found.type in named else ():
                self._statements.relate(part["participates_in"], body, found.id, clause, main, found)
            if programme is not None and found.type in named and discourse.specifies(clause):
                self._statements.relate(part["part_of"], found.id, programme.id, clause, main, found)
        announced = [found for found in things if found.type == part["program"]]
        if announced and main.verb.cls == "implement":
            discourse.programme = announced[-1]

    def doer(self, index: int, ids: list[str]) -> str:
        """Id of a doer by its index among the clause's organizations, whose ``ids`` they are."""
        return self._issuer if index == participants.ISSUER else ids[index]
