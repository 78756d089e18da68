"""What a query that is being typed may go on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kexie_kg.graph.rdf import Vocabulary
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Named
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.syntax import KEYWORDS
from kexie_kg.queries.tokens import pieces

_APART = "(){}[]/|^!,;=<>"
"""What stands between names in SPARQL."""
_COMMON = "Entity"
"""The label of every node, by which Cypher finds nodes quickly."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Text that may stand in place of the last ``replaces`` characters, and what it means."""

    text: str
    meaning: str
    replaces: int


def completions(before: str, language: Language, schema: Schema) -> Iterator[Completion]:
    """What may follow the text, in alphabetical order: names of the schema where one is due, else keywords.

    In Cypher labels come after a colon in ``( )``, relations after one in ``[ ]``, properties after a dot; in SPARQL
    all names after a prefix, and declarations after PREFIX. Nothing inside of quotes and comments. Small letters stand
    for capitals, too.
    """
    words, typed = _due(before, language, schema)
    for text in sorted(words):
        if text != typed and (text.startswith(typed) or (typed.islower() and text.lower().startswith(typed))):
            yield Completion(text, words[text], len(typed))


def _due(before: str, language: Language, schema: Schema) -> tuple[Mapping[str, str], str]:
    """What is due after a text, with its meanings, and how much of it is there already."""
    found = list(pieces(before, language))
    if any(piece.kind == "open" for piece in found):
        return {}, ""
    last = found[-1] if found else None
    if last and (last.kind in {"string", "iri", "quoted"} or last.text.startswith(("//", "/*", "#"))):
        return {}, ""
    if language == "sparql":
        return _in_sparql(before, schema)
    typed = last.text if last and last.kind == "word" else ""
    mark = before[: len(before) - len(typed)][-1:]
    around = ""
    for piece in found:
        if piece.kind == "mark" and piece.text in "([{":
            around += piece.text
        elif piece.kind == "mark" and piece.text in ")]}":
            around = around[:-1]
    if mark in {":", "|"} and around.endswith("["):
        return _named(schema.relations), typed
    if mark == ":" and around.endswith("("):
        return {_COMMON: "every node", **_named(schema.types), **_named(schema.labels)}, typed
    if mark == "." or (around.endswith("{") and around[-2:-1] in {"(", "["}):
        return {"id": "id", **_named(schema.properties)}, typed
    return (dict.fromkeys(KEYWORDS["cypher"], ""), typed) if typed else ({}, "")


def _in_sparql(before: str, schema: Schema) -> tuple[Mapping[str, str], str]:
    start = next((i for i in range(len(before), 0, -1) if before[i - 1].isspace() or before[i - 1] in _APART), 0)
    typed = before[start:]
    if before.removesuffix(typed).upper().rstrip().endswith("PREFIX"):
        return {f"{prefix}: <{iri}>": "" for prefix, iri in schema.namespaces.items()}, typed
    if typed.startswith(("?", "$")):
        return {}, ""
    if ":" in typed:
        return _terms(schema), typed
    return (dict.fromkeys(KEYWORDS["sparql"], ""), typed) if typed else ({}, "")


def _terms(schema: Schema) -> Mapping[str, str]:
    """Classes and properties by their prefixed names."""
    vocabulary, terms = Vocabulary.of(schema), dict[str, str]()
    named: Mapping[str, Named] = {**schema.properties, **schema.relations, **schema.labels, **schema.types}
    for iris in (vocabulary.classes, vocabulary.relations, vocabulary.properties):
        for name, iri in iris.items():
            prefix, start = max(schema.namespaces.items(), key=lambda item: iri.startswith(item[1]) * len(item[1]))
            terms[f"{prefix}:{iri.removeprefix(start)}"] = _meaning(named[name]) if name in named else ""
    return terms


def _named(things: Mapping[str, Named]) -> Mapping[str, str]:
    return {name: _meaning(thing) for name, thing in things.items()}


def _meaning(thing: Named) -> str:
    return f"{thing.zh} {thing.en}"
