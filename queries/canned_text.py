"""What the text of a canned query uses and answers: parameters, columns, labels, relations, properties.

Reads tokens, not grammar: enough to hold a text against its declaration and the schema when the catalogue is loaded,
so that a mistyped name is an error with its line and not an empty table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.guard import checked
from kexie_kg.queries.tokens import Token, tokens, where

_OPEN, _CLOSE = "([{", ")]}"
_NOT_PORTABLE = ("COLLECT {", "OVER (", "SHORTEST", "percentileCont", "properties", "keys", "elementId", "id (")
"""What KGLite, Neo4j or the Bolt test server lack or answer differently; other gaps are syntax errors there."""


class CannedText:
    """One text of one canned query. Raises :class:`QueryError` if it is not well formed."""

    def __init__(self, text: str, language: Language, file: str) -> None:
        try:
            self.text = checked(text, language)
        except QueryError as error:
            raise QueryError(f"{file}: {error}") from error
        self.language, self._file = language, file
        self._tokens = tokens(self.text, language)
        self._depths = list(_depths(self._tokens))

    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, without ``$`` or ``?_``, in the order of their first use."""
        sign = "$" if self.language == "cypher" else "?_"
        used = (t.text.removeprefix(sign) for t in self._tokens if t.kind == "name" and t.text.startswith(sign))
        return tuple(dict.fromkeys(used))

    def columns(self) -> tuple[str, ...]:
        """Names of the columns in the order of the answer; in SPARQL without the parameters, which are selected too."""
        if self.language == "sparql":
            return tuple(name for name in self._selected() if not name.startswith("_"))
        return tuple(self._alias(item) for item in self._returned())

    def check(self, parameters: Sequence[str], columns: Sequence[str], schema: Schema) -> None:
        """Raises :class:`QueryError` unless the text keeps to its declaration and to the schema."""
        used = self.parameters()
        for name in used:
            if name not in parameters:
                raise self._error(f'parameter "{name}" is not declared{nearest(name, parameters)}')
        for name in parameters:
            if name not in used:
                raise self._error(f'declared parameter "{name}" is not used{nearest(name, used)}')
        if self.columns() != tuple(columns):
            raise self._error(f"answers the columns {', '.join(self.columns())}, declared are {', '.join(columns)}")
        if not self._is_ordered():
            raise self._error("no ORDER BY at the end; engines would answer in different orders")
        if self.language == "cypher":
            self._check_portable()
            self._check_cypher_names(schema)
        else:
            self._check_projection(parameters)
            self._check_sparql_names(schema)

    # -- the clause that answers ------------------------------------------------------------------------------------

    def _returned(self) -> list[list[Token]]:
        """The items of the last RETURN."""
        starts = [i for i, t in enumerate(self._tokens) if t.is_word("RETURN") and self._depths[i] == 0]
        if not starts:
            raise self._error("no RETURN")
        items: list[list[Token]] = [[]]
        for token, depth in zip(self._tokens[starts[-1] + 1 :], self._depths[starts[-1] + 1 :], strict=True):
            if depth == 0 and (token.is_word("ORDER", "SKIP", "LIMIT") or token.text == ";"):
                break
            if depth == 0 and token.text == ",":
                items.append([])
            elif not token.is_word("DISTINCT"):
                items[-1].append(token)
        return items

    def _alias(self, item: Sequence[Token]) -> str:
        if len(item) == 1 or (len(item) > 2 and item[-2].is_word("AS")):
            return item[-1].text.strip("`")
        raise self._error(f"the column {' '.join(t.text for t in item)} has no name; write AS and one")

    def _selected(self) -> list[str]:
        """Every selected variable, without its sign."""
        start = next((i for i, t in enumerate(self._tokens) if t.is_word("SELECT")), None)
        if start is None:
            raise self._error("no SELECT")
        names = []
        for before, (token, depth) in pairwise(zip(self._tokens[start:], self._depths[start:], strict=True)):
            del before
            if token.text == "{" or token.is_word("WHERE", "FROM"):
                break
            names.append((token, depth))
        return [
            token.text[1:]
            for i, (token, depth) in enumerate(names)
            if token.text[0] in "?$" and (depth == 0 or (depth == 1 and names[i - 1][0].is_word("AS")))
        ]

    def _is_ordered(self) -> bool:
        return any(
            a.is_word("ORDER") and b.is_word("BY") and depth == 0
            for (a, b), depth in zip(pairwise(self._tokens), self._depths, strict=False)
        )

    # -- names --------------------------------------------------------------------------------------------------------

    def _check_portable(self) -> None:
        for token, after in pairwise([*self._tokens, Token("mark", " ", len(self.text))]):
            for pattern in _NOT_PORTABLE:
                word, _, follows = pattern.partition(" ")
                if token.is_word(word.upper()) and (not follows or after.text == follows):
                    raise self._error(f"{token.text} is not portable between engines", token)
            if token.text == "." and after.text == "*":
                raise self._error("{.*} is not portable between engines; name the properties", token)
        if "/*" in self.text:
            raise self._error("/* */ is not portable between engines; comment with //")

    def _check_cypher_names(self, schema: Schema) -> None:
        labels = {"Entity", *schema.types, *schema.labels}
        properties = {"id", *schema.properties}
        innermost: list[str] = []
        for before, token, after in zip(self._tokens, self._tokens[1:], self._tokens[2:], strict=False):
            if before.text in _OPEN:
                innermost.append(before.text)
            elif before.text in _CLOSE:
                innermost.pop()
            if token.text == "." and after.kind == "word":
                self._known(after, properties, "property")
            elif token.text == ":" and innermost[-1:] == ["["] and after.kind == "word":
                self._known(after, schema.relations, "relation")
            elif token.text == "|" and innermost[-1:] == ["["] and after.kind == "word":
                self._known(after, schema.relations, "relation")
            elif token.text == ":" and innermost[-1:] == ["{"] and before.kind == "word":
                self._known(before, properties, "property")
            elif token.text == ":" and after.kind == "word":
                self._known(after, labels, "label")

    def _check_sparql_names(self, schema: Schema) -> None:
        prefixed = {name.rdf for name in (*schema.types.values(), *schema.relations.values())}
        prefixed |= {p.rdf for p in schema.properties.values()} | {f"kx:{label}" for label in schema.labels}
        for before, token in pairwise(self._tokens):
            if before.text == "kx" and token.kind == "name":
                self._known(token, {name.removeprefix("kx") for name in prefixed}, "name of the schema")

    def _check_projection(self, parameters: Sequence[str]) -> None:
        selected = self._selected()
        for name in parameters:
            if f"_{name}" not in selected:
                raise self._error(f"?_{name} is not selected; Oxigraph binds selected variables only")

    def _known(self, token: Token, known: Iterator[str] | Sequence[str], noun: str) -> None:
        if token.text not in known:
            raise self._error(f'no {noun} "{token.text}"{nearest(token.text, known)}', token)

    def _error(self, message: str, token: Token | None = None) -> QueryError:
        place = where(self.text, token.start, self._file) if token else self._file
        return QueryError(f"{place}: {message}")


def _depths(found: Sequence[Token]) -> Iterator[int]:
    """How many brackets are open around each token; a bracket itself counts as outside of its pair."""
    depth = 0
    for token in found:
        depth -= token.kind == "mark" and token.text in _CLOSE
        yield depth
        depth += token.kind == "mark" and token.text in _OPEN
