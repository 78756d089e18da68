"""What people may type: forty attacks are refused, forty harmless queries pass and run on the real engines."""

import kglite
import pyoxigraph
import pytest

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.guard import checked

CYPHER_ATTACKS = [
    "CREATE (n:Entity {id: 'x'}) RETURN n.id",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.name = 'x'",
    "match (n) sEt n.name = 'x'",
    "MATCH (n:Entity) WHERE n.x = 1SET n.z = 2 RETURN n.z AS z",
    "MATCH (n) REMOVE n.name",
    "MERGE (n:Entity {id: 'x'})",
    "MATCH (n) WITH n INSERT (:X)",
    "MATCH (n) FOREACH (x IN [1] | SET n.y = x)",
    "MATCH (n) RETURN n.id AS id; MATCH (n) DELETE n",
    "DROP CONSTRAINT c",
    "ALTER USER neo4j SET PASSWORD 'x'",
    "GRANT ROLE admin TO analyst",
    "START DATABASE neo4j",
    "USE other MATCH (n) RETURN n.id",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "CALL apoc.load.json('http://example.org') YIELD value RETURN value",
    "CALL `apoc`.`load`.`json`('http://example.org') YIELD value RETURN value",
    "CALL /* . */ apoc . cypher . doIt('CREATE (n)', {}) YIELD value RETURN value",
    "CALL db.cdc.enable()",
    "CALL db.labels.x() YIELD label RETURN label",
    "CALL $procedure",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {}) AS x",
    "RETURN `apoc`.load.file('/etc/passwd') AS x",
    "RETURN `date.x`.load('/etc/passwd') AS x",
    "MATCH (n) // harmless\r SET n.name = 'x'",
    "MATCH (n) // harmless\u2028SET n.name = 'x'",
    "MATCH (n) // harmless\x85SET n.name = 'x'",
    r"MATCH (n) \u0053ET n.name = 'x'",
    r"RETURN '\u0027 SET n.name = 1 //'",
    "MATCH (n) ＳＥＴ n.name = 'x'",
    "MATCH (n) ſet n.name = 'x'",
    "MATCH (n) 作SET n.name = 'x'",
    "MATCH (n) /* open SET n.name = 'x'",
    "MATCH (n) WHERE n.name = 'open SET n.name = 1",
    r"RETURN 'a\\' AS x SET n.name = '1'",
    "RETURN `a``b` AS x SET n.y = 1",
    "MATCH (n) SE\u200bT n.name = 'x'",
    "",
    "// nothing at all",
]

SPARQL_ATTACKS = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { service <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT ?s { SERVICE ?x { ?s ?p ?o } } } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?a FILTER(?a<1)SERVICE:x#>\n{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX k: <http://k/> SELECT * { ?s k:a\\#b ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX k: <http://k/> SELECT * { ?s k:a\\'b ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p '' } }",
    "SELECT * { <http://k/(y)#> ?p ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o # c\r SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }\n }",
    "SELECT * { ?s ?p '''a SERVICE <http://127.0.0.1:9/> { ?s ?p '' } }",
    'SELECT * { ?s ?p "a\\u0022 . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } # " }',
    "SELECT * { ?s ?p ?o \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o ＳERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://example.org/> { ?s ?p ?o }",
    "PREFIX x: <http://x/> SELECT *FROM x:y { ?s ?p ?o }",
    "LOAD <http://example.org/>",
    "INSERT DATA { <http://a> <http://b> <http://c> }",
    "PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }",
    "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP GRAPH <http://g>",
    "COPY DEFAULT TO <http://g>",
    "MOVE DEFAULT TO <http://g>",
    "ADD DEFAULT TO <http://g>",
    "CREATE GRAPH <http://g>",
    "SELECT * { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o }",
    "",
]

