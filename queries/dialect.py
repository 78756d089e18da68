"""Where KGLite reads Cypher otherwise than Neo4j documents it: written so that it answers the same, or refused.

Found by asking KGLite 0.21: it has no ``/* */``; bare names are of ASCII letters, and those in patterns always;
``LIMIT`` is forgotten by the clause after a shortest path, unless ``WITH *`` stands between; a pattern without an upper
bound ends after ten steps, without a word; ``db.labels`` and ``db.schema.nodeTypeProperties`` know of ``Entity`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kexie_kg.graph.errors import QueryError
from kexie_kg.queries.tokens import Token, pieces, where

_SHORTEST = ("SHORTESTPATH", "ALLSHORTESTPATHS")
_CLAUSES = ("MATCH", "OPTIONAL", "UNWIND", "CALL", "UNION")
_LABELS = (("db", ".", "labels"), ("db", ".", "schema", ".", "nodetypeproperties"))
_CHINESE = re.compile(r"(?=.*[^\x00-\x7f])[\w〇\u3400-\u9fff\U00020000-\U000323af]+", re.ASCII)
"""Names with Chinese characters, and no others beyond ASCII: those could be taken for keywords by somebody."""


def for_kglite(text: str) -> str:
    """The query in KGLite's Cypher. Raises :class:`QueryError` for what it would answer wrongly."""
    found = list(pieces(text, "cypher"))
    code = [piece for piece in found if piece.kind != "skip"]
    if step := _without_end(code):
        raise QueryError(
            f"{where(text, step.start, 'cypher')}: without an upper bound the engine goes ten steps at most, "
            "and would cut the answer; write one, such as *1..30"
        )
    if call := _call_of_labels(code):
        raise QueryError(
            f"{where(text, call.start, 'cypher')}: the engine lists the label Entity alone; write "
            "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label"
        )
    limited = set(_limited(code))
    return "".join("WITH * " * (piece.start in limited) + _written(piece) for piece in found)


def _written(piece: Token) -> str:
    if piece.text.startswith("/*"):
        return re.sub(r"[^\n]", " ", piece.text)  # every offset stays
    if piece.kind == "word" and _CHINESE.fullmatch(piece.text):
        return f"`{piece.text}`"
    return piece.text


def _without_end(code: Sequence[Token]) -> Token | None:
    """The first ``*`` of a relationship that has no upper bound. Shortest paths, which end by themselves, may do so."""
    shortest = 0  # brackets open since shortestPath
    for index, piece in enumerate(code):
        if shortest or (piece.text == "(" and index and code[index - 1].is_word(*_SHORTEST)):
            shortest += (piece.text == "(") - (piece.text == ")")
        elif piece.text == "[" and index and code[index - 1].text == "-":
            stars = [at for at in _top_level(code, index) if code[at].text == "*"]
            if stars and not _bounded(code[stars[0] + 1 :]):
                return code[stars[0]]
    return None


def _call_of_labels(code: Sequence[Token]) -> Token | None:
    names = [piece.text.strip("`").lower() for piece in code]
    calls = (index for index, piece in enumerate(code) if piece.is_word("CALL"))
    return next((code[at] for at in calls for call in _LABELS if names[at + 1 :][: len(call)] == list(call)), None)


def _top_level(code: Sequence[Token], opening: int) -> Iterator[int]:
    """Where the tokens inside of a bracket stand that are in no other."""
    depth = 0
    for at in range(opening, len(code)):
        depth += (code[at].text in "([{") - (code[at].text in ")]}")
        if depth == 0:
            return
        if depth == 1:
            yield at


def _bounded(after: Sequence[Token]) -> bool:
    """Whether what follows a ``*`` is a number, or ends in one: ``*3``, ``*..3``, ``*1..3``."""
    dots = [at for at in range(min(3, len(after))) if after[at].text == "."]
    if not dots:
        return bool(after) and after[0].kind in {"number", "name"}
    end = dots[0] + 2
    return end < len(after) and after[end].kind in {"number", "name"}


def _limited(code: Sequence[Token]) -> Iterator[int]:
    """Where a RETURN or WITH stands that limits the rows of a shortest path."""
    after_path = False
    for index, piece in enumerate(code):
        if piece.is_word(*_SHORTEST):
            after_path = True
        elif after_path and _projects(code, index):
            after_path = False
            if any(code[at].is_word("LIMIT") for at in _clause(code, index)):
                yield piece.start


def _projects(code: Sequence[Token], index: int) -> bool:
    """Whether a RETURN or WITH stands there: not that of ``STARTS WITH``."""
    return code[index].is_word("RETURN", "WITH") and not (index and code[index - 1].is_word("STARTS", "ENDS"))


def _clause(code: Sequence[Token], index: int) -> Iterator[int]:
    """Where the other tokens of the clause stand that begins there."""
    for at in range(index + 1, len(code)):
        if code[at].is_word(*_CLAUSES) or _projects(code, at):
            return
        yield at
