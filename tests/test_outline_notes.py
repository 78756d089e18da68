"""Responsibility notes in the wordings they come in, and what stands around a plan."""

from __future__ import annotations

import pytest
from outlines import outline, tasks, words

TITLE = "江山市科协2022年工作要点\n"


@pytest.mark.parametrize(
    ("note", "leads", "supports"),
    [
        ("\n责任单位：\n组织宣传部\n办公室", ["组织宣传部", "办公室"], []),
        ("\n牵头部门：办公室\n配合部门：学会部、科普部", ["办公室"], ["学会部", "科普部"]),
        ("\n（责任部门：科普部\n　　配合部门：学会部）", ["科普部"], ["学会部"]),
        ("\n责任部门　学会部　　配合部门　办公室", ["学会部"], ["办公室"]),
        ("　——组织宣传部、学会部", ["组织宣传部", "学会部"], []),
        ("〔牵头单位：青少年中心；配合单位：市教育局、团市委〕", ["青少年中心"], ["市教育局", "团市委"]),
        ("[责任单位：科普部]", ["科普部"], []),
        ("【牵头部门：科普部　配合部门：各县（区）科协】", ["科普部"], ["各县（区）科协"]),
        ("牵头部门:科普部,配合部门:办公室.", ["科普部"], ["办公室"]),
        ("（牵头：科普部  配合：市农函大）", ["科普部"], ["市农函大"]),
        ("（科普部牵头，学会部、办公室按职责分工负责）", ["科普部"], ["学会部", "办公室"]),
        ("（由办公室负总责，各部室配合）", ["办公室"], ["各部室"]),
        ("（责任部室/单位：组织宣传部、各学会）", ["组织宣传部", "各学会"], []),
        ("（责任股室：组织股，各乡镇科协）", ["组织股", "各乡镇科协"], []),
        ("（分管领导：李明；牵头科室：办公室；参与科室：全体科室）", ["办公室"], ["全体科室"]),
        ("（责任科室：办公室　责任人：李明　完成时限：12月底）", ["办公室"], []),
        ("落实安全生产责任，部门协同推进。", [], []),
        ("增强责任意识——这是根本要求。", [], []),
        ("参加科博会（绵阳）。", [], []),
    ],
)
def test_units(note: str, leads: list[str], supports: list[str]) -> None:
    assert tasks(outline(f"{TITLE}一、抓引领\n1、加强学习。办好论坛。{note}\n二、其他")) == [("1", leads, supports)]


@pytest.mark.parametrize(
    "head",
    [
        "江山市科学技术协会\n2022年工作要点\n\n江科协发〔2022〕4号\n\n各乡镇科协，市级各学会：\n",
        "江山市科学技术协会文件\n江科协发〔2022〕4号\n\n2022年江山市科协工作要点\n（2022年2月18日）\n各乡镇科协，市级各学会：\n",
    ],
)
def test_number_and_addressees_on_either_side_of_the_title(head: str) -> None:
    plan = outline(head + "今年要抓好以下工作：\n一、抓引领\n1.学习。好。\n")
    assert (words(plan.doc_number), words(plan.addressed_to)) == ("江科协发〔2022〕4号", "各乡镇科协，市级各学会")
    body = "".join(plan.document.text[span.start : span.end] for span in plan.body)
    assert body.startswith("今年要抓好以下工作") or body.startswith("（2022年")
    assert "各乡镇科协" not in body


def test_what_a_web_page_prints_below_a_plan() -> None:
    plan = outline(
        f"无障碍阅读 | 长者模式\n{TITLE}分享：\n一、抓引领\n1.学习。好。\n附件下载：\n江山市科协2022年工作要点.docx\n"
        "上一篇：没有了\n相关新闻\n江山市科协召开全委会 2022-03-01\n友情链接： 中国科协 浙江省科协\n您是第 123 位访客\n"
    )
    assert plan.document.text[: max(span.end for span in plan.body)].endswith("1.学习。好。")
