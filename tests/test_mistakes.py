"""Errors of an extraction: each is listed once, with its words and its cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from gold_rows import entity, plan, relation, target

from kexie_kg.evaluate import Comparison, Evaluation, evaluate
from kexie_kg.mistakes import by_cause, mistakes


@pytest.fixture(scope="module")
def report() -> Evaluation:
    return evaluate()


def test_every_error_is_listed_with_its_words(report: Evaluation, root: Path) -> None:
    rows = mistakes(report.comparisons).dicts()
    for measure, what in (("entities strict", "entity"), ("relations strict", "relation"), ("targets", "target")):
        tally = report.tallies[measure]
        assert sum(r["what"] == what and r["error"] == "missed" for r in rows) == tally.gold - tally.found
        assert sum(r["what"] == what and r["error"] == "spurious" for r in rows) == tally.predicted - tally.found
    texts = {c.plan: (root / "data" / "plans" / f"{c.plan}.txt").read_text("utf-8") for c in report.comparisons}
    assert all(row["words"] for row in rows)
    made_up = [row for row in rows if row["error"] == "spurious" and row["what"] != "entity"]
    assert len(made_up) > 10
    assert all(str(row["words"]) in texts[str(row["plan"])] for row in made_up)


def test_causes_are_told_by_what_the_other_side_has() -> None:
    event, near = entity("g", "Event", "科普日"), entity("h", "Event", "青少年科技创新大赛")
    other, lone = entity("k", "Organization", "甲大学"), entity("m", "Award", "市长奖")
    gold = plan(
        entities=[event, near, other, lone],
        relations=[
            relation("issuer", "ORGANIZES", "g"),
            relation("issuer", "USES", "h"),
            relation("issuer", "CONFERS", "m"),
        ],
        targets=[target("科普活动", ">=", 100, "场"), target("企业科协", "=", 5, "家")],
    )
    predicted = plan(
        entities=[
            {**entity("g", "Event", "科普日"), "kind": "lecture"}, entity("h", "Event", "科技创新大赛"),
            entity("k", "Facility", "甲大学"), entity("x", "Program", "三长制"),
        ],
        relations=[relation("issuer", "PARTICIPATES_IN", "g"), relation("issuer", "USES", "h")],
        targets=[target("科普活动", ">=", 90, "场")],
    )  # fmt: skip
    gold["entities"][0]["kind"] = "festival"
    rows = [row[1:4] for row in mistakes([Comparison("p", gold, predicted)])]
    assert sorted(map(str, rows)) == sorted(
        map(
            str,
            [
                ("entity", "missed", "boundary"), ("entity", "missed", "type"), ("entity", "missed", "missing"),
                ("entity", "spurious", "boundary"), ("entity", "spurious", "type"), ("entity", "spurious", "made up"),
                ("entity", "otherwise", "kind"),
                ("relation", "missed", "predicate"), ("relation", "spurious", "predicate"),
                ("relation", "missed", "end"), ("relation", "spurious", "end"), ("relation", "missed", "end"),
                ("target", "missed", "value"), ("target", "spurious", "value"), ("target", "missed", "missing"),
            ],
        )
    )  # fmt: skip


def test_the_table_of_causes_sums_up_the_errors(report: Evaluation) -> None:
    listed = mistakes(report.comparisons)
    halves = {"a": report.comparisons[:10], "b": report.comparisons[10:]}
    table = by_cause(halves)
    assert table.columns == ("what", "error", "cause", "a", "b", "for example")
    assert sum(int(str(row[3])) + int(str(row[4])) for row in table) == len(listed) > 50
