"""Who does what a clause says: the issuer left unsaid, bodies led or supported, partners, hosts and helpers.

The connectives between the organizations in front of the main verb tell it: 与X共建, 由X牵头、Y配合, 支持X与Y联合举办,
会同X, A、B共同主办. Organizations in one list do a thing side by side; across 与 / 联合 / 会同 they do it together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kexie_kg.loaders.organizations import OrganizationMention

_TOGETHER = re.compile(r"与|同|联合|联手|携手|会同")
_IMPLICIT_FIRST = re.compile(r"(?:与|同|联合|联手|携手|会同|配合|协助|协同)[^，。；]{0,3}$")
_SUPPORT = re.compile(r"支持|发动|动员|推动|鼓励|引导|协调|指导|扶持|助力|帮助|促进")
_CHOSEN = re.compile(r"(?:推荐|举荐|推报|推选|遴选|选送|选派|组织)[^，。；]{0,4}$")
_UNDERTAKING = ("承办", "协办")
_BY = re.compile(r"(?:由|委托|力争|争取|邀请|请)[^，。；]{0,3}$")
_INVITED = re.compile(r"邀请[^，。；]{0,3}$")
"""With 合作 or 联合 behind the body: the issuer does it as well."""
_ASKED = re.compile(r"[邀聘]请[^，。；]{0,3}$")
_PERSONS = re.compile(
    r"(?:的)?(?:知名|资深|相关|有关)?(?:教授|专家|院士|博士|老师|教师|学者|师生|讲师|(?:科技|技术|科研)人员|团队)"
)
_JOINTLY = re.compile(r"^[^，。；]{0,4}?(?:共同|联合|合作|携手|共建|联手)")
_AND_JOINTLY = re.compile(r"^[和及]$")
_NO_DEED = re.compile(r"^[^，。；]{0,6}?(?:沟通汇报|汇报|沟通|部署|要求|精神|领导|指导下|印发的|(?<!《)关于)")
_NOT_A_DOER = re.compile(r"(?:对|向|按照|根据|围绕|针对|从|为|落实|贯彻|承办|迎接|服务|符合|服从)[^，。；]{0,4}$")


@dataclass(frozen=True, slots=True)
class Participants:
    """Doers of a clause as indexes of its organizations; ``-1`` is the issuer left unsaid."""

    doers: tuple[int, ...]
    cooperate: tuple[tuple[int, int], ...]
    supported: bool
    """Whether the issuer only supports what the doers do."""
    first: tuple[int, ...] = ()
    """Of those who work together, the side that is named first: the one the issuer supports."""


ISSUER = -1
ALONE = Participants((ISSUER,), (), False)


def issuer_alone(text: str, start: int, verb_start: int, named: Sequence[OrganizationMention]) -> Participants:
    """Says of every clause that the issuer does it: :func:`participants` without reading."""
    return ALONE


def participants(text: str, start: int, verb_start: int, named: Sequence[OrganizationMention]) -> Participants:
    """The participants of ``text[start:…]`` whose main verb stands at ``verb_start``; ``named`` end before it."""
    if not named:
        return ALONE
    head = text[start : named[0].start]
    trail = text[named[-1].end : verb_start + 2]
    if _NO_DEED.match(text[named[-1].end : verb_start + 6]) or _NOT_A_DOER.search(head):
        return ALONE
    if _ASKED.search(head) and _PERSONS.match(trail):
        return ALONE  # 聘请X大学|教授来我县举办Y: persons come, and the issuer holds it
    supported = bool(_SUPPORT.search(head))
    if (pairs := _pairs(text, named)) is not None:
        doers = tuple(range(len(named)))
        return Participants(doers, pairs, supported, tuple(dict.fromkeys(a for a, _ in pairs)))
    groups = _groups(text, named, bool(_JOINTLY.match(trail)))
    invited = _INVITED.search(head) is not None and _JOINTLY.match(trail) is not None
    implicit = (invited or bool(_IMPLICIT_FIRST.search(head))) and not supported
    doers_found = [index for group in groups for index in group]
    if implicit:
        groups = [[ISSUER], *groups]
        doers_found = [ISSUER, *doers_found]
    elif _BY.search(head) and text.startswith(_UNDERTAKING, verb_start):
        return Participants((ISSUER, *doers_found), (), False)  # 委托X承办Y: the issuer's event (rule D2)
    elif _CHOSEN.search(head):
        return Participants((ISSUER, *doers_found), (), False)
    elif not supported and not _BY.search(head) and head.strip("主动积极深入继续") and not _ends_lead(head):
        return ALONE
    cooperate = [(a, b) for first, second in combinations(groups, 2) for a in first for b in second]
    if len(groups) == 1 and _JOINTLY.match(trail):
        cooperate = list(combinations(groups[0], 2))
    if "分别" in text[named[0].end : verb_start + 2] and len(groups) == 2 and len(groups[0]) == len(groups[1]):
        cooperate = list(zip(*groups, strict=True))
    return Participants(tuple(doers_found), tuple(cooperate), supported, tuple(groups[0]) if len(groups) > 1 else ())


def led_and_helped(text: str, named: Sequence[OrganizationMention]) -> tuple[tuple[int, int], ...]:
    """Pairs of leader and helper in X牵头、Y配合: the leader works with each helper, helpers not among themselves."""
    for left, right in pairwise(range(len(named))):
        if "牵头" in text[named[left].end : named[right].start]:
            return tuple((a, b) for a in range(left + 1) for b in range(right, len(named)))
    return ()


def supports(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` says that somebody is supported or led to do what follows."""
    return bool(_SUPPORT.search(text, start, end))


def _pairs(text: str, named: Sequence[OrganizationMention]) -> tuple[tuple[int, int], ...] | None:
    """The pairs of a list of pairs (A与B、C与D和E), or None if it is none."""
    gaps = [text[a.end : b.start] for a, b in pairwise(named)]
    if sum(gap == "与" for gap in gaps) < 2 or "、" not in gaps:
        return None
    segments: list[list[int]] = [[0]]
    for index, gap in enumerate(gaps, 1):
        if gap == "、":
            segments.append([index])
        else:
            segments[-1].append(index)
    return tuple((segment[0], other) for segment in segments for other in segment[1:])


def _groups(text: str, named: Sequence[OrganizationMention], jointly: bool) -> list[list[int]]:
    groups: list[list[int]] = [[0]]
    gaps = [text[a.end : b.start] for a, b in pairwise(named)]
    split_at_and = jointly and not any(_TOGETHER.search(gap) for gap in gaps)
    for index, gap in enumerate(gaps, 1):
        if _TOGETHER.search(gap) or (split_at_and and _AND_JOINTLY.match(gap)):
            groups.append([index])
        else:
            groups[-1].append(index)
    return groups


def _ends_lead(head: str) -> bool:
    """Whether what stands before the first organization is no verb phrase of its own but time or place (9月, 期间)."""
    return bool(re.search(r"(?:月|日|年|期间|底前|上旬|中旬|下旬|通过|论坛|活动|大赛|专场|其中|本届)$", head))
