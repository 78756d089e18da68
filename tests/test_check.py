"""`kexie check`: nothing wrong in what is built, every planted fault found, and the same faults that pySHACL finds."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from command import kexie
from faults import FAULTS, PREFIXES, Fault
from rdflib import RDF, SH
from small_graph import small_graph

from kexie_kg.build import build
from kexie_kg.graph.check import Finding, findings
from kexie_kg.graph.exchange import ntriples
from kexie_kg.graph.rdf import Vocabulary, lines
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.shapes import shapes, turtle
from kexie_kg.graph.stores.oxigraph import OxigraphStore

SCHEMA = Schema.load()
ID, SHAPES = SCHEMA.namespaces["id"], SCHEMA.namespaces["shapes"]
STORED = "".join(lines(small_graph(), Vocabulary.of(SCHEMA))).encode("utf-8")


def stored(data: bytes, *updates: str) -> ox.Store:
    store = ox.Store()
    store.load(data, ox.RdfFormat.N_TRIPLES)
    for update in updates:
        before = set(store)
        store.update(update)
        assert set(store) != before, f"changed nothing: {update}"
    return store


def found(store: ox.Store) -> list[Finding]:
    return findings(OxigraphStore(store, Path("memory"), SCHEMA), SCHEMA)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_is_found(fault: Fault) -> None:
    hits = [f for f in found(stored(STORED, fault.update)) if (f.shape, f.component) == (fault.shape, fault.component)]
    assert hits, f"{fault.name}: not found"
    assert any(fault.problem in hit.problem for hit in hits), [hit.problem for hit in hits]
    assert all(hit.node and "build" in hit.next for hit in hits)


def test_every_component_has_a_fault() -> None:
    used = {constraint.component for shape in shapes(SCHEMA) for constraint in shape.constraints}
    assert {fault.component for fault in FAULTS} == used
    rules = {c.problem.split(",")[0] for shape in shapes(SCHEMA) for c in shape.constraints if c.component == "SPARQL"}
    planted = " ".join(fault.problem for fault in FAULTS if fault.component == "SPARQL")
    assert [rule for rule in sorted(rules) if rule not in planted] == []


def test_the_same_as_pyshacl() -> None:
    """On one graph with all the faults, node by node and constraint by constraint."""
    data = stored(STORED, *(fault.update for fault in FAULTS))
    ours = {(f.node, f.shape, f.component) for f in found(data)}
    graph = rdflib.Graph().parse(
        data=ox.serialize((q.triple for q in data), format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    document = rdflib.Graph().parse(data=turtle(SCHEMA), format="turtle")
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=document, inference="none", meta_shacl=True)
    assert not conforms
    assert isinstance(report, rdflib.Graph)
    parts = ((SH.focusNode, ID), (SH.sourceShape, SHAPES), (SH.sourceConstraintComponent, str(SH)))
    theirs = {
        tuple(str(report.value(result, term)).removeprefix(prefix).removesuffix("ConstraintComponent")
              for term, prefix in parts)
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }  # fmt: skip
    assert len(theirs) > len(FAULTS)
    assert ours == theirs


def test_exports_conform_as_well() -> None:
    """With their standard triples."""
    assert found(stored(ntriples(small_graph(), SCHEMA))) == []


def test_the_command(root: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    plans = sorted((root / "data" / "plans").glob("*.txt"))
    build([str(plan) for plan in plans], graph)
    clean = kexie("check", "--graph", graph)
    assert (clean.code, clean.err) == (0, "")
    assert "(0 rows)" in clean.out
    store = ox.Store(str(graph / "generations" / "1" / "oxigraph"))
    store.update(
        f"{PREFIXES}DELETE {{ ?s nif:anchorOf ?text }} INSERT {{ ?s nif:anchorOf ?other }} WHERE {{ SELECT * {{ ?s a "
        f"kx:Sentence ; nif:anchorOf ?text BIND(CONCAT('啊', SUBSTR(?text, 2)) AS ?other) }} LIMIT 1 }}"
    )
    store.update(f"{PREFIXES}DELETE {{ ?s kx:modality ?m }} INSERT {{ ?s kx:modality 'perhaps' }} WHERE "
                 "{ SELECT * { ?s rdf:predicate kx:builds ; kx:modality ?m } LIMIT 1 }")  # fmt: skip
    del store
    done = kexie("check", "--graph", graph, "--format", "json")
    assert (done.code, done.err) == (1, "")
    rows = json.loads(done.out)
    assert len(rows) == 2
    assert any(row["problem"].startswith("does not stand at ") for row in rows)
    assert any('modality "perhaps" is not one of planned' in row["problem"] and " → " in row["name"] for row in rows)
    assert kexie("check", "--graph", tmp_path / "none").is_one_line()
