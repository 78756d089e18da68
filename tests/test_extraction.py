"""What extraction must hold on every plan, and how far it gets on the real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kexie_kg.graph.annotation import annotation
from kexie_kg.graph.contributions import dump, load
from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Document, Fact
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import extract, read
from kexie_kg.loaders.naming import base_name

SCHEMA = Schema.load()
PLANS = sorted((Path(__file__).parent.parent / "data" / "plans").glob("*.txt"))
WITH_GOLD = ("jiaxing-2020", "zaozhuang-2019", "yangzhou-2018")
LONGEST_CLAUSE = 120


def _extracted(path: Path) -> tuple[Document, Contribution]:
    (document,) = read(path)
    (contribution,) = extract(document)
    return document, contribution


@pytest.fixture(scope="module")
def extracted() -> dict[str, tuple[Document, Contribution]]:
    return {path.stem: _extracted(path) for path in PLANS}


def test_every_plan_is_read(extracted: dict[str, tuple[Document, Contribution]]) -> None:
    assert len(extracted) == 23
    assert len({contribution.plan for _, contribution in extracted.values()}) == 23


@pytest.mark.parametrize("stem", [path.stem for path in PLANS])
def test_every_fact_carries_the_exact_words(stem: str, extracted: dict[str, tuple[Document, Contribution]]) -> None:
    document, contribution = extracted[stem]
    facts: list[Fact] = [*contribution.entities, *contribution.relations]
    assert len(facts) > 60
    for fact in facts:
        for evidence in fact.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.text
    rows = {e.id for e in contribution.entities if e.type == SCHEMA.part["task"]}
    for relation in contribution.relations:
        for evidence in relation.evidence:
            assert len(evidence.text) <= LONGEST_CLAUSE or evidence.task in rows, evidence
    for entity in contribution.entities:
        SCHEMA.check_entity(entity)


@pytest.mark.parametrize("stem", [path.stem for path in PLANS])
def test_a_contribution_survives_its_file(stem: str, extracted: dict[str, tuple[Document, Contribution]]) -> None:
    _, contribution = extracted[stem]
    data = dump(contribution)
    assert merge([load(data, stem)], SCHEMA) == merge([contribution], SCHEMA)
    assert dump(load(data, stem)) == data


@pytest.mark.parametrize("stem", WITH_GOLD)
def test_document_tasks_and_responsibilities_equal_the_gold(
    stem: str, root: Path, extracted: dict[str, tuple[Document, Contribution]]
) -> None:
    gold = json.loads((root / "data" / "gold" / f"{stem}.json").read_text("utf-8"))
    found = annotation(extracted[stem][1], SCHEMA)
    for name in ("issuer", "place", "year", "doc_number", "issued_on", "copied_to"):
        assert found["document"][name] == gold["document"][name], name
    assert [task["no"] for task in found["tasks"]] == [task["no"] for task in gold["tasks"]]
    assert [_duties(task) for task in found["tasks"]] == [_duties(task) for task in gold["tasks"]]


def _duties(task: dict[str, Any]) -> tuple[list[str], list[str]]:
    return sorted(task["leads"]), sorted(task["supports"])


def test_the_project_list_of_chongqing_has_every_row_and_unit(
    extracted: dict[str, tuple[Document, Contribution]],
) -> None:
    document, contribution = extracted["chongqing-2020"]
    tasks = annotation(contribution, SCHEMA)["tasks"]
    assert [task["no"] for task in tasks[:26]] == [str(n) for n in range(1, 27)]
    rows = tasks[26:]
    expected = _rows_of_the_list(document.text)
    assert len(rows) == len(expected) == 40
    for row, (title, units) in zip(rows, expected, strict=True):
        assert row["title"] == title
        printed = [unit for unit in units if not unit.startswith("相关")]
        assert len(row["leads"]) == len(printed), title
        for name, unit in zip(row["leads"], printed, strict=True):
            assert name.endswith(unit.removeprefix("市").replace("老科协", "老科学技术工作者协会"))


def _rows_of_the_list(text: str) -> list[tuple[str, list[str]]]:
    """(name, units) of each row, read with no help from the loader: one cell a line, rows begin with a number."""
    cells = [line.strip() for line in text[text.index("推进清单") :].splitlines() if line.strip()]
    cells = [cell for cell in cells if cell[:1] not in "一二三四" or cell[1:2] != "、"]
    rows: list[tuple[str, list[str]]] = []
    for at, cell in enumerate(cells):
        if cell.isdigit():
            rows.append((cells[at + 1], []))
        elif rows and cell != rows[-1][0]:
            rows[-1][1].extend(cell.split("、"))
    return rows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("今天天气很好。我们去公园。", "names no issuer"),
        ("嘉兴市科协工作要点\n\n一、加强学习\n1. 深入学习。举办论坛。", "prints no year"),
        ("某某市科协2020年工作要点\n\n一、加强学习\n1. 深入学习。", "belongs to no known division"),
    ],
)
def test_a_text_that_is_no_plan_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        extract(Document("plan.txt", text, "0" * 64))
    assert "\n" not in str(caught.value) and str(caught.value).startswith("plan.txt: ")


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("全国科普日绍兴主场活动", "全国科普日"),
        ("全国科技活动周九江市主会场活动", "全国科技活动周"),
        ("浙江省科普日嘉兴主场", "科普日"),
        ("嘉兴市第35届青少年科技创新大赛", "青少年科技创新大赛"),
        ("科普日活动", "科普日活动"),
        ("中国科协年会主会场", "中国科协年会主会场"),
    ],
)
def test_what_one_city_holds_of_an_event_belongs_to_its_series(name: str, series: str) -> None:
    assert base_name(name, ("浙江省嘉兴市", "嘉兴市", "浙江省")) == series
