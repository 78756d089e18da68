"""Mistakes in ad-hoc queries: each is one line with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.adhoc import ask
from kexie_kg.queries.sandbox import Sandbox

CYPHER = {
    "MATCH (n)": "line 1, column 10: RETURN is missing after MATCH; end with what to answer, e.g. RETURN n.name",
    "MATCH (p:Entity:Plan)\nWHERE p.plan_year = 2020;": (
        "line 2, column 25: RETURN is missing after WHERE; end with what to answer, e.g. RETURN p.name AS name"
    ),
    "WITH 1 AS x": "line 1, column 12: RETURN is missing after WITH",
    "CALL { MATCH (n) RETURN n }": "line 1, column 28: RETURN is missing after CALL",
    "MATCH (n) RETURN n.id AS i UNION MATCH (m)": "line 1, column 43: RETURN is missing after MATCH",
    "MATCH (n) UNION MATCH (m) RETURN m.id AS i": "line 1, column 10: RETURN is missing after MATCH",
    "MATCH (n)\nRETRUN n.id AS i": 'line 2, column 1: RETRUN is no keyword (did you mean "RETURN"?)',
    "MTCH (n) RETURN n.id AS i": 'line 1, column 1: starts with MTCH; did you mean "MATCH"?',
    "MATCH (n) RETURN n.id AS id ORDR BY id": 'line 1, column 29: ORDR is no keyword (did you mean "ORDER"?)',
    "MATCH (n) WHERE n.name CONTANS 'x' RETURN n.id AS i": "line 1, column 24: CONTANS is no keyword (did you me",
    "MATCH (n) RETURN n.id name": "line 1, column 23: name cannot stand here; a comma or a keyword is missing",
    "MATCH (n RETURN n.id AS i": "line 1, column 7: ( is not closed; add ) where it ends",
    "MATCH (n)) RETURN n.id AS i": "line 1, column 10: ) closes nothing; remove it",
    "MATCH (n)-[>(m) RETURN n.id AS i": "line 1, column 11: [ is not closed; add ] where it ends",
    "MATCH (n {name: 'x') RETURN 1 AS x": (
        "line 1, column 20: ) where } should close the { of line 1, column 10; close that first"
    ),
    "RETURN 'a": "line 1, column 8: ' is not closed; close it",
    "RETURN 1 + AS x": "line 1, column 12: Unexpected token in expression: AS; mend it before this place",
    "RETURN 1 AS": "line 1, column 12: Expected alias name after AS",
    "RETURN foo(1) AS x": "the query fails: Cypher execution error: Unknown function: foo",
    "RETURN $p AS x": "Missing parameter: $p",
}

KX = "PREFIX kx: <https://kexie-kg.example/ns#>"
SPARQL = {
    "SELECT ?s { ?s ?p }": "line 1, column 20: cannot be read from here; a triple is subject, predicate, object",
    "SELECT ?s { ?s ?p ?o": "line 1, column 11: { is not closed; add } where it ends",
    "SELECT ?s\nWHERE { ?s kx:name ?o }": (f"line 2, column 12: prefix kx: is not declared; begin with {KX}"),
    "SELECT ?s { ?s a p-plan:Plan }": (
        "line 1, column 18: prefix p-plan: is not declared; begin with PREFIX p-plan: <http://purl.org/net/p-plan#>"
    ),
    f"{KX} SELECT ?s {{ ?s kx:name/foo:bar ?o }}": "line 1, column 66: prefix foo: is not declared",
    "SELCT ?s { ?s ?p ?o }": 'line 1, column 1: starts with SELCT; did you mean "SELECT"?',
    "SELECT s { ?s ?p ?o }": "line 1, column 8: s cannot stand here; a variable begins with ?: ?s",
    "SELECT ?s { ?s ?p ?o } ORDER ?s": "line 1, column 30: BY is missing; write ORDER BY",
    "SELECT ?s { ?s ?p ?o } LIMT 5": 'line 1, column 24: LIMT is no keyword (did you mean "LIMIT"?)',
    "SELECT ?s { ?s ?p ?o } LIMIT x": "line 1, column 30: LIMIT takes a number",
    "SELECT ?s WHERE ?s ?p ?o": "line 1, column 17: { is missing; write WHERE { … }",
    "SELECT ?s { ?s ?p ?o FILTER ?o = 1 }": "line 1, column 29: FILTER without brackets; write FILTER(?o …)",
    "SELECT ?s { ?s ?p ?o FILTR(?o = 1) }": 'line 1, column 22: FILTR is no keyword (did you mean "FILTER"?)',
    "SELECT (COUNT(?s)) { ?s ?p ?o }": "line 1, column 8: the column has no name; write e.g. (COUNT(?x) AS ?n)",
    "SELECT ?s ?x { ?s ?p ?o } GROUP BY ?s": "line 1, column 1: a selected variable is neither grouped nor counted",
    "PREFIX kx <http://x#> SELECT ?s { ?s ?p ?o }": (
        "line 1, column 8: a colon is missing; write PREFIX kx: <http://x#>"
    ),
}


@pytest.mark.parametrize(
    ("language", "text"), [*(("cypher", text) for text in CYPHER), *(("sparql", text) for text in SPARQL)]
)
def test_a_mistake_is_shown_where_it_is(language: Language, text: str, sandboxes: Mapping[Language, Sandbox]) -> None:
    with pytest.raises(QueryError) as error:
        ask(sandboxes[language], text)
    message = str(error.value)
    assert "\n" not in message
    assert {"cypher": CYPHER, "sparql": SPARQL}[language][text] in message
