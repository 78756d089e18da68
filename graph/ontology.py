"""The vocabulary of the schema in RDFS, OWL and SKOS: what every class, property and kind is, in Chinese and English.

Types are classes under their standard ones; relations are object properties with their ends as domain and range; kinds
and modalities are concepts, a scheme for each type. Only our own terms are described: others have their own documents.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Literal, URIRef

from kexie_kg.graph.clause import LINKS, LIST_OF, Clause
from kexie_kg.graph.rdf import Vocabulary
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.schema_terms import Datatype, Named
from kexie_kg.graph.standard import PHRASE, kind_concept
from kexie_kg.graph.turtle import Nested, TurtleDocument

DATATYPES: dict[Datatype, URIRef] = {
    "string": XSD.string, "text": XSD.string, "integer": XSD.integer, "decimal": XSD.decimal, "boolean": XSD.boolean,
    "date": XSD.date,
}  # fmt: skip
_TITLE = Named("", "科协工作计划图谱词表", "Vocabulary of the work plans of science associations")
_DIVISION_CODE = Named("GBT2260", "行政区划代码（GB/T 2260）", "code of an administrative division (GB/T 2260)")
_MODALITIES = Named("modalities", "时态", "modalities")


def turtle(schema: Schema) -> bytes:
    """The vocabulary as Turtle: the same bytes for the same schema."""
    return _Writer(schema).write()


class _Writer:
    def __init__(self, schema: Schema) -> None:
        self._schema, self._words, self._document = schema, Vocabulary.of(schema), TurtleDocument(schema)
        self._ontology = URIRef(schema.namespaces["kx"].rstrip("#"))

    def write(self) -> bytes:
        self._document.add(self._ontology, RDF.type, OWL.Ontology)
        self._document.add(self._ontology, OWL.versionInfo, Literal(str(self._schema.version)))
        self._document.label(self._ontology, RDFS.label, _TITLE)
        self._classes()
        self._relations()
        self._properties()
        self._clauses()
        self._term(f"kx:{_DIVISION_CODE.name}", RDFS.Datatype, _DIVISION_CODE)
        for type_ in self._schema.types.values():
            if type_.kinds:
                scheme = Named(f"{type_.name}_kinds", f"{type_.zh}的类别", f"kinds of {type_.en}")
                self._scheme(scheme, {kind_concept(type_.name, kind.name): kind for kind in type_.kinds.values()})
        self._scheme(_MODALITIES, {f"kx:modality_{m.name}": m for m in self._schema.modalities.values()})
        return self._document.text()

    def _classes(self) -> None:
        for type_ in self._schema.types.values():
            class_ = self._term(type_.rdf, OWL.Class, type_)
            for name in type_.standard:
                self._document.add(class_, RDFS.subClassOf, self._document.iri(name))
        for label in self._schema.labels.values():
            class_ = self._term(f"kx:{label.name}", OWL.Class, label)
            self._document.add(class_, RDFS.subClassOf, self._document.iri(f"kx:{label.type}"))

    def _relations(self) -> None:
        for relation in self._schema.relations.values():
            property_ = self._term(relation.rdf, OWL.ObjectProperty, relation)
            if relation.symmetric:
                self._document.add(property_, RDF.type, OWL.SymmetricProperty)
            self._ends(property_, RDFS.domain, (f"kx:{source}" for source, _ in relation.ends))
            self._ends(property_, RDFS.range, (f"kx:{target}" for _, target in relation.ends))
            for standard in relation.standard:
                if standard.source or standard.target:
                    continue  # it holds of some ends only
                term = self._document.iri(standard.term)
                above: Nested = {OWL.inverseOf: term} if standard.inverse else term
                self._document.add(property_, RDFS.subPropertyOf, above)

    def _properties(self) -> None:
        for name in self._words.properties:
            prop = self._schema.properties[name]
            if prop.rdf.startswith("kx:"):
                property_ = self._term(prop.rdf, OWL.DatatypeProperty, prop)
                self._document.add(property_, RDFS.range, DATATYPES[prop.datatype])
                of = [type_.rdf for type_ in self._schema.types.values() if name in type_.props]
                self._ends(property_, RDFS.domain, of + ["rdf:Statement"] * (name in self._schema.edges))

    def _clauses(self) -> None:
        """The properties of clauses are named after the lists of an edge that they make up."""
        for name in Clause._fields:
            if not self._words.clause[name].startswith(self._schema.namespaces["kx"]):
                continue
            prop = self._schema.properties[LIST_OF[name]]
            kind, range_ = (OWL.DatatypeProperty, DATATYPES[prop.datatype])
            if name in LINKS:
                kind, range_ = (OWL.ObjectProperty, self._document.iri(self._schema.types[self._schema.part[name]].rdf))
            property_ = self._term(f"kx:{name}", kind, Named(name, prop.zh, name))
            self._document.add(property_, RDFS.range, range_)
            self._document.add(property_, RDFS.domain, self._document.iri(PHRASE))

    def _scheme(self, scheme: Named, concepts: dict[str, Named]) -> None:
        head = self._term(f"kx:{scheme.name}", SKOS.ConceptScheme, scheme)
        for prefixed, named in concepts.items():
            concept = self._document.iri(prefixed)
            self._document.add(concept, RDF.type, SKOS.Concept)
            self._document.add(concept, SKOS.inScheme, head)
            self._document.add(concept, SKOS.notation, Literal(named.name))
            self._document.label(concept, SKOS.prefLabel, named)

    # -- parts ----------------------------------------------------------------------------------------------------

    def _term(self, prefixed: str, class_: URIRef, named: Named) -> URIRef:
        term = self._document.iri(prefixed)
        self._document.add(term, RDF.type, class_)
        self._document.add(term, RDFS.isDefinedBy, self._ontology)
        self._document.label(term, RDFS.label, named)
        return term

    def _ends(self, property_: URIRef, side: URIRef, names: Iterable[str]) -> None:
        """A domain or range of one class, or of the union of several."""
        classes = [self._document.iri(name) for name in dict.fromkeys(names)]
        union: Nested = {RDF.type: OWL.Class, OWL.unionOf: classes}
        self._document.add(property_, side, union if len(classes) > 1 else classes[0])
