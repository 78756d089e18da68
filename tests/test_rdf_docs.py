"""The page of the graph as RDF is made from the schema, the shapes and the faults of the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import rdflib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from build_rdf_docs import PAGE, page

from kexie_kg.graph.schema import Schema


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run scripts/build_rdf_docs.py"


def test_its_example_is_turtle() -> None:
    text = page().partition("```turtle\n")[2].partition("```")[0]
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in Schema.load().namespaces.items())
    assert len(rdflib.Graph().parse(data=prefixes + text, format="turtle")) > 25
