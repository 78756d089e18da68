"""One fault of every kind: how to plant it in the RDF of the small graph, and what must be found.

Updates change the first node, in the order of ids, that their pattern finds.
"""

from __future__ import annotations

from dataclasses import dataclass

from kexie_kg.graph.schema import Schema

PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in Schema.load().namespaces.items())


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    update: str
    shape: str
    """The shape it breaks, and the component of it."""
    component: str
    problem: str
    """Words of the message."""


def change(pattern: str, old: str, new: str) -> str:
    """Puts ``new`` in the place of ``old``; one of them may be empty."""
    delete = f"DELETE {{ {old} }} " if old else ""
    insert = f"INSERT {{ {new} }} " if new else ""
    return f"{PREFIXES}{delete}{insert}WHERE {{ SELECT * {{ {pattern} }} ORDER BY ?s ?o LIMIT 1 }}"


def _value(type_: str, term: str, new: str) -> str:
    return change(f"?s a {type_} ; {term} ?o", f"?s {term} ?o", f"?s {term} {new}" if new else "")


_STATEMENT = "?s a rdf:Statement ; rdf:predicate kx:organizes ; rdf:subject ?from ; rdf:object ?o"
_CLAUSE = "?by prov:wasDerivedFrom ?s . ?s kx:task ?task ; kx:sentence ?in ; nif:beginIndex ?b ; nif:endIndex ?o"
_PUBLISHED = "?s a rdf:Statement ; rdf:predicate kx:publishes ; prov:wasDerivedFrom ?o"

