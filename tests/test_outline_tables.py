"""Tables: groups of numerals, wrapped cells, commas; tables and schedules without a column of numbers; attachments."""

from __future__ import annotations

import pytest
from outlines import outline

TITLE = "如皋市科协2022年工作要点\n一、抓引领\n1.学习。好。\n"


def rows(text: str) -> list[tuple[str, str, str | None, list[str], list[str]]]:
    plan = outline(TITLE + text)
    return [
        (
            task.no,
            task.title.text,
            None if task.section is None else plan.sections[task.section].heading.text.replace("\t", ""),
            [unit.text for unit in task.leads],
            [unit.text for unit in task.supports],
        )
        for task in plan.tasks[1:]
    ]


def test_groups_with_a_numeral_in_the_column_of_numbers() -> None:
    table = (
        "重点任务分解表\n序号\t工作内容\t责任部门\t责任人\t完成时间\n一\t思想引领\n1\t读书班\t办公室\t李明\t3月\n"
        "二\t科普服务\n2\t科普日\t科普部、学会部\t张华\t9月\n"
    )
    assert rows(table) == [
        ("1", "读书班", "一思想引领", ["办公室"], []),
        ("2", "科普日", "二科普服务", ["科普部", "学会部"], []),
    ]


def test_cells_that_were_wrapped_without_a_sign() -> None:
    table = (
        "重点工作分工表\n序号\n任务名称\n牵头部室\n配合部室\n时间进度\n1\n举办第十届如皋市青少年科\n技创新大赛\n科普部\n办公室\n3月\n"
        "2\n科技工作者日\n学会部\n各部室\n5月\n3\n科普日\n科普部\n学会部、\n办公室\n9月\n"
    )
    assert rows(table) == [
        ("1", "举办第十届如皋市青少年科技创新大赛", "重点工作分工表", ["科普部"], ["办公室"]),
        ("2", "科技工作者日", "重点工作分工表", ["学会部"], ["各部室"]),
        ("3", "科普日", "重点工作分工表", ["科普部"], ["学会部", "办公室"]),
    ]


def test_rows_with_commas() -> None:
    table = '序号,工作任务,责任部门,完成时限\n1,读书班,办公室,3月\n2,"年会,论坛","学会部、办公室",5月\n'
    assert rows(table) == [
        ("1", "读书班", None, ["办公室"], []),
        ("2", "年会，论坛".replace("，", ","), None, ["学会部", "办公室"], []),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "月份\n活动内容\n责任部门\n\n1月\n召开全委会\n办公室\n\n9月\n科普日\n科普部、学会部\n",
        "|月份|活动内容|责任部门|\n|---|:-:|---|\n|1月|召开全委会|办公室|\n|9月|科普日|科普部、学会部|\n",
        "月份\t活动内容\t责任部门\n1月\t1.召开全委会\t办公室\n9月\t1.科普日\t科普部、学会部\n",
    ],
    ids=["cell a line", "Markdown", "row a line"],
)
def test_months_in_the_first_column(table: str) -> None:
    assert rows(table) == [
        ("1月1", "召开全委会", "1月", ["办公室"], []),
        ("9月1", "科普日", "9月", ["科普部", "学会部"], []),
    ]


def test_several_things_in_a_month() -> None:
    table = (
        "|月份|活动内容|责任部门|\n|---|---|---|\n|1月|1.全委会；2.走访|办公室|\n|2月|培训|学会部|\n||参观|科普部|\n"
    )
    assert [(*row[:2], row[3]) for row in rows(table)] == [
        ("1月1", "全委会", ["办公室"]),
        ("1月2", "走访", ["办公室"]),
        ("2月1", "培训", ["学会部"]),
        ("2月2", "参观", ["科普部"]),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "类别\n项目名称\n牵头部门\n配合部门\n\n学术\n如皋论坛\n学会部\n办公室\n\n科普\n科普日\n科普部\n各部室\n",
        "|类别|项目名称|牵头部门|配合部门|\n|-|-|-|-|\n|学术|如皋论坛|学会部|办公室|\n|科普|科普日|科普部|各部室|\n",
    ],
    ids=["cell a line", "Markdown"],
)
def test_categories_in_the_first_column(table: str) -> None:
    assert rows(table) == [
        ("2", "如皋论坛", "学术", ["学会部"], ["办公室"]),
        ("3", "科普日", "科普", ["科普部"], ["各部室"]),
    ]


def test_words_that_could_head_columns_are_no_table() -> None:
    assert rows("2.活动。\n重点工作\n重点项目\n活动内容\n办好年会。\n办好论坛。\n") == [
        ("2", "活动", "一、抓引领", [], [])
    ]


def test_measures_of_an_attachment_stand_under_its_title() -> None:
    assert rows("附件2\n如皋市科协重点活动清单\n1.科普日\n2.创新大赛\n") == [
        ("1", "科普日", "如皋市科协重点活动清单", [], []),
        ("2", "创新大赛", "如皋市科协重点活动清单", [], []),
    ]
