"""Development zones, parks and new areas: no divisions, but bodies sit in them (枣庄高新区科协)."""

from __future__ import annotations

import re

from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.divisions import Division
from kexie_kg.loaders.zone_names import LONG_NAMES, SECTORS, ZONE

_LEFT_STOP = re.compile(
    r"[，。；：、,;:!?\n“”《》()（）\s]|[与和及同的在向为由对赴]|联合|会同|支持|配合|依托|加强|推动|指导|走进|立足|围绕|聚焦"
)
_LONGEST = 14


def before(text: str, at: int, low: int, context: PlanContext) -> tuple[int, Division] | None:
    """The zone whose name ends right before ``at``, and where it begins; None if there is none or it is a division."""
    head = next((h for h in ZONE.finditer(text, max(low, at - _LONGEST), at) if h.end() == at), None)
    if head is None:
        return None
    begin = max(low, at - _LONGEST)
    for stop in _LEFT_STOP.finditer(text, begin, head.start()):
        begin = stop.end()
    name = text[begin:at]
    found = context.division_at(name)
    if found is not None and found[1] == len(name) and found[0].level != "region":
        return None
    full = text[begin : head.start()] + LONG_NAMES.get(head[0], head[0])
    if found is None:
        if len(name) < 4 or name[0] in "各省市县区":
            return None
        if re.sub("[一二三四]期$", "", name).endswith(SECTORS) and context.place.shorts:
            full = context.place.shorts[0] + full
    chain = (*context.place.chain, full)
    return begin, Division("".join(chain), "", full, "region", chain, 0, None, (name,))
