"""The words of a query: what engines read as more than it seems, and what a refusal says.

The corpora are tried in test_attacks.py and test_harmless.py.
"""

import pyoxigraph
import pytest

from kexie_kg.graph.errors import QueryError
from kexie_kg.queries.guard import checked


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?a . ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?a FILTER(?a<1)SERVICE:x#>\n{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?a . ?s ?p 1.0e0SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX k: <http://k/> SELECT * { ?s k:a\\#b ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_odd_spellings_of_service_are_real(text: str) -> None:
    """Oxigraph reads them as calls to another server, so that refusing them is no pedantry."""
    node, number = pyoxigraph.NamedNode("http://a"), pyoxigraph.Literal(0)
    store = pyoxigraph.Store()
    for predicate in ("http://p", "http://k/a#b"):
        store.add(pyoxigraph.Quad(node, pyoxigraph.NamedNode(predicate), number))
        store.add(pyoxigraph.Quad(node, pyoxigraph.NamedNode(predicate), pyoxigraph.Literal(1)))
        store.add(pyoxigraph.Quad(node, pyoxigraph.NamedNode(predicate), pyoxigraph.Literal(1.0)))
    with pytest.raises(OSError):
        list(store.query(text))  # type: ignore[arg-type]  # a SELECT: its answer can be listed


def test_the_refusal_says_where_and_what_next() -> None:
    with pytest.raises(QueryError, match=r"^cypher, line 2, column 1: SET is refused: .*only read; .*backticks"):
        checked("MATCH (n)\nSET n.x = 1", "cypher")
    with pytest.raises(QueryError, match=r"^sparql, line 1, column 15: ， outside of a string; write ,$"):
        checked("SELECT ?s { ?s， ?p ?o }", "sparql")
