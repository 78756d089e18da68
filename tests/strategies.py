"""Hypothesis strategies for whole contributions: random, but inside the contracts."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from kexie_kg.graph.identity import make_id, plan_key
from kexie_kg.graph.model import Contribution, Entity, Evidence, Relation, Sentence, Value
from kexie_kg.graph.schema import Schema

SCHEMA = Schema.load()
PART = SCHEMA.part
_HAN = st.text("科协学会院士青少年创新大赛论坛工程“”《》（）甲乙丙\U00020000é", min_size=1, max_size=8)
_PLACES = ("浙江省嘉兴市", "江苏省扬州市", "江苏省南京市鼓楼区", "江苏省徐州市鼓楼区", "")
_PLANS = tuple((f"{place}科学技术协会", year) for place in _PLACES[:3] for year in (2020, 2021))


@st.composite
def contributions(draw: st.DrawFn, plan: tuple[str, int] | None = None) -> Contribution:
    """A contribution with a few sentences, entities of every kind of property, and relations between them."""
    issuer_name, year = draw(st.sampled_from(_PLANS)) if plan is None else plan
    key = plan_key(issuer_name, year, "工作要点")
    sentences = _sentences(draw(st.lists(_HAN, min_size=1, max_size=4)))
    evidence = st.builds(_evidence, st.just(key), st.sampled_from(sentences), st.floats(0, 1), st.floats(0, 1),
                         st.sampled_from(["head", "quoted"]), st.sampled_from([0.5, 0.9]),
                         st.sampled_from(["", "承办"]), st.sampled_from(["", "第35届"]))  # fmt: skip
    several = st.lists(evidence, min_size=1, max_size=3).map(tuple)
    issuer = _entity(PART["organization"], issuer_name, "浙江省", draw(several), "association", {})
    entities = {issuer.id: issuer}
    plan_props: dict[str, Value] = {"key": key, "title": "要点", "plan_year": year, "issuer": issuer_name,
                                    "place": issuer_name.removesuffix("科学技术协会"),
                                    "issued_on": date(year, 2, 28)}  # fmt: skip
    plan_entity = _entity(PART["plan"], key, "", draw(several), "", plan_props)
    entities[plan_entity.id] = plan_entity
    for _ in range(draw(st.integers(0, 5))):
        entity = draw(_things(several))
        entities[entity.id] = entity
    relations = {}
    for source in entities.values():
        for target in entities.values():
            relation = draw(st.none() | _relations(source, target, key, several))
            if relation is not None:
                relations[relation.key] = relation
    return Contribution(key, year, issuer.id, "plan.txt", "0" * 64, "1" * 64, sentences,
                        tuple(entities.values()), tuple(relations.values()))  # fmt: skip


@st.composite
def corpora(draw: st.DrawFn) -> list[Contribution]:
    """Contributions of different plans."""
    plans = draw(st.lists(st.sampled_from(_PLANS), min_size=1, max_size=4, unique=True))
    return [draw(contributions(plan)) for plan in plans]


def _sentences(texts: list[str]) -> tuple[Sentence, ...]:
    found, at = [], 0
    for text in texts:
        found.append(Sentence(at, at + len(text), text))
        at += len(text) + 1
    return tuple(found)


def _evidence(
    plan: str, sentence: Sentence, a: float, b: float, rule: str, confidence: float, role: str, edition: str
) -> Evidence:
    low, high = sorted((int(a * (len(sentence.text) - 1)), int(b * (len(sentence.text) - 1))))
    words = sentence.text[low : high + 1]
    start = sentence.start + low
    return Evidence(plan, start, start + len(words), words, rule, confidence, role=role, edition=edition)


def _entity(
    type_: str, name: str, scope: str, evidence: tuple[Evidence, ...], kind: str, props: dict[str, Value]
) -> Entity:
    return Entity(make_id(type_, name, scope), type_, name, evidence, kind, scope, props)


@st.composite
def _things(draw: st.DrawFn, several: st.SearchStrategy[tuple[Evidence, ...]]) -> Entity:
    type_ = draw(st.sampled_from([PART["event"], PART["program"], PART["place"], PART["target"]]))
    kind = draw(st.sampled_from(["", *SCHEMA.types[type_].kinds]))
    props: dict[str, Value] = {}
    allowed = SCHEMA.types[type_].props
    if "aliases" in allowed:
        props["aliases"] = tuple(sorted(draw(st.sets(_HAN, max_size=2))))
    if "base_name" in allowed:
        props["base_name"] = draw(_HAN)
    if "value" in allowed:
        props |= {"value": draw(st.sampled_from([0.3333, 10.0])), "op": draw(st.sampled_from([">=", "range"]))}
        props["period"] = draw(st.integers(2000, 2030))
    return _entity(type_, draw(_HAN), draw(st.sampled_from(_PLACES)), draw(several), kind, props)


@st.composite
def _relations(
    draw: st.DrawFn, source: Entity, target: Entity, plan: str, several: st.SearchStrategy[tuple[Evidence, ...]]
) -> Relation | None:
    fitting = [
        name
        for name, relation in SCHEMA.relations.items()
        if (source.type, target.type) in relation.ends and not relation.derived and source.id != target.id
        and (not relation.symmetric or source.id < target.id)
    ]  # fmt: skip
    if not fitting:
        return None
    modality = draw(st.sampled_from(sorted(SCHEMA.modalities)))
    return Relation(draw(st.sampled_from(fitting)), source.id, target.id, plan, modality, draw(several))
