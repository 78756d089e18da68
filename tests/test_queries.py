"""Named queries: what the catalogue refuses, what parameters become, and the same rows from every store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import neo4j
import pytest
from bolt_server import BoltServer
from small_graph import small_graph

from kexie_kg.graph.errors import QueryError, UnfinishedError
from kexie_kg.graph.repository import engines
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language, Limits, QueryStore
from kexie_kg.graph.stores.neo4j import Neo4jStore
from kexie_kg.queries.canned_text import CannedText
from kexie_kg.queries.catalogue import Catalogue, bind
from kexie_kg.queries.run import run

pytest_plugins = ("bolt_server",)

CATALOGUE = Catalogue.load()
SCHEMA = Schema.load()
TOML, CYPHER, RQ = "department_load.toml", "department_load.cypher", "department_load.rq"
ISSUER, PLAN = "嘉兴市科学技术协会", "嘉兴市科学技术协会/2020/工作要点"


# -- the catalogue -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A copy of the canned queries that a test may spoil."""
    return Path(shutil.copytree(root / "queries" / "canned", tmp_path / "canned"))


def test_the_folder_is_the_registry(root: Path, folder: Path) -> None:
    stems = {path.stem for path in (root / "queries" / "canned").iterdir()}
    assert set(CATALOGUE.names()) == stems >= {"city_profile", "relation_evidence", "department_load"}
    for suffix in (".toml", ".cypher", ".rq"):
        shutil.copy(folder / f"department_load{suffix}", folder / f"workload{suffix}")
    assert Catalogue.load(folder).names() == tuple(sorted({*stems, "workload"}))


