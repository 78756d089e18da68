"""Named queries: the same rows from every store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest
from bolt_server import BoltServer
from neo4j_fixtures import emptied
from small_graph import small_graph

from kexie_kg.graph.errors import QueryError, UnfinishedError
from kexie_kg.graph.repository import engines
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language, Limits, QueryStore
from kexie_kg.queries.catalogue import Catalogue, bind
from kexie_kg.queries.run import run

CATALOGUE = Catalogue.load()
SCHEMA = Schema.load()
TOML, CYPHER, RQ = "department_load.toml", "department_load.cypher", "department_load.rq"
ISSUER, PLAN = "嘉兴市科学技术协会", "嘉兴市科学技术协会/2020/工作要点"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, bolt_server: BoltServer) -> Iterator[Mapping[str, QueryStore]]:
    """The small graph in every store."""
    graph = small_graph()
    with ExitStack() as opened:
        stores: dict[str, QueryStore] = {}
        for name, engine in engines().items():
            path = tmp_path_factory.mktemp(name) / "store"
            with engine.create(path, SCHEMA) as store:
                store.publish(graph)
            stores[name] = opened.enter_context(engine.open(path, SCHEMA))
        server = opened.enter_context(emptied(bolt_server))
        server.publish(graph)
        yield {**stores, "bolt": cast(QueryStore, server)}  # a server is connected to, not opened


STORES = (*engines(), "bolt")


def ask(store: QueryStore, name: str, **params: str) -> Rows:
    query = CATALOGUE.get(name)
    return run(query, store, bind(query, params))


QUESTIONS: list[tuple[str, dict[str, str], int]] = [
    *(("city_profile", {"city": city}, rows)
      for city, rows in (("嘉兴市", 14), ("浙江省嘉兴市", 14), ("扬州市", 2), ("嘉", 0))),
    *(("department_load", {"city": city}, rows)
      for city, rows in (("", 7), ("嘉兴市", 6), ("江苏省扬州市", 1), ("嘉", 0))),
    ("department_load", {"issuer": ISSUER}, 6),
    ("department_load", {"issuer": ISSUER, "city": "浙江省嘉兴市"}, 6),
    ("department_load", {"issuer": ISSUER, "city": "扬州市"}, 0),
    ("shared_programs", {}, 2),
    ("shared_programs", {"type": "Program"}, 0),
    ("unique_programs", {"city": "嘉兴市"}, 7),
    ("unique_programs", {"city": "江苏省扬州市", "type": "Program"}, 1),
    ("partners", {"city": "嘉兴市"}, 6),
    ("partners", {"city": "扬州市"}, 0),
    ("lead_assist_pairs", {}, 2),
    ("lead_assist_pairs", {"city": "扬州市"}, 0),
    ("comparable_targets", {}, 3),
    ("comparable_targets", {"cities": "1"}, 4),
    ("comparable_targets", {"cities": "1", "unit": "ratio"}, 1),
    ("events_of_year", {"year": "2020"}, 3),
    ("events_of_year", {"year": "2021", "city": "浙江省嘉兴市"}, 1),
    ("facilities_being_built", {}, 3),
    ("facilities_being_built", {"city": "扬州市"}, 0),
    ("connections", {"start": ISSUER, "finish": "全国科普日"}, 1),
    ("connections", {"start": ISSUER, "finish": "扬州市科学技术协会"}, 1),
    ("connections", {"start": "同济大学", "finish": "青苗计划"}, 0),
    ("most_connected", {}, 1),
    ("most_connected", {"least": "1", "type": "Event"}, 2),
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


def test_the_questions_have_answers() -> None:
    """The queries that are not asked here are asked of the packaged plans: ``test_worked_examples.py``."""
    assert len({name for name, _, rows in QUESTIONS if rows}) == 12


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


def test_other_columns_than_declared_are_an_error(stores: Mapping[str, QueryStore], root: Path) -> None:
    toml = (root / "queries" / "canned" / "department_load.toml").read_text("utf-8")
    query = CATALOGUE.get("department_load")
    assert '"leads", "assists"]' in toml

    class Swapping:
        language: Language = "cypher"

        def run(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = Limits()) -> Rows:  # noqa: B008  # as Store.run
            answer = stores["kglite"].run(text, params, limits)
            return Rows(answer.columns[::-1], answer.rows)

    with pytest.raises(QueryError, match="department_load: the store answers assists, leads"):
        run(query, Swapping(), bind(query, {}))  # type: ignore[arg-type]  # all that run needs of a store
