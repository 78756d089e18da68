"""RDF for others: the same triples in every format, read by other libraries; valid vocabulary, shapes and context."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from awkward_graph import EXAMPLE, same
from command import kexie
from hypothesis import given, settings
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, XSD
from rdflib.compare import isomorphic
from small_graph import small_graph
from strategies import corpora

from kexie_kg.graph import ontology, shapes, standard
from kexie_kg.graph.exchange import RdfFormat, from_rdf, jsonld, nquads, ntriples, turtle
from kexie_kg.graph.jsonld import context
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Graph, Node
from kexie_kg.graph.rdf import Vocabulary, lines
from kexie_kg.graph.schema import Schema

SCHEMA = Schema.load()
ID, KX = rdflib.Namespace(SCHEMA.namespaces["id"]), rdflib.Namespace(SCHEMA.namespaces["kx"])
WRITERS: Mapping[RdfFormat, Callable[[Graph, Schema], bytes]] = {
    "ntriples": ntriples, "nquads": nquads, "turtle": turtle, "jsonld": jsonld,
}  # fmt: skip
RDFLIB: Mapping[RdfFormat, str] = {"ntriples": "nt", "nquads": "nt", "turtle": "turtle", "jsonld": "json-ld"}
SMALL = small_graph()


def parsed(format: RdfFormat, graph: Graph = SMALL) -> rdflib.Graph:
    data = WRITERS[format](graph, SCHEMA).decode("utf-8")
    return rdflib.Graph().parse(data=data, format=RDFLIB[format])


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("graph", [EXAMPLE, SMALL], ids=["awkward", "small"])
def test_every_format_reads_back(graph: Graph, format: RdfFormat) -> None:
    data = WRITERS[format](graph, SCHEMA)
    assert same(from_rdf(data, SCHEMA, format), graph)
    assert WRITERS[format](Graph(graph.nodes[::-1], graph.edges[::-1]), SCHEMA) == data


@settings(max_examples=15)
@given(plans=corpora())
def test_whatever_merging_makes_reads_back(plans: list[Contribution]) -> None:
    graph = merge(plans, SCHEMA)
    for format, write in WRITERS.items():
        assert same(from_rdf(write(graph, SCHEMA), SCHEMA, format), graph)


def test_rdflib_reads_the_same_triples_from_every_format() -> None:
    graphs = {format: parsed(format) for format in WRITERS}
    first = graphs.pop("ntriples")
    assert len(first) == len(ntriples(SMALL, SCHEMA).splitlines()) > 2000
    for format, graph in graphs.items():
        assert isomorphic(graph, first), format


def test_the_stored_triples_are_among_the_exported_ones() -> None:
    exported = set(ntriples(SMALL, SCHEMA).decode("utf-8").splitlines(keepends=True))
    stored = set(lines(SMALL, Vocabulary.of(SCHEMA)))
    added = exported - stored
    assert stored < exported
    assert not any(f"> <{KX}" in line.split(" ", 1)[1] for line in added if "dc/terms/type" not in line)


def test_what_standard_vocabularies_say() -> None:
    graph = parsed("turtle")
    names = {str(name): thing for thing, name in graph.subject_objects(RDFS.label)}
    city, body, contest = names["嘉兴市"], names["嘉兴市科学技术协会"], names["嘉兴市青少年科技创新大赛"]
    plan, partner = names["嘉兴市科学技术协会/2020/工作要点"], names["浙江大学"]
    office, measure = names["办公室"], names["办好科普活动。"]
    target = names["20家企业科协"]
    expected = [
        (city, RDF.type, SDO.City),
        (city, SKOS.notation, rdflib.Literal("330400", datatype=KX.GBT2260)),
        (city, DCTERMS.identifier, rdflib.Literal("330400")),
        (city, DCTERMS.type, KX.Place_city),
        (body, RDF.type, ORG.FormalOrganization),
        (body, SDO.location, city),
        (body, SDO.name, rdflib.Literal("嘉兴市科学技术协会", lang="zh")),
        (contest, RDF.type, SDO.Event),
        (contest, SDO.organizer, body),
        (plan, RDF.type, PROV.Plan),
        (plan, DCTERMS.publisher, body),
        (plan, SDO.temporalCoverage, rdflib.Literal("2020")),
        (partner, ORG.linkedTo, body),
        (body, ORG.linkedTo, partner),
        (office, ORG.unitOf, body),
        (measure, rdflib.URIRef(SCHEMA.iri("p-plan:isStepOfPlan")), names["嘉兴市科学技术协会/2021/工作要点"]),
        (target, SDO.minValue, rdflib.Literal("20", datatype=XSD.decimal)),
        (target, SDO.unitText, rdflib.Literal("家")),
    ]
    missing = [triple for triple in expected if triple not in graph]
    assert missing[:-1] == [] and all(triple[0] == measure for triple in missing)  # a task of either year has the name
    statement = graph.value(predicate=RDF.predicate, object=KX.publishes)
    words = graph.value(statement, PROV.wasDerivedFrom)
    assert graph.value(statement, PROV.hadPrimarySource) == names["嘉兴市科学技术协会/2021/工作要点"]
    nif = rdflib.Namespace(SCHEMA.namespaces["nif"])
    assert graph.value(words, nif.anchorOf) == rdflib.Literal("编印《科技工作者建议》")
    assert graph.value(words, RDF.type) == nif.Phrase


def test_provinces_alone_are_linked_to_wikidata(root: Path) -> None:
    (standard_,) = (x for x in SCHEMA.properties["code"].standard if x.items)
    with (root / "data" / "gazetteer" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["last_year"]]
    assert set(standard_.items) == {row["code"] for row in rows if row["level"] == "province"} - {"710000"}
    assert len(set(standard_.items.values())) == len(standard_.items) == 33
    codes = {"浙江省": "330000", "嘉兴市": "330400", "台湾省": "710000"}
    places = [Node(f"place/{code}", ("Place",), {"name": name, "code": code}) for name, code in codes.items()]
    for format in WRITERS:
        graph = parsed(format, Graph(tuple(places), ()))
        found = list(graph.subject_objects(SKOS.exactMatch))
        assert found == [(ID["place/330000"], rdflib.URIRef("http://www.wikidata.org/entity/Q16967"))]


def test_standard_terms_exist_where_rdflib_knows_the_vocabulary() -> None:
    closed = {"schema": SDO, "org": ORG, "prov": PROV, "dct": DCTERMS, "skos": SKOS, "foaf": FOAF, "owl": OWL}
    used = {standard.SOURCE} | set().union(*standard.terms(SCHEMA).values())
    for type_ in SCHEMA.types.values():
        used |= {name for x in (type_, *type_.kinds.values()) for name in getattr(x, "standard", ())}
    checked = [name for name in sorted(used) if name.partition(":")[0] in closed]
    assert len(checked) > 40
    for name in checked:
        assert rdflib.URIRef(SCHEMA.iri(name)) in closed[name.partition(":")[0]]


def test_the_vocabulary_describes_every_term_in_both_languages() -> None:
    graph = rdflib.Graph().parse(data=ontology.turtle(SCHEMA), format="turtle")
    words = Vocabulary.of(SCHEMA)
    iris = {*words.classes.values(), *words.relations.values(), *words.properties.values(), *words.clause.values()}
    own = [rdflib.URIRef(iri) for iri in iris if iri.startswith(KX)]
    concepts = [
        rdflib.URIRef(SCHEMA.iri(standard.kind_concept(t.name, k))) for t in SCHEMA.types.values() for k in t.kinds
    ]
    assert len(own) > 60
    for term, label in [*((term, RDFS.label) for term in own), *((term, SKOS.prefLabel) for term in concepts)]:
        languages = {getattr(text, "language", None) for text in graph.objects(term, label)}
        assert languages == {"zh", "en"}, term
    for relation in SCHEMA.relations.values():
        term = rdflib.URIRef(SCHEMA.iri(relation.rdf))
        assert (term, RDF.type, OWL.ObjectProperty) in graph
        assert graph.value(term, RDFS.domain) is not None
    used = {*parsed("turtle").predicates(), *parsed("turtle").objects(predicate=RDF.type)}
    assert {term for term in used if str(term).startswith(KX)} <= set(graph.subjects())
    assert ontology.turtle(SCHEMA) == ontology.turtle(SCHEMA)


def test_no_term_is_both_a_link_and_a_literal() -> None:
    """Else neither the vocabulary nor the context could say what it is."""
    kinds: dict[rdflib.term.Node, set[bool]] = {}
    for _, predicate, object_ in parsed("ntriples"):
        kinds.setdefault(predicate, set()).add(isinstance(object_, rdflib.Literal))
    assert [term for term, found in kinds.items() if len(found) > 1] == []


def test_json_written_with_the_context_alone(tmp_path: Path) -> None:
    """As somebody else would: names of the schema as keys, and nothing else to know."""
    done = kexie("export", "--format", "context", "-o", tmp_path / "context.json", "--graph", tmp_path / "none")
    assert (done.code, done.err) == (0, "")
    document = json.loads((tmp_path / "context.json").read_text("utf-8"))
    assert document == {"@context": context(SCHEMA)}
    document |= {"id": "event/1", "type": "Event", "name": "全国科普日", "heldIn": "place/1", "schema:name": "科普日"}
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert set(graph) == {
        (ID["event/1"], RDF.type, KX.Event),
        (ID["event/1"], RDFS.label, rdflib.Literal("全国科普日")),
        (ID["event/1"], KX.heldIn, ID["place/1"]),
        (ID["event/1"], SDO.name, rdflib.Literal("科普日", lang="zh")),
    }


def test_documents_of_the_schema_need_no_graph(tmp_path: Path) -> None:
    for name, expected in (("vocabulary", ontology.turtle(SCHEMA)), ("shapes", shapes.turtle(SCHEMA))):
        done = kexie("export", "--format", name, "-o", tmp_path / name, "--graph", tmp_path / "none")
        assert (done.code, done.out, done.err) == (0, f"wrote {tmp_path / name}\n", "")
        assert (tmp_path / name).read_bytes() == expected
        assert len(rdflib.Graph().parse(tmp_path / name, format="turtle")) > 500
    assert kexie("export", "--format", "shapes", "-o", tmp_path).is_one_line()


def test_shapes_name_their_properties_in_both_languages() -> None:
    graph = rdflib.Graph().parse(data=shapes.turtle(SCHEMA), format="turtle")
    kind = rdflib.URIRef(SCHEMA.iri("shapes:Place-kind"))
    assert set(graph.objects(kind, SH.name)) == {rdflib.Literal("类别", lang="zh"), rdflib.Literal("kind", lang="en")}
    assert (rdflib.URIRef(SCHEMA.iri("shapes:Place")), SH.property, kind) in graph


def test_pyoxigraph_reads_what_it_did_not_write() -> None:
    triples = {quad.triple for quad in ox.parse(jsonld(SMALL, SCHEMA), ox.RdfFormat.JSON_LD)}
    assert triples == {quad.triple for quad in ox.parse(ntriples(SMALL, SCHEMA), ox.RdfFormat.N_TRIPLES)}
