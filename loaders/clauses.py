"""Clauses, and the verb phrases inside them.

A Chinese work plan is a chain of clauses with the issuer left out: *adverb verb complement object (tail)*. The object
is a list of names; the tail is a noun that follows a name and belongs to the verb (建设, 申报工作, 主阵地作用).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kexie_kg.loaders import lexicon as lexicons
from kexie_kg.loaders.lexicon import Lexicon, Verb

FILLER = "\ue000"
"""Stands for each character inside quotes, titles and brackets, so that nothing in there is taken for structure."""

_ENCLOSED = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,80}》|「[^「」\n]{1,60}」|[（(][^（）()\n]{1,120}[）)]")
_QUOTED = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,80}》|「[^「」\n]{1,60}」")
_CLAUSE_END = re.compile(r"[，。；：！？,;:!?\n]")
_ASPECT = ("好", "成", "了", "出")
_SERIAL = frozenset({"use", "cooperate", "support", "nominate"})
_WHOLE = frozenset({"hold", "implement"})
_CUTTING = frozenset({"participate", "cooperate"})
"""Verbs that are never part of an event's or programme's name, though such names hold other verbs."""
_BY = re.compile(r"由|委托")
_LIGHT = frozenset({"advance", "implement", "invoke"})
"""Verbs that say less than the one they are chained with: 推进建设."""
_HOLDS = frozenset({"召开", "举行", "举办", "承办", "主办", "协办", "开展", "组织召开"})
_JOINS = frozenset({"参加", "组织参加", "参与"})
_BUILT_AND_USED = {"build", "use"}
_CHAINED = frozenset(
    [
        "推出",
        "筹办",
        "命名",
        "表彰",
        "制定",
        "编印",
        "组建",
        "选送",
        "启动",
        "办好",
        "评选",
        "开展",
        "举办",
        "召开",
        "实施",
        "举行",
        "用好",
        "管好",
        "发布",
        "推广",
        "建设",
        "建成",
        "打造",
        "完善",
        "设立",
        "成立",
        "创建",
        "争创",
        "编制",
        "出版",
        "印发",
        "完成",
    ]
)
_BUILDING = frozenset({"建设", "培育", "升级"})
_DONE_AT = _BUILDING | {"组织"}
"""Weak verbs that are verbs behind a place."""
GENERIC_DOER = re.compile(
    r"(?:学会|协会|研究会|科协|联合体|企业|高校|院校|学校|社团|单位|机构|部门|工作者|专家|人员|会员|基地|(?<!全)[县市区省州](?:[)）])?)(?:组织)?$"
)
"""Doers without a name, at the end of what stands before a verb."""
_AT_PLACE = re.compile(r"(?:在|于)[^，。；的]{2,24}")
"""A place in front of a verb: 在岳阳楼区、屈原管理区|建设…"""
_NOUN_LIKE = frozenset({"nominate", "confer", "build"})
_NOMINAL = re.compile(
    r"宣传|学习宣传|宣传推介|推介|(?:[和与及、][一-龥]{2,4})?(?:推荐|评估|培育|候选人)?(?:等)?(?:工作|活动|力度|机制|任务|候选人|名额)"
)
"""Behind a verb at the end of a clause, it makes a noun of it: 中国青年科技奖推荐工作."""
_COUNTED = re.compile(r"工作|(?:不少于|不超过|各|共)?[\d一二三四五六七八九十两]+[期场次届个项](?:以上|左右)?")
_TIME = re.compile(r"(?:20\d\d年|[\d一二三四五六七八九十]{1,2}月(?:份|底前?)?|[上下]半年|全年|年内|今年|将|拟)+")
"""Words of time and of the future in front of a verb."""
_OPEN_LIST = re.compile(r"等[^等]{0,12}$")


@dataclass(frozen=True, slots=True)
class VerbPhrase:
    """A verb, where it stands, and the stretch of text that is its object (offsets into the text given)."""

    verb: Verb
    verb_start: int
    start: int
    end: int
    also: Verb | None = None
    """A second verb that shares the object and says another thing of it: 建好|用好."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; ``[start:lead_end]`` is what stands before its first verb phrase."""

    start: int
    end: int
    lead_end: int
    phrases: tuple[VerbPhrase, ...]


def mask(text: str, brackets: bool = True) -> str:
    """The text with everything in quotes, titles and (unless told) brackets blanked out, the marks themselves kept.

    So is the mark inside of a slogan of two phrases: it divides nothing, though no quotes bound them.
    """
    text = (_ENCLOSED if brackets else _QUOTED).sub(lambda m: m[0][0] + FILLER * (len(m[0]) - 2) + m[0][-1], text)
    return lexicons.load().paired.sub(lambda m: m[0].replace("、", FILLER), text)


