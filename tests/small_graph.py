"""Three plans of two cities, written by hand: every case that a query may get wrong, small enough to read.

What is in it on purpose: an event in two plans of one city and one in plans of two cities; a fact with two clauses;
the same fact as done and as planned; cooperation that is stored in either direction; departments that lead nothing;
an entity without kind; a character outside of the basic plane before and inside evidence; names that code points,
pinyin and letter case put in different orders.
"""

from __future__ import annotations

from collections.abc import Iterable

from kexie_kg.graph.identity import make_id, plan_key
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Entity, Evidence, Graph, Relation, Sentence, Value
from kexie_kg.graph.schema import Schema

JIAXING, YANGZHOU = "浙江省嘉兴市", "江苏省扬州市"
_IN_SERIES = ("Program", "Event", "Facility", "Award", "Work")
_CODES = {JIAXING: "330400", YANGZHOU: "321000"}


def small_graph() -> Graph:
    return merge((jiaxing(2020), jiaxing(2021), yangzhou()), Schema.load())


def jiaxing(year: int) -> Contribution:
    plan = _Plan(JIAXING, year)
    contest = ("Event", "嘉兴市青少年科技创新大赛", "competition")
    first, second = plan.task("1", "办好科普活动。"), plan.task("2", "服务𠮷祥科技工作者。")
    plan.leads("科普部", first, second)
    plan.assists("学会部", second)
    plan.has("办公室")
    plan.states("ORGANIZES", contest, "继续举办第35届嘉兴市青少年科技创新大赛，", first, edition="第35届")
    plan.promises(20.0 + year - 2020, "家", "企业科协", f"新建企业科协{year - 2000}家以上", second)
    if year == 2021:
        plan.states("PUBLISHES", ("Work", "科技工作者建议", "periodical"), "编印《科技工作者建议》", second)
        return plan.contribution()
    plan.states("ORGANIZES", contest, "再办嘉兴市青少年科技创新大赛的颁奖活动；", second, role="承办")
    plan.states("ORGANIZES", contest, "去年已办嘉兴市青少年科技创新大赛。", first, modality="done")
    plan.states("ORGANIZES", ("Event", "全国科普日", "festival", ""), "𠮷日𠮷时，举办全国科普日", first)
    plan.states("BUILDS", ("Facility", "院士之家", ""), "建设院士之家", "")
    plan.states("BUILDS", ("Facility", "Zx平台", "platform"), "建设Zx平台", second)
    plan.states("BUILDS", ("Facility", "a科技馆", "venue"), "建设a科技馆", second)
    plan.states("IMPLEMENTS", ("Program", "啊计划", "program"), "推进啊计划", "", modality="ongoing")
    for partner in ("同济大学", "浙江大学", "复旦大学", "东南大学", "𠮷林大学", "（筹）大学"):
        plan.states("COOPERATES_WITH", ("Organization", partner, "university", ""), f"加强与{partner}的合作", second)
    return plan.contribution()


def yangzhou() -> Contribution:
    plan = _Plan(YANGZHOU, 2020)
    task = plan.task("一", "开展全国科普日活动。")
    plan.leads("科普部", task)
    plan.states("ORGANIZES", ("Event", "全国科普日", "festival", ""), "组织全国科普日江苏主场活动", task)
    plan.promises(0.5, "ratio", "会议", "会议压减一半以上", task)
    plan.promises(5.0, "家", "企业科协", "新建企业科协5家以上", task)
    plan.states("IMPLEMENTS", ("Program", "青苗计划", "program"), "实施青苗计划“SET n.x = 1”", task)
    return plan.contribution()


