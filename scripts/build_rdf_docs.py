"""Writes docs/rdf.md, the page of the graph as RDF, from the schema and ``rdf.md.in``; a test holds it to them.

.venv/bin/python scripts/build_rdf_docs.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kexie_kg.graph.exchange import ntriples
from kexie_kg.graph.rdf import Vocabulary, lines
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.shapes import shapes
from kexie_kg.graph.stores.oxigraph import OxigraphStore
from kexie_kg.output import render

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from faults import FAULTS
from small_graph import small_graph

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rdf.md"
TEMPLATE = ROOT / "scripts" / "rdf.md.in"

_USED = ("schema", "org", "prov", "dct", "skos", "nif", "p-plan", "doco", "foaf")
_QUERY = """\
PREFIX kx: <https://kexie-kg.example/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?partner ?plan ?begin ?end ?text WHERE {
  ?association rdfs:label "嘉兴市科学技术协会" .
  { ?statement rdf:subject ?association ; rdf:object ?other }
  UNION
  { ?statement rdf:object ?association ; rdf:subject ?other }
  ?statement rdf:predicate kx:cooperatesWith ; kx:plan ?plan ; prov:wasDerivedFrom ?words .
  ?words nif:beginIndex ?begin ; nif:endIndex ?end ; kx:sentence/nif:anchorOf ?text .
  ?other rdfs:label ?partner .
}
ORDER BY ?begin LIMIT 3
"""


def page() -> str:
    """The page in Markdown."""
    schema = Schema.load()
    all_ = shapes(schema)
    return TEMPLATE.read_text("utf-8").format(
        example=_example(schema),
        query=_QUERY,
        answer=render(_answer(schema), "markdown"),
        namespaces=_table(("prefix", "namespace"), ((p, schema.namespaces[p]) for p in ("kx", "id", *_USED))),
        types=_table(("class", "kind", "standard classes"), _types(schema)),
        relations=_table(("relation", "standard property", "only between"), _relations(schema)),
        properties=_table(("property", "stored as", "exported as well"), _properties(schema)),
        figures=f"The {len(all_)} shapes have {sum(len(shape.constraints) for shape in all_)} constraints.",
        rules=_rules(),
        faults=len(FAULTS),
    )


def _example(schema: Schema) -> str:
    """One fact of the graph of the tests: its ends, the statement, the words and their sentence."""
    triples = [quad.triple for quad in ox.parse(ntriples(small_graph(), schema), ox.RdfFormat.N_TRIPLES)]
    published = ox.NamedNode(schema.iri("kx:publishes"))
    (direct,) = (t for t in triples if t.predicate == published)
    (statement,) = {t.subject for t in triples if t.object == published}
    leading = ("prov:wasDerivedFrom", "kx:sentence")
    shown = [direct.subject, direct.object, statement]
    for term in leading:
        shown += [t.object for t in triples if t.subject == shown[-1] and t.predicate.value == schema.iri(term)]
    plain = {schema.iri(term) for term in ("rdfs:label", "rdf:type", "kx:publishes", "schema:publisher")}
    kept = (t for x in shown for t in triples if t.subject == x and (x not in shown[:2] or t.predicate.value in plain))
    prefixes = {p: iri for p, iri in schema.namespaces.items() if p in {"kx", "id", "rdf", "rdfs", "xsd", *_USED}}
    written = ox.serialize(kept, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert written is not None
    return "".join(line for line in written.decode("utf-8").splitlines(keepends=True) if not line.startswith("@prefix"))


def _answer(schema: Schema) -> Rows:
    store = ox.Store()
    text = "".join(lines(small_graph(), Vocabulary.of(schema)))
    store.load(text.encode("utf-8"), ox.RdfFormat.N_TRIPLES)
    return OxigraphStore(store, Path("memory"), schema).run(_QUERY)


def _types(schema: Schema) -> Iterable[tuple[str, ...]]:
    for type_ in schema.types.values():
        if type_.standard:
            yield type_.rdf, "", ", ".join(type_.standard)
        yield from ((type_.rdf, kind.name, ", ".join(kind.standard)) for kind in type_.kinds.values() if kind.standard)


def _relations(schema: Schema) -> Iterable[tuple[str, ...]]:
    for relation in schema.relations.values():
        for x in relation.standard:
            sign = "both ways" if relation.symmetric else ""
            between = " → ".join((x.source or "any", x.target or "any")) if x.source or x.target else sign
            yield relation.rdf, f"{'^' * x.inverse}{x.term}", between


def _properties(schema: Schema) -> Iterable[tuple[str, ...]]:
    for name in Vocabulary.of(schema).properties:
        prop = schema.properties[name]
        terms = []
        for x in prop.standard:
            note = f" if {x.when[0]} is {' or '.join(x.when[1])}" if x.when else f" of {x.type}" if x.type else ""
            terms.append(f"{x.term}{note}")
        if terms or not prop.rdf.startswith("kx:"):
            yield name, prop.rdf, ", ".join(terms)


def _rules() -> str:
    """The faults that the tests plant, by what the shape that sees them is about."""
    about: dict[str, list[str]] = {}
    for fault in FAULTS:
        about.setdefault(fault.shape.partition("-")[0], []).append(fault.name)
    return "".join(f"| {shape} | {', '.join(names)} |\n" for shape, names in about.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return render(Rows(head, tuple(rows)), "markdown")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
