"""JSON-LD: the context that gives the names of the schema their meaning, and graphs written with it.

Properties and relations are keys by their own names, terms of other vocabularies by their prefixed names. The context
says which hold links and of which datatype the others are, so that values are plain strings and numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

import pyoxigraph as ox

from kexie_kg.graph import standard
from kexie_kg.graph.clause import LINKS
from kexie_kg.graph.rdf import Vocabulary
from kexie_kg.graph.schema import Property, Schema

Json: TypeAlias = Any
Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_CODED = {"decimal": "xsd:decimal", "boolean": "xsd:boolean", "date": "xsd:date"}
"""Datatypes whose values are strings in JSON; integers are numbers, since JSON-LD takes other numbers for doubles."""


def context(schema: Schema) -> dict[str, Json]:
    """The value of ``@context``."""
    terms: dict[str, Json] = {"@version": 1.1, "@base": schema.namespaces["id"], "@vocab": schema.namespaces["kx"]}
    terms |= {prefix: iri for prefix, iri in schema.namespaces.items() if prefix != "id"}
    terms |= {"id": "@id", "type": "@type"}  # hence ids are written relative to the base, not as id:…
    terms |= {name: _link(name) for name in ("rdf:subject", "rdf:object", "prov:wasDerivedFrom")}
    terms["rdf:predicate"] = {"@id": "rdf:predicate", "@type": "@vocab"}
    terms |= {_local(relation.rdf): _link(relation.rdf) for relation in schema.relations.values()}
    terms |= {name: _link(f"kx:{name}") for name in LINKS}
    for name in Vocabulary.of(schema).properties:
        prop = schema.properties[name]
        terms[_local(prop.rdf) if name in terms else name] = {"@id": prop.rdf} | _coded(prop)
    return terms | dict(_standard_terms(schema))


def _standard_terms(schema: Schema) -> Iterator[tuple[str, Json]]:
    """The terms that exports add (:mod:`kexie_kg.graph.standard`), each under its prefixed name."""
    yield from ((term, _link(term)) for term in (standard.CONTEXT, standard.SOURCE))
    for relation in schema.relations.values():
        yield from ((x.term, _link(x.term)) for x in relation.standard)
    for prop in schema.properties.values():
        for value in prop.standard:
            if value.concept or value.entity or value.items:
                yield value.term, _link(value.term)
            elif value.language:
                yield value.term, {"@id": value.term, "@language": value.language}
            else:
                yield value.term, {"@id": value.term} | (_typed(value.datatype) if value.datatype else _coded(prop))


def _local(prefixed: str) -> str:
    return prefixed.partition(":")[2]


def _link(prefixed: str) -> dict[str, str]:
    return {"@id": prefixed, "@type": "@id"}


def _coded(prop: Property) -> dict[str, str]:
    return _typed(_CODED.get(prop.datatype, ""))


def _typed(datatype: str) -> dict[str, str]:
    return {"@type": datatype} if datatype not in {"", "xsd:string"} else {}


def document(triples: Iterable[ox.Triple], schema: Schema) -> bytes:
    """Triples, in the order of their subjects, as one JSON-LD document with an object on each line."""
    compact = _Compactor(schema)
    objects = (
        json.dumps(compact.subject(subject, list(found)), ensure_ascii=False)
        for subject, found in groupby(triples, lambda triple: triple.subject)
    )
    opening = json.dumps(context(schema), ensure_ascii=False)
    body = ",\n".join(objects)
    return f'{{"@context": {opening}, "@graph": [\n{body}\n]}}\n'.encode()


def context_document(schema: Schema) -> bytes:
    """The context alone, for those who write JSON of their own."""
    return (json.dumps({"@context": context(schema)}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


class _Compactor:
    def __init__(self, schema: Schema) -> None:
        self._context = context(schema)
        self._base = schema.namespaces["id"]
        self._prefixes = {iri: prefix for prefix, iri in schema.namespaces.items() if prefix != "id"}
        definitions = {key: value for key, value in self._context.items() if isinstance(value, dict)}
        self._terms = {schema.iri(value["@id"]): key for key, value in definitions.items()}
        self._type = schema.iri("rdf:type")

    def subject(self, subject: Object, triples: Sequence[ox.Triple]) -> dict[str, Json]:
        found: dict[str, list[Json]] = defaultdict(list)
        for triple in triples:
            predicate = triple.predicate.value
            if predicate == self._type:
                found["type"].append(self._name(str(getattr(triple.object, "value", ""))))
            else:
                key = self._name(predicate)
                found[key].append(self._value(triple.object, self._context.get(key, {})))
        values = {key: items if len(items) > 1 else items[0] for key, items in found.items()}
        return {"id": self._id(getattr(subject, "value", "")), **values}

    def _value(self, value: Object, term: Mapping[str, str]) -> Json:
        coerced = term.get("@type")
        if isinstance(value, ox.NamedNode):
            if coerced == "@vocab":
                return self._name(value.value)
            return self._id(value.value) if coerced == "@id" else {"@id": self._id(value.value)}
        assert isinstance(value, ox.Literal)  # exports hold no blank nodes
        if value.language:
            plain = value.language == term.get("@language")
            return value.value if plain else {"@value": value.value, "@language": value.language}
        datatype = self._prefixed(value.datatype.value)
        if datatype == "xsd:integer" and not coerced:
            return int(value.value)
        if datatype == coerced or (datatype == "xsd:string" and not coerced and "@language" not in term):
            return value.value
        return {"@value": value.value} if datatype == "xsd:string" else {"@value": value.value, "@type": datatype}

    def _id(self, iri: str) -> str:
        return iri.removeprefix(self._base) if iri.startswith(self._base) else self._prefixed(iri)

    def _name(self, iri: str) -> str:
        """Short form of a class, property or datatype, where ``@vocab`` holds."""
        return self._terms.get(iri) or self._prefixed(iri).removeprefix("kx:")

    def _prefixed(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix else iri
