"""From the words of a name to its canonical form: what is not part of the name goes into attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTES = re.compile("[“”‘’\"'《》〈〉「」『』*• \u3000\t\r\n]+")
_EDITION = re.compile(
    r"第\s*[0-9一二三四五六七八九十百]+\s*[届次期批轮]|首届|首批|[0-9一二三四五六七八九十]+届[0-9一二三四五六七八九十]+次"
    r"|第\s*[0-9一二三四五六七八九十百]+\s*个(?=全国|世界|国际|中国)"
)
_SIZE = re.compile(r"[百千万]名(?!企|校|[一-龥]{2,8}(?:[进入下][一-龥]{2}|问诊|[一-龥]{2}行)$)")
"""百名专家 are so many experts; in 百名专家进百企 the number is of the name."""
_YEAR = re.compile(r"(?:(19|20)\d\d\s*[—\-~至]\s*)?((?:19|20)\d\d)\s*年?(?:度)?")
_SITE = re.compile(r"^([一-龥]{2,}?[日周月节])[一-龥]{0,12}?(?:主场|主会场|分会场)(?:系列)?(?:活动)?$")
"""全国科普日绍兴主场活动 is 全国科普日, as one city holds it."""
_WORK_KINDS = (
    ("agreement", re.compile(r"协议(?:书)?$")),
    ("policy", re.compile(r"(?:条例|法|意见|办法|规定|决定|通知|细则|章程|准则|规则|制度)(?:[(（].*[)）])?$")),
    ("plan", re.compile(r"(?:纲要|规划|方案|计划|要点)(?:[(（].*[)）])?$")),
    ("standard", re.compile(r"(?:标准|规范)$")),
    ("report", re.compile(r"(?:报告|白皮书|蓝皮书)$")),
    ("periodical", re.compile(r"(?:建议|建言|专报|简报|报|刊|动态|参考|通讯|快报|信息|内参|杂志|月刊|季刊)$")),
)
_NOT_A_NAME = re.compile(r"^[\d\W]+$")


@dataclass(frozen=True, slots=True)
class CanonicalName:
    """``name`` without quotes, edition and year; ``edition`` and ``year`` as printed in front of it."""

    name: str
    edition: str
    year: int


def canonical(surface: str) -> CanonicalName:
    """Takes edition (第35届) and year (2020年) off the front of a name, and quotes away everywhere."""
    text = unquoted(surface)
    if surface[:1] not in "“《":
        text = _SIZE.sub("", text, count=1) if _SIZE.match(text) else text
    edition, year = "", 0
    while True:
        if found := _EDITION.match(text):
            edition = edition or found[0]
        elif (found := _YEAR.match(text)) and len(found[0]) < len(text):
            year = year or int(found[2])
        else:
            break
        text = text[found.end() :].lstrip("的")
    if (found := _EDITION.search(text)) and not edition:
        edition, text = found[0], text[: found.start()] + text[found.end() :]  # 无锡市第六届…大赛
    return CanonicalName(text or unquoted(surface), edition, year)


def base_name(name: str, places: tuple[str, ...]) -> str:
    """The name that things of one series share: without its place, edition, year, and the site that one city is.

    ``places`` are the names of the plan's place and of those above it, long forms first.
    """
    text = _SITE.sub(r"\1", _EDITION.sub("", _YEAR.sub("", name)))
    for place in places:
        if text.startswith(place):
            text = text[len(place) :]
            break
    return text if len(text) >= 2 and not _NOT_A_NAME.match(text) else name


def unquoted(text: str) -> str:
    """A surface without the marks and white space that never belong to a name."""
    return _QUOTES.sub("", text)


def work_kind(title: str) -> str:
    """What a thing with a title in 《》 is, by the last word of the title: a book unless another kind ends so."""
    return next((kind for kind, pattern in _WORK_KINDS if pattern.search(title)), "book")