class _Plan:
    """Writes the text and the facts of one plan together, so that offsets are right by construction."""

    def __init__(self, place: str, year: int) -> None:
        self._year, self._place, self._city = year, place, place[-3:]
        self._text = ""
        self._sentences: list[Sentence] = []
        self._entities: dict[str, Entity] = {}
        self._relations: dict[tuple[str, str, str, str], Relation] = {}
        self._issuer_name = f"{self._city}科学技术协会"
        self.key = plan_key(self._issuer_name, year, "工作要点")
        title = self._said(f"{self._issuer_name}{year}年工作要点")
        city = self._entity("Place", self._city, place[:3], "city", [title], full_name=place, code=_CODES[place])
        self._issuer = self._entity("Organization", self._issuer_name, place, "association", [title])
        self._plan = self._entity(
            "Plan", self.key, "", "", [title], key=self.key, title=title.text, plan_year=year, plan_kind="工作要点",
            issuer=self._issuer_name, place=place, file=f"{year}.txt",
        )  # fmt: skip
        self._relate("ISSUED", self._issuer, self._plan, "stated", title)
        self._relate("LOCATED_IN", self._issuer, city, "stated", title)
        self._positions = 0

    def task(self, no: str, words: str) -> str:
        said = self._said(words)
        self._positions += 1
        props: dict[str, Value] = {"plan": self.key, "no": no, "position": self._positions}
        task = self._entity("Task", words, self.key, "", [said], **props)
        self._relate("HAS_TASK", self._plan, task, "stated", said)
        return task

    def has(self, department: str) -> str:
        said = self._said(f"（{department}）")
        unit = self._entity("Organization", department, self._place, "department", [said])
        self._relate("PART_OF", unit, self._issuer, "stated", said)
        return unit

    def leads(self, department: str, *tasks: str) -> None:
        self._answers_for("LEADS", department, tasks)

    def assists(self, department: str, *tasks: str) -> None:
        self._answers_for("ASSISTS", department, tasks)

    def _answers_for(self, type_: str, department: str, tasks: Iterable[str]) -> None:
        unit = self.has(department)
        for task in tasks:
            said = self._said(f"责任部门：{department}")
            self._relate(type_, unit, task, "planned", said)

    def states(
        self, type_: str, thing: tuple[str, ...], words: str, task: str, modality: str = "planned",
        role: str = "", edition: str = "",
    ) -> None:  # fmt: skip
        """``thing`` is (type, name, kind[, scope]); the subject is the issuer."""
        said = self._said(words, task, role, edition)
        kind, name, subkind, *scope = thing
        series = {"base_name": name.removeprefix(self._city)} if kind in _IN_SERIES else {}
        target = self._entity(kind, name, scope[0] if scope else self._place, subkind, [said], **series)
        ends = (self._issuer, target)
        if type_ == "COOPERATES_WITH":
            ends = (min(ends), max(ends))
        self._relate(type_, *ends, modality, said)

    def promises(self, value: float, unit: str, counted: str, words: str, task: str) -> None:
        said = self._said(words, task)
        target = self._entity(
            "Target", f"{value:g}{unit}{counted}", self.key, "", [said], plan=self.key, task=task, object=counted,
            op=">=", value=value, unit=unit, text=said.text, start=said.start, end=said.end,
        )  # fmt: skip
        self._relate("HAS_TARGET", task, target, "stated", said)

    def contribution(self) -> Contribution:
        return Contribution(
            self.key, self._year, self._issuer, f"{self._year}.txt", "0" * 64, "1" * 64, tuple(self._sentences),
            tuple(self._entities.values()), tuple(self._relations.values()),
        )  # fmt: skip

    def _said(self, words: str, task: str = "", role: str = "", edition: str = "") -> Evidence:
        """The words as the middle of a new sentence, behind an astral character."""
        before, after = "𠮷：", f"（{self._year}）。"
        start = len(self._text)
        sentence = f"{before}{words}{after}"
        self._text += sentence
        self._sentences.append(Sentence(start, start + len(sentence), sentence))
        start += len(before)
        return Evidence(self.key, start, start + len(words), words, "by hand", 0.9, task, role, edition)

    def _entity(
        self, type_: str, name: str, scope: str, kind: str, said: list[Evidence], **props: Value
    ) -> str:  # fmt: skip
        id_ = make_id(type_, name, scope)
        known = self._entities[id_].evidence if id_ in self._entities else ()
        self._entities[id_] = Entity(id_, type_, name, (*known, *said), kind, scope, props)
        return id_

    def _relate(self, type_: str, source: str, target: str, modality: str, said: Evidence) -> None:
        key = (type_, source, target, modality)
        known = self._relations[key].evidence if key in self._relations else ()
        self._relations[key] = Relation(type_, source, target, self.key, modality, (*known, said))
