"""What is wrong with the grammar of a query, where, and what to write instead.

Engines say what they would have accepted, which is seldom what was meant. :func:`check_whole` finds what is missing
before an engine sees the text; :func:`explained` looks for the mistake near the place that an engine complains about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from kexie_kg.graph.errors import QueryError, QuerySyntaxError
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.tokens import Token, tokens, where

KEYWORDS: Final[Mapping[Language, tuple[str, ...]]] = {
    "cypher": (
        "ALL", "AND", "AS", "ASC", "ASCENDING", "BY", "CALL", "CASE", "CONTAINS", "COUNT", "DESC", "DESCENDING",
        "DISTINCT", "ELSE", "END", "ENDS", "EXISTS", "FALSE", "IN", "IS", "LIMIT", "MATCH", "NOT", "NULL",
        "OPTIONAL", "OR", "ORDER", "RETURN", "SKIP", "STARTS", "THEN", "TRUE", "UNION", "UNWIND", "WHEN", "WHERE",
        "WITH", "XOR", "YIELD",
    ),
    "sparql": (
        "AS", "ASC", "ASK", "BASE", "BIND", "BY", "CONSTRUCT", "DESC", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER",
        "GRAPH", "GROUP", "HAVING", "IN", "LIMIT", "MINUS", "NOT", "OFFSET", "OPTIONAL", "ORDER", "PREFIX",
        "REDUCED", "SELECT", "UNDEF", "UNION", "VALUES", "WHERE",
    ),
}  # fmt: skip
"""Words of a query that only reads."""

_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_DEEPEST: Final = 100
"""Brackets in brackets: parsers run out of stack over a few thousand."""
_VALUES: Final = frozenset({"A", "FALSE", "NULL", "TRUE"})
"""Words that stand for a value, after which a clause may begin."""


def meant(word: str, language: Language) -> str:
    """The keyword that was probably meant, or nothing."""
    if len(word) < 3:
        return ""
    return next(iter(get_close_matches(word.upper(), KEYWORDS[language], n=1, cutoff=0.65)), "")


def check_whole(found: Sequence[Token], text: str, language: Language, source: str) -> None:
    """Raises :class:`QueryError` for brackets without their partner, and for a Cypher query that answers nothing."""
    depths = list(_depths(found, text, source))
    if language != "cypher":
        return
    outer = [token for token, depth in zip(found, depths, strict=True) if depth == 0]
    parts: list[list[Token]] = [[]]
    for token in outer:
        parts.append([]) if token.is_word("UNION") else parts[-1].append(token)
    for part in parts:
        if not _is_procedure(part) and not any(token.is_word("RETURN") for token in part):
            raise QueryError(_without_return(found, part or outer, text, source))


def _is_procedure(part: Sequence[Token]) -> bool:
    """Whether it is ``CALL procedure()`` alone, which answers without RETURN."""
    return (
        len(part) > 1
        and part[0].is_word("CALL")
        and part[1].text not in {"{", "("}
        and not any(token.is_word("MATCH", "WITH", "UNWIND") for token in part)
    )


def _without_return(found: Sequence[Token], part: Sequence[Token], text: str, source: str) -> str:
    """``part`` is what should have it: one side of UNION, or everything."""
    mistake = _misspelt(found, "cypher")
    if mistake and "RETURN" in mistake[1]:
        return f"{where(text, mistake[0].start, source)}: {mistake[1]}"
    last = next((t for t in reversed(part) if t.is_word("MATCH", "WHERE", "WITH", "UNWIND", "CALL", "UNION")), part[0])
    end = next(t for t in reversed(part) if t.text != ";")
    return (
        f"{where(text, end.start + len(end.text), source)}: RETURN is missing after {last.text.upper()}; "
        f"end with what to answer, e.g. RETURN {_variable(found)}.name AS name"
    )


def _depths(found: Sequence[Token], text: str, source: str) -> Iterator[int]:
    """How many brackets are open around each token; a bracket stands outside of its own pair."""
    opened: list[Token] = []
    for token in found:
        if token.kind == "mark" and token.text in _PAIRS.values():
            if not opened:
                raise QueryError(f"{where(text, token.start, source)}: {token.text} closes nothing; remove it")
            expected = _PAIRS[opened[-1].text]
            if token.text != expected:
                opening = where(text, opened[-1].start, "").removeprefix(", ")
                raise QueryError(
                    f"{where(text, token.start, source)}: {token.text} where {expected} should close the "
                    f"{opened[-1].text} of {opening}; close that first"
                )
            opened.pop()
        yield len(opened)
        if token.kind == "mark" and token.text in _PAIRS:
            opened.append(token)
            if len(opened) > _DEEPEST:
                raise QueryError(
                    f"{where(text, token.start, source)}: more than {_DEEPEST} brackets are open; use fewer"
                )
    if opened:
        last = opened[-1]
        raise QueryError(
            f"{where(text, last.start, source)}: {last.text} is not closed; add {_PAIRS[last.text]} where it ends"
        )


def _variable(found: Sequence[Token]) -> str:
    """A variable of a pattern, for an example."""
    words = (after.text for before, after in pairwise(found) if before.text == "(" and after.kind == "word")
    return next(words, "n")


# -- what an engine could not read ------------------------------------------------------------------------------------


def explained(error: QuerySyntaxError, text: str, language: Language) -> str:
    """One line: the place, what is wrong there, and what to write instead."""
    found = tokens(text, language, language)
    mistake = (_undeclared(found) or _in_sparql(found, error)) if language == "sparql" else None
    mistake = mistake or _misspelt(found, language)
    if mistake:
        token, message = mistake
        return f"{where(text, token.start, language)}: {message}"
    return f"{language}, line {error.line}, column {error.column}: {_said(error.message, language)}"


def _misspelt(found: Sequence[Token], language: Language) -> tuple[Token, str] | None:
    """The first bare word where only a keyword can stand."""
    previous: Token | None = None
    for index, token in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        before, previous = previous, token
        if token.kind != "word" or token.text.upper() in {*KEYWORDS[language], *_VALUES}:
            continue
        if language == "cypher" and (before is None or not _ends_a_value(before, language)):
            continue
        keyword = meant(token.text, language)
        if language == "sparql" and _is_part_of_a_name(before, token, after):
            continue
        if after and after.text == "(" and not keyword:  # a function
            continue
        if keyword:
            return token, f'{token.text} is no keyword (did you mean "{keyword}"?)'
        hint = f"a variable begins with ?: ?{token.text}" if language == "sparql" else "a comma or a keyword is missing"
        return token, f"{token.text} cannot stand here; {hint}"
    return None


def _ends_a_value(token: Token, language: Language) -> bool:
    if token.kind == "word":
        return token.text.upper() not in KEYWORDS[language] or token.text.upper() in _VALUES | {"END"}
    return token.kind in {"name", "number", "string", "quoted"} or token.text in _PAIRS.values()


def _is_part_of_a_name(before: Token | None, token: Token, after: Token | None) -> bool:
    """Whether a word is the prefix or the end of a SPARQL name, a language tag, or the exponent of a number."""
    joined = before is not None and before.start + len(before.text) == token.start
    joins = after is not None and token.start + len(token.text) == after.start
    return bool((joined and before and before.text not in "{}()[],;=") or (joins and after and after.text[0] in ":-."))


def _undeclared(found: Sequence[Token]) -> tuple[Token, str] | None:
    """The first prefix that is used and not declared."""
    declared: set[str] = set()
    for index, token in enumerate(found):
        if token.kind not in {"name", "mark"} or not token.text.startswith(":"):
            continue
        first = index
        while first and found[first - 1].start + len(found[first - 1].text) == found[first].start:
            if found[first - 1].kind not in {"word", "number"} and found[first - 1].text not in "-.":
                break
            first -= 1
        prefix = "".join(t.text for t in found[first:index])
        if first and found[first - 1].is_word("PREFIX"):
            declared.add(prefix)
        elif prefix not in declared:
            iri = Schema.load().namespaces.get(prefix, "…")
            return found[first], f"prefix {prefix}: is not declared; begin with PREFIX {prefix}: <{iri}>"
    return None


def _in_sparql(found: Sequence[Token], error: QuerySyntaxError) -> tuple[Token, str] | None:
    """Mistakes that Oxigraph reports as a list of everything it could have read instead."""
    for token, after in pairwise(found):
        if token.is_word("FILTER") and after.text != "(" and after.kind not in {"word", "iri", "name"}:
            return token, "FILTER without brackets; write the condition in ( )"
        if token.is_word("FILTER") and after.kind == "name" and after.text[0] in "?$":
            return after, f"FILTER without brackets; write FILTER({after.text} …)"
        if token.is_word("ORDER", "GROUP") and not after.is_word("BY"):
            return after, f"BY is missing; write {token.text} BY"
        if token.is_word("LIMIT", "OFFSET") and after.kind != "number":
            return after, f"{token.text} takes a number"
        if token.is_word("WHERE") and after.text != "{":
            return after, "{ is missing; write WHERE { … }"
    for first, second, third in zip(found, found[1:], found[2:], strict=False):
        if first.is_word("PREFIX") and second.kind == "word" and third.kind == "iri":
            return second, f"a colon is missing; write PREFIX {second.text}: {third.text}"
    head = found[: next((index for index, token in enumerate(found) if token.text == "{"), None)]
    bracket = next((token for token in head if token.text == "("), None)
    if bracket and not any(token.is_word("AS") for token in head):
        return bracket, "the column has no name; write e.g. (COUNT(?x) AS ?n)"
    if "unbound" in error.message:
        select = next(token for token in found if token.is_word("SELECT"))
        return select, "a selected variable is neither grouped nor counted; add it to GROUP BY, or count it"
    return None


def _said(message: str, language: Language) -> str:
    """What an engine says, without what does not help."""
    if language == "sparql":
        return "cannot be read from here; a triple is subject, predicate, object and ends with a dot"
    return f"{message.partition(' — ')[0]}; mend it before this place"
