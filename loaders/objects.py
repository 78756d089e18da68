"""Objects of verbs: the things a verb phrase names, and the relations that it gives them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders import venues
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.mentions import MentionFinder
from kexie_kg.loaders.naming import unquoted
from kexie_kg.loaders.organizations import OrganizationMention
from kexie_kg.loaders.page import PlanPage
from kexie_kg.loaders.relations import relation_of
from kexie_kg.loaders.statements import NamedObject, Statements

_MADE_BY = re.compile(r"(?P<jointly>共同|联合)?(?P<verb>主办|举办|承办|召开|印发|发布|出台|组织|实施|开展|编印)的$")
_LONGEST_MADE_BY = 6
_LIST_MARKS = "、和与及"
_NEVER_BUILT = frozenset({"government", "university", "school", "company", "media"})
"""Kinds of bodies that an association does not set up: in its plans they stand in front of what is built."""
_GOES_ON = re.compile(r"[一-龥“](?<![等和与及并])")
_SHORTEST_OWNED = 4
"""Characters of a name that can stand without its owner."""


class ObjectReader:
    """Reads the objects of one plan's verb phrases and relates them to their doers."""

    def __init__(
        self, issuer: str, page: PlanPage, context: PlanContext, facts: FactBuilder, entities: EntityReader,
        statements: Statements, finder: MentionFinder,
    ) -> None:  # fmt: skip
        self._issuer, self._context, self._entities, self._statements = issuer, context, entities, statements
        self._page, self._text, self._finder = page, page.text, finder
        self._lexicon = lexicons.load()
        self._part = facts.schema.part
        self._organizations: list[OrganizationMention] = []
        self._starts: list[int] = []
        self._by_end: dict[int, OrganizationMention] = {}
        self.ids: dict[tuple[int, int], str] = {}
        """Ids of the organizations by their spans."""
        self.last_events: list[NamedObject] = []
        """The events named last, the newest first."""

    def know(self, organizations: list[OrganizationMention], ids: dict[tuple[int, int], str]) -> None:
        """The organizations of the stretch of text that comes next, in order, and their ids by span."""
        self._organizations, self.ids = organizations, ids
        self._starts = [m.start for m in organizations]
        self._by_end = {m.end: m for m in organizations}

    def organizations_in(self, start: int, end: int) -> list[OrganizationMention]:
        """Those known that lie in ``[start:end]``."""
        if not self._organizations:
            return []
        first = bisect_left(self._starts, start)
        found: list[OrganizationMention] = []
        while first < len(self._starts) and self._organizations[first].end <= end:
            found.append(self._organizations[first])
            first += 1
        return found

    def ids_of(self, mentions: Iterable[OrganizationMention]) -> list[str]:
        """Their ids, in the same order."""
        return [self.ids[m.start, m.end] for m in mentions]

    def read(self, phrase: VerbPhrase) -> Iterator[NamedObject]:
        """The things a verb phrase names, added as entities; of a verb of building also the bodies."""
        if phrase.verb.cls == "invoke":
            return
        named = self.organizations_in(phrase.start, phrase.end)
        spans: list[tuple[int, int]] = []
        for mention in self._finder.in_object(phrase.start, phrase.end, phrase.verb):
            mention = self._without_owner(mention, named)
            if any(m.start < mention.end and mention.start < m.end for m in named if m.end >= mention.end):
                continue
            id_ = self._entities.mention(mention, self._page.task_at(mention.start))
            self._relate_owner(mention, id_, phrase)
            self._relate_makers(mention, id_, phrase)
            spans.append((mention.start, mention.end))
            yield NamedObject(id_, mention.type if mention.known is None else mention.known.type, mention)
        for body in named if phrase.verb.cls == "build" else ():
            if (
                body.kind in _NEVER_BUILT
                or self._is_part(body)
                or any(start <= body.start < end for start, end in spans)
            ):
                continue  # 中国科协海外人才离岸基地: the body is part of the name of what is built
            organization = Mention(body.start, body.end, self._part["organization"], body.kind,
                                   self._text[body.start : body.end], body.rule, body.confidence)  # fmt: skip
            yield NamedObject(self.ids[body.start, body.end], organization.type, organization)

    def _is_part(self, body: OrganizationMention) -> bool:
        """建设中国科协|国家海外人才离岸创新创业基地: an association whose name goes on is a part of what is built."""
        return body.kind == "association" and _GOES_ON.match(self._text, body.end) is not None

    def relate(self, found: NamedObject, phrase: VerbPhrase, clause: Clause, doers: list[str], led: bool) -> bool:
        """The relations that one object of one verb gives; whether there were any."""
        relation = relation_of(found.type, found.mention.kind, phrase.verb, found.mention.tail, self._lexicon)
        supports = self._lexicon.supports.get(found.type)
        if relation is None and led and supports is not None:
            relation, doers = supports, []
        if relation is None:
            return False
        if led and doers == [self._issuer]:  # the printed doer is generic: nobody's deed but supported (rule 13)
            doers = [] if supports else doers
        for doer in doers:
            self._statements.relate(relation, doer, found.id, clause, phrase, found)
            if phrase.also is not None and (not led or doer != self._issuer):
                self._relate_also(found, phrase, clause, doer, relation)
        if found.type == self._part["event"]:
            self.last_events = [found, *(e for e in self.last_events if e.mention.start >= clause.start)]
            self._place_event(found, phrase, clause)
        elif found.type == self._part["facility"] and phrase.verb.cls == "build":
            self._place_facility(found, phrase, clause)
        if led and supports is not None and not (doers and relation == self._part["participates_in"]):
            self._statements.relate(supports, self._issuer, found.id, clause, phrase, found)
        return supports is not None or not led

    def _relate_also(self, found: NamedObject, phrase: VerbPhrase, clause: Clause, doer: str, first: str) -> None:
        """建好用好X: the second of two verbs that share their object says something of its own."""
        relation = relation_of(found.type, found.mention.kind, phrase.also, found.mention.tail, self._lexicon)
        if relation is not None and relation != first:
            self._statements.relate(relation, doer, found.id, clause, phrase, found)

    def _without_owner(self, mention: Mention, named: list[OrganizationMention]) -> Mention:
        """省科协|“湘约科普”计划: whose a programme is, is no part of its name; of other things only before quotes."""
        owner = next((m for m in named if m.start <= mention.start < m.end < mention.end), None)
        if owner is None or mention.end - owner.end < _SHORTEST_OWNED:
            return mention
        start = owner.end + self._text.startswith("的", owner.end)
        if mention.type != self._part["program"] and not self._text.startswith("“", start):
            return mention
        surface = mention.surface[start - mention.start :]
        inner, _, behind = surface.removeprefix("“").partition("”")
        name = inner if surface[0] == "“" and behind in self._lexicon.type_words else unquoted(surface)
        return replace(mention, start=start, surface=surface, known=self._lexicon.known_by_name.get(name))

    def _relate_owner(self, mention: Mention, id_: str, phrase: VerbPhrase) -> None:
        """中国科协|海智计划: who stands in front of a programme carries it out (rule 22)."""
        relation = {self._part["program"]: self._part["implements"], self._part["award"]: self._part["confers"]}
        if mention.type not in relation:
            return
        start = mention.start - self._text.startswith("的", mention.start - 1)
        owner = self._by_end.get(start)
        if owner is not None:
            clause = Clause(owner.start, mention.end, owner.start, ())
            self._statements.relate(relation[mention.type], self.ids[owner.start, owner.end], id_, clause, phrase)

    def _relate_makers(self, mention: Mention, id_: str, phrase: VerbPhrase) -> None:
        """A、B共同举办的X: who is said in front of a thing to hold or issue it."""
        made = _MADE_BY.search(self._text[max(0, mention.start - _LONGEST_MADE_BY) : mention.start])
        if made is None:
            return
        stop = mention.start - len(made[0])
        makers: list[OrganizationMention] = []
        body = self._by_end.get(stop)
        while body is not None:
            makers.append(body)
            stop = body.start
            body = self._by_end.get(stop) or (
                self._by_end.get(stop - 1) if self._text[stop - 1] in _LIST_MARKS else None
            )
        verb = self._lexicon.verb[made["verb"]]
        relation = relation_of(mention.type, mention.kind, verb, "", self._lexicon)
        clause = Clause(stop, mention.end, stop, ())
        for body in makers if relation is not None else ():
            self._statements.relate(str(relation), self.ids[body.start, body.end], id_, clause, phrase)
        for a, b in combinations(self.ids_of(makers), 2) if made["jointly"] else ():
            self._statements.relate(self._part["cooperates_with"], a, b, clause, phrase)

    def _place_event(self, found: NamedObject, phrase: VerbPhrase, clause: Clause) -> None:
        name = (found.mention.start, found.mention.end)
        places = [*venues.printed(self._text, clause.start, phrase.verb_start, self._context),
                  *venues.printed(self._text, name[1], phrase.end, self._context),
                  *venues.in_name(self._text, *name, self._context)]  # fmt: skip
        for place in places:
            id_ = self._entities.place(place, self._page.task_at(place.start))
            self._statements.relate(self._part["held_in"], found.id, id_, clause, phrase, found)

    def _place_facility(self, found: NamedObject, phrase: VerbPhrase, clause: Clause) -> None:
        """在X设立Y: what is built lies there."""
        for place in venues.printed(self._text, clause.start, phrase.verb_start, self._context):
            id_ = self._entities.place(place, self._page.task_at(place.start))
            self._statements.relate(self._part["located_in"], found.id, id_, clause, phrase, found)

    def relate_wholes(
        self, objects: Sequence[NamedObject], during: Sequence[NamedObject], phrase: VerbPhrase, clause: Clause
    ) -> None:
        """What is held during an event, or named behind it and a dash, is part of it (rules 25 and B7)."""
        event, part_of = self._part["event"], self._part["part_of"]
        for part in objects:
            for whole in during if part.type == event else ():
                self._statements.relate(part_of, part.id, whole.id, clause, phrase, part)
        for whole, part in pairwise(objects):
            dashed = set(self._text[whole.mention.end : part.mention.start]) == {"—"}
            if dashed and whole.type == part.type == event:
                self._statements.relate(part_of, part.id, whole.id, clause, phrase, part)

    def support(self, bodies: Sequence[str], clause: Clause, phrase: VerbPhrase) -> None:
        """The issuer supports these bodies."""
        relation = self._lexicon.supports.get(self._part["organization"])
        for body in bodies:
            if relation is not None:
                self._statements.relate(relation, self._issuer, body, clause, phrase)