def test_every_text_reads_as_it_stands(root: Path) -> None:
    """A file holds the query and nothing of ours: it can be pasted into an editor."""
    for name in CATALOGUE.names():
        for language, suffix in (("cypher", ".cypher"), ("sparql", ".rq")):
            if language not in CATALOGUE.get(name).missing:
                file = root / "queries" / "canned" / f"{name}{suffix}"
                assert CATALOGUE.get(name).texts[language] == file.read_text("utf-8")  # type: ignore[index]  # one of the two


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (TOML, "[question]", "[qestion]", 'department_load.toml: no key "qestion" (did you mean "question"?)'),
        (TOML, 'zh = "部门任务量"\n', "", 'department_load.toml: [title]: lacks "zh"; add it'),
        (TOML, "columns = [", "columns = [[", "department_load.toml: "),
        (TOML, 'type = "string"', 'type = "strnig"', '[params.city]: no type "strnig" (did you mean "string"?)'),
        (TOML, 'default = ""', "default = 0", "department_load.toml: [params.city]: 0 is no string"),
        (TOML, "[params.city]", "[params.town]", 'department_load.cypher: parameter "city" is not declared'),
        (CYPHER, "$city", "'x'", 'department_load.cypher: declared parameter "city" is not used'),
        (RQ, "?_issuer", "?_isuer", '"isuer" is not declared (did you mean "issuer"?)'),
        (RQ, "SELECT ?_city", "SELECT", "department_load.rq: ?_city is not selected"),
        (TOML, '"leads", "assists"', '"assists", "leads"', "department_load.cypher: answers the columns"),
        (RQ, "AS ?assists", "AS ?helps", "department_load.rq: answers the columns"),
        (CYPHER, "RETURN issuer", "RETURN toUpper(issuer)", "column toUpper(issuer) has no name"),
        (CYPHER, "ORDER BY issuer, year, department", "", "department_load.cypher: no ORDER BY"),
        (RQ, "ORDER BY ?issuer ?year ?department", "", "department_load.rq: no ORDER BY"),
        (CYPHER, ":Plan)", ":Plann)", 'line 2, column 52: no label "Plann" (did you mean "Plan"?)'),
        (CYPHER, "d:Department", "d:Departement", 'no label "Departement" (did you mean "Department"?)'),
        (CYPHER, "[:LEADS]", "[:LEDS]", 'line 5, column 22: no relation "LEDS" (did you mean "LEADS"?)'),
        (CYPHER, "p.plan_year", "p.plan_yaer", 'no property "plan_yaer" (did you mean "plan_year"?)'),
        (CYPHER, "{name: $city}", "{nmae: $city}", 'no property "nmae" (did you mean "name"?)'),
        ("city_profile.cypher", "|USES|", "|USSES|", 'no relation "USSES" (did you mean "USES"?)'),
        (RQ, "kx:leads", "kx:leds", 'department_load.rq, line 15, column 46: no term ":leds"'),
        (CYPHER, "count(DISTINCT led.id)", "size(keys(d))", "keys is not portable"),
        (CYPHER, "// How", "/* How */ //", "is not portable"),
        (CYPHER, "sum(leads)", "elementId(i)", "elementId is not portable"),
        (
            CYPHER,
            "RETURN issuer",
            "SET i.x = 1 RETURN issuer",
            "department_load.cypher, line 13, column 1: SET is refused",
        ),
        (RQ, "?unit kx:leads ?led", "SERVICE <http://a> { ?unit kx:leads ?led }", "SERVICE is refused"),
        (TOML, "first = [", "first = [1, ", "[example]: first has 6 cells for 5 columns"),
        (TOML, "params = { city", "params = { town", "department_load.toml: [example] department_load: no parameter"),
        (
            "relation_evidence.toml",
            '"relations"',
            '"relation"',
            'not a list or one of types, relations, modalities (did you mean "relations"?)',
        ),
    ],
)
def test_mistakes_are_named_while_loading(folder: Path, file: str, old: str, new: str, message: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(QueryError) as error:
        Catalogue.load(folder)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_language_must_be_declared(folder: Path) -> None:
    (folder / "city_profile.rq").unlink()
    with pytest.raises(QueryError, match=r"^city_profile\.rq: is not there and not declared in city_profile\.toml"):
        Catalogue.load(folder)
    with (folder / "city_profile.toml").open("a", encoding="utf-8") as file:
        file.write('[missing]\nsparql = "paths have no length in SPARQL"\n')
    query = Catalogue.load(folder).get("city_profile")
    assert query.text("cypher")
    with pytest.raises(QueryError, match="city_profile: not in sparql: paths have no length in SPARQL; ask in cypher"):
        query.text("sparql")
    (folder / "city_profile.rq").write_text("SELECT ?x {} ORDER BY ?x", "utf-8")
    with pytest.raises(QueryError, match="is there and declared"):
        Catalogue.load(folder)


def test_a_stray_file_is_an_error(folder: Path) -> None:
    (folder / "departmentload.cypher").write_text("RETURN 1 AS x ORDER BY x", "utf-8")
    with pytest.raises(QueryError, match=r"^departmentload\.cypher: belongs to no query"):
        Catalogue.load(folder)


def test_an_unknown_query_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryError, match=r'no query "city_profil" \(did you mean "city_profile"\?\)'):
        CATALOGUE.get("city_profil")
    with pytest.raises(QueryError, match="there are city_profile, department_load"):
        CATALOGUE.get("?")


