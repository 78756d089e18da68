"""What a shape may ask of a node, each said twice: in SHACL, and as the SPARQL that finds what breaks it.

SHACL is for others: any validator runs it. The queries find the same, which a test holds them to, in a fraction of the
time. In a query ``$this`` is the node that is wrong, ``?value`` what is wrong with it, where there is such a thing, and
``$PATH`` stands for the property that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rdflib import RDF, SH, XSD, Literal, URIRef

from kexie_kg.graph.turtle import Nested

Term: TypeAlias = URIRef | Literal

_FALLIBLE = (XSD.integer, XSD.decimal, XSD.date, XSD.boolean)
"""Datatypes that have ill-formed literals."""
_SHOWN = 12
"""So many of the allowed values stand in a message."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint on the values of a property, or on the node itself."""

    component: str
    """Local name of SHACL's constraint component, without ``ConstraintComponent``."""
    problem: str
    """What is wrong where it is broken: words that follow the value, or the name of the property."""
    parameters: Mapping[URIRef, Nested]
    """What SHACL says of the shape."""
    pattern: str
    """What stands behind the target in the query."""


def required() -> Constraint:
    """There is a value."""
    return Constraint("MinCount", "is missing", {SH.minCount: Literal(1)}, "FILTER NOT EXISTS { $this $PATH ?any }")


def single() -> Constraint:
    """There is no second value."""
    two = "$this $PATH ?one, ?two FILTER(!SAMETERM(?one, ?two))"
    return Constraint("MaxCount", "has two values", {SH.maxCount: Literal(1)}, f"FILTER EXISTS {{ {two} }}")


def of_datatype(datatype: URIRef) -> Constraint:
    """Values are well-formed literals of the datatype."""
    right = f"ISLITERAL(?value) && DATATYPE(?value) = {datatype.n3()}"
    if datatype in _FALLIBLE:  # the cast of an ill-formed one is an error
        right += f" && COALESCE({datatype.n3()}(STR(?value)) = {datatype.n3()}(STR(?value)), false)"
    pattern = f"$this $PATH ?value FILTER(!({right}))"
    return Constraint("Datatype", f"is no {datatype.fragment}", {SH.datatype: datatype}, pattern)


def one_of(values: Sequence[Term]) -> Constraint:
    """Values are among these."""
    pattern = f"$this $PATH ?value FILTER(!COALESCE(?value IN ({listed(values)}), false))"
    return Constraint("In", f"is not one of {_names(values)}", {SH["in"]: values}, pattern)


def has(value: Term) -> Constraint:
    """This is among the values."""
    pattern = f"FILTER NOT EXISTS {{ $this $PATH {value.n3()} }}"
    return Constraint("HasValue", f"lacks the value {_names([value])}", {SH.hasValue: value}, pattern)


def at_least(low: int) -> Constraint:
    """Values are numbers from here upward."""
    pattern = f"$this $PATH ?value FILTER(!COALESCE(?value >= {low}, false))"
    return Constraint("MinInclusive", f"is less than {low}", {SH.minInclusive: Literal(low)}, pattern)


def at_most(high: int) -> Constraint:
    """Values are numbers up to here."""
    pattern = f"$this $PATH ?value FILTER(!COALESCE(?value <= {high}, false))"
    return Constraint("MaxInclusive", f"is more than {high}", {SH.maxInclusive: Literal(high)}, pattern)


def matches(expression: str) -> Constraint:
    """Values match a regular expression as a whole."""
    whole = Literal(f"^(?:{expression})$")
    pattern = f"$this $PATH ?value FILTER(!COALESCE(REGEX(STR(?value), {whole.n3()}), false))"
    return Constraint("Pattern", f"does not match {expression}", {SH.pattern: whole}, pattern)


def below(other: URIRef) -> Constraint:
    """Every value is less than every value of another property."""
    pattern = f"$this $PATH ?value ; {other.n3()} ?limit FILTER(!COALESCE(?value < ?limit, false))"
    return Constraint("LessThan", f"is not less than {other.fragment}", {SH.lessThan: other}, pattern)


def instance_of(classes: Sequence[URIRef]) -> Constraint:
    """Values are things of one of these classes."""
    among = f"FILTER NOT EXISTS {{ ?value a ?class FILTER(?class IN ({listed(classes)})) }}"
    problem = f"is no {_names(classes, ' or ')}"
    if len(classes) == 1:
        return Constraint("Class", problem, {SH["class"]: classes[0]}, f"$this $PATH ?value {among}")
    alternatives = [{SH["class"]: class_} for class_ in classes]
    return Constraint("Or", problem, {SH["or"]: alternatives}, f"$this $PATH ?value {among}")


def some_of(values: Sequence[Term]) -> Constraint:
    """One of the values is among these."""
    pattern = f"FILTER NOT EXISTS {{ $this $PATH ?one FILTER(?one IN ({listed(values)})) }}"
    parameters: Mapping[URIRef, Nested] = {SH.qualifiedValueShape: {SH["in"]: values}, SH.qualifiedMinCount: Literal(1)}
    return Constraint("QualifiedMinCount", f"is none of {_names(values)}", parameters, pattern)


def at_most_one_of(values: Sequence[Term]) -> Constraint:
    """No two of the values are among these."""
    both = f"FILTER(?one != ?two && ?one IN ({listed(values)}) && ?two IN ({listed(values)}))"
    parameters: Mapping[URIRef, Nested] = {SH.qualifiedValueShape: {SH["in"]: values}, SH.qualifiedMaxCount: Literal(1)}
    pattern = f"FILTER EXISTS {{ $this $PATH ?one, ?two {both} }}"
    return Constraint("QualifiedMaxCount", f"is two of {_names(values)}", parameters, pattern)


def closed(properties: Iterable[URIRef]) -> Constraint:
    """The node has these properties and no others."""
    known = sorted(set(properties))
    parameters: Mapping[URIRef, Nested] = {SH.closed: Literal(True), SH.ignoredProperties: known}
    pattern = f"$this ?path ?value FILTER(?path NOT IN ({listed(known)}))"
    return Constraint("Closed", "is a property that such a thing does not have", parameters, pattern)


def required_unless(path: URIRef, other: URIRef, values: Sequence[Term]) -> Constraint:
    """The node has the property ``path``, if not all values of ``other`` are among these."""
    either: Sequence[Nested] = [
        {SH.property: {SH.path: other, SH["in"]: values}},
        {SH.property: {SH.path: path, SH.minCount: Literal(1)}},
    ]
    pattern = (
        f"FILTER NOT EXISTS {{ $this {path.n3()} ?any }} "
        f"FILTER EXISTS {{ $this {other.n3()} ?other FILTER(?other NOT IN ({listed(values)})) }}"
    )
    return Constraint("Or", f"has no {path.fragment or path}", {SH["or"]: either}, pattern)


def none_such(problem: str, pattern: str) -> Constraint:
    """There is no solution of a graph pattern."""
    select = Literal(f"SELECT $this ?value WHERE {{ {pattern} }}")
    return Constraint("SPARQL", problem, {SH.sparql: {RDF.type: SH.SPARQLConstraint, SH.select: select}}, pattern)


def listed(terms: Iterable[Term]) -> str:
    """Terms as they stand in a query, with commas between."""
    return ", ".join(term.n3() for term in terms)


def _names(values: Sequence[Term], between: str = ", ") -> str:
    """Values as people write them."""
    names = [value.fragment or str(value) if isinstance(value, URIRef) else str(value) for value in values]
    return between.join(names[:_SHOWN]) + " …" * (len(names) > _SHOWN)
