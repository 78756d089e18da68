"""What the text of a canned query uses and answers: parameters, columns, labels, relations, properties.

Reads tokens, not grammar: enough to hold a text against its declaration and the schema when the catalogue is loaded,
so that a mistyped name is an error with its line and not an empty table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.rdf import Vocabulary
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.guard import checked
from kexie_kg.queries.tokens import Token, tokens, where

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")

_NOT_PORTABLE: Final = {
    "COLLECT": "{", "ELEMENTID": "(", "ID": "(", "KEYS": "(", "OVER": "(", "PERCENTILECONT": "(", "PROPERTIES": "(",
    "SHORTEST": "",
}  # fmt: skip
"""Cypher that KGLite, Neo4j or the Bolt test server lack or answer differently, with the mark that must follow."""


class CannedText:
    """One text of one canned query, in one file. Raises :class:`QueryError` if the guard refuses it."""

    def __init__(self, text: str, language: Language, file: str) -> None:
        self.text = checked(text, language, file)
        self.language, self._file = language, file
        self._tokens = tokens(self.text, language, file)
        self._around = _around(self._tokens)

    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, without ``$`` or ``?_``, in the order of their first use."""
        sign = "$" if self.language == "cypher" else "?_"
        used = (t.text.removeprefix(sign) for t in self._tokens if t.kind == "name" and t.text.startswith(sign))
        return tuple(dict.fromkeys(used))

    def columns(self) -> tuple[str, ...]:
        """Names of the columns in the order of the answer; in SPARQL without the parameters, which are selected too."""
        if self.language == "cypher":
            return tuple(self._alias(item) for item in self._returned())
        return tuple(name for name in self._selected() if not name.startswith("_"))

    def check(self, parameters: Collection[str], columns: Sequence[str], schema: Schema) -> None:
        """Raises :class:`QueryError` unless the text keeps to its declaration and to the schema."""
        used = self.parameters()
        for name in used:
            if name not in parameters:
                raise self._error(f'parameter "{name}" is not declared{nearest(name, parameters)}')
        for name in parameters:
            if name not in used:
                raise self._error(f'declared parameter "{name}" is not used{nearest(name, used)}')
        if self.columns() != tuple(columns):
            raise self._error(f"answers the columns {', '.join(self.columns())}; declared are {', '.join(columns)}")
        if not self._is_ordered():
            raise self._error("no ORDER BY at the end; engines would answer in different orders")
        if self.language == "cypher":
            self._check_portable()
            self._check_cypher_names(schema)
        else:
            self._check_selected(parameters)
            self._check_sparql_names(schema)

    # -- the clause that answers --------------------------------------------------------------------------------------

    def _returned(self) -> list[list[Token]]:
        """The items of the last RETURN."""
        starts = [i for i, t in enumerate(self._tokens) if t.is_word("RETURN") and not self._around[i]]
        if not starts:
            raise self._error("no RETURN")
        items: list[list[Token]] = [[]]
        for token, around in zip(self._tokens[starts[-1] + 1 :], self._around[starts[-1] + 1 :], strict=True):
            if not around and (token.is_word("ORDER", "SKIP", "LIMIT") or token.text == ";"):
                break
            if not around and token.text == ",":
                items.append([])
            elif not token.is_word("DISTINCT"):
                items[-1].append(token)
        return items

    def _alias(self, item: Sequence[Token]) -> str:
        if len(item) == 1 or (len(item) > 2 and item[-2].is_word("AS")):
            return item[-1].text.strip("`")
        raise self._error(f"column {''.join(t.text for t in item)} has no name; write AS and one")

    def _selected(self) -> list[str]:
        """Every selected variable, without its sign."""
        names = []
        for index, token in enumerate(self._tokens):
            if token.text == "{" or token.is_word("WHERE"):
                break
            named = not self._around[index] or self._tokens[index - 1].is_word("AS")
            if named and token.kind == "name" and token.text[0] in "?$":
                names.append(token.text[1:])
        return names

    def _is_ordered(self) -> bool:
        pairs = zip(self._tokens, self._tokens[1:], self._around, strict=False)
        return any(a.is_word("ORDER") and b.is_word("BY") and not around for a, b, around in pairs)

    # -- portability and names ----------------------------------------------------------------------------------------

    def _check_portable(self) -> None:
        if "/*" in self.text:
            raise self._error("/* */ is not portable between engines; comment with //")
        for token, after in zip(self._tokens, self._tokens[1:], strict=False):
            mark = _NOT_PORTABLE.get(token.text.upper()) if token.kind == "word" else None
            if mark is not None and mark in ("", after.text):
                raise self._error(f"{token.text} is not portable between engines; say it another way", token)
            if token.text == "." and after.text == "*":
                raise self._error("{.*} is not portable between engines; name the properties", token)

    def _check_cypher_names(self, schema: Schema) -> None:
        """Colons stand before labels in ( ), before relations in [ ], after keys in { }; a dot before properties."""
        properties = {"id", *schema.properties}
        labels = {"Entity", *schema.types, *schema.labels}
        for index, token in enumerate(self._tokens[1:-1], 1):
            before, after = self._tokens[index - 1], self._tokens[index + 1]
            inside = self._around[index][-1:]
            if token.text == "." and after.kind == "word" and not self._is_call(index + 1):
                self._known(after, properties, "property")
            elif (token.text == ":" and inside == "[") or (token.text == "|" and before.text in schema.relations):
                self._known(after, schema.relations, "relation")
            elif token.text == ":" and inside == "{" and self._tokens[index - 2].text in {"{", ","}:
                self._known(before, properties, "property")
            elif token.text == ":":
                self._known(after, labels, "label")

    def _is_call(self, index: int) -> bool:
        return index + 1 < len(self._tokens) and self._tokens[index + 1].text == "("

    def _check_selected(self, parameters: Collection[str]) -> None:
        for name in parameters:
            if f"_{name}" not in self._selected():
                raise self._error(f"?_{name} is not selected; only selected variables can be bound")

    def _check_sparql_names(self, schema: Schema) -> None:
        words, namespace = Vocabulary.of(schema), schema.namespaces["kx"]
        iris = (words.classes, words.relations, words.properties, words.clause)
        known = {iri.replace(namespace, ":") for names in iris for iri in names.values()}
        for before, token in zip(self._tokens, self._tokens[1:], strict=False):
            if before.text == "kx" and token.kind == "name":
                self._known(token, known, "term")

    def _known(self, token: Token, known: Collection[str], noun: str) -> None:
        if token.text not in known:
            raise self._error(f'no {noun} "{token.text}"{nearest(token.text, known)}', token)

    def _error(self, message: str, token: Token | None = None) -> QueryError:
        return QueryError(f"{where(self.text, token.start, self._file) if token else self._file}: {message}")


def _around(found: Sequence[Token]) -> list[str]:
    """The open brackets around each token, outermost first; a bracket stands outside of its own pair."""
    around, stack = [], ""
    for token in found:
        if token.kind == "mark" and token.text in _CLOSE:
            stack = stack[:-1]
        around.append(stack)
        if token.kind == "mark" and token.text in _OPEN:
            stack += token.text
    return around
