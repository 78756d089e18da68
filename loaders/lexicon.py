"""The words extraction rests on: heads, verbs, bounding words, relation frames. All is data in ``patterns/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from kexie_kg.graph.errors import SchemaError
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.loaders.words import Words

MOBILE = "mobile"
"""The kind of facilities that go on tour."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last word of a name, and the type and kind it gives."""

    word: str
    type: str
    kind: str
    definite: bool = False
    """Whether a word of kind in front is enough to make a name of it: 科普嘉年华."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb and what it says of its object; a weak one is a verb only where a phrase begins."""

    word: str
    cls: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Which relation a verb class (or a noun behind the name, its ``tail``) gives an object of a type."""

    relation: str
    objects: tuple[str, ...]
    kinds: frozenset[str]
    """Kinds of the objects it is meant for; all if empty."""
    verbs: frozenset[str]
    words: frozenset[str]
    """Verbs that give the relation whatever their class gives: 设立 an award is to confer it."""
    tails: frozenset[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownName:
    """An entry of the gazetteer of names known nation-wide."""

    name: str
    type: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    heads: Words
    closing: Mapping[str, Head]
    closing_pattern: re.Pattern[str]
    """What ends a list and tells its type: 等…科普活动."""
    quoted_endings: Mapping[str, Head]
    """Single characters that are heads at the end of words in quotes: “江淮院士行”."""
    verbs: Words
    verb: Mapping[str, Verb]
    adverbs: tuple[str, ...]
    adverb: re.Pattern[str]
    """Any of them, the longest first."""
    before_object: re.Pattern[str]
    """An adverb or a complement."""
    complements: tuple[str, ...]
    not_complements: tuple[str, ...]
    """Words that begin with a complement and are none: 成都."""
    attributes: tuple[str, ...]
    indefinite: frozenset[str]
    many: tuple[str, ...]
    """Determiners that make many of a name whatever its head: 各类, 大型, 系列."""
    generic: frozenset[str]
    type_words: frozenset[str]
    """Behind a name in quotes they only say what it is; the name stands without them (rule D10)."""
    neutral_tails: tuple[str, ...]
    """Behind a name in quotes they go on with the clause and tell nothing of what the name means."""
    slogan_tail: re.Pattern[str]
    """Behind quotes it tells that the words are a slogan or description: “大联合、大协作”工作机制."""
    frames: tuple[Frame, ...]
    frames_of: Mapping[str, tuple[Frame, ...]]
    """Those that fit an object of a type, the ones meant for certain kinds of it first."""
    supports: Mapping[str, str]
    """The relation that a verb of support gives, by the type of its object."""
    mobile: re.Pattern[str]
    """Heads and known names of what goes on tour: 大篷车, 流动科技馆."""
    known: Words
    known_by_name: Mapping[str, KnownName]
    invoked: frozenset[str]
    paired: re.Pattern[str]
    """Those of two phrases: 不忘初心、牢记使命."""


@cache
def load() -> Lexicon:
    """The lexicon of the package; raises :class:`SchemaError` naming the file of a mistake."""
    schema = Schema.load()
    heads = _patterns("heads.toml")
    words = _patterns("words.toml")
    verb_tables = _patterns("verbs.toml")
    verb_decoys = verb_tables.pop("decoys")
    verbs = {
        word: Verb(word, cls, strength == "strong")
        for cls, table in verb_tables.items()
        for strength in ("weak", "strong")
        for word in table[strength]
    }
    known = dict(_known_names(schema))
    frames = tuple(_frames(schema))
    invoked = _gazetteer("invoked.toml")["words"].split()
    closing = {h.word: h for h in _heads(heads["closing"], schema)}
    return Lexicon(
        heads=Words(
            [*((h.word, h) for h in _heads(heads["head"], schema)), *((w, None) for w in heads["decoys"])], by_end=True
        ),
        closing=closing,
        closing_pattern=re.compile(rf"等[^，。；、等“”]{{0,8}}?({'|'.join(_longest_first(closing))})"),
        quoted_endings={h.word: h for h in _heads(heads["quoted_ending"], schema)},
        verbs=Words([*((w, None) for w in verb_decoys), *verbs.items()]),
        verb=verbs,
        adverbs=_longest_first(words["adverbs"].split()),
        adverb=re.compile("|".join(map(re.escape, _longest_first(words["adverbs"].split())))),
        before_object=re.compile(
            "|".join(map(re.escape, [*_longest_first(words["adverbs"].split()), *_longest_first(words["complements"])]))
        ),
        complements=_longest_first(words["complements"]),
        not_complements=tuple(words["not_complements"]),
        attributes=_longest_first(words["attributes"]),
        indefinite=frozenset(words["indefinite"]),
        many=_longest_first([*words["indefinite"], *words["many"]]),
        generic=frozenset(words["generic"]),
        type_words=frozenset(words["type_words"]),
        neutral_tails=_longest_first(words["neutral_tails"]),
        slogan_tail=re.compile(
            rf"(?:、“[^”]*”)*(?:等|的)?[一-龥]{{0,6}}(?<!改革)(?:{'|'.join(_longest_first(words['slogan_tails']))})"
        ),
        frames=frames,
        frames_of={
            type_: tuple(sorted((f for f in frames if type_ in f.objects), key=lambda frame: not frame.kinds))
            for type_ in schema.types
        },
        supports={  # of several frames the first decides
            type_: frame.relation for frame in reversed(frames) if "support" in frame.verbs for type_ in frame.objects
        },
        mobile=re.compile("|".join(map(re.escape, _longest_first(_mobile(heads["head"], known))))),
        known=Words(known.items()),
        known_by_name=known,
        invoked=frozenset(invoked),
        paired=re.compile("|".join(re.escape(slogan) for slogan in invoked if "、" in slogan)),
    )


@cache
def load_without_gazetteer() -> Lexicon:
    """The lexicon without names known nation-wide."""
    return replace(load(), known=Words(()), known_by_name={})


def _heads(tables: list[dict[str, Any]], schema: Schema) -> Iterator[Head]:
    for table in tables:
        _check_type("heads.toml", table["type"], table["kind"], schema)
        for word in table["words"]:
            yield Head(word, table["type"], table["kind"], table.get("definite", False))


def _mobile(heads: list[dict[str, Any]], known: Mapping[str, KnownName]) -> Iterator[str]:
    for table in heads:
        if table["kind"] == MOBILE:
            yield from table["words"]
    yield from (name for name, entry in known.items() if entry.kind == MOBILE)


def _frames(schema: Schema) -> Iterator[Frame]:
    folder = files("kexie_kg.loaders").joinpath("patterns", "relations")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        table = tomllib.loads(file.read_text("utf-8"))
        relation, objects = table["relation"], table["object"]
        if relation not in schema.relations:
            raise SchemaError(f'{file.name}: no relation "{relation}"{nearest(relation, schema.relations)}')
        objects = [objects] if isinstance(objects, str) else objects
        for name in objects:
            _check_type(file.name, name, "", schema)
        yield Frame(
            relation=relation,
            objects=tuple(objects),
            kinds=frozenset(table.get("kinds", ())),
            verbs=frozenset(table["verbs"]),
            words=frozenset(table.get("words", ())),
            tails=frozenset(table.get("tails", ())),
            examples=tuple(table["examples"]),
            counter_examples=tuple(table["counter_examples"]),
        )


def _known_names(schema: Schema) -> Iterator[tuple[str, KnownName]]:
    for table in _gazetteer("national.toml")["name"]:
        _check_type("national.toml", table["type"], table["kind"], schema)
        entry = KnownName(table["name"], table["type"], table["kind"], tuple(table.get("aliases", ())))
        for surface in (entry.name, *entry.aliases):
            yield surface, entry


def _check_type(file: str, type_: str, kind: str, schema: Schema) -> None:
    if type_ not in schema.types:
        raise SchemaError(f'{file}: no type "{type_}"{nearest(type_, schema.types)}')
    kinds = schema.types[type_].kinds
    if kind and kind not in kinds:
        raise SchemaError(f'{file}: {type_} has no kind "{kind}"{nearest(kind, kinds)}')


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda w: (-len(w), w)))


def _patterns(name: str) -> dict[str, Any]:
    return tomllib.loads(files("kexie_kg.loaders").joinpath("patterns", name).read_text("utf-8"))


def _gazetteer(name: str) -> dict[str, Any]:
    return tomllib.loads(files("kexie_kg.data").joinpath("gazetteer", name).read_text("utf-8"))
