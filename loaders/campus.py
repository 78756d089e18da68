"""Bodies of a university in its own association's plans: 校党委, 我校, 信息工程学院 (rule F2 of the rule book)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.organization import OrganizationMention

_BODY = re.compile(
    r"(?:学校|(?<![我本高院学])校)(党委(?:宣传部|组织部|统战部|学工部|教师工作部|办公室)?|团委|工会|学生会|研究生会|学生科协|医院|图书馆|社团联合会"
    r"|(?![内外园区长友际企地级报])[一-龥]{2,8}?(?:协会|学会|社团|研究所|研究院|中心|博物馆|科普馆|天文台|实验室|处|部|社))"
    r"(?![一-龥]{0,1}(?:服务站|工作站|换届))"
)
_FELLOW = re.compile(r"[、和与及]([一-龥]{2,7}?(?:协会|社团|社))(?=[、和与及办举开承参牵配，。]|$)")
"""A society in a list behind one of the university's own: 校机器人协会、航模协会和红柳天文社."""
_KINDS = (
    ("government", ("部", "办公室")),
    ("society", ("协会", "学会")),
    ("institute", ("研究所", "研究院", "实验室")),
    ("other", ("",)),
)
_ITSELF = re.compile(r"(?<!挂靠)(?:我校|本校|学校)(?![一-龥]{0,2}(?:工会|团委|党委|教育|联盟))")
_COLLEGE = re.compile(
    r"(?:(?<![一-龥])|(?<=[由与和、及在对向为同])|(?<=支持|推荐|联合|依托|组织|推动|指导|会同|鼓励|委托|协助))"
    r"(?![由与和及在对向为同]|支持|推荐|联合|依托|组织|推动|指导|会同|鼓励|委托|协助)([一-龥]{2,8}?学院)(?![一-龥]{0,2}(?:科技馆|附属))"
)
_GENERIC = ("各", "二级", "所属", "有关", "相关", "科", "每个", "部分", "动员", "原")


def find(text: str, start: int, end: int, context: PlanContext) -> Iterator[OrganizationMention]:
    """The university's own bodies named in ``text[start:end]``; nothing in plans of other associations."""
    host = context.host
    if not host:
        return
    for match in _BODY.finditer(text, start, end):
        name, kind = _named(match[1], host)
        parent = f"中共{host}委员会" if match[1].startswith("党委") and match[1] != "党委" else host
        yield OrganizationMention(match.start(), match.end(), name, kind, "campus", 0.9, parent=parent)
        at = match.end()
        while (fellow := _FELLOW.match(text, at, end)) is not None:
            own = fellow[1] if fellow[1].endswith("社") else host + fellow[1]
            yield OrganizationMention(*fellow.span(1), own, _kind(fellow[1]), "campus list", 0.75, parent=host)
            at = fellow.end()
    for match in _ITSELF.finditer(text, start, end):
        yield OrganizationMention(match.start(), match.end(), host, "university", "campus", 0.85)
    for match in _COLLEGE.finditer(text, start, end):
        if not match[1].startswith(_GENERIC) and "各" not in match[1] and context.division_at(match[1]) is None:
            yield OrganizationMention(*match.span(1), host + match[1], "university", "campus", 0.8, parent=host)


def _named(short: str, host: str) -> tuple[str, str]:
    if short.startswith("党委"):
        return f"中共{host}委员会{short.removeprefix('党委')}", "government"
    if short == "团委":
        return f"共青团{host}委员会", "other"
    return host + short, _kind(short)


def _kind(name: str) -> str:
    return next(kind for kind, endings in _KINDS if name.endswith(endings))
