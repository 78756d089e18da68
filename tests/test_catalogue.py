"""The catalogue of named queries: what it refuses, and what parameters become."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.canned_text import CannedText
from kexie_kg.queries.catalogue import Catalogue, bind

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
        (CYPHER, ":Plan)", ":Plann)", 'line 3, column 52: no label "Plann" (did you mean "Plan"?)'),
        (CYPHER, "d:Department", "d:Departement", 'no label "Departement" (did you mean "Department"?)'),
        (CYPHER, "[:LEADS]", "[:LEDS]", 'line 6, column 22: no relation "LEDS" (did you mean "LEADS"?)'),
        (CYPHER, "p.plan_year", "p.plan_yaer", 'no property "plan_yaer" (did you mean "plan_year"?)'),
        (CYPHER, "{name: $city}", "{nmae: $city}", 'no property "nmae" (did you mean "name"?)'),
        ("city_profile.cypher", "|USES|", "|USSES|", 'no relation "USSES" (did you mean "USES"?)'),
        (RQ, "kx:leads", "kx:leds", 'department_load.rq, line 12, column 42: no term ":leds"'),
        (CYPHER, "count(DISTINCT led.id)", "size(keys(d))", "keys is not portable"),
        (CYPHER, "// How", "/* How */ //", "is not portable"),
        (CYPHER, "sum(leads)", "elementId(i)", "elementId is not portable"),
        (
            CYPHER,
            "RETURN issuer",
            "SET i.x = 1 RETURN issuer",
            "department_load.cypher, line 14, column 1: SET is refused",
        ),
        (RQ, "?body kx:issued ?document", "SERVICE <http://a> { ?body kx:issued ?document }", "SERVICE is refused"),
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
    with pytest.raises(QueryError, match="there are achievements, awards, city_profile"):
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
    (folder / "department_load.toml").write_text(toml.replace('city = "绍兴市"', 'city = "1"'), "utf-8")
    query = Catalogue.load(folder).get("department_load")
    assert bind(query, {"city": "12"}) == {"city": 12, "issuer": "", "year": 0}
    assert bind(query, {"city": "-1", "issuer": "b"}) == {"city": -1, "issuer": "b", "year": 0}
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
