"""docs/neo4j.md: its queries answer on a server, and its style file is the schema's."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import neo4j
from command import small_graph as built
from neo4j_fixtures import SCHEMA

from kexie_kg import open_graph
from kexie_kg.graph.stores.neo4j import Neo4jStore

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from build_neo4j_style import style


def test_the_first_queries_answer(root: Path, tmp_path: Path, store: Neo4jStore, by_hand: neo4j.Session) -> None:
    with open_graph(built(root, tmp_path / "graph")) as graph:
        store.push(graph.facts)
    queries = re.findall(r"```cypher\n(.*?);\n```", (root / "docs" / "neo4j.md").read_text("utf-8"), re.DOTALL)
    assert len(queries) == 5
    for query in queries:
        assert by_hand.run(query).data(), query


def test_the_style_is_made_from_the_schema(root: Path) -> None:
    made = style(SCHEMA)
    assert (root / "docs" / "neo4j.grass").read_text("utf-8") == made, "run scripts/build_neo4j_style.py"
    for type_ in SCHEMA.types.values():
        assert re.search(rf"node\.{type_.name} \{{[^}}]*color: {type_.color};", made)