@pytest.mark.parametrize(
    ("language", "text", "parameters", "columns"),
    [
        ("cypher", "MATCH (n) RETURN n.id AS `a b`, n, 1 + (2) AS c ORDER BY n SKIP 1", (), ("a b", "n", "c")),
        (
            "cypher",
            "WITH '$no' AS x RETURN DISTINCT [y IN [x, $b, $a] | y] AS z, $b AS b ORDER BY z",
            ("b", "a"),
            ("z", "b"),
        ),
        ("cypher", "CALL { RETURN 1 AS hidden } RETURN hidden AS x // , y AS y\nORDER BY x;", (), ("x",)),
        ("sparql", "SELECT ?x (SUM(?_a + ?y) AS ?z) ?_a { ?x ?y '?_b' } ORDER BY ?x", ("a",), ("x", "z")),
        ("sparql", "PREFIX a: <http://b/?_c> SELECT DISTINCT ?x WHERE { SELECT ?y {} } # ?_d", (), ("x",)),
    ],
)
def test_reads_parameters_and_columns(
    language: Language, text: str, parameters: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    read = CannedText(text, language, "x")
    assert (read.parameters(), read.columns()) == (parameters, columns)


# -- parameters --------------------------------------------------------------------------------------------------------


def test_parameters_have_types_defaults_and_allowed_values(folder: Path) -> None:
    toml = (folder / "department_load.toml").read_text("utf-8")
    toml = toml.replace(
        "[params.issuer]", '[params.issuer]\nallowed = ["a", "b"]'
    ).replace('[params.city]\ntype = "string"\ndefault = ""', '[params.city]\ntype = "integer"')  # fmt: skip
    (folder / "department_load.toml").write_text(toml.replace('city = "嘉兴市"', 'city = "1"'), "utf-8")
    query = Catalogue.load(folder).get("department_load")
    assert bind(query, {"city": "12"}) == {"city": 12, "issuer": ""}
    assert bind(query, {"city": "-1", "issuer": "b"}) == {"city": -1, "issuer": "b"}
    for raw, message in (
        ({}, "department_load: parameter city is missing; name or full name"),
        ({"city": "x"}, 'parameter city: "x" is no integer'),
        ({"city": "1", "issuer": "c"}, 'parameter issuer: "c" is not one of  a b'),
        ({"city": "1", "isuer": "a"}, r'no parameter "isuer" \(did you mean "issuer"\?\)'),
    ):
        with pytest.raises(QueryError, match=message):
            bind(query, raw)


def test_relations_of_the_schema_are_allowed() -> None:
    query = CATALOGUE.get("relation_evidence")
    assert bind(query, {})["relation"] == ""
    with pytest.raises(QueryError, match=r'\(did you mean "ORGANIZES"\?\)'):
        bind(query, {"relation": "ORGANISES"})


def test_evidence_knows_every_relation_of_the_schema() -> None:
    """A new relation type must be added to both texts, since their patterns name the types."""
    query = CATALOGUE.get("relation_evidence")
    for relation in SCHEMA.relations.values():
        if not relation.structural:
            assert relation.name in query.text("cypher")
            assert f'({relation.rdf} "{relation.name}")' in query.text("sparql")


# -- answers -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, bolt_server: BoltServer) -> Iterator[Mapping[str, QueryStore]]:
    """The small graph in every store."""
    graph = small_graph()
    opened: dict[str, QueryStore] = {}
    for name, engine in engines().items():
        path = tmp_path_factory.mktemp(name) / "store"
        with engine.create(path, SCHEMA) as store:
            store.publish(graph)
        opened[name] = engine.open(path, SCHEMA)
    with neo4j.GraphDatabase.driver(bolt_server.uri, auth=bolt_server.admin) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_=bolt_server.database)
    server = Neo4jStore.connect(bolt_server.uri, bolt_server.admin, bolt_server.database, SCHEMA)
    server.publish(graph)
    yield {**opened, "bolt": server}  # type: ignore[dict-item]  # a server is connected to, not opened
    server.close()
    for engine_store in opened.values():
        engine_store.close()


STORES = (*engines(), "bolt")


def ask(store: QueryStore, name: str, **params: str) -> Rows:
    query = CATALOGUE.get(name)
    return run(query, store, bind(query, params))


QUESTIONS: list[tuple[str, dict[str, str], int]] = [
    *(("city_profile", {"city": city}, rows)
      for city, rows in (("嘉兴市", 14), ("浙江省嘉兴市", 14), ("扬州市", 2), ("嘉", 0), ("", 0))),
    *(("department_load", {"city": city}, rows)
      for city, rows in (("", 7), ("嘉兴市", 6), ("江苏省扬州市", 1), ("嘉", 0))),
    ("department_load", {"issuer": ISSUER}, 6),
    ("department_load", {"issuer": ISSUER, "city": "浙江省嘉兴市"}, 6),
    ("department_load", {"issuer": ISSUER, "city": "扬州市"}, 0),
    ("relation_evidence", {}, 35),
    ("relation_evidence", {"relation": "ORGANIZES"}, 6),
    ("relation_evidence", {"subject": ISSUER, "relation": "ORGANIZES", "object": "全国科普日"}, 1),
    ("relation_evidence", {"object": "全国科普日"}, 2),
    ("relation_evidence", {"object": "𠮷林大学"}, 1),
    ("relation_evidence", {"subject": "𠮷林大学", "object": ISSUER}, 1),
    ("relation_evidence", {"subject": "全国科普日"}, 0),
    ("relation_evidence", {"subject": '" } SERVICE <http://127.0.0.1:9/> {'}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "rows"), QUESTIONS)