CYPHER_HARMLESS = [
    "MATCH (n:Entity) RETURN n.id AS id ORDER BY id",
    "MATCH (n:Entity) WHERE n.name = 'CREATE' RETURN n.id AS id",
    'MATCH (n:Entity) WHERE n.name = "DETACH DELETE n; DROP" RETURN n.id AS id',
    r"MATCH (n:Entity) WHERE n.name = 'it\'s SET' RETURN n.id AS id",
    "MATCH (n:Entity) // then SET and LOAD CSV FROM\nRETURN n.id AS id",
    "MATCH (n:Entity) RETURN n.`set` AS `delete`",
    "MATCH (n:Entity) WHERE n.name CONTAINS '创新“大赛”，SERVICE' RETURN n.id AS id",
    "MATCH (n:Entity) RETURN n.name AS `名称`",
    "MATCH (created:Entity) RETURN created.id AS setting",
    "MATCH (service:Entity)--(from:Entity) RETURN service.id AS load_from ORDER BY load_from",
    "MATCH (n:Entity) WHERE n.name = $set RETURN n.id AS id",
    "OPTIONAL MATCH (n:Entity) RETURN count(n) AS n",
    "UNWIND [1, 2] AS x RETURN x ORDER BY x",
    "WITH 1 AS x RETURN x",
    "CALL db.labels() YIELD label RETURN label",
    "CALL DB.LABELS() YIELD label RETURN label",
    "MATCH (a:Entity) CALL { WITH a MATCH (a)--(b) RETURN count(b) AS n } RETURN a.id AS id, n",
    "MATCH (n:Entity) WHERE EXISTS { MATCH (n)-->(m) WHERE m.id <> n.id } RETURN n.id AS id",
    "RETURN date.truncate('year', date('2020-05-01')) AS d",
    "MATCH (n:Entity) RETURN n.id AS id;",
    "MATCH (n:Entity)\r\nRETURN n.id AS id\r\n",
    "MATCH (n:Entity) WHERE n.name =~ '.*(创建|SET).*' RETURN n.id AS id",
    "MATCH (n:Entity) RETURN [x IN ['a', 'b'] WHERE (x <> 'SET')] AS xs",
    "RETURN '' AS a, \"\" AS b, 'FOREACH' AS c",
]

SPARQL_HARMLESS = [
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s",
    "SELECT ?s { ?s ?p 'SERVICE <http://127.0.0.1:9/>' }",
    'SELECT ?s { ?s ?p "LOAD \\" FROM" }',
    "SELECT ?s { ?s ?p '''DELETE 'it' \n INSERT''' }",
    'SELECT ?s { ?s ?p """a "quoted" CLEAR""" }',
    "# SERVICE and LOAD\nSELECT ?s { ?s ?p ?o } # DROP",
    "SELECT ?service ?from { ?service ?load ?from }",
    "PREFIX schema: <https://schema.org/> SELECT ?s { ?s a schema:Service ; schema:load ?o }",
    "SELECT ?s { ?s a <http://example.org/ns#SERVICE> }",
    "PREFIX kx: <https://kexie-kg.example/ns#>\nSELECT ?年份 { ?s kx:年 ?年份 }",
    "SELECT ?s { ?s ?p ?a FILTER(?a < 1) FILTER(?a > 0) }",
    "SELECT ?s { ?s ?p ?a FILTER(?a<1) }",
    "SELECT ?s { ?s ?p '创新“大赛”，载入'@zh }",
    "PREFIX p-plan: <http://purl.org/net/p-plan#> SELECT ?s { ?s a p-plan:Plan }",
    "ASK { ?s ?p ?o }",
    "BASE <http://a/> SELECT ?s { ?s <b#c> ?o }",
    "SELECT ?s { ?s (<http://a>|^<http://b>)/<http://c>* ?o }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING(?n > 1)",
]


@pytest.mark.parametrize("text", CYPHER_ATTACKS)
def test_cypher_attacks_are_refused_in_one_line(text: str) -> None:
    _refused(text, "cypher")


@pytest.mark.parametrize("text", SPARQL_ATTACKS)
def test_sparql_attacks_are_refused_in_one_line(text: str) -> None:
    _refused(text, "sparql")


def _refused(text: str, language: Language) -> None:
    with pytest.raises(QueryError) as error:
        checked(text, language)
    assert "\n" not in str(error.value)
    assert language in str(error.value)


@pytest.mark.parametrize("text", CYPHER_HARMLESS)
def test_harmless_cypher_runs(text: str) -> None:
    graph = kglite.KnowledgeGraph()
    graph.cypher("CREATE (:Entity {id: 'a', name: 'CREATE'})-[:R]->(:Entity {id: 'b', name: '大赛'})")
    graph.session().cypher(checked(text, "cypher"), params={"set": "CREATE"})


@pytest.mark.parametrize("text", SPARQL_HARMLESS)
def test_harmless_sparql_runs(text: str) -> None:
    assert pyoxigraph.Store().query(checked(text, "sparql")) is not None


def test_the_lists_are_as_long_as_promised() -> None:
    assert len({*CYPHER_ATTACKS, *SPARQL_ATTACKS}) >= 40
    assert len({*CYPHER_HARMLESS, *SPARQL_HARMLESS}) >= 40


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?a . ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?a FILTER(?a<1)SERVICE:x#>\n{ ?s ?p ?o } }",
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
    with pytest.raises(OSError):
        list(store.query(text))  # type: ignore[arg-type]  # a SELECT: its answer can be listed


def test_the_refusal_says_where_and_what_next() -> None:
    with pytest.raises(QueryError, match=r"^cypher, line 2, column 1: SET is refused: .*only read; .*backticks"):
        checked("MATCH (n)\nSET n.x = 1", "cypher")
    with pytest.raises(QueryError, match=r"^sparql, line 1, column 15: ， outside of a string; write ,$"):
        checked("SELECT ?s { ?s， ?p ?o }", "sparql")
