"""Scores against hand-made cases whose figures can be counted on the fingers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gold_rows import Row, entity, plan, relation, target

from kexie_kg.annotate import annotate
from kexie_kg.evaluate import Evaluation, evaluate
from kexie_kg.graph.errors import KexieError
from kexie_kg.graph.schema import Schema
from kexie_kg.reliability import MEASURES, calibration, intervals
from kexie_kg.scoring import Level, Score, match_entities
from kexie_kg.wording import canonical, task_number


def figures(gold: Row, predicted: Row, measure: str) -> tuple[int, int, int]:
    """Found, predicted, gold."""
    score = Score(Schema.load())
    score.add(gold, predicted)
    tally = score.tallies[measure]
    return tally.found, tally.predicted, tally.gold


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("“第35届嘉兴市青少年科技创新大赛”", "嘉兴市青少年科技创新大赛"),
        ("2020年第十五届 科普日", "科普日"),
        ("首届2020年度学术月", "学术月"),
        ("20200年", "0年"),
        ("第届科普日", "第届科普日"),
        ("《科技工作者建议》", "科技工作者建议"),
        ("浙江省科协", "浙江省科学技术协会"),
        ("老科协科协", "老科协科学技术协会"),
        ("ＳＴＥＭ教育", "stem教育"),
        ("", ""),
    ],
)
def test_spellings_that_count_as_one(name: str, expected: str) -> None:
    assert canonical(name) == expected


def test_numbers_of_tasks_are_compared_without_punctuation() -> None:
    assert task_number("（二）一是") == task_number(" (二) 一是、") == "二一是"
    assert task_number(12) == task_number("12．") == "12"
    assert task_number(None) == ""


@pytest.mark.parametrize(
    ("predicted", "strict", "lenient"),
    [
        (entity("p", "Event", "第3届科普日"), True, True),  # the name
        (entity("p", "Event", "全国科普日"), True, True),  # a gold alias
        (entity("p", "Event", "活动", "科普日"), False, True),  # an alias of the prediction's
        (entity("p", "Event", "科普日系"), False, True),  # three of four characters
        (entity("p", "Event", "科普日系列活动"), False, False),  # three of seven
        (entity("p", "Program", "科普日"), True, True),  # a type that the gold row allows
        (entity("p", "Award", "科普日"), False, False),
    ],
)
def test_when_an_entity_is_found(predicted: Row, strict: bool, lenient: bool) -> None:
    gold = [entity("g", "Event", "科普日", "全国科普日", also=("Program",))]
    levels: dict[Level, bool] = {"strict": strict, "lenient": lenient}
    for level, found in levels.items():
        assert match_entities(gold, [predicted], level) == ({"p": "g"} if found else {})


def test_matching_is_one_to_one_and_the_best_match_goes_first() -> None:
    gold = [entity("g1", "Event", "科普日"), entity("g2", "Event", "科普日系")]
    predicted = [entity("a", "Event", "科普日系"), entity("b", "Event", "科普日"), entity("c", "Event", "科普日")]
    assert match_entities(gold, predicted, "lenient") == {"a": "g2", "b": "g1"}


def test_entities_are_counted_under_the_gold_type() -> None:
    gold = plan(entities=[entity("g", "Event", "科普日", also=("Program",)), entity("h", "Award", "市长奖")])
    predicted = plan(entities=[entity("p", "Program", "科普日"), entity("q", "Program", "三长制")])
    assert figures(gold, predicted, "entities strict") == (1, 2, 2)
    assert figures(gold, predicted, "entities strict Event") == (1, 1, 1)
    assert figures(gold, predicted, "entities strict Program") == (0, 1, 0)
    assert figures(gold, predicted, "entities strict Award") == (0, 0, 1)


def test_relations_need_both_ends_and_the_predicate() -> None:
    event, award = entity("g", "Event", "科普日"), entity("h", "Award", "市长奖")
    other = entity("k", "Organization", "浙江省科学技术协会")
    association = entity("j", "Organization", "嘉兴市科学技术协会", "市科协")
    gold = plan(
        entities=[event, award, other, association],
        relations=[
            relation("issuer", "ORGANIZES", "g"),
            relation("issuer", "CONFERS", "h"),
            relation("k", "COOPERATES_WITH", "issuer"),
            relation("j", "LEADS", "task:1、"),
        ],
    )
    predicted = plan(
        entities=[{**row, "id": f"p{row['id']}"} for row in (event, award, other, association)],
        relations=[
            relation("pj", "ORGANIZES", "pg"),  # the issuer by its id
            relation("issuer", "NOMINATES_FOR", "ph"),
            relation("pj", "COOPERATES_WITH", "pk"),  # symmetric
            relation("issuer", "LEADS", "task:（1）"),
            relation("issuer", "LEADS", "task:2"),
            relation("issuer", "ORGANIZES", "nothing"),
        ],
    )
    assert figures(gold, predicted, "relations strict") == (3, 6, 4)
    assert figures(gold, predicted, "relations strict ORGANIZES") == (1, 2, 1)
    assert figures(gold, predicted, "relations strict CONFERS") == (0, 0, 1)
    assert figures(gold, predicted, "relations lenient LEADS") == (1, 2, 1)


@pytest.mark.parametrize(
    ("predicted", "found"),
    [
        (target("科普活动", ">=", 100.00001, "场"), True),
        (target("各类科普活动", ">=", 100, "场"), True),
        (target("科普活动", ">=", 100, "场", task="2、"), False),
        (target("科普活动", ">=", 100, "场", task=None), True),
        (target("科普活动", "=", 100, "场"), False),
        (target("科普活动", ">=", 101, "场"), False),
        (target("科普活动", ">=", 100, "次"), False),
        (target("学术会议", ">=", 100, "场"), False),
        (target("", ">=", 100, "场"), False),
        (target("全市各级各类学会举办的科普活动", ">=", 100, "场"), False),
    ],
)
def test_when_a_target_is_found(predicted: Row, found: bool) -> None:
    gold = plan(targets=[target("科普活动", ">=", 100, "场", task="1.")])
    assert figures(gold, plan(targets=[predicted, predicted]), "targets") == (int(found), 2, 1)


def test_tasks_responsibilities_and_the_document() -> None:
    first = {"no": "1、", "leads": ["学会部"], "supports": ["办公室", "科普部"]}
    gold = plan(tasks=[first, {"no": "2、", "leads": []}])
    predicted = plan(tasks=[{"no": "1.", "leads": ["学会部", "办公室"], "supports": ["科普部"]}, {"no": "3."}])
    predicted["document"] = {**predicted["document"], "year": "2020", "place": "嘉兴市", "copied_to": None}
    assert figures(gold, predicted, "tasks") == (1, 2, 2)
    assert figures(gold, predicted, "responsibilities") == (2, 3, 3)
    assert figures(gold, predicted, "document") == (5, 6, 6)


def test_precision_recall_and_their_mean() -> None:
    score = Score(Schema.load())
    tally = score.tallies["x"]
    assert (tally.precision, tally.recall, tally.f1) == (0.0, 0.0, 0.0)
    tally.add(3, 4, 6)
    assert (tally.precision, tally.recall) == (0.75, 0.5)
    assert tally.f1 == pytest.approx(2 * 0.75 * 0.5 / (0.75 + 0.5))


# ---- Whole plans ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report() -> Evaluation:
    return evaluate()


def test_every_packaged_annotation_is_compared(report: Evaluation, root: Path) -> None:
    assert len(report.comparisons) == len(list((root / "data" / "gold").glob("*.json"))) >= 17
    assert (report.failures, report.exit_code) == ((), 0)
    rows = {row[0]: row for row in report.rows()}
    assert len(rows) > 40
    gold = [json.loads(file.read_bytes()) for file in (root / "data" / "gold").glob("*.json")]
    assert rows["entities strict"][4] == sum(len(annotation["entities"]) for annotation in gold)
    assert rows["tasks"][4] == sum(len({task_number(t["no"]) for t in annotation["tasks"]}) for annotation in gold)


def test_an_extraction_held_against_itself_is_perfect(root: Path, tmp_path: Path) -> None:
    plans = root / "data" / "plans"
    (gold,) = annotate(str(plans / "zaozhuang-2019.txt"))
    (tmp_path / "zaozhuang-2019.json").write_text(gold.json(), "utf-8")
    report = evaluate(tmp_path, plans)
    assert len(report.tallies) > 20
    assert {name: t.f1 for name, t in report.tallies.items() if t.gold} == {
        name: 1.0 for name, t in report.tallies.items() if t.gold
    }


def test_a_plan_that_fails_counts_as_not_found(root: Path, tmp_path: Path) -> None:
    gold, plans = tmp_path / "gold", tmp_path / "plans"
    gold.mkdir()
    plans.mkdir()
    source = root / "data" / "gold" / "jiaxing-2020.json"
    for name in ("missing", "bad"):
        (gold / f"{name}.json").write_bytes(source.read_bytes())
    (plans / "bad.txt").write_bytes(b"")
    report = evaluate(gold)
    assert [failure.path for failure in report.failures] == ["bad.json", "missing.json"]
    assert "is empty" in report.failures[0].message
    assert "no such plan" in report.failures[1].message
    assert (report.exit_code, report.tallies["entities strict"].predicted) == (2, 0)
    assert report.tallies["entities strict"].gold == 2 * len(json.loads(source.read_bytes())["entities"])


def test_intervals_hold_the_figure_and_come_out_the_same_again(report: Evaluation) -> None:
    rows = intervals(report.comparisons, resamples=200).dicts()
    assert [row["measure"] for row in rows] == list(MEASURES)
    assert rows == intervals(report.comparisons, resamples=200).dicts()
    for row in rows:
        assert 0 < float(str(row["low"])) <= float(str(row["f1"])) <= float(str(row["high"])) <= 1
        assert row["f1"] == round(report.tallies[str(row["measure"])].f1, 4)


def test_calibration_counts_every_fact_once(report: Evaluation) -> None:
    rows = calibration(report.comparisons).dicts()
    for what in ("entities", "relations"):
        facts = sum(len(c.predicted[what]) for c in report.comparisons)
        assert sum(int(str(row["facts"])) for row in rows if row["what"] == what) == facts
    sure = [row for row in rows if row["what"] == "relations" and float(str(row["from"])) >= 0.9]
    assert sum(int(str(r["right"])) for r in sure) / sum(int(str(r["facts"])) for r in sure) > 0.9


def test_what_is_no_annotation_is_said(tmp_path: Path) -> None:
    with pytest.raises(KexieError, match="no such directory; name another one with --gold"):
        evaluate(tmp_path / "gone")
    with pytest.raises(KexieError, match="plans: no such directory; name another one with --plans"):
        evaluate(tmp_path)
    with pytest.raises(KexieError, match="holds no annotations"):
        evaluate(tmp_path, tmp_path)
    (tmp_path / "a.json").write_text("[]", "utf-8")
    with pytest.raises(KexieError, match=r"a\.json: is no annotation"):
        evaluate(tmp_path, tmp_path)


def test_the_page_of_the_evaluation_is_current(root: Path) -> None:
    command = "import build_evaluation_docs as docs; print(docs.is_current())"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=root / "scripts", capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "True", "python scripts/build_evaluation_docs.py"
