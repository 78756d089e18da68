"""Who undertakes a thing: 由A承办、B协办; X论坛由A主办, B承办.

In such clauses the thing stands in front of 由, or was named before; the verb that closes the clause (or follows each
body) tells the body's role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.constructions import Constructions
from kexie_kg.loaders.lexicon import Lexicon
from kexie_kg.loaders.objects import ObjectReader
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.relations import relation_of
from kexie_kg.loaders.statements import NamedObject, Statements

_BY = re.compile(r"(?P<topic>[^由]{0,45}?)(?:均|分别|具体|主要|统一|将|可)?(?:由|委托)")
_DOES = re.compile(
    r"(?:(?:分别|共同|联合|具体|负责|轮流)*)(主办|承办|协办|举办|组织实施|组织|实施|负责|牵头|共建|承建|建设)(?=[、和与及,，]|$)"
)
_MADE_BY = re.compile(r"(?:主办|承办|协办|举办|组织)的")
_ROLE = re.compile(r"主办|承办|协办|举办|组织")
_HELD = re.compile(r"(?:将)?(?:定于|拟于|计划|在|于)[^，。；]{1,20}(?:举行|举办|召开|开幕|启动|开赛|开营|开讲)")
_POINTING_BACK = re.compile(r"(?:本届|本次|该|此次|此)(?:论坛|大赛|竞赛|活动|展览|年会|会议|赛事|项|届)?")
_PART = re.compile(r"其中")
_BUILDING = frozenset({"共建", "承建", "建设"})
_JOINTLY = re.compile(r"(?:共同|联合|合作)")
_AND = ("与", "和")
_ONLY_UNDERTAKING = frozenset({"承办", "协办"})


class Undertakers:
    """Reads such clauses of one plan."""

    def __init__(
        self, issuer: str, text: str, objects: ObjectReader, statements: Statements, constructions: Constructions,
        lexicon: Lexicon, schema: Schema,
    ) -> None:  # fmt: skip
        self._issuer, self._text, self._objects, self._statements = issuer, text, objects, statements
        self._constructions, self._lexicon, self._part = constructions, lexicon, schema.part

    def read(self, clause: Clause) -> bool:
        """Whether the clause says who undertakes a thing, and nothing is left to be read."""
        if self._read_relative(clause):
            return True
        words = self._text[clause.start : clause.end]
        by = _BY.match(self._text, clause.start, clause.end) if "由" in words or "委托" in words else None
        start = by.end() if by is not None else clause.start
        bodies = self._objects.organizations_in(start, clause.end)
        if not bodies or (by is None and bodies[0].start != clause.start):
            return False
        roles = self._roles(bodies, clause.end)
        if roles is None:
            return False
        topic = (by.start("topic"), by.end("topic")) if by is not None else (start, start)
        if topic[0] == topic[1] and "牵头" in roles:
            return False  # who leads what the next clause tells
        back = _POINTING_BACK.fullmatch(self._text, *topic)
        built = set(roles) <= _BUILDING
        introduced = [] if back is not None else self._topic(topic, built)
        if topic[1] - topic[0] > len("其中") and back is None and not introduced:
            return False
        whole = self._objects.last_events[:1]
        things = introduced or sorted(self._objects.last_events, key=lambda e: e.mention.start)
        if not things:
            return False
        self._relate(things, bodies, roles, clause)
        self._relate_joint(bodies, self._phrase("举办", clause), clause)
        if introduced:
            self._objects.last_events = introduced
            if _PART.match(self._text, *topic):
                for part in introduced if whole else ():
                    phrase = self._phrase("举办", clause)
                    self._statements.relate(self._part["part_of"], part.id, whole[0].id, clause, phrase)
            elif set(roles) <= _ONLY_UNDERTAKING and not self._names_issuer(bodies):
                self._statements.relate(
                    self._relation(introduced[0]), self._issuer, introduced[0].id, clause, self._phrase("举办", clause)
                )
        return True

    def _read_relative(self, clause: Clause) -> bool:
        """由A主办、B承办的X在Y举行: those who undertake X stand in a clause in front of it."""
        if not self._text.startswith("由", clause.start):
            return False
        made = _MADE_BY.search(self._text, clause.start, clause.end)
        held = _HELD.search(self._text, made.end(), clause.end) if made is not None else None
        if made is None or held is None:
            return False
        bodies = self._objects.organizations_in(clause.start, made.start())
        things = self._constructions.named(made.end(), held.start(), "举办")
        phrase = VerbPhrase(self._lexicon.verb["举办"], made.start(), made.end(), clause.end)
        for body, thing in product(bodies, things):
            role = _ROLE.search(self._text, body.end, made.end())
            does = phrase if role is None else replace(phrase, verb_start=role.start())
            self._objects.relate(thing, does, clause, self._objects.ids_of([body]), led=False)
        self._relate_joint(bodies, phrase, clause)
        return bool(things)

    def _relate_joint(self, bodies: Sequence[OrganizationMention], phrase: VerbPhrase, clause: Clause) -> None:
        """A与B主办, A、B联合承办: they work together; bodies with verbs of their own do not."""
        for a, b in pairwise(bodies):
            gap = self._text[a.end : b.start]
            jointly = _JOINTLY.match(self._text, b.end) is not None
            if gap in _AND or (gap == "、" and jointly):
                one, other = self._objects.ids_of([a, b])
                self._statements.relate(self._part["cooperates_with"], one, other, clause, phrase)

    def _roles(self, bodies: Sequence[OrganizationMention], end: int) -> list[str] | None:
        """The verb that follows each body, or the one behind it in its list; None if the clause does not end so."""
        roles: list[str] = []
        for index, body in enumerate(bodies):
            stop = bodies[index + 1].start if index + 1 < len(bodies) else end
            found = _DOES.match(self._text, body.end, stop)
            if found is None and index + 1 == len(bodies):
                return None
            if found is not None and index + 1 == len(bodies) and found.end() != end:
                return None
            roles.append(found[1] if found is not None else "")
        for index in reversed(range(len(roles) - 1)):
            roles[index] = roles[index] or roles[index + 1]
        return roles

    def _topic(self, span: tuple[int, int], built: bool) -> list[NamedObject]:
        part = _PART.match(self._text, *span)
        start = part.end() if part is not None else span[0]
        known = [e for e in self._constructions.parts if e.mention.surface == self._text[start : span[1]]]
        named = known or self._constructions.named(start, span[1], "建设" if built else "举办")
        types = (self._part["facility"],) if built else (self._part["event"], self._part["program"])
        return [found for found in named if found.type in types]

    def _relate(
        self, things: list[NamedObject], bodies: Sequence[OrganizationMention], roles: list[str], clause: Clause
    ) -> None:
        dealt = "分别" in self._text[clause.start : clause.end] and len(things) == len(bodies)
        for index, (body, role) in enumerate(zip(bodies, roles, strict=True)):
            phrase = self._phrase(role if role in self._lexicon.verb else "举办", clause, body)
            for thing in [things[index]] if dealt else things:
                self._statements.relate(
                    self._relation(thing), self._objects.ids[body.start, body.end], thing.id, clause, phrase
                )

    def _relation(self, thing: NamedObject) -> str:
        verb = self._lexicon.verb["举办" if thing.type == self._part["event"] else "建设"]
        relation = relation_of(thing.type, thing.mention.kind, verb, "", self._lexicon)
        assert relation is not None  # there is a frame for either verb and each of these types
        return relation

    def _phrase(self, verb: str, clause: Clause, body: OrganizationMention | None = None) -> VerbPhrase:
        """With the verb at the place where it stands behind the body, from which its role is read."""
        at = self._text.find(verb, body.end, clause.end) if body is not None else -1
        at = at if at >= 0 else clause.start
        return VerbPhrase(self._lexicon.verb[verb], at, at, clause.end)

    def _names_issuer(self, bodies: Sequence[OrganizationMention]) -> bool:
        return any(self._objects.ids[body.start, body.end] == self._issuer for body in bodies)
