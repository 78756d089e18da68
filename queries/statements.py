"""Where a query that is typed line by line ends."""

from __future__ import annotations

from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.tokens import pieces


def ends_at(text: str, language: Language) -> int | None:
    """How much of the text the first query takes, its semicolon included; None if it goes on.

    A semicolon ends a query outside of brackets, quotes and comments: SPARQL has others inside of its braces. So that
    a forgotten bracket or quote does not swallow all that follows, an empty line ends such a query if the line before
    ended in a semicolon.
    """
    depth, closed = 0, True
    for piece in pieces(text, language):
        if piece.kind == "open":
            closed = False
            break
        if piece.kind == "mark":
            depth = max(0, depth + (piece.text in "([{") - (piece.text in ")]}"))
            if piece.text == ";" and depth == 0:
                return piece.start + 1
    forced = -1 if closed and depth == 0 else text.find(";\n\n")
    return forced + 1 if forced >= 0 else None
