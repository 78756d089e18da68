"""How development zones, parks and new areas are called, and the zone that a name as a whole means."""

from __future__ import annotations

import re

from kexie_kg.loaders.divisions import Division, Divisions

ZONE = re.compile(
    r"(?:高新区|高新技术产业开发区|新技术开发区|新技术产业开发区|生产建设兵团|经开区|经济技术开发区|经济开发区|开发区|化工园区|工业园区|产业园区|科技园区"
    r"|软件园|示范区(?=科协|科学技术协会|管委会|管理委员会|、)|商务区|经济合作区|航空港区|空港新城|产业集聚区|工业集中区|中关村[一-龥]{2,4}园|自贸片区|自贸区|管理区|保税区|新港区|港区|新区|新城)(?:[一二三四]期)?"
)
SECTORS = ("高新区", "高新技术产业开发区", "化工园区", "工业园区", "经开区", "自贸片区", "软件园")
"""Zones named after what they do; such a name is completed with the city (化工园区 → 扬州化工园区)."""
LONG_NAMES = {"高新区": "高新技术产业开发区", "经开区": "经济技术开发区"}


def whole(name: str, divisions: Divisions, year: int | None) -> Division | None:
    """The zone that ``name`` as a whole names; None if it is none.

    It lies in the city printed in front (郑州|高新技术产业开发区, 武汉|东湖新技术开发区), else it stands alone.
    """
    zone = next((found for found in ZONE.finditer(name) if found.end() == len(name)), None)
    if zone is None:
        return None
    found = divisions.prefix(name, year=year)
    city = found[0].chain if found is not None and found[1] <= zone.start() else ()
    full = name[: zone.start()] + LONG_NAMES.get(zone[0], zone[0])
    chain = (*city, full)
    return Division("".join(chain), "", full, "region", chain, 0, None, (name,) if name != full else ())
