"""Bodies under a name in quotes that a plan sets up: 组建“复工帮帮团”, 成立“银发科普队”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kexie_kg.loaders.institution_patterns import patterns
from kexie_kg.loaders.organization import OrganizationMention

_QUOTED = re.compile(r"“(?P<name>[^“”\n]{2,12}(?:团|队|联盟|社))”")
"""What is no body though it ends so has a word behind its quotes (“小蜜蜂服务队”行动)."""
_GOES_ON = re.compile(r"[一-龥]")
_LONGEST_VERB = 6
_TAILS = ("建设", "作用", "等", "开展", "深入", "赴")


def find(text: str, start: int, end: int) -> Iterator[OrganizationMention]:
    """Those in ``text[start:end]``."""
    for found in _QUOTED.finditer(text, start, end):
        if not patterns().set_up.search(text[max(start, found.start() - _LONGEST_VERB) : found.start()]):
            continue
        if _GOES_ON.match(text, found.end()) and not text.startswith(_TAILS, found.end()):
            continue
        yield OrganizationMention(found.start(), found.end(), found["name"], "alliance", "quoted body", 0.75)
