"""Short lines that were broken by force, and those that only look so."""

from __future__ import annotations

import pytest
from outlines import outline

TITLE = "东宁市科协2022年工作要点\n"


def lines(body: str) -> list[str]:
    return outline(TITLE + body).view.text.split("\n")[1:]


@pytest.mark.parametrize(
    "sentence",
    [
        "1.举办第三届东宁市青少年科|技创新大赛,选送作品",
        "1.与牡丹江师范学院共|建黑木耳科技|小院,争取支持",
        "1.支持绥阳镇科|协、大肚川镇科协举办“木耳节|”",
        "1.会同市自然资源|局开展“边境林海”主题科普|活动。",
        "1.组织开展|“界江科普”大集。",
        "1.联合市妇|联、市残联举办培训班。",
        "评选“绥芬河之星”,推荐全国创新争先|奖候选人。",
    ],
)
def test_a_break_inside_a_name_or_behind_a_verb_joins(sentence: str) -> None:
    assert lines("一、抓引领\n" + sentence.replace("|", "\n")) == ["一、抓引领", sentence.replace("|", "")]


@pytest.mark.parametrize(
    "body",
    [
        "一、抓科普\n开展科普日活动。",
        "一、抓引领\n部署全年工作。",
        "(一)抓人才\n院士专家来我市考察。",
        "(一)抓合作\n会同教育局办班。",
        "(一)抓联络\n联合残联办班。",
        "一、强化科普\n\n学会工作。",
        "一、办好活动\n1.科普日\n2.工作会",
        "一、人才工作\n作风建设并重。",
    ],
)
def test_a_heading_over_a_sentence_stays_a_line_of_its_own(body: str) -> None:
    assert lines(body) == [line for line in body.split("\n") if line]