FAULTS = (
    # -- what a thing is
    Fault("no type", change("?s a kx:Series, ?o", "?s a ?o", ""), "Node-type", "QualifiedMinCount", "is none of Place"),
    Fault("two types", change("?s a kx:Work, ?o", "", "?s a kx:Award"), "Node-types", "QualifiedMaxCount", "is two of"),
    Fault("unknown class", change("?s a kx:Work, ?o", "", "?s a kx:Prize"), "Node-class", "In", "is not one of Place"),
    Fault("unknown kind", _value("kx:Event", "kx:kind", '"contest"'), "Event-kind", "In", 'kind "contest" is not one'),
    Fault("label without its kind", change("?s a kx:City ; kx:kind ?o", "?s kx:kind ?o", "?s kx:kind 'county'"),
          "City-kind", "HasValue", "kind lacks the value city"),
    Fault("kind without its label", change("?s a kx:City, ?o FILTER(?o = kx:City)", "?s a ?o", ""), "Place", "SPARQL",
          '"city" is its kind, but it has not the class City'),
    Fault("label of another type", change("?s a kx:Program, ?o", "", "?s a kx:Partner"), "Partner-type", "HasValue",
          "lacks the value Organization"),
    # -- its properties
    Fault("missing name", _value("kx:Program", "rdfs:label", ""), "Program-name", "MinCount", "name is missing"),
    Fault("two values", change("?s a kx:Facility ; kx:kind ?o", "", "?s kx:kind 'base'"), "Facility-kind", "MaxCount",
          "kind has two values"),
    Fault("wrong datatype", _value("kx:Plan", "kx:plan_year", '"2020"'), "Plan-plan_year", "Datatype",
          'plan_year "2020" is no integer'),
    Fault("text for a number", _value("kx:Task", "kx:position", '"first"^^xsd:integer'), "Task-position", "Datatype",
          'position "first" is no integer'),
    Fault("a thing for a text", _value("kx:Work", "kx:base_name", "?s"), "Work-base_name", "Datatype", "is no string"),
    Fault("too small", _value("kx:Task", "kx:position", "0"), "Task-position", "MinInclusive", '"0" is less than 1'),
    Fault("not of its form", _value("kx:Place", "dct:identifier", '"33"'), "Place-code", "Pattern",
          'code "33" does not match'),
    Fault("not of its values", _value("kx:Target", "kx:op", '">>"'), "Target-op", "In", 'op ">>" is not one of >='),
    Fault("unknown property", change("?s a kx:Event, ?o", "", "?s kx:colour 'red'"), "Event", "Closed",
          'colour "red" is a property that'),
    Fault("upper value below the value", change("?s a kx:Target ; kx:value ?o", "", "?s kx:value_max 0.1"), "Target",
          "SPARQL", "is more than the upper value"),
    Fault("longer than its offsets", _value("kx:Sentence", "nif:anchorOf", '"短"'), "Sentence", "SPARQL",
          '"短" is of another length than its offsets'),
    Fault("end before start", change("?s a kx:Sentence ; nif:beginIndex ?o", "?s nif:beginIndex ?o",
                                     "?s nif:beginIndex 999999"), "Sentence-start", "LessThan", "is not less than"),
    # -- its links
    Fault("wrong end", change("?s a kx:Event . ?o a kx:Organization", "", "?s kx:heldIn ?o"), "Event-heldIn", "Class",
          "is no Place"),
    Fault("wrong end of several", change("?s a kx:Organization . ?o a kx:Place", "", "?s kx:supports ?o"),
          "Organization-supports", "Or", "is no Organization or Event"),
    Fault("wrong start", change("?s a kx:Place . ?o a kx:Event", "", "?s kx:organizes ?o"), "Place", "Closed",
          "is a property that such a thing does not have"),
    Fault("triple without a statement", change("?s a kx:Organization . ?o a kx:Event "
          "FILTER NOT EXISTS { ?s kx:organizes ?o }", "", "?s kx:organizes ?o"), "Organization", "SPARQL",
          "is led to by no statement"),
    Fault("plan that is not there", _value("kx:Task", "kx:plan", "'科协/1999/工作要点'"), "Task", "SPARQL",
          "is no plan of the graph"),
    # -- statements
    Fault("missing evidence", change(_PUBLISHED, "?s prov:wasDerivedFrom ?o", ""), "Statement-has-wasDerivedFrom", "Or",
          "has no wasDerivedFrom"),
    Fault("missing plan", change(f"{_STATEMENT} ; kx:plan ?plan", "?s kx:plan ?plan", ""), "Statement-has-plan", "Or",
          "has no plan"),
    Fault("statement without its triple", change(_STATEMENT, "?from kx:organizes ?o", ""), "Statement", "SPARQL",
          "is stated, but not there as a triple"),
    Fault("unknown relation", change(_STATEMENT, "?s rdf:predicate kx:organizes", "?s rdf:predicate kx:likes"),
          "Statement-predicate", "In", "is not one of organizes"),
    Fault("two objects", change(f"{_STATEMENT} . ?other a kx:Work", "", "?s rdf:object ?other"), "Statement-object",
          "MaxCount", "has two values"),
    Fault("no subject", change(_STATEMENT, "?s rdf:subject ?from", ""), "Statement-subject", "MinCount", "is missing"),
    Fault("bad modality", _value("rdf:Statement", "kx:modality", '"perhaps"'), "Statement-modality", "In",
          'modality "perhaps" is not one of planned, ongoing, done, stated'),
    Fault("confidence above one", _value("rdf:Statement", "kx:confidence", "1.5"), "Statement-confidence",
          "MaxInclusive", '"1.5" is more than 1'),
    Fault("symmetric relation the other way", change(
        "?s rdf:predicate kx:cooperatesWith ; rdf:subject ?a ; rdf:object ?o",
        "?s rdf:subject ?a ; rdf:object ?o . ?a kx:cooperatesWith ?o",
        "?s rdf:subject ?o ; rdf:object ?a . ?o kx:cooperatesWith ?a"), "Statement", "SPARQL",
          "comes before the subject"),
    Fault("sentence of another plan", change(f"{_STATEMENT} ; kx:plan ?plan ; prov:wasDerivedFrom ?clause . ?sentence "
          "a kx:Sentence ; kx:plan ?foreign FILTER(?foreign != ?plan)", "", "?clause kx:sentence ?sentence"),
          "Statement", "SPARQL", "is a sentence of another plan"),
    # -- the words behind them
    Fault("words outside of their sentence", change(_CLAUSE, "?s nif:endIndex ?o", "?s nif:endIndex 9999999"), "Clause",
          "SPARQL", "does not hold the words"),
    Fault("words without a sentence", change(_CLAUSE, "?s kx:sentence ?in", ""), "Clause-sentence", "MinCount",
          "sentence is missing"),
    Fault("words in a task that is none", change(_CLAUSE, "?s kx:task ?task", "?s kx:task ?in"), "Clause-task", "Class",
          "is no Task"),
    Fault("words that end before they start", change(_CLAUSE, "?s nif:endIndex ?o", "?s nif:endIndex 1"),
          "Clause-start", "LessThan", "is not less than"),
    Fault("an offset below nought", change(_CLAUSE, "?s nif:beginIndex ?b", "?s nif:beginIndex -5"), "Clause-start",
          "MinInclusive", '"-5" is less than 0'),
    # -- last, since it removes a node that others change
    Fault("dangling link", f"{PREFIXES}DELETE {{ ?s ?p ?v }} WHERE {{ ?s a kx:Work ; ?p ?v }}",
          "Organization-publishes", "Class", "is no Work"),
)  # fmt: skip