def clause_spans(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the clauses in ``masked[start:end]``, without their closing marks."""
    for mark in _CLAUSE_END.finditer(masked, start, end):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if end > start:
        yield start, end


def parse(
    masked: str, start: int, end: int, lexicon: Lexicon, bodies: Sequence[tuple[int, int]],
    known: Sequence[tuple[int, int]], named: frozenset[str],
) -> Clause:  # fmt: skip
    """The verb phrases of one clause.

    Verbs inside the spans of ``bodies`` (organizations) and ``known`` names and inside heads are none; a weak verb
    right behind a body is one, as the body is its subject (绍兴文理学院建设…). Things of the ``named``
    types may be called by a whole verb phrase (承接政府转移职能工作推进会): their verb keeps the rest of the clause.
    """
    heads = lexicon.heads.within(masked).find(start, end)
    closings = (found.span(1) for found in lexicon.closing_pattern.finditer(masked, start, end))  # 等科技|服务品牌
    closed = [*((a, b) for a, b, _ in heads), *closings, *bodies, *known]
    whole = bool(heads) and heads[-1][2].type in named and _ends_clause(masked, heads[-1][1], end)
    phrases: list[VerbPhrase] = []
    for at, stop, verb in _verbs(masked, start, end, [*bodies, *known], lexicon):
        if _inside(at, stop, closed) or (phrases and at < phrases[-1].start):
            continue
        if masked.startswith("的", stop) or masked[at - 1 : at] == "被":
            continue  # 新修订的《条例》: a modifier; 被评为: what was done to the issuer
        joined = phrases and at == phrases[-1].start + 1 and masked[at - 1] in "并和"  # 策划并举办好
        holds = bool(phrases) and phrases[-1].verb.word in _HOLDS
        inside = whole and holds and verb.cls not in _WHOLE and _keeps_clause(phrases[-1].verb, verb)
        if phrases and (at == phrases[-1].start or joined) and not inside and _chains(phrases[-1].verb, verb):
            first = phrases[-1].verb
            also = verb if {first.cls, verb.cls} == _BUILT_AND_USED else phrases[-1].also
            phrases[-1] = replace(phrases[-1], verb=verb if first.cls in _LIGHT else first, start=stop, also=also)
            continue
        if phrases and whole and _keeps_clause(phrases[-1].verb, verb):
            continue
        begin = max([phrases[-1].start if phrases else start, *(b for _, b in bodies if start < b <= at)])
        if not _begins_phrase(verb, at, stop, start, end, phrases, begin, masked, lexicon):
            continue
        if phrases:
            phrases[-1] = replace(phrases[-1], end=at)
        while masked.startswith(_ASPECT, stop) and not masked.startswith(lexicon.not_complements, stop):
            stop += 1
        phrases.append(VerbPhrase(verb, at, min(stop, end), end))
    lead_end = phrases[0].verb_start if phrases else end
    kept = [p for p in phrases if p.end > p.start or (p is phrases[-1] and _BY.search(masked, start, p.verb_start))]
    return Clause(start, end, lead_end, tuple(kept))


def _verbs(
    masked: str, start: int, end: int, names: Sequence[tuple[int, int]], lexicon: Lexicon
) -> Iterator[tuple[int, int, Verb]]:
    """The verbs of a clause. Its names are blanked out, so that no verb is seen across their ends: 省科|协办|好."""
    words = masked[start:end]
    for a, b in names:
        if start <= a < b <= end:
            words = words[: a - start] + FILLER * (b - a) + words[b - start :]
    for at, stop, verb in lexicon.verbs.find(words):
        yield start + at, start + stop, verb


def _keeps_clause(first: Verb, second: Verb) -> bool:
    """Whether a clause that ends in an event or programme is its name down to the verb that stands first.

    组织X开展Y is none: there 组织 says who does it.
    """
    if first.word in _JOINS and second.cls in _LIGHT:
        return True  # 参加推进…座谈会
    if first.cls not in _WHOLE or (second.cls in _CUTTING and second.strong):
        return False
    return first.word != "组织" or second.cls != "hold"


def _chains(first: Verb, second: Verb) -> bool:
    """Whether two verbs side by side share one object: 筹备启动, 建好用好, 评选发布."""
    return first.cls not in _SERIAL - {"use"} and second.strong and second.word in _CHAINED


def _ends_clause(masked: str, at: int, end: int) -> bool:
    return (
        at == end
        or _OPEN_LIST.match(masked, at, end) is not None
        or masked[at] in "(（"
        or _COUNTED.fullmatch(masked, at, end) is not None
    )


def skip_adverbs(masked: str, at: int, end: int, lexicon: Lexicon) -> int:
    """The first position from ``at`` on that no adverb or complement covers."""
    while at < end:
        if (time := _TIME.match(masked, at, end)) is not None:
            at = time.end()
            continue
        if (word := lexicon.before_object.match(masked, at)) is None:
            break
        at = word.end()
    return at


def _inside(at: int, stop: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < stop and at < b for a, b in spans)


def _begins_phrase(
    verb: Verb, at: int, stop: int, start: int, end: int, phrases: list[VerbPhrase], begin: int, masked: str,
    lexicon: Lexicon,
) -> bool:  # fmt: skip
    """Whether a verb found in a clause is a predicate there, not part of a name or the noun at a name's end."""
    if stop >= end and at > start and not _BY.search(masked, start, at):
        return False  # 科技馆建设: the verb ends the clause, it is the tail of the name before it
    if at > start and phrases and verb.cls in _NOUN_LIKE and _NOMINAL.fullmatch(masked, stop, end):
        return False  # 中国青年科技奖推荐工作
    if verb.strong:
        return True
    if verb.word in _BUILDING and GENERIC_DOER.search(masked[begin:at]):
        return True
    if phrases and phrases[-1].verb.cls in _SERIAL:
        return True  # 依托X建设Y: serial verbs
    if verb.word in _DONE_AT and _AT_PLACE.fullmatch(masked, begin, at):
        return True
    return skip_adverbs(masked, begin, at, lexicon) >= at
