"""Names of events that are small sentences, where no quotes bound them: 百名专家进百企, 院士专家绍兴行, 洞穴里的研学营.

Such names follow a few formulas of the genre: a round number of people or bodies and what they do; who travels, where
to, and 行; a scene and the head. Words that only say what they are (活动) may stand behind them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kexie_kg.loaders.generics import Generics
from kexie_kg.loaders.mention import Mention

_ACTIVITIES = ("活动", "系列活动", "主题活动")
_BEHIND = r"(?=(?:系列|主题|品牌)?活动|$)"
_NUMBERED = re.compile(
    rf"[百千万][名企村校馆会户县镇](?!优秀|[一-龥]{{0,8}}(?:深入|参与|参加|前往|[赴到]))[一-龥]{{2,10}}?(?<!行动)(?<!工程)(?<!计划){_BEHIND}"
)
"""百名专家进山区, 百企问诊: how many, and what they do; whither they are sent is told and names nothing."""
_JOURNEY = re.compile(
    rf"[一-龥]{{0,6}}?(?:院士|专家|科学家|博士|教授|学者|名医|科普|计划)(?:专家)?(?P<where>[一-龥]{{2,3}})行{_BEHIND}"
)
_COMPOUNDS = "进举实执运推发流同银履试现例施通飞平旅出先步自"
"""In front of 行 they make a verb or noun of it and no journey: 举行, 运行, 银行."""
_KINDS_OF_PLACE = frozenset({"基层", "企业", "校园", "乡村", "园区", "社区", "基地", "边关", "边疆", "山区", "牧区"})
_SCENE = re.compile(
    r"(?!在|从)[一-龥]{1,6}"
    r"(?:(?<!基础)(?<!意义)(?<!会议)(?<!程度)上|里|(?<!形势)(?<!背景)(?<!框架)(?<!条件)(?<!指导)(?<!领导)下)的"
)
_SHORTEST_SCENE = 4
_WATERS = ("江", "河", "湖", "海", "山")
"""Rivers, lakes and mountains stand for the country around them: 江淮, 汉江."""


class Formulas:
    """Finds them in one text."""

    def __init__(self, text: str, generics: Generics, event: str) -> None:
        """``event`` is the entity type that they have."""
        self._text, self._generics, self._event = text, generics, event

    def read(self, start: int, end: int) -> Mention | None:
        """The name that begins with an item ``[start:end]`` without quotes, if there is one."""
        found = _NUMBERED.match(self._text, start, end)
        if found is None:
            found = _JOURNEY.match(self._text, start, end)
            if found is None or not self._is_journey(*found.span("where")):
                return None
        return Mention(start, found.end(), self._event, "campaign", found[0], "formula", 0.8)

    def with_scene(self, mention: Mention, start: int) -> Mention:
        """洞穴里的|科学研学营: a scene in front of an event's head tells where it plays, and is half of its title."""
        if mention.type != self._event or mention.rule != "head" or mention.start - start < _SHORTEST_SCENE:
            return mention
        if _SCENE.fullmatch(self._text, start, mention.start) is None:
            return mention
        return replace(mention, start=start, surface=self._text[start : mention.end])

    def _is_journey(self, start: int, stop: int) -> bool:
        """Whether one can travel to ``text[start:stop]``."""
        where = self._text[start:stop]
        if where[-1] in _COMPOUNDS:
            return False
        if self._text.startswith(_ACTIVITIES, stop + 1):
            return True  # 专家泉城行活动: a city may go by another name
        return where in _KINDS_OF_PLACE or any(w in where for w in _WATERS) or self._generics.is_place(start, stop)
