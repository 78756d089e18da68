"""Cuts the text of a query into tokens, as far as it takes to tell what is code and what is quoted.

This is no parser. It errs on one side: whatever could be read in two ways is refused, so that no engine sees code
where this module saw a string, a comment or an IRI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language

Kind: TypeAlias = Literal["word", "name", "number", "string", "quoted", "iri", "mark"]
"""``word``: bare, may be a keyword. ``name``: cannot be one ($parameter, ?variable, :local part of a SPARQL name).
``quoted``: a Cypher name in backticks. ``mark``: any other single character."""


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


def tokens(text: str, language: Language, source: str) -> list[Token]:
    """Everything but white space and comments. Raises :class:`QueryError` where the text is not closed or ambiguous."""
    found = []
    for match in _PATTERNS[language].finditer(text):
        kind = match.lastgroup
        if kind == "open":
            raise QueryError(f"{where(text, match.start(), source)}: {match[0]} is not closed; close it")
        if kind == "iri" and ("(" in match[0] or ")" in match[0]):
            # `?a<1)…#>` is a comparison to an engine, and `#` would hide what follows; both readings cannot hold.
            raise QueryError(
                f"{where(text, match.start(), source)}: {match[0]} may be an IRI or a comparison; "
                "put spaces around <, or write ( ) in the IRI as %28 %29"
            )
        if kind == "skip" and match[0].startswith("/*") and _joins_letters(text, match.start(), match.end()):
            # Whether `SE/**/T` is one word or two is nothing to rely on.
            raise QueryError(f"{where(text, match.start(), source)}: comment inside of a word; put a space beside it")
        if kind != "skip":
            found.append(Token(cast(Kind, kind), match[0], match.start()))
    return found


def without_block_comments(text: str) -> str:
    """The Cypher text with white space in place of ``/* */``, which KGLite does not know; every offset stays."""
    return _PATTERNS["cypher"].sub(
        lambda match: re.sub(r"[^\n]", " ", match[0]) if match[0].startswith("/*") else match[0], text
    )


def _joins_letters(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and (text[start - 1] + text[end]).isidentifier()


def where(text: str, offset: int, source: str) -> str:
    """``source, line 2, column 5``, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"{source}, line {line}, column {offset - text.rfind(chr(10), 0, offset)}"
