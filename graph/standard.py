"""What standard vocabularies say of the graph: triples that are added to the stored ones wherever it is exported.

Nothing of it is stored, since all of it follows from the graph and the ``standard`` terms of ``schema.toml``. Beside
those, a statement leads to its plan as its primary source, and the words of a clause are a ``nif:Phrase`` with text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kexie_kg.graph.clause import Clause
from kexie_kg.graph.identity import make_id
from kexie_kg.graph.model import Edge, Graph, Node, Value
from kexie_kg.graph.rdf import Vocabulary, literal
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import StandardRelation, StandardValue

PHRASE, TEXT, CONTEXT, SOURCE = "nif:Phrase", "nif:anchorOf", "nif:referenceContext", "prov:hadPrimarySource"
"""Terms for clauses and statements, which are no types of the schema."""


def kind_concept(type_name: str, kind: str) -> str:
    """Prefixed name of the concept of a kind: the kinds of a type make a SKOS scheme."""
    return f"kx:{type_name}_{kind}"


def lines(graph: Graph, vocabulary: Vocabulary) -> Iterator[str]:
    """The standard triples in N-Triples, in no particular order and perhaps more than once."""
    writer = _Writer(vocabulary)
    nodes = {node.id: node for node in graph.nodes}
    labels = {node.id: node.labels for node in graph.nodes}
    for node in graph.nodes:
        yield from writer.node(node)
    clauses: dict[str, tuple[Clause, str]] = {}
    for edge in graph.edges:
        yield from writer.edge(edge, labels.get(edge.source, ()), labels.get(edge.target, ()))
        for clause in Clause.all_of(edge.props):
            clauses[clause.id] = (clause, str(edge.props["plan"]))
    for clause, plan in clauses.values():
        yield from writer.clause(clause, plan, nodes.get(clause.sentence))


class _Writer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._base, self._schema = vocabulary.base, vocabulary.schema
        self._type = vocabulary.type

    def node(self, node: Node) -> Iterator[str]:
        type_ = self._schema.types[node.type]
        kind = type_.kinds.get(str(node.props.get("kind")))
        for name in (*type_.standard, *(kind.standard if kind else ())):
            yield self._line(node.id, self._type, self._term(name))
        for name, value in node.props.items():
            for standard in self._schema.properties[name].standard:
                if _applies(standard, node):
                    term = self._schema.iri(standard.term)
                    for item in value if isinstance(value, tuple) else (value,):
                        if not standard.items or item in standard.items:
                            yield self._line(node.id, term, self._object(standard, node, item))

    def edge(self, edge: Edge, source: Iterable[str], target: Iterable[str]) -> Iterator[str]:
        relation = self._schema.relations[edge.type]
        for standard in relation.standard:
            if _runs(standard, source, target):
                term = self._schema.iri(standard.term)
                if relation.symmetric or not standard.inverse:
                    yield self._line(edge.source, term, self._iri(edge.target))
                if relation.symmetric or standard.inverse:
                    yield self._line(edge.target, term, self._iri(edge.source))
        if "plan" in edge.props:
            yield self._line(edge.id, self._schema.iri(SOURCE), self._plan(edge.props["plan"]))

    def clause(self, clause: Clause, plan: str, sentence: Node | None) -> Iterator[str]:
        yield self._line(clause.id, self._type, self._term(PHRASE))
        yield self._line(clause.id, self._schema.iri(CONTEXT), self._plan(plan))
        if sentence is not None:
            text, begin = str(sentence.props["text"]), int(str(sentence.props["start"]))
            words = text[clause.start - begin : clause.end - begin]
            yield self._line(clause.id, self._schema.iri(TEXT), literal(words))

    def _object(self, standard: StandardValue, node: Node, value: Value) -> str:
        if standard.items:
            return self._term(standard.items[str(value)])
        if standard.concept:
            return self._term(kind_concept(node.type, str(value)))
        if standard.entity:
            return self._iri(make_id(standard.entity, str(value)))
        if standard.language:
            return f"{literal(str(value))}@{standard.language}"
        if standard.datatype and standard.datatype != "xsd:string":
            return f"{literal(str(value))}^^{self._term(standard.datatype)}"
        return literal(str(value) if standard.datatype else value)  # type: ignore[arg-type]  # an item of a list is one value

    def _plan(self, key: Value) -> str:
        return self._iri(make_id(self._schema.part["plan"], str(key)))

    def _term(self, prefixed: str) -> str:
        return f"<{self._schema.iri(prefixed)}>"

    def _iri(self, id_: str) -> str:
        return f"<{self._base}{id_}>"

    def _line(self, subject: str, predicate: str, object_: str) -> str:
        return f"<{self._base}{subject}> <{predicate}> {object_} .\n"


def _applies(standard: StandardValue, node: Node) -> bool:
    if standard.type and standard.type != node.type:
        return False
    return standard.when is None or node.props.get(standard.when[0]) in standard.when[1]


def _runs(standard: StandardRelation, source: Iterable[str], target: Iterable[str]) -> bool:
    return (not standard.source or standard.source in source) and (not standard.target or standard.target in target)


def terms(schema: Schema) -> Mapping[str, set[str]]:
    """Prefixed names of the standard properties that nodes of each type may have in an export."""
    found: dict[str, set[str]] = {name: set() for name in schema.types}
    for type_ in schema.types.values():
        for name in type_.props:
            found[type_.name] |= {x.term for x in schema.properties[name].standard if x.type in ("", type_.name)}
    for relation in schema.relations.values():
        for source, target in relation.ends:
            for standard in relation.standard:
                if _runs(standard, _labels(source, schema), _labels(target, schema)):
                    if relation.symmetric or not standard.inverse:
                        found[source].add(standard.term)
                    if relation.symmetric or standard.inverse:
                        found[target].add(standard.term)
    return found


def _labels(type_name: str, schema: Schema) -> tuple[str, ...]:
    """Every label that a node of the type may have."""
    return (type_name, *(label.name for label in schema.labels.values() if label.type == type_name))
