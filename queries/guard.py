"""The first gate of queries that people type: only what reads, and reads from this graph alone, gets to an engine.

Gates behind it (read-only handles, limits, processes that can be killed) hold on their own; this one is for clear
refusals, and for what an engine would do even when it only reads: call out to other servers, open files, run a
procedure. It works on tokens, so the words are harmless inside strings, comments, IRIs and backticks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.syntax import check_whole, meant
from kexie_kg.queries.tokens import Token, tokens, where

_READ_ONLY = "a query may only read"
_CLOSED = "a query may only see this graph"

_REFUSED: Mapping[Language, Mapping[str, str]] = {
    "cypher": {
        **dict.fromkeys(("CREATE", "MERGE", "INSERT", "SET", "REMOVE", "DELETE", "DETACH", "DROP"), _READ_ONLY),
        **dict.fromkeys(("ALTER", "GRANT", "DENY", "REVOKE", "FOREACH"), _READ_ONLY),
        **dict.fromkeys(("LOAD", "USE"), _CLOSED),
    },
    "sparql": {
        **dict.fromkeys(("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"), _READ_ONLY),
        **dict.fromkeys(("WITH", "USING"), _READ_ONLY),
        **dict.fromkeys(("LOAD", "SERVICE", "FROM"), _CLOSED),
    },
}

_OPENINGS: Mapping[Language, tuple[str, ...]] = {
    "cypher": ("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"),
    "sparql": ("PREFIX", "BASE", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"),
}

_PROCEDURES = (
    "db.labels", "db.relationshipTypes", "db.propertyKeys", "db.schema.nodeTypeProperties",
    "db.schema.relTypeProperties", "dbms.components",
)  # fmt: skip
_NAMESPACES = ("date", "datetime", "duration", "localdatetime", "localtime", "point", "time")
"""Whose functions are part of Cypher (date.truncate); any other dotted function is an extension of a server."""

LONGEST = 100_000
"""Characters of a query: nobody types more, and engines run out of stack over less than a million."""

_ESCAPE = re.compile(r"\\[uU]")
_ASCII_NAME = re.compile(r"[A-Z0-9_]+")


def checked(text: str, language: Language, source: str = "") -> str:
    """The text to run: ``text`` with line ends unified. Raises :class:`QueryError` if it is refused.

    ``source`` names the text in errors; without it, the language does.
    """
    source = source or language
    if len(text) > LONGEST:
        raise QueryError(f"{source}: the query has more than {LONGEST} characters; bind long values as parameters")
    text = text.replace("\r\n", "\n")
    _check_characters(text, source)
    found = tokens(text, language, source)
    _check_look_alikes(found, text, source)
    _check_statement(found, text, language, source)
    for index, token in enumerate(found):
        reason = _refused_word(token, found[index - 1] if index else None, language)
        if reason:
            hint = "quote it in backticks if it is a name" if language == "cypher" else "choose another name"
            raise QueryError(f"{where(text, token.start, source)}: {token.text} is refused: {reason}; {hint}")
        if language == "cypher":
            _check_call(found, index, text, source)
    check_whole(found, text, language, source)
    return text


def _check_characters(text: str, source: str) -> None:
    """What engines disagree about: where a line ends, what is invisible, when escapes are undone."""
    for offset, char in enumerate(text):
        if char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}:
            raise QueryError(f"{where(text, offset, source)}: control character U+{ord(char):04X}; remove it")
    escape = _ESCAPE.search(text)
    if escape:
        raise QueryError(f"{where(text, escape.start(), source)}: escape {escape[0]}; write the character itself")


def _check_look_alikes(found: Sequence[Token], text: str, source: str) -> None:
    """Outside quotes, refuses characters that stand for ASCII ones or change their looks, and the backslash."""
    for token in found:
        if token.kind in {"string", "quoted", "iri"}:
            continue
        for offset, char in enumerate(token.text, token.start):
            plain = unicodedata.normalize("NFKC", char)
            if char == "\\":
                raise QueryError(f"{where(text, offset, source)}: \\ outside of a string; write the name without it")
            if not char.isascii() and any(c.isascii() for c in plain):
                raise QueryError(f"{where(text, offset, source)}: {char} outside of a string; write {plain}")
            if unicodedata.category(char) in {"Mn", "Me"}:
                raise QueryError(f"{where(text, offset, source)}: U+{ord(char):04X} outside of a string; remove it")


def _check_statement(found: Sequence[Token], text: str, language: Language, source: str) -> None:
    """One statement, of a kind that reads."""
    if not found:
        raise QueryError(f"{source}: the query is empty; write one")
    openings = _OPENINGS[language]
    if not found[0].is_word(*openings):
        first, keyword = found[0], meant(found[0].text, language)
        hint = f'did you mean "{keyword}"?' if keyword in openings else f"start with {', '.join(openings)}"
        raise QueryError(f"{where(text, first.start, source)}: starts with {first.text}; {hint}")
    if language == "cypher":
        for token in found[:-1]:
            if token.text == ";":
                raise QueryError(f"{where(text, token.start, source)}: a second statement; run one at a time")


def _refused_word(token: Token, before: Token | None, language: Language) -> str | None:
    """Why this word is refused, if it is."""
    if token.kind != "word":
        return None
    refused, written = _REFUSED[language], token.text.upper()
    for word in _ASCII_NAME.findall(written):
        if word in refused:
            return refused[word]
    if before and before.kind == "number" and before.start + len(before.text) == token.start:
        # `1e5SET` is a number and a word to an engine; where the number ends is its own affair.
        return next((reason for word, reason in refused.items() if written.endswith(word)), None)
    return None


def _check_call(found: Sequence[Token], index: int, text: str, source: str) -> None:
    """A procedure after CALL, or a function with a dotted name, must be on its list."""
    token, after = found[index], found[index + 1] if index + 1 < len(found) else None
    if token.is_word("CALL") and after and after.text not in {"{", "("}:
        name = ".".join(_dotted(found[position] for position in range(index + 1, len(found))))
        if name.lower() not in map(str.lower, _PROCEDURES):
            place, allowed = where(text, token.start, source), ", ".join(_PROCEDURES)
            raise QueryError(f"{place}: procedure {name or after.text} is refused; allowed are {allowed}")
    elif token.text == "(":
        parts = _dotted(found[position] for position in range(index - 1, -1, -1))[::-1]
        name = ".".join(parts)
        known = name.lower() in map(str.lower, _PROCEDURES) or (parts and parts[0].lower() in _NAMESPACES)
        if "." in name and not known:
            place, allowed = where(text, token.start, source), ", ".join(f"{name}.*" for name in _NAMESPACES)
            raise QueryError(f"{place}: function {name} is refused; allowed are {allowed}")


def _dotted(found: Iterable[Token]) -> list[str]:
    """The parts, without backticks, of the name ``a.b.c`` with which these tokens begin."""
    parts: list[str] = []
    for position, token in enumerate(found):
        if position % 2 == 0 and token.kind in {"word", "quoted"}:
            parts.append(token.text.strip("`"))
        elif position % 2 == 0 or token.text != ".":
            break
    return parts
