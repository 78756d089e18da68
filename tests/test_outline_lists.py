"""Measures in lists: bullets, dashes, series in one line, months, leads and lines without a number."""

from __future__ import annotations

import pytest
from outlines import numbers, outline, words

TITLE = "肇东市科协2022年工作要点\n"


def rows(body: str) -> list[tuple[str, str, str | None]]:
    plan = outline(TITLE + body)
    return [
        (task.no, task.title.text, None if task.section is None else plan.sections[task.section].heading.text)
        for task in plan.tasks
    ]


# -- bullets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["——", "—", "—— ", "●", "◆ ", "■", "·", "▲", "★", "- ", "○"])
def test_bullets_are_measures_and_the_headings_above_them_sections(mark: str) -> None:
    body = f"一、抓引领\n{mark}学习为先。办班。\n{mark}宣传为要。办会。\n二、抓服务\n{mark}服务为本。办展。"
    assert rows(body) == [
        ("1", "学习为先", "一、抓引领"),
        ("2", "宣传为要", "一、抓引领"),
        ("3", "服务为本", "二、抓服务"),
    ]


def test_a_single_dash_is_no_bullet() -> None:
    assert rows("——凝心聚力的一年\n一、抓引领\n1.学习。推进\n——宣传。\n2.服务。好。") == [
        ("1", "学习", "一、抓引领"),
        ("2", "服务", "一、抓引领"),
    ]


def test_a_dash_at_the_start_of_a_torn_line_is_no_bullet() -> None:
    body = (
        "一、抓引领\n1.学习。组织“共和国的脊梁\n——科学大师名校宣传工程”展演。\n2.宣传。推介“龙江之光\n——寒地科学家”展。"
    )
    assert numbers(outline(TITLE + body)) == ["1", "2"]


def test_details_without_a_lead_belong_to_the_measure_above_them() -> None:
    body = "（一）办好大赛。分级举办：\n- 市赛：4月举办；\n- 省赛：选送作品20件。\n（二）办好科普日。好。"
    assert numbers(outline(TITLE + body)) == ["（一）", "（二）"]


def test_principles_and_goals_are_no_measures() -> None:
    aims = "一、基本原则\n——坚持党建引领。好。\n——坚持服务大局。好。\n二、主要目标\n●素质提升。达到12%。\n"
    body = aims + "三、重点工作\n●学习。好。"
    assert rows(body) == [("1", "学习", "三、重点工作")]


# -- series in one line -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一、抓引领。首先，学习好。其次，宣传好。最后，服务好。", ["一、首先", "一、其次", "一、最后"]),
        ("（一）抓引领。一要学习好；二要宣传好。\n（二）打通最后一公里。好。", ["（一）一要", "（一）二要", "（二）"]),
        ("一、抓引领。第一，学习好。第二，宣传好。", ["一、第一", "一、第二"]),
        ("一、抓引领。1.学习好。2.宣传好。\n二、抓服务。1.办会。2.办展。", ["一、1", "一、2", "二、1", "二、2"]),
        ("一、抓引领（一）学习。好。\n（二）宣传。好。\n二、抓服务 （三）办会。好。\n（四）办展。好。",
         ["（一）", "（二）", "（三）", "（四）"]),
        ("一、抓引领\n（一）学习。参加第（一）期班，达到1.5万人。\n（二）宣传。讲清一是一、二是二的道理。",
         ["（一）", "（二）"]),
        ("一、抓引领\n首先，学习好。\n其次，宣传好。", ["一、首先", "一、其次"]),
        ("1 抓引领\n1-1 学习。好。\n1-2 宣传。好。\n2 抓服务\n2-1 办会。好。", ["1-1", "1-2", "2-1"]),
        ("1.抓引领\n1.1 学习。好。\n1.2 宣传。好。\n2.抓服务\n2.1 办会。好。", ["1.1", "1.2", "2.1"]),
        ("一、抓引领\n1.学习。增长到\n1.5万人，覆盖面达\n1.2倍。\n2.宣传。好。", ["1", "2"]),
    ],
)  # fmt: skip
def test_series(body: str, expected: list[str]) -> None:
    assert numbers(outline(TITLE + body)) == expected


