"""Judgements as people give them: names completed to keys, checked, and added to the file beside the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kexie_kg.graph.errors import JudgementError
from kexie_kg.graph.judgements import file as judgement_file
from kexie_kg.graph.judgements.judge import nearest_key
from kexie_kg.graph.judgements.language import Judgement, Key, parse_words
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import Limits, QueryStore

_NAMES = "MATCH (n:Entity:{type}) RETURN n.name AS name, n.scope AS scope, n.plan AS plan"
_ALIASES = "MATCH (n:Entity) WHERE n.aliases IS NOT NULL UNWIND n.aliases AS alias RETURN n.id AS id, alias"
_EDGE = (
    "MATCH (a:Entity)-[r:{type}]->(b:Entity) WHERE r.id = $id "
    "RETURN a.id AS source, b.id AS target, r.plan AS plan, r.modality AS modality"
)
_SHOWN = 5
_LIMITS = Limits(rows=10_000_000)


def note(repository: Repository, store: QueryStore, words: Sequence[str]) -> str:
    """Adds the judgement in these words to the file; returns what to tell the user.

    Raises :class:`JudgementError` if a word names nothing or several things, or if it contradicts another judgement.
    """
    schema = Schema.load()
    names = _Names(store, judgement_file.read(repository.path, schema), schema)
    judgement = parse_words([part for word in words for part in names.expanded(word)], schema, names.key)
    if judgement.plan and judgement.plan not in repository.manifest.plans:
        repository.record(judgement.plan)
    with Repository.writing(repository.path):
        added = judgement_file.add(repository.path, judgement, schema)
    file = repository.path / judgement_file.NAME
    if not added:
        return f"{file} says so already: {judgement}"
    return f"{file}: {judgement}\nthe next build applies it: kexie build --graph {repository.path}"


def judgement_rows(repository: Repository) -> Rows:
    """Each judgement, and what it did when the graph was made; of a line that was added or removed since, that."""
    outcomes = {outcome.judgement: outcome for outcome in repository.manifest.outcomes}
    lines = {str(j): j.line for j in judgement_file.read(repository.path, Schema.load())}
    rows: list[tuple[int | None, str, str, str]] = []
    for text, line in lines.items():
        outcome = outcomes.get(text)
        state = "new" if outcome is None else "held" if outcome.held else "met nothing"
        rows.append((line, text, state, "takes effect with the next build" if outcome is None else outcome.effect))
    for text in outcomes.keys() - lines.keys():
        rows.append((None, text, "removed", "taken back with the next build"))
    return Rows(("line", "judgement", "state", "effect"), tuple(sorted(rows, key=lambda row: (row[0] or 0, row[1]))))


class _Names:
    """What things are called in the graph and in judgements, which know the names that are joined away."""

    def __init__(self, store: QueryStore, judgements: Sequence[Judgement], schema: Schema) -> None:
        self._store, self._schema = store, schema
        self._known = {key.id: key for judgement in judgements for key in judgement.things}
        self._by_name: dict[str, set[Key]] = defaultdict(set)
        self._by_alias: dict[str, set[Key]] = defaultdict(set)
        for key in self._in_graph():
            self._known[key.id] = key
        for id_, alias in store.run(_ALIASES, limits=_LIMITS):
            self._by_alias[str(alias)].add(self._known[str(id_)])
        for key in self._known.values():
            self._by_name[key.name].add(key)

    def _in_graph(self) -> Iterator[Key]:
        for type_ in self._schema.types.values():
            if "name" in type_.props and not type_.derived:
                text = _NAMES.format(type=self._schema.quoted(type_.name))
                for name, scope, plan in self._store.run(text, limits=_LIMITS):
                    yield Key(type_.name, str(name), str((plan if type_.structural else scope) or ""))

    def key(self, word: str) -> Key:
        """The key that a word stands for: an id, a key, ``type|name``, a name, or an alias that only one thing has."""
        if word in self._known:
            return self._known[word]
        if word.count("|") > 1:
            key = Key.parse(word)
            if key.id not in self._known:
                raise JudgementError(f"no {key}{nearest_key(key, self._known.values())}")
            return key
        type_, _, name = word.rpartition("|")
        named = self._by_name.get(name) or self._by_alias.get(name, set())
        found = sorted(key for key in named if type_ in {"", key.type})
        if len(found) == 1:
            return found[0]
        if not found:
            raise JudgementError(f'nothing is called "{word}"{nearest(name, self._by_name)}')
        shown = ", ".join(f'"{key}"' for key in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise JudgementError(f'"{word}" may be one of {len(found)} things; write {shown}{more}')

    def expanded(self, word: str) -> list[str]:
        """The id of a relation as the words that name it; any other word alone."""
        if not word.startswith("statement/"):
            return [word]
        for relation in self._schema.relations.values():
            if not relation.structural:
                text = _EDGE.format(type=self._schema.quoted(relation.name))
                for source, target, plan, modality in self._store.run(text, {"id": word}):
                    return [str(source), f"{relation.name}/{modality}", str(target), "in", str(plan)]
        raise JudgementError(f"no relation {word} that can be judged")
