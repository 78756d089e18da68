"""Whether a clause tells what is planned, what was reached before, or what is not done.

Chinese verbs have no tense: words of time (去年), of completion (已, 了) and of honour received (荣获) tell, and hold
for the clauses after them until the sentence ends or a word of the present (今年, 力争) turns it round.
"""

from __future__ import annotations

import re

_BACK = re.compile(
    r"去年|上年度|上一年|(?<!比)(?<!较)上年|前年|过去[一二两三四五六七八九十]?年|近年来|近[一二两三四五六七八九十几]年|一年来|截至(?:目前|去年|上年|\d{4}年)|“?十[二三]五”?期间"
    r"|被(?:评为|评定|命名|授予|认定|确定为|列为|表彰)|荣获|获(?:得)?[^，。；]{0,16}(?:等奖|称号|表彰|殊荣|金奖|银奖|铜奖)"
    r"|连续[\d一二三四五六七八九十]+年(?:被|获|荣)|成功(?:举办|承办|创建|召开|申报|争取|入选|组织|开展)|(?:顺利|圆满|全面|超额)(?:完成了|举办了|举行了|通过了)"
    r"|(?<![自而])已(?:经|全部|累计|成功|连续|初步|基本)?(?:建成|举办|开展|完成|建立|培训|实现|达到|有|命名|评选|成立|覆盖|形成|设立|投入|启动|组织|发展)"
    r"|(?:举办|建成|开展|召开|完成|成立|组织|实施|评选|表彰|承办|印发|出版|编印|获得|取得|启动|推出|创建|签订|新建|培训|建立)了"
)
_FORWARD = re.compile(
    r"今年|本年|年内|全年|力争|争取|确保|拟(?:于|在)?|将(?!士|领|军)|计划(?:于|在|用|年)|即将|继续|下一步|到20\d\d年|要(?=[^求素点])"
)
_MODIFIER = re.compile(r"的[^，。；]*$")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_COMPARED = re.compile(r"(?:比|较|在)(?:去年|上年|上一年)[^，。；]{0,16}")
_SENTENCE_END = frozenset("。！？!?\n")
_PARAGRAPH_YEAR = re.compile(r"[ 　\t]*((?:19|20)\d\d)年(?:度|来|以来)?[，,]")
_THIS_TIME = re.compile(r"今年|本年|下一步|今后|新的一年")


_NOT = re.compile(
    r"不再|不(?:得|准|许|宜)|不(?=组织|举办|开展|参加|组队|新增|新建|设立|承办|评选)|未(?=组织|举办|开展|参加|设立|能)|暂停|暂缓|取消|停办|停止|终止|叫停|撤销"
    r"|严禁|禁止|杜绝|防止|避免|严格控制|从严控制|严控"
)
"""Words of not doing, in front of what is not done."""


def opens_with_past_year(text: str, at: int, year: int) -> bool:
    """Whether the paragraph around ``at`` has a year before ``year`` as its topic (2018年，…) and so looks back."""
    opening = _PARAGRAPH_YEAR.match(text, text.rfind("\n", 0, at) + 1)
    return opening is not None and int(opening[1]) < year


class Tense:
    """Follows the clauses of one text in order; ``year`` is the one it plans for."""

    def __init__(self, text: str, year: int) -> None:
        self._text, self._year = text, year
        self._back = False
        self._end = 0
        self._opened: bool | None = None
        """Whether the paragraph opens with a year gone by; None before the first clause."""

    def looks_back(self, start: int, end: int) -> bool:
        """Whether the clause ``text[start:end]`` tells of the past; call from left to right."""
        between = self._text[self._end : start]
        if not _SENTENCE_END.isdisjoint(between):
            self._back = False
        self._end = end
        if self._opened is None or "\n" in between:
            self._opened = opens_with_past_year(self._text, start, self._year)
        if self._opened:
            self._back = not _THIS_TIME.search(self._text, start, end)
            return self._back
        clause = _COMPARED.sub("", self._text[start:end])  # 比上年增长: a measure of what is planned
        years = [int(found[1]) for found in _YEAR.finditer(clause)] if "年" in clause else []
        if _FORWARD.search(clause) is not None or any(year >= self._year for year in years):
            self._back = False
            return False
        cue = _BACK.search(clause)
        if years:  # all of them gone by
            self._back = self._back or clause.lstrip("　 ").startswith(tuple(f"{y}年" for y in years))
        if cue is not None and not _MODIFIER.match(clause, cue.end()):
            self._back = True
        return self._back

    def negates(self, start: int, end: int) -> bool:
        """Whether the clause says that something is not done: 不再举办, 暂停, 严禁."""
        return _NOT.search(self._text, start, end) is not None
