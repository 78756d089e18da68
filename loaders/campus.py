"""Bodies of a university in its own association's plans: 校党委, 我校, 信息工程学院 (rule F2 of the rule book)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.organization import OrganizationMention

_BODY = re.compile(r"(?:学校|校)(党委|团委|工会|学生会|研究生会|学生科协|青年志愿者协会|老科协|医院|图书馆|社团联合会)")
_ITSELF = re.compile(r"(?:我校|本校|学校)(?![一-龥]{0,2}(?:工会|团委|党委|教育|联盟))")
_COLLEGE = re.compile(
    r"(?:(?<![一-龥])|(?<=[由与和、及在对向为同])|(?<=支持|推荐|联合|依托|组织|推动|指导|会同|鼓励|委托|协助))"
    r"(?![由与和及在对向为同]|支持|推荐|联合|依托|组织|推动|指导|会同|鼓励|委托|协助)([一-龥]{2,8}?学院)(?![一-龥]{0,2}(?:科技馆|附属))"
)
_GENERIC = ("各", "二级", "所属", "有关", "相关", "科", "每个", "部分")


def find(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """The university's own bodies named in ``text[start:end]``; nothing in plans of other associations."""
    host = context.host
    if not host:
        return
    for match in _BODY.finditer(text, start, end):
        name, kind = _named(match[1], host)
        yield OrganizationMention(match.start(), match.end(), name, kind, "campus", 0.9, parent=host)
    for match in _ITSELF.finditer(text, start, end):
        yield OrganizationMention(match.start(), match.end(), host, "university", "campus", 0.85)
    for match in _COLLEGE.finditer(text, start, end):
        if not match[1].startswith(_GENERIC) and context.division_at(match[1]) is None:
            yield OrganizationMention(*match.span(1), host + match[1], "university", "campus", 0.8, parent=host)


def _named(short: str, host: str) -> tuple[str, str]:
    if short == "党委":
        return f"中共{host}委员会", "government"
    if short == "团委":
        return f"共青团{host}委员会", "other"
    return host + short, "other"
