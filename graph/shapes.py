"""The shapes of the schema: what nodes, statements and the words behind them must look like in RDF.

They hold for the stored graph and for exports, standard triples included. :func:`turtle` writes them in SHACL for
others; :mod:`kexie_kg.graph.check` asks the same by SPARQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from rdflib import PROV, RDF, RDFS, SH, Literal, URIRef

from kexie_kg.graph import constraints as c
from kexie_kg.graph import standard
from kexie_kg.graph.clause import LINKS, LIST_OF, Clause
from kexie_kg.graph.constraints import Constraint, listed
from kexie_kg.graph.ontology import DATATYPES
from kexie_kg.graph.rdf import Vocabulary
from kexie_kg.graph.schema import Property, Schema
from kexie_kg.graph.schema_terms import EntityType, FurtherLabel, Named
from kexie_kg.graph.turtle import TurtleDocument

_SUBJECT, _PREDICATE, _OBJECT = (term.n3() for term in (RDF.subject, RDF.predicate, RDF.object))
_OF_EVERY_CLAUSE = ("start", "end", "rule", "sentence")


@dataclass(frozen=True, slots=True)
class Target:
    """Which nodes a shape is about."""

    kind: OneOf["targetClass", "targetSubjectsOf", "targetObjectsOf"]
    term: URIRef

    @property
    def pattern(self) -> str:
        """Binds ``$this``."""
        match self.kind:
            case "targetClass":
                return f"$this a {self.term.n3()}"
            case "targetSubjectsOf":
                return f"$this {self.term.n3()} ?of"
            case "targetObjectsOf":
                return f"?of {self.term.n3()} $this"


@dataclass(frozen=True, slots=True)
class Shape:
    """Constraints on the nodes of some targets, or on the values of one of their properties."""

    name: str
    """The kind of nodes; of all but a kind's main shape, a hyphen and what it is about."""
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    path: URIRef | None = None

    def pattern(self, constraint: Constraint) -> str:
        """Finds what breaks a constraint."""
        targets = " UNION ".join(f"{{ {target.pattern} }}" for target in self.targets)
        if [target.kind for target in self.targets] != ["targetClass"]:
            targets = f"{{ SELECT DISTINCT $this {{ {targets} }} }}"
        return f"{targets} {constraint.pattern.replace('$PATH', self.path.n3() if self.path else '')}"


def turtle(schema: Schema) -> bytes:
    """The shapes in SHACL, as Turtle: the same bytes for the same schema."""
    document = TurtleDocument(schema)
    named: dict[str, Named] = {schema.iri(prop.rdf): prop for prop in schema.properties.values()}
    named |= {schema.iri(relation.rdf): relation for relation in schema.relations.values()}
    for shape in shapes(schema):
        node, targeted = (document.iri(f"shapes:{shape.name}"),) * 2
        if shape.path:
            targeted = document.iri(f"shapes:{shape.name.partition('-')[0]}")
            document.add(targeted, SH.property, node)
            document.add(node, RDF.type, SH.PropertyShape)
            document.add(node, SH.path, shape.path)
            if str(shape.path) in named:
                document.label(node, SH.name, named[str(shape.path)])
        document.add(targeted, RDF.type, SH.NodeShape)
        for target in shape.targets:
            document.add(targeted, SH[target.kind], target.term)
        for constraint in shape.constraints:
            for parameter, value in constraint.parameters.items():
                document.add(node, parameter, value)
    return document.text()


def shapes(schema: Schema) -> tuple[Shape, ...]:
    """All of them, each with a name of its own."""
    return tuple(_Shapes(schema).all())


