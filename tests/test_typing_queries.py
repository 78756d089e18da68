"""Queries as they are typed into ``kexie shell``: where one ends, and what may follow what is typed."""

from __future__ import annotations

import pytest

from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.completion import completions
from kexie_kg.queries.statements import ends_at

# ---- Where a query ends --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "first", "rest"),
    [
        ("cypher", "RETURN 1 AS x;", " RETURN 2 AS x;"),
        ("cypher", "RETURN ';' AS x, \";\" AS `;`;", ""),
        ("cypher", "RETURN 1 AS x // ; not here\n;", "\n"),
        ("cypher", "RETURN 1 /* ; */ AS x;", ""),
        ("cypher", "MATCH (n {name: 'it\\'s;'}) RETURN 1 AS x;", "x"),
        ("cypher", "MATCH (n RETURN n.id AS id;", "\n\nRETURN 1 AS x;"),
        ("cypher", "RETURN 'a AS x;", "\n\nRETURN 1 AS x;"),
        ("sparql", "SELECT ?s { ?s a <x> ; <y;> ';' };", ""),
        ("sparql", "SELECT ?s { ?s a <x> ;\n# ;\n <y> ?z };", "\n"),
        ("sparql", "PREFIX a: <http://a/>\n\nSELECT ?s { ?s ?p ?o };", "ASK {}"),
    ],
)
def test_a_semicolon_ends_a_query_where_it_is_no_part_of_it(language: Language, first: str, rest: str) -> None:
    assert ends_at(first + rest, language) == len(first)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cypher", "MATCH (n)\nRETURN n.id AS id"),
        ("cypher", "RETURN ';"),
        ("cypher", "MATCH (n RETURN 1 AS x;"),
        ("cypher", "RETURN 1 AS x // ;"),
        ("sparql", "SELECT ?s { ?s a <x> ;"),
        ("sparql", "SELECT ?s { ?s ?p '''a;"),
    ],
)
def test_a_query_goes_on_until_then(language: Language, text: str) -> None:
    assert ends_at(text, language) is None


# ---- Completion ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "before", "expected"),
    [
        ("cypher", "MATCH (p:Entity:Pl", ["Place", "Plan"]),
        ("cypher", "MATCH (p:en", ["Entity"]),
        ("cypher", "MATCH (p)-[:ORG", ["ORGANIZES"]),
        ("cypher", "MATCH (p)-[r:LEADS|ASS", ["ASSISTS"]),
        ("cypher", "MATCH (p) WHERE p.plan_y", ["plan_year"]),
        ("cypher", "MATCH (p:Entity {plan_y", ["plan_year"]),
        ("cypher", "MATCH (p) RET", ["RETURN"]),
        ("cypher", "mat", ["MATCH"]),
        ("cypher", "RETURN 'MAT", []),
        ("cypher", "RETURN 'x' // MAT", []),
        ("cypher", "MATCH (p:Entity:Plan", []),
        ("cypher", "", []),
        ("sparql", "SELECT ?s { ?s a kx:Pl", ["kx:Place", "kx:Plan"]),
        ("sparql", "SELECT ?s { ?s kx:organizes/^kx:leaD", []),
        ("sparql", "SELECT ?s { ?s kx:organizes/^kx:leads", []),
        ("sparql", "SELECT ?s { ?s dct:id", ["dct:identifier"]),
        ("sparql", "PREFIX kx", ["kx: <https://kexie-kg.example/ns#>"]),
        ("sparql", "SEL", ["SELECT"]),
        ("sparql", "SELECT ?s { ?s ?p ?o FIL", ["FILTER"]),
        ("sparql", "SELECT ?sel", []),
        ("sparql", "SELECT ?s { ?s ?p 'SEL", []),
        ("sparql", "# SEL", []),
    ],
)
def test_what_may_follow(language: Language, before: str, expected: list[str]) -> None:
    found = list(completions(before, language, Schema.load()))
    assert [completion.text for completion in found] == expected
    for completion in found:
        typed = before[len(before) - completion.replaces :]
        assert completion.text.lower().startswith(typed.lower())


def test_names_of_the_schema_are_explained() -> None:
    (found,) = completions("MATCH (p)-[:ORGANIZ", "cypher", Schema.load())
    assert found.meaning == "{0.zh} {0.en}".format(Schema.load().relations["ORGANIZES"])