def test_every_store_gives_the_same_rows_in_the_same_order(
    stores: Mapping[str, QueryStore], name: str, params: dict[str, str], rows: int
) -> None:
    answers = {store: ask(stores[store], name, **params) for store in STORES}
    first = answers[STORES[0]]
    assert len(first) == rows  # two empty tables are equal, and prove nothing
    assert first.columns == CATALOGUE.get(name).columns
    for store, answer in answers.items():
        assert answer == first, store
        assert [list(map(type, row)) for row in answer] == [list(map(type, row)) for row in first], store


def test_every_query_is_asked_and_answered() -> None:
    assert {name for name, _, rows in QUESTIONS if rows} == set(CATALOGUE.names())


def test_a_profile_counts_tasks_and_clauses_and_leaves_out_what_is_done(stores: Mapping[str, QueryStore]) -> None:
    rows = ask(stores["kglite"], "city_profile", city="嘉兴市").rows
    contest = "嘉兴市青少年科技创新大赛"
    assert [row for row in rows if row[6] == contest] == [
        (2020, PLAN, "ORGANIZES", "planned", "Event", "competition", contest, "第35届", 2, 2),
        (2021, PLAN.replace("2020", "2021"), "ORGANIZES", "planned", "Event", "competition", contest, "第35届", 1, 1),
    ]
    assert [row[6] for row in rows if row[2] == "COOPERATES_WITH"] == [
        "东南大学", "同济大学", "复旦大学", "浙江大学", "（筹）大学", "𠮷林大学",
    ]  # fmt: skip  # the order of code points: U+FF08 before U+20BB7, which UTF-16 turns round
    assert (2020, PLAN, "BUILDS", "planned", "Facility", "", "院士之家", "", 0, 1) in rows


def test_evidence_is_cut_out_of_its_sentence(stores: Mapping[str, QueryStore]) -> None:
    answer = ask(stores["kglite"], "relation_evidence", object="全国科普日", subject=ISSUER)
    clause = "𠮷日𠮷时，举办全国科普日"
    found = answer.dicts()[0]
    assert (found["clause"], found["sentence"], found["task"]) == (clause, f"𠮷：{clause}（2020）。", "1")
    for row in ask(stores["kglite"], "relation_evidence").dicts():
        assert len(str(row["clause"])) == int(str(row["stop"])) - int(str(row["start"]))
        assert str(row["clause"]) in str(row["sentence"])


def test_departments_without_tasks_stand_with_zeros(stores: Mapping[str, QueryStore]) -> None:
    expected: list[tuple[Cell, ...]] = [
        (ISSUER, year, name, leads, assists)
        for year in (2020, 2021)
        for name, leads, assists in (("办公室", 0, 0), ("学会部", 0, 1), ("科普部", 2, 0))
    ]
    assert list(ask(stores["kglite"], "department_load", city="嘉兴市")) == expected


@pytest.mark.parametrize("store", STORES)
def test_an_answer_over_its_limit_is_an_error(stores: Mapping[str, QueryStore], store: str) -> None:
    query = CATALOGUE.get("relation_evidence")
    assert len(run(query, stores[store], bind(query, {}), Limits(rows=35))) == 35
    with pytest.raises(UnfinishedError):
        run(query, stores[store], bind(query, {}), Limits(rows=34))


def test_other_columns_than_declared_are_an_error(stores: Mapping[str, QueryStore], folder: Path) -> None:
    toml = (folder / "department_load.toml").read_text("utf-8")
    query = CATALOGUE.get("department_load")
    assert '"leads", "assists"]' in toml

    class Swapping:
        language: Language = "cypher"

        def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = Limits()) -> Rows:  # noqa: B008  # as Store.run
            answer = stores["kglite"].run(text, params, limits)
            return Rows(answer.columns[::-1], answer.rows)

    with pytest.raises(QueryError, match="department_load: the store answers assists, leads"):
        run(query, Swapping(), bind(query, {}))  # type: ignore[arg-type]  # all that run needs of a store
