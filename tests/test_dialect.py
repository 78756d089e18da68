"""Where KGLite would answer otherwise than Neo4j documents: asked in the process that answers ad-hoc queries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from command import kexie
from command import small_graph as built

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.stores.base import Language, Limits
from kexie_kg.queries.adhoc import ask
from kexie_kg.queries.dialect import for_kglite
from kexie_kg.queries.sandbox import Sandbox

SHORTEST = "MATCH p = shortestPath((a:Entity:Plan)-[*]-(b:Entity:Task)) "


@pytest.fixture(scope="module")
def cypher(sandboxes: Mapping[Language, Sandbox]) -> Sandbox:
    return sandboxes["cypher"]


@pytest.mark.parametrize(
    ("pattern", "column"),
    [("-[*]->", 12), ("-[r*]-", 13), ("<-[:HAS_TASK*2..]-", 22), ("-[:A|B *..]->", 17), ("-[* {plan_year: 2}]-", 12)],
)
def test_a_pattern_without_an_end_is_refused_and_not_cut(cypher: Sandbox, pattern: str, column: int) -> None:
    text = f"MATCH (a){pattern}(b) RETURN count(*) AS n"
    with pytest.raises(QueryError, match="without an upper bound") as error:
        ask(cypher, text)
    assert f"line 1, column {column}:" in str(error.value)
    with pytest.raises(QueryError, match="without an upper bound"):
        ask(cypher, f"MATCH (a) WHERE EXISTS {{ MATCH (a){pattern}(b) }} RETURN count(*) AS n")


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Entity:Plan)-[*2]->(b) RETURN count(*) > 0 AS x",
        "MATCH (a:Entity:Plan)-[*..2]->(b) RETURN count(*) > 0 AS x",
        "MATCH (a:Entity:Plan)-[r:HAS_TASK*1..2]->(b) RETURN count(*) > 0 AS x",
        "RETURN [x IN [1, 2] | x * 2][1] = 4 AS x",
        "WITH [2] AS l RETURN 5 - l[0] * 2 = 1 AS x",
        "RETURN '-[*]-' = '-[*]-' AS x // -[*]-",
        SHORTEST + "RETURN count(p) > 0 AS x",
    ],
)
def test_whatever_has_an_end_is_answered(cypher: Sandbox, text: str) -> None:
    assert ask(cypher, text).rows == ((True,),)


@pytest.mark.parametrize(
    ("rest", "rows"),
    [
        ("RETURN a.id AS x LIMIT 2", 2),
        ("WHERE length(p) > 0 RETURN a.id AS x LIMIT 2", 2),
        ("WITH a LIMIT 2 RETURN a.id AS x", 2),
        ("WITH a, p RETURN a.id AS x ORDER BY x SKIP 1 LIMIT 2", 2),
        ("WHERE a.name STARTS WITH '' RETURN a.id AS x LIMIT 2", 2),
        ("RETURN a.id AS x UNION ALL UNWIND [1, 2, 3] AS x RETURN x LIMIT 1", None),
    ],
)
def test_a_limit_holds_after_a_shortest_path(cypher: Sandbox, rest: str, rows: int | None) -> None:
    whole = len(ask(cypher, SHORTEST + "RETURN a.id AS x"))
    assert whole > 5
    assert len(ask(cypher, SHORTEST + rest)) == (whole + 1 if rows is None else rows)


def test_columns_may_have_chinese_names_without_quotes(cypher: Sandbox) -> None:
    answer = ask(cypher, "MATCH (n:Entity:Plan) RETURN '数量' AS 名称, count(n) AS 数量_2 /* 注 */")
    assert (answer.columns, answer.rows) == (("名称", "数量_2"), (("数量", 3),))
    assert for_kglite("RETURN `数 量` AS ｘ, 'é' AS é") == "RETURN `数 量` AS ｘ, 'é' AS é", (
        "those are left to the guard"
    )


def test_what_knows_primary_labels_alone_is_refused(cypher: Sandbox) -> None:
    for text in (
        "CALL db.labels() YIELD label RETURN label",
        "CALL `db`.labels()",
        "CALL db.schema.nodeTypeProperties()",
    ):
        with pytest.raises(QueryError, match="MATCH \\(n\\) UNWIND labels"):
            ask(cypher, text)
    assert len(ask(cypher, "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label")) > 10


def test_a_misspelt_label_is_told_and_one_of_the_schema_is_not(cypher: Sandbox, root: Path, tmp_path: Path) -> None:
    text = "MATCH (a:Entity:Plan)-[:HAS_TASKS]->(b) RETURN count(*) AS n"
    (note,) = ask(cypher, text).notes
    assert "'HAS_TASKS'" in note and "'HAS_TASK'" in note
    assert ask(cypher, "MATCH (a:Entity:Award)-[:CONFERS]->(b:Unit) RETURN count(*) AS n").notes != ()
    assert ask(cypher, "MATCH (a)-[:NOMINATES_FOR]->(b:Entity:Award) RETURN count(*) AS n").notes == ()
    graph = built(root, tmp_path / "graph")
    done = kexie("cypher", text, "--graph", graph, "--format", "csv")
    assert (done.code, done.out) == (0, "\ufeffn\r\n0\r\n")
    assert done.err.startswith("note: ") and done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RETURN date('10000-01-01') AS x", "year 10000 is out of range"),
        ("MATCH (n:Entity:Plan) RETURN n.key AS k FORMAT CSV", "leave out FORMAT"),
        ("RETURN $x AS x", "OverflowError"),
    ],
)
def test_what_cannot_be_shown_is_an_error_and_costs_no_process(cypher: Sandbox, text: str, said: str) -> None:
    before = cypher._process
    with pytest.raises(QueryError, match=said):
        ask(cypher, text, {"x": 10**30} if "$x" in text else {}, Limits(seconds=60))
    assert cypher._process is before is not None