class _Shapes:
    def __init__(self, schema: Schema) -> None:
        self._schema, self._words = schema, Vocabulary.of(schema)
        self._relations = [self._iri(relation.rdf) for relation in schema.relations.values()]
        self._standard = standard.terms(schema)

    def all(self) -> Iterator[Shape]:
        yield from self._everything()
        for type_ in self._schema.types.values():
            yield from self._type(type_)
        for label in self._schema.labels.values():
            yield from self._label(label)
        yield from self._statement()
        yield from self._clause()

    def _everything(self) -> Iterator[Shape]:
        """What has a class or a name is of one type, and of no class that nobody knows."""
        targets = (Target("targetSubjectsOf", RDF.type), Target("targetSubjectsOf", RDFS.label))
        types = [*(self._iri(type_.rdf) for type_ in self._schema.types.values()), RDF.Statement]
        types.append(self._iri(standard.PHRASE))
        others = {self._iri(f"kx:{label}") for label in self._schema.labels}
        for type_ in self._schema.types.values():
            others |= {self._iri(name) for name in type_.standard}
            others |= {self._iri(name) for kind in type_.kinds.values() for name in kind.standard}
        yield Shape("Node-class", targets, (c.one_of([*types, *sorted(others)]),), RDF.type)
        yield Shape("Node-type", targets, (c.some_of(types),), RDF.type)
        yield Shape("Node-types", targets, (c.at_most_one_of(types),), RDF.type)

    # -- nodes ----------------------------------------------------------------------------------------------------

    def _type(self, type_: EntityType) -> Iterator[Shape]:
        targets, paths = (Target("targetClass", self._iri(type_.rdf)),), {RDF.type}
        for name in type_.props:
            prop = self._schema.properties[name]
            constraints = [c.required()] if name in type_.required else []
            constraints += [c.one_of([Literal(kind) for kind in type_.kinds])] if name == "kind" else []
            constraints += [c.below(self._iri("nif:endIndex"))] if name == "start" else []
            paths.add(self._iri(prop.rdf))
            yield Shape(f"{type_.name}-{name}", targets, (*constraints, *_of(prop)), self._iri(prop.rdf))
        for relation in self._schema.relations.values():
            ends = [self._iri(f"kx:{target}") for source, target in relation.ends if source == type_.name]
            if ends:
                local, path = relation.rdf.partition(":")[2], self._iri(relation.rdf)
                paths.add(path)
                yield Shape(f"{type_.name}-{local}", targets, (c.instance_of(ends),), path)
        paths |= {self._iri(term) for term in self._standard[type_.name]}
        yield Shape(type_.name, targets, (c.closed(paths), *self._rules(type_)))

    def _rules(self, type_: EntityType) -> Iterator[Constraint]:
        """What concerns several properties, or other nodes."""
        if any(type_.name == source for relation in self._schema.relations.values() for source, _ in relation.ends):
            says_so = f"?by {_SUBJECT} $this ; {_PREDICATE} ?path ; {_OBJECT} ?value"
            direct = f"$this ?path ?value FILTER(?path IN ({listed(self._relations)}))"
            # Not by NOT EXISTS: Oxigraph would look for it once for each triple, among all statements of a plan.
            yield c.none_such("is led to by no statement", f"{direct} OPTIONAL {{ {says_so} }} FILTER(!BOUND(?by))")
        if {"text", "start", "end"} <= set(type_.props):
            yield c.none_such("is of another length than its offsets", (
                f"$this {self._name('text')} ?value ; {self._name('start')} ?start ; {self._name('end')} ?end "
                "FILTER(STRLEN(?value) != ?end - ?start)"
            ))  # fmt: skip
        if {"value", "value_max"} <= set(type_.props):
            yield c.none_such("is more than the upper value", (
                f"$this {self._name('value')} ?value ; {self._name('value_max')} ?most FILTER(?value > ?most)"
            ))  # fmt: skip
        if "plan" in type_.props:
            yield self._known_plan()
        for label in self._schema.labels.values():
            if label.kind and label.type == type_.name:
                yield c.none_such(f"is its kind, but it has not the class {label.name}", (
                    f"$this {self._name('kind')} ?value FILTER(?value = {Literal(label.kind).n3()}) "
                    f"FILTER NOT EXISTS {{ $this a {self._iri(f'kx:{label.name}').n3()} }}"
                ))  # fmt: skip

    def _label(self, label: FurtherLabel) -> Iterator[Shape]:
        targets = (Target("targetClass", self._iri(f"kx:{label.name}")),)
        yield Shape(f"{label.name}-type", targets, (c.has(self._iri(f"kx:{label.type}")),), RDF.type)
        if label.kind:
            kind = self._iri(self._schema.properties["kind"].rdf)
            yield Shape(f"{label.name}-kind", targets, (c.has(Literal(label.kind)),), kind)

    # -- statements and clauses -----------------------------------------------------------------------------------

    def _statement(self) -> Iterator[Shape]:
        targets, once = (Target("targetClass", RDF.Statement),), (c.required(), c.single())
        derived = [self._iri(relation.rdf) for relation in self._schema.relations.values() if relation.derived]
        yield Shape("Statement-subject", targets, once, RDF.subject)
        yield Shape("Statement-predicate", targets, (*once, c.one_of(self._relations)), RDF.predicate)
        yield Shape("Statement-object", targets, once, RDF.object)
        paths = {RDF.type, RDF.subject, RDF.predicate, RDF.object, PROV.wasDerivedFrom, self._iri(standard.SOURCE)}
        for name in self._words.properties:
            if name in self._schema.edges:
                prop = self._schema.properties[name]
                paths.add(self._iri(prop.rdf))
                among = [c.one_of([Literal(x) for x in self._schema.modalities])] if name == "modality" else []
                yield Shape(f"Statement-{name}", targets, (*among, *_of(prop)), self._iri(prop.rdf))
        for path in sorted(paths - {RDF.type, RDF.subject, RDF.predicate, RDF.object, self._iri(standard.SOURCE)}):
            needed = c.required_unless(path, RDF.predicate, derived)
            yield Shape(f"Statement-has-{path.fragment}", targets, (needed,))
        yield Shape("Statement", targets, (c.closed(paths), *self._statement_rules()))

    def _statement_rules(self) -> Iterator[Constraint]:
        plan, sentence = self._name("plan"), self._iri("kx:sentence").n3()
        edge = f"$this {_SUBJECT} ?subject ; {_PREDICATE} ?predicate ; {_OBJECT} ?value"
        symmetric = [self._iri(relation.rdf) for relation in self._schema.relations.values() if relation.symmetric]
        yield c.none_such("is stated, but not there as a triple", (
            f"{edge} FILTER NOT EXISTS {{ ?subject ?predicate ?value }}"
        ))  # fmt: skip
        yield c.none_such("comes before the subject, though the relation runs either way", (
            f"{edge} FILTER(?predicate IN ({listed(symmetric)}) && STR(?value) < STR(?subject))"
        ))  # fmt: skip
        yield self._known_plan()
        yield c.none_such("is a sentence of another plan", (
            f"$this {plan} ?plan ; {PROV.wasDerivedFrom.n3()} ?words . ?words {sentence} ?value . "
            f"?value {plan} ?other FILTER(?other != ?plan)"
        ))  # fmt: skip

    def _known_plan(self) -> Constraint:
        plan = self._iri(self._schema.types[self._schema.part["plan"]].rdf)
        document = f"?document a {plan.n3()} ; {self._name('key')} ?value"
        return c.none_such("is no plan of the graph", (
            f"$this {self._name('plan')} ?value FILTER NOT EXISTS {{ {document} }}"
        ))  # fmt: skip

    def _clause(self) -> Iterator[Shape]:
        """The words that statements were read from: named after what leads to them, since nothing stored says more."""
        targets, paths = (Target("targetObjectsOf", PROV.wasDerivedFrom),), {RDF.type}
        for name in Clause._fields:
            path = URIRef(self._words.clause[name])
            constraints = [c.required()] if name in _OF_EVERY_CLAUSE else []
            if name in LINKS:
                constraints += [c.single(), c.instance_of([self._iri(f"kx:{self._schema.part[name]}")])]
            else:
                item = self._schema.properties[LIST_OF[name]]
                constraints += [c.single(), c.of_datatype(DATATYPES[item.datatype])]
            if name == "start":
                constraints += [c.at_least(0), c.below(URIRef(self._words.clause["end"]))]
            paths.add(path)
            yield Shape(f"Clause-{name}", targets, tuple(constraints), path)
        paths |= {self._iri(term) for term in (standard.TEXT, standard.CONTEXT)}
        start, end = self._name("start"), self._name("end")
        outside = c.none_such("does not hold the words", (
            f"$this {start} ?start ; {end} ?end ; {self._iri('kx:sentence').n3()} ?value . "
            f"?value {start} ?first ; {end} ?last FILTER(?start < ?first || ?end > ?last)"
        ))  # fmt: skip
        yield Shape("Clause", targets, (c.closed(paths), outside))

    def _iri(self, prefixed: str) -> URIRef:
        return URIRef(self._schema.iri(prefixed))

    def _name(self, prop: str) -> str:
        """A property as it stands in a query."""
        return URIRef(self._words.properties[prop]).n3()


def _of(prop: Property) -> Iterator[Constraint]:
    """What the schema asks of the values of a property, wherever it stands."""
    if not prop.many:
        yield c.single()
    yield c.of_datatype(DATATYPES[prop.datatype])
    if prop.values:
        yield c.one_of([Literal(value) for value in prop.values])
    if prop.min is not None:
        yield c.at_least(prop.min)
    if prop.max is not None:
        yield c.at_most(prop.max)
    if prop.pattern:
        yield c.matches(prop.pattern)
