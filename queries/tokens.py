"""Cuts the text of a query into tokens, as far as it takes to tell what is code and what is quoted.

This is no parser. It errs on one side: whatever could be read in two ways is refused, so that no engine sees code
where this module saw a string, a comment or an IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language

Kind: TypeAlias = Literal["word", "name", "number", "string", "quoted", "iri", "mark", "skip", "open"]
"""``word``: bare, may be a keyword. ``name``: cannot be one ($parameter, ?variable, :local part of a SPARQL name).
``quoted``: a Cypher name in backticks. ``mark``: any other single character. Only :func:`pieces` has ``skip``, white
space and comments, and ``open``, the beginning of what is not closed."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int

    def is_word(self, *keywords: str) -> bool:
        """Whether it is one of these keywords, given in capitals."""
        return self.kind == "word" and self.text.upper() in keywords


# Numbers end where their digits end: engines read `1SET` as 1 and SET. A string that would have to run on past its
# line (SPARQL), or whose escapes are not the language's, is left to `open`, which is an error.
_PATTERNS: Mapping[Language, re.Pattern[str]] = {
    "cypher": re.compile(
        r"""(?P<skip> \s+ | //[^\n]* | /\*.*?\*/ )
        | (?P<string> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
        | (?P<quoted> `(?:[^`]|``)*` )
        | (?P<name> \$\w+ )
        | (?P<number> \d+ )
        | (?P<word> [^\W\d]\w* )
        | (?P<open> /\* | ['"`] )
        | (?P<mark> . )""",
        re.VERBOSE | re.DOTALL,
    ),
    "sparql": re.compile(
        r"""(?P<skip> \s+ | \#[^\n]* )
        | (?P<string> '''(?:'{0,2}(?:[^'\\]|\\[tbnrf"'\\]))*''' | '(?!'')(?:[^'\\\n]|\\[tbnrf"'\\])*'
                    | \"""(?:"{0,2}(?:[^"\\]|\\[tbnrf"'\\]))*\""" | "(?!"")(?:[^"\\\n]|\\[tbnrf"'\\])*" )
        | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
        | (?P<name> [?$:]\w+ )
        | (?P<number> \d+ )
        | (?P<word> [^\W\d]\w* )
        | (?P<open> ['"] )
        | (?P<mark> . )""",
        re.VERBOSE | re.DOTALL,
    ),
}


def pieces(text: str, language: Language) -> Iterator[Token]:
    """All of the text, cut up."""
    for match in _PATTERNS[language].finditer(text):
        yield Token(cast(Kind, match.lastgroup), match[0], match.start())


def tokens(text: str, language: Language, source: str) -> list[Token]:
    """Everything but white space and comments. Raises :class:`QueryError` where the text is not closed or ambiguous."""
    found = []
    for piece in pieces(text, language):
        mistake = _mistake(piece, text)
        if mistake:
            raise QueryError(f"{where(text, piece.start, source)}: {mistake}")
        if piece.kind != "skip":
            found.append(piece)
    return found


def _mistake(piece: Token, text: str) -> str | None:
    """What cannot be read, or could be read in two ways."""
    if piece.kind == "open":
        return f"{piece.text} is not closed; close it"
    if piece.kind == "iri" and ("(" in piece.text or ")" in piece.text):
        # `?a<1)…#>` is a comparison to an engine, and `#` would hide what follows; both readings cannot hold.
        return f"{piece.text} may be an IRI or a comparison; put spaces around <, or write ( ) in the IRI as %28 %29"
    if piece.text.startswith("/*") and _joins_letters(text, piece.start, piece.start + len(piece.text)):
        # Whether `SE/**/T` is one word or two is nothing to rely on.
        return "comment inside of a word; put a space beside it"
    return None


def _joins_letters(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and (text[start - 1] + text[end]).isidentifier()


def where(text: str, offset: int, source: str) -> str:
    """``source, line 2, column 5``, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"{source}, line {line}, column {offset - text.rfind(chr(10), 0, offset)}"
