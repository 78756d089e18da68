"""Holds a stored graph against the shapes, by the query of each constraint.

Finds what a SHACL validator finds with the document of :mod:`kexie_kg.graph.shapes`, without reading the graph into
memory. Every finding says which node is wrong, in which plan, what about it, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rdflib import RDF, RDFS, URIRef

from kexie_kg.graph.constraints import Constraint
from kexie_kg.graph.rdf import Vocabulary
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.shapes import Shape, shapes
from kexie_kg.graph.stores.base import Limits

_LIMITS = Limits(seconds=3600, rows=1_000_000)
_SCHEMA_MATTERS = frozenset({"In", "HasValue", "Closed", "Class", "Or", "Pattern"})
"""Components that a wider schema would satisfy."""
_REBUILD = "make the graph again from its facts with: kexie build --graph DIR; if it stays, correct the rule"
_REREAD = "build the plan again from its file with: kexie build FILE --graph DIR"
_WIDEN = "correct the rule that gives it, or if it is right add it to graph/schema.toml; then build again"


class Asked(Protocol):
    """What answers SPARQL."""

    def run(self, text: str, params: None = None, limits: Limits = _LIMITS) -> Rows: ...


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong."""

    plan: str
    """Key of a plan that names the node; empty if none does."""
    node: str
    name: str
    problem: str
    next: str
    shape: str
    component: str


def findings(store: Asked, schema: Schema) -> list[Finding]:
    """All that breaks a shape, by plan and node. Raises :class:`QueryError` if the store cannot be asked."""
    checker = _Checker(store, schema)
    return sorted(finding for shape in shapes(schema) for finding in checker.findings(shape))


class _Checker:
    def __init__(self, store: Asked, schema: Schema) -> None:
        self._store, self._words = store, Vocabulary.of(schema)
        self._local = {iri: name for name, iri in (*self._words.properties.items(), *self._words.clause.items())}

    def findings(self, shape: Shape) -> Iterator[Finding]:
        for constraint in shape.constraints:
            found = f"SELECT DISTINCT $this ?path ?value {{ {shape.pattern(constraint)} }}"
            # Names are looked up only where something is wrong: an OPTIONAL costs even if nothing is.
            if self._store.run(f"ASK {{ {shape.pattern(constraint)} }}", None, _LIMITS).rows[0][0]:
                for row in self._store.run(self._with_names(found), None, _LIMITS):
                    yield self._finding(shape, constraint, *("" if cell is None else str(cell) for cell in row))

    def _with_names(self, found: str) -> str:
        words = self._words
        label, plan, key, mentions, sentence = (
            URIRef(iri).n3()
            for iri in (RDFS.label, words.properties["plan"], words.properties["key"],
                        words.relations[words.schema.part["mentions"]], words.clause["sentence"])
        )  # fmt: skip
        subject, object_ = RDF.subject.n3(), RDF.object.n3()
        return (
            "SELECT (STR($this) AS ?node) (STR(?path) AS ?property) (STR(?value) AS ?what) "
            "(MIN(COALESCE(?own, CONCAT(?from, ' → ', ?to), '')) AS ?name) (MIN(?key) AS ?plan) "
            f"WHERE {{ {{ {found} }} OPTIONAL {{ $this {label} ?own }} "
            f"OPTIONAL {{ $this {subject}/{label} ?from ; {object_}/{label} ?to }} "
            f"OPTIONAL {{ $this {plan}|{key}|^{mentions}/{key}|{sentence}/{plan} ?key }} }} "
            "GROUP BY $this ?path ?value"
        )

    def _finding(
        self, shape: Shape, constraint: Constraint, node: str, path: str, value: str, name: str, plan: str
    ) -> Finding:
        about = self._short(str(shape.path or path)) if shape.path or path else ""
        problem = " ".join(filter(None, (about, self._short(value) and f'"{self._short(value)}"', constraint.problem)))
        advice = _WIDEN if constraint.component in _SCHEMA_MATTERS else _REBUILD
        return Finding(plan, self._short(node), name, problem, advice, shape.name, constraint.component)

    def _short(self, term: str) -> str:
        """An id, or the name of a property, class or relation; anything else as it is."""
        if term.startswith(self._words.base):
            return term.removeprefix(self._words.base)
        return self._local.get(term) or self._words.names.get(term) or term


def misquoted(store: Asked, schema: Schema, texts: Callable[[str], str | None]) -> list[Finding]:
    """Sentences and targets whose words are not those of their plan's text at their offsets, by plan.

    ``texts`` gives the text of a plan by its key, None for a plan that is not there; that is a finding of the shapes.
    """
    words = Vocabulary.of(schema).properties
    plan, start, end, text = (URIRef(words[name]).n3() for name in ("plan", "start", "end", "text"))
    query = (
        f"SELECT (STR(?node) AS ?id) (STR(?plan) AS ?of) (STR(?start) AS ?from) (STR(?end) AS ?to) ?text "
        f"{{ ?node {plan} ?plan ; {start} ?start ; {end} ?end ; {text} ?text }} ORDER BY ?plan ?node"
    )
    found = []
    for row in store.run(query, None, _LIMITS):
        node, key, first, last, quoted = map(str, row)
        whole = texts(key)
        if whole is not None and f"{first}{last}".isdecimal() and whole[int(first) : int(last)] != quoted:
            problem = f"does not stand at {first} to {last} in the text of its plan"
            node = node.removeprefix(schema.namespaces["id"])
            found.append(Finding(key, node, quoted, problem, _REREAD, "", ""))
    return found
