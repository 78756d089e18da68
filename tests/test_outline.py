"""The outline of every plan against its gold file, and its spans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlines import numbers, plan_of, spaceless, tasks, words

from kexie_kg.graph.model import Document
from kexie_kg.loaders.outline import Outline, Phrase, parse

GOLD = sorted(path.stem for path in (Path(__file__).parent.parent / "data" / "gold").glob("*.json"))


# -- gold -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold(root: Path) -> dict[str, dict[str, Any]]:
    return {name: json.loads((root / "data" / "gold" / f"{name}.json").read_text("utf-8")) for name in GOLD}


def test_there_is_gold() -> None:
    assert len(GOLD) == 21


@pytest.mark.parametrize("name", GOLD)
def test_document_fields(root: Path, gold: dict[str, dict[str, Any]], name: str) -> None:
    plan, document = plan_of(root, name), gold[name]["document"]
    assert words(plan.title) == spaceless(document["title"])
    assert plan.year == document["year"]
    assert words(plan.doc_number) == document["doc_number"]
    assert (plan.issued_on.isoformat() if plan.issued_on else None) == document["issued_on"]
    assert words(plan.addressed_to) == document["addressed_to"]
    assert len(plan.copied_to) == len(document["copied_to"])


@pytest.mark.parametrize("name", GOLD)
def test_issuer_is_printed_in_full_or_as_short_as_the_title_has_it(
    root: Path, gold: dict[str, dict[str, Any]], name: str
) -> None:
    plan = plan_of(root, name)
    assert plan.issuer is not None
    start = plan.view.position(plan.issuer.start)
    folded = plan.view.text[start : start + len(plan.issuer.text)]
    (row,) = [entity for entity in gold[name]["entities"] if entity["id"] == "issuer"]
    names = [gold[name]["document"]["issuer"], *row["aliases"]]
    assert any(
        alias.replace("科协", "科学技术协会").endswith(folded.replace("科协", "科学技术协会")) for alias in names
    )


_CUT = (18, 19, 20)
"""Characters to which the guide cuts a title without an end, line breaks among them."""


@pytest.mark.parametrize("name", GOLD)
def test_tasks(root: Path, gold: dict[str, dict[str, Any]], name: str) -> None:
    plan = plan_of(root, name)
    found = [
        (t.no, None if t.section is None else plan.sections[t.section].heading.text, t.title.text,
         len(t.leads), len(t.supports))
        for t in plan.tasks
    ]  # fmt: skip
    wanted = [
        (t["no"], spaceless(t["section"]), spaceless(t["title"]), len(t["leads"]), len(t["supports"]))
        for t in gold[name]["tasks"]
    ]
    assert [row[:2] + row[3:] for row in found] == [row[:2] + row[3:] for row in wanted]
    for (_, _, title, *_), (_, _, lead, *_) in zip(found, wanted, strict=True):
        assert lead is not None
        assert title == lead or (title.startswith(lead) and (len(lead) in _CUT or title[len(lead)] in "（("))


# -- the two real plans without gold ----------------------------------------------------------------------------------

CHONGQING_ROWS = """
一、1 学会学术部 | 一、2 组织人事部、国际工作部 | 一、3 学会学术部 | 一、4 科技服务中心 | 一、5 市反邪教协会办公室
一、6 学会学术部、市老科协 | 一、7 学会学术部、科学技术普及部、宣传部 | 一、8 学会学术部、企事业工作部、宣传部
一、9 办公室、组织人事部 | 一、10 宣传部
二、1 科学技术普及部 | 二、2 科学技术普及部 | 二、3 科技服务中心、科学技术普及部 | 二、4 课堂内外公司、科学技术普及部
二、5 学会学术部 | 二、6 中科普公司 | 二、7 重庆科技馆 | 二、8 科学技术普及部 | 二、9 科学技术普及部
二、10 科学技术普及部
三、1 国际工作部 | 三、2 企事业工作部 | 三、3 院士工作服务中心 | 三、4 国际工作部 | 三、5 科学技术普及部、重庆科技馆
三、6 科学技术普及部 | 三、7 办公室 | 三、8 重庆科普文化产业集团 | 三、9 办公室、宣传部、重庆科普文化产业集团
三、10 办公室
四、1 | 四、2 院士工作服务中心 | 四、3 学会学术部 | 四、4 学会学术部、组织人事部 | 四、5 科学技术普及部
四、6 组织人事部 | 四、7 组织人事部 | 四、8 企事业工作部 | 四、9 企事业工作部 | 四、10 宣传部、企事业工作部
"""  # 四、1 prints 相关部室和单位, which names nobody (rule B8)


def test_chongqing_has_its_measures_and_every_unit_of_its_forty_rows(root: Path) -> None:
    plan = plan_of(root, "chongqing-2020")
    assert numbers(plan)[:26] == [str(no) for no in range(1, 27)]
    rows = [tuple(row.split()) for row in re.split(r"[|\n]", CHONGQING_ROWS.strip())]
    expected = [(row[0], row[1].split("、") if len(row) > 1 else []) for row in rows]
    assert len(expected) == 40
    assert tasks(plan)[26:] == [(no, leads, []) for no, leads in expected]
    assert [task.is_row for task in plan.tasks] == [False] * 26 + [True] * 40
    groups = [plan.sections[task.section].heading.text for task in plan.tasks[26:] if task.section is not None]
    assert groups == [
        group
        for group in ("一、学会学术10个重大活动", "二、科学普及10个重要事项", "三、阵地建设10个重头项目",
                      "四、提升科协组织力10个重点举措")
        for _ in range(10)
    ]  # fmt: skip
    assert plan.tasks[26].title.text == "2020数字经济百人会（智博会）"
    assert plan.tasks[65].title.text == "科协主管民办非企科技组织发展"
    assert (words(plan.title), words(plan.issuer)) == ("重庆市科学技术协会2020年工作要点", "重庆市科学技术协会")
    assert str(plan.issued_on) == "2020-04-17"


def test_wuxi_has_its_ordinals_under_headings_and_no_date_from_the_web_page(root: Path) -> None:
    plan = plan_of(root, "wuxi-2021")
    ordinals = {"(一)": 3, "(二)": 3, "(三)": 3, "(四)": 3, "(五)": 4}
    assert numbers(plan) == [f"{no}{'一二三四'[at]}是" for no, count in ordinals.items() for at in range(count)]
    assert (words(plan.title), words(plan.issuer), plan.year) == ("无锡市科协2021年工作意见", "无锡市科协", 2021)
    assert (plan.kind, plan.issued_on, plan.doc_number, plan.addressed_to) == ("工作意见", None, None, None)
    body = "".join(plan.document.text[span.start : span.end] for span in plan.body)
    assert "二、工作目标" in body
    assert "四、重大活动安排" in body
    assert "浏览次数" not in body
    assert "关闭窗口" not in body


def test_the_summary_of_the_last_year_is_no_part_of_the_plan(root: Path) -> None:
    plan = plan_of(root, "yueyang-2018")
    body = "".join(plan.document.text[span.start : span.end] for span in plan.body)
    assert "承办第八届湖南科技论坛" not in body
    assert "深化创新驱动助力工程" in body
    assert plan.sections[0].heading.text == "第二部分　2018年工作计划"


# -- spans ------------------------------------------------------------------------------------------------------------


def phrases(plan: Outline) -> Iterable[Phrase]:
    single = (plan.title, plan.issuer, plan.doc_number, plan.issued, plan.addressed_to)
    yield from (phrase for phrase in single if phrase)
    yield from plan.copied_to
    yield from (section.heading for section in plan.sections)
    for task in plan.tasks:
        yield from (task.title, *task.leads, *task.supports)


def check_spans(plan: Outline) -> None:
    """What holds of every outline, whatever the text."""
    text = plan.document.text
    for phrase in phrases(plan):
        start, end = plan.view.position(phrase.start), plan.view.position(phrase.end)
        assert phrase.text
        assert plan.view.original(start, end) == (phrase.start, phrase.end)
        assert plan.view.printed[start:end].replace("\n", "") == phrase.text
        assert text[phrase.start] == phrase.text[0]
        assert text[phrase.end - 1] == phrase.text[-1]
    for task in plan.tasks:
        parts = [(part.start, part.end) for part in (task.title, *task.leads, *task.supports)]
        parts += [(note.start, note.end) for note in task.notes]
        assert all(task.span.start <= start < end <= task.span.end for start, end in parts)
        assert task.section is None or 0 <= task.section < len(plan.sections)
    assert [task.span for task in plan.tasks] == sorted(task.span for task in plan.tasks)
    for left, right in zip(plan.tasks, plan.tasks[1:], strict=False):
        assert left.span.end <= right.span.start
    for index, section in enumerate(plan.sections):
        assert section.parent is None or section.parent < index
        assert section.span.start <= section.heading.start < section.heading.end <= section.span.end
    for span in (*plan.body, *plan.furniture):
        assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("name", [*GOLD, "chongqing-2020", "wuxi-2021"])
def test_spans_of_the_plans(root: Path, name: str) -> None:
    check_spans(plan_of(root, name))


_PIECES = (
    "嘉兴市科协2020年工作要点", "关于印发《嘉兴市科协2020年工作要点》的通知", "各县科协：",
    "嘉市科协〔2020〕4号", "第一部分 2019年工作总结", "一、抓引领", "（一）抓学习",
    "（一）抓学习。一是学习好。二是宣传好。", "1. 举办论坛。", "1、2020年年会", "(1)育苗：培育", "①办好讲坛",
    "●做强。", "一是强化。", "**加强。** 开展活动", "## 标题", "# ", "一月", "2月：召开会议；", "正文没有句号",
    "正文有句号。", "（牵头单位：学会部、办公室；参与单位：各部室）", "牵头单位：市科协　　参与单位：市教育局",
    "（学会部负责，办公室配合）", "（办公室、学会部）", "（原", "序号", "名称", "责任部室", "配合部室",
    "完成时限", "1", "2", "\t1", "\t学会部", "-", "6月底前", "— 3 —", "12", "首页 > 信息 > 正文",
    "上一篇：总结", "抄送：省科协，市委办公室。", "嘉兴市科学技术协会", "2020年2月27日印发",
    "二〇二〇年二月二十七日", "二〇二〇年十三月三十二日", "附件：", "| 序号 | 任务 |", "| 1 | 年会 |", "　　",
    "工作要點與學會", "《未完", "“", "\ufeff",
)  # fmt: skip
_BREAKS = ("\n", "\n\n", "\r\n", "", " ", "　", "\f", "\u2028")
_DRAFTS = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_BREAKS)), max_size=30).map(
    lambda pairs: "".join(piece + end for piece, end in pairs)
)


@given(_DRAFTS)
def test_spans_of_anything_that_looks_like_a_plan(text: str) -> None:
    for plan in parse(Document("plan.txt", text, "")):
        check_spans(plan)


@given(st.text(max_size=80))
def test_spans_of_anything(text: str) -> None:
    for plan in parse(Document("plan.txt", text, "")):
        check_spans(plan)
