"""The forms that outlines come in, one by one: numbers, responsibility notes, tables, pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from outlines import numbers, outline, tasks, words

from kexie_kg.graph.model import Document
from kexie_kg.loaders.outline import parse

GOLD = sorted(path.stem for path in (Path(__file__).parent.parent / "data" / "gold").glob("*.json"))


# -- forms of numbers -------------------------------------------------------------------------------------------------

TITLE = "海宁市科协2020年工作要点\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一、抓引领\n1、学习。好。\n2、宣传。好。\n二、抓服务\n3、服务。好。", ["1", "2", "3"]),
        ("一、抓引领\n1、学习。好。\n二、抓服务\n1、服务。好。", ["一、1", "二、1"]),
        ("一、抓引领\n（一）学习。好。\n二、抓服务\n（一）服务。好。", ["一、（一）", "二、（一）"]),
        ("一、抓引领\n（一）抓学习\n1.学习。好。\n（二）抓宣传\n1.宣传。好。", ["（一）1", "（二）1"]),
        ("（一）抓学习\n1．学习。好。\n2．宣传。好。", ["1", "2"]),
        ("一、抓学习\n开展教育。\n二、抓科普。办好科普日。\n三、总体要求\n高举旗帜。", ["一", "二"]),
        ("一、抓学习。一是学习好。办班。二是宣传好。办会。", ["一、一是", "一、二是"]),
        ("（一）抓学习：一是学习好；二是宣传好。", ["（一）一是", "（一）二是"]),
        ("1.抓学习。一是学习好。二是宣传好。", ["1"]),
        ("（1）抓学习\n①学习好。\n②宣传好。\n（2）抓科普\n①办好科普日。", ["（1）①", "（1）②", "（2）①"]),
        ("一、抓引领\n●学习。好。\n●宣传。好。\n二、抓服务\n●服务。好。", ["1", "2", "3"]),
        ("## 抓引领\n**学习。** 好。\n**宣传。** 好。\n## 抓服务\n**服务。** 好。", ["1", "2", "3"]),
        ("## 一、抓引领\n强化学习。办好班。\n强化宣传。办好会。", ["1", "2"]),
        ("一、月度安排\n一月\n1.召开会议。\n2.走访慰问。\n二月\n1.培训。", ["一月1", "一月2", "二月1"]),
        ("1月：召开会议；走访慰问。\n2月：培训。", ["1月1", "1月2", "2月1"]),
        ("第一季度\n召开会议。\n走访慰问。", ["第一季度1", "第一季度2"]),
        ("一、抓引领\n1.抓学习。增长1.\n5个百分点。\n2.宣传。好。", ["1", "2"]),
        ("第一部分 2019年工作总结\n一、抓引领\n1.办了年会。\n第二部分 2020年工作计划\n一、抓学习\n1.办好年会。", ["1"]),
        ("一、2019年工作回顾\n（一）办了年会。\n二、2020年工作打算\n（一）办好年会。", ["（一）"]),
    ],
)  # fmt: skip
def test_numbers(body: str, expected: list[str]) -> None:
    assert numbers(outline(TITLE + body)) == expected


# -- responsibility notes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "leads", "supports"),
    [
        ("（牵头责任部门：组织部，配合部门：各部室、各直属单位）", ["组织部"], ["各部室", "各直属单位"]),
        ("（责任单位：组织部、办公室；完成时限：6月底）", ["组织部", "办公室"], []),
        ("（责任领导：张三；责任部室：科普部）", ["科普部"], []),
        ("（责任部室：科普部，市科技服务中心配合）", ["科普部"], ["市科技服务中心"]),
        ("（组织部、学会部负责，办公室、科普部配合）", ["组织部", "学会部"], ["办公室", "科普部"]),
        ("（组织部和学会部负责）", ["组织部", "学会部"], []),
        ("（由学会部牵头，科普部、办公室参与）", ["学会部"], ["科普部", "办公室"]),
        ("（办公室、各街道科协）", ["办公室", "各街道科协"], []),
        ("（责任单位：相关部室和单位）", [], []),
        ("（牵头单位：市卫健委（原市卫计委）、市教育局）", ["市卫健委（原市卫计委）", "市教育局"], []),
        ("\n牵头单位：市科协　　参与单位：市发改委、市教育\n\n— 3 —\n\n局", ["市科协"], ["市发改委", "市教育局"]),
        ("责任部室：学会部、办公室\n", ["学会部", "办公室"], []),
        ("（以下简称科博会）", [], []),
        ("（青年科学家座谈会、故事分享会），评选优秀10名。", [], []),
        ("（三板块）", [], []),
    ],
)  # fmt: skip
def test_units(note: str, leads: list[str], supports: list[str]) -> None:
    assert tasks(outline(f"{TITLE}一、抓引领\n1、加强学习。办好论坛。{note}")) == [("1", leads, supports)]


def test_the_first_unit_leads_where_a_note_says_so() -> None:
    plan = outline(TITLE + "一、抓引领\n1、学习。好。（责任单位：组织部、办公室）\n注：责任单位列第一位的为牵头单位。")
    assert tasks(plan) == [("1", ["组织部"], ["办公室"])]


# -- tables -----------------------------------------------------------------------------------------------------------

ROWS = [("1", ["学会部"], ["办公室", "科普部"]), ("2", ["科普部"], [])]


@pytest.mark.parametrize(
    "table",
    [
        "序号\n重点任务\n责任部门\n配合部门\n完成时限\n\n1\n召开年会\n学会部\n办公室、科普部\n6月\n\n2\n科普日\n科普部\n-\n9月\n",
        "\t序号\n\t重点任务\n\t责任部门\n\t配合部门\n\t1\n\t召开年会\n\t学会部\n\t办公室\n\n科普部\n\t2\n\t科普日\n\t科普部\n\t-\n",
        "|序号|任务|责任部门|配合部门|\n|-|-|-|-|\n| 1 | 召开年会 | 学会部 | 办公室、科普部 |\n|2|科普日|科普部||\n",
        "序号\t重点任务\t责任部门\t配合部门\n1\t召开年会\t学会部\t办公室、科普部\n2\t科普日\t科普部\t-\n",
    ],
    ids=["cell a line", "cells with tabs", "Markdown", "row a line"],
)
def test_tables(table: str) -> None:
    plan = outline(f"{TITLE}一、抓引领\n（一）加强学习。办好论坛。\n2020年重点工作清单\n{table}")
    assert tasks(plan) == [("（一）", [], []), *ROWS]
    assert {plan.sections[t.section].heading.text for t in plan.tasks[1:] if t.section is not None} == {
        "2020年重点工作清单"
    }
    assert [task.title.text for task in plan.tasks[1:]] == ["召开年会", "科普日"]


def test_groups_of_a_table_whose_numbers_restart() -> None:
    rows = "一、学术\n1\n召开年会\n学会部\n2\n学术月\n学会部\n二、科普\n1\n科普日\n科普部\n"
    plan = outline(
        f"{TITLE}一、抓引领\n1、学习。好。\n重点工作清单\n序号\n名称\n责任部室\n{rows}海宁市科学技术协会\n2020年3月1日"
    )
    assert numbers(plan) == ["1", "一、1", "一、2", "二、1"]
    assert plan.tasks[-1].leads[0].text == "科普部"
    assert str(plan.issued_on) == "2020-03-01"


# -- pages ------------------------------------------------------------------------------------------------------------


def test_lines_broken_by_force_and_page_numbers_are_joined() -> None:
    plan = outline(
        TITLE + "　　2020年是全面建成小康社会和十三五规划收官之年，全市科协\n系统要坚持以习近平新时代中国特色社会主义"
        "思想为指导，全面贯\n彻党的十九大精神，为决胜全面建成小康社会作出新的更大贡献。\n　　一、坚持党建引领，强化政治"
        "建设，广泛团结凝聚全市各级各\n类科技工作者\n　　1.加强学习教育。深入学习习近平新时代中国特色社会主义思\n想，"
        "举办全市科协系统干部培训班2期。（责任部室：\n组织部、办公\n12\n室）\n　　2.加强宣传。深入宣传科学家精神，举办"
        "报告会3场以上，在海\n宁日报开设专栏。\n"
    )  # fmt: skip
    assert plan.view.text.split("\n")[2] == "一、坚持党建引领,强化政治建设,广泛团结凝聚全市各级各类科技工作者"
    assert tasks(plan) == [("1", ["组织部", "办公室"], []), ("2", [], [])]
    assert [plan.document.text[span.start : span.end] for span in plan.furniture] == ["12"]


def test_the_web_page_around_a_plan_is_left_out() -> None:
    plan = outline(
        "网站首页 机构概况 新闻动态\n当前位置： 首页 > 政务公开 > 计划总结\n2020年海宁市科协工作要点\n"
        "发布日期：2020-03-05 10:00 信息来源：市科协 浏览次数：123\n2020年要认真做好各项工作。\n"
        "一、抓引领\n1、学习。好。\n2、宣传。好。\n【打印本页】 【关闭窗口】\n相关文章\n2019年海宁市科协工作总结\n"
        "海宁市科协2021年工作计划\n主办单位：海宁市科协 电话：0573-1234567\n"
    )
    assert (words(plan.title), plan.year, plan.issued_on) == ("2020年海宁市科协工作要点", 2020, None)
    end = plan.tasks[-1].span.end
    assert plan.document.text[:end].endswith("2、宣传。好。")
    assert max(span.end for span in plan.body) == end


def test_a_file_of_two_plans() -> None:
    text = "".join(
        f"海宁市科学技术协会文件\n海科协〔{year}〕3号\n海宁市科协{year}年工作要点\n一、抓引领\n1、学习{year}。好。\n"
        f"海宁市科学技术协会\n{year}年3月1日\n"
        for year in (2020, 2021)
    )
    plans = parse(Document("plans.txt", text, ""))
    for plan, year in zip(plans, (2020, 2021), strict=True):
        assert (plan.year, words(plan.doc_number)) == (year, f"海科协〔{year}〕3号")
        assert str(plan.issued_on) == f"{year}-03-01"
        assert [task.title.text for task in plan.tasks] == [f"学习{year}"]


def test_a_title_that_only_the_notice_quotes() -> None:
    plan = outline(
        "关于印发《海宁市科协2020年工作要点》的通知\n各县科协：\n现将要点印发给你们。\n一、抓引领\n1、学习。好。"
    )
    assert (words(plan.title), plan.kind, words(plan.addressed_to)) == (
        "海宁市科协2020年工作要点",
        "工作要点",
        "各县科协",
    )


def test_what_is_no_plan_has_an_outline_without_anything() -> None:
    plan = outline("你好")
    assert (plan.title, plan.issuer, plan.year, plan.tasks, plan.sections) == (None, None, None, (), ())
    assert parse(Document("empty.txt", "", ""))[0].body == ()


@pytest.mark.parametrize("unit", ["科协工作，\n", "1.\n", "序号\n", "1.工作(责任部门\n", "“", "一、"])
def test_time_grows_with_the_length_of_the_text(unit: str) -> None:
    # Counted in lines run, not in seconds: what is quadratic would need hundreds of times as many.
    def lines_run(count: int) -> int:
        ran = 0

        def trace(frame: object, event: str, arg: object) -> Any:
            nonlocal ran
            ran += event == "line"
            return trace

        sys.settrace(trace)
        try:
            parse(Document("plan.txt", unit * count, ""))
        finally:
            sys.settrace(None)
        return ran

    lines_run(10)  # fills the caches
    assert lines_run(800) < 12 * lines_run(100) + 2000