# -- months -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1月：1.召开会议（办公室）；2.走访慰问。\n2月份：①培训。②参观。", ["1月1", "1月2", "2月份①", "2月份②"]),
        ("一季度：举办论坛（含“A；B”专场）。\n二季度：（1）年会；（2）展览", ["一季度1", "二季度（1）", "二季度（2）"]),
        ("1—2月：走访。\n三月工作安排：植树。\n全年：简报；接待。", ["1—2月1", "三月工作安排1", "全年1", "全年2"]),
        ("1月，召开会议。\n3月，植树。\n5月，办展。", ["1月1", "3月1", "5月1"]),
        ("一月\n召开会议；走访慰问。\n二月\n（一）三下乡。好。\n（二）游园会。好。\n三月\n1、植树。\n责任科室：科普部",
         ["一月1", "一月2", "二月（一）", "二月（二）", "三月1"]),
        ("一、抓引领\n1.学习。好。\n3月，组织参观。\n2.宣传。好。", ["1", "2"]),
    ],
)  # fmt: skip
def test_months(body: str, expected: list[str]) -> None:
    assert numbers(outline(TITLE + body)) == expected


def test_items_of_a_month_in_one_line_have_their_own_titles_and_units() -> None:
    plan = outline(
        f"{TITLE}一、抓引领\n1.学习。好。\n附：活动安排\n4月：1.办赛，参赛50人（青少部、学会部）；2.植树（办公室）。"
    )
    assert [(t.no, t.title.text, [u.text for u in t.leads]) for t in plan.tasks] == [
        ("1", "学习", []),
        ("4月1", "办赛，参赛50人", ["青少部", "学会部"]),
        ("4月2", "植树", ["办公室"]),
    ]
    assert [section.heading.text for section in plan.sections] == ["一、抓引领", "4月"]


# -- nothing in front -------------------------------------------------------------------------------------------------


def test_a_plan_without_any_number() -> None:
    body = (
        "政治引领方面\n\n加强理论学习。举办读书班2期。\n\n弘扬科学家精神。举办报告会3场。\n\n"
        "自身建设方面\n\n抓好作风建设。开展调研活动。\n"
    )
    assert rows(body) == [
        ("1", "加强理论学习", "政治引领方面"),
        ("2", "弘扬科学家精神", "政治引领方面"),
        ("3", "抓好作风建设", "自身建设方面"),
    ]


def test_short_lines_over_prose_are_measures_where_sections_have_numbers() -> None:
    body = "一、抓引领\n加强理论学习\n举办读书班，参加60人。\n弘扬科学家精神\n举办报告会，参加900人。\n"
    assert rows(body) == [("1", "加强理论学习", "一、抓引领"), ("2", "弘扬科学家精神", "一、抓引领")]


@pytest.mark.parametrize("lead", ["- **学习为先**：办班。", "**1. 学习为先。** 办班。", "1. **学习为先**：办班。"])
def test_bold_leads_with_a_mark_in_front(lead: str) -> None:
    ((_, title, section),) = rows(f"## 抓引领\n\n{lead}\n")
    assert (title, section) == ("学习为先", "抓引领")


# -- the last year ----------------------------------------------------------------------------------------------------


def test_a_page_that_sums_up_first() -> None:
    plan = outline(
        "肇东市科协2021年工作总结\n一、今年工作\n（一）学习。办了班。\n二、存在的不足\n队伍不强。\n三、明年工作打算\n"
        "（一）学习。办好班。\n"
    )
    assert (plan.year, words(plan.title)) == (2022, "肇东市科协2021年工作总结")
    assert [(t.no, t.title.text) for t in plan.tasks] == [("（一）", "学习")]
    assert "办了班" not in "".join(plan.document.text[span.start : span.end] for span in plan.body)


def test_two_parts_of_a_page_under_lines_without_a_number() -> None:
    plan = outline(
        "肇东市科协\n2021年工作总结和2022年工作打算\n2021年工作总结\n一、引领\n办了班。\n2022年工作打算\n一、引领\n办好班。\n"
    )
    assert (plan.year, words(plan.title)) == (2022, "肇东市科协2021年工作总结和2022年工作打算")
    assert numbers(plan) == ["一"]
