"""Merging depends on the set of contributions alone, and keeps every plan's facts apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from series import found_places, stated_places
from strategies import PART, contributions, corpora

from kexie_kg.graph.contributions import dump, load
from kexie_kg.graph.errors import FactError
from kexie_kg.graph.identity import make_id
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Entity, Evidence, Fact, Relation, Sentence
from kexie_kg.graph.schema import Schema

SCHEMA = Schema.load()


@given(corpora(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(corpus: list[Contribution], random: Random) -> None:
    shuffled = [*corpus, *corpus]
    random.shuffle(shuffled)
    assert merge(shuffled, SCHEMA) == merge(corpus, SCHEMA)


@given(corpora(), contributions())
def test_replacing_and_removing_equal_a_clean_merge(corpus: list[Contribution], other: Contribution) -> None:
    kept = {contribution.plan: contribution for contribution in corpus}
    replaced = kept | {other.plan: other}
    removed = {plan: c for plan, c in replaced.items() if plan != other.plan}
    never_there = {plan: c for plan, c in kept.items() if plan != other.plan}
    assert merge(removed.values(), SCHEMA) == merge(never_there.values(), SCHEMA)
    assert {e.props.get("plan") for e in merge(removed.values(), SCHEMA).edges} <= {*never_there, None}


@given(corpora(), contributions())
def test_a_series_names_the_places_that_do_it_as_long_as_their_plans_say_so(
    corpus: list[Contribution], other: Contribution
) -> None:
    kept = {contribution.plan: contribution for contribution in corpus}
    for plans in (kept, kept | {other.plan: other}, {plan: c for plan, c in kept.items() if plan != other.plan}):
        graph = merge(plans.values(), SCHEMA)
        assert stated_places(graph) == found_places(graph)


@given(contributions())
def test_a_contribution_survives_its_file(contribution: Contribution) -> None:
    data = dump(contribution)
    assert dump(load(data, "here")) == data
    assert merge([load(data, "here")], SCHEMA) == merge([contribution], SCHEMA)


@given(corpora())
def test_lists_of_an_edge_run_parallel_and_lead_to_their_words(corpus: list[Contribution]) -> None:
    graph = merge(corpus, SCHEMA)
    sentences = {node.id: node for node in graph.nodes if node.type == PART["sentence"]}
    facts: list[Fact] = []
    for contribution in corpus:
        facts += [*contribution.entities, *contribution.relations]
    words = {(e.plan, e.start, e.end): e.text for fact in facts for e in fact.evidence}
    names = ("tasks", "sentences", "starts", "ends", "roles", "editions", "years", "statuses", "rules")
    seen = 0
    for edge in graph.edges:
        if "starts" not in edge.props:
            continue
        lists = {name: value for name in names if isinstance(value := edge.props[name], tuple)}
        assert set(lists) == set(names)
        assert len({len(value) for value in lists.values()}) == 1
        for id_, start, end in zip(lists["sentences"], lists["starts"], lists["ends"], strict=True):
            props = sentences[str(id_)].props
            sentence_start = props["start"]
            assert isinstance(start, int) and isinstance(end, int) and isinstance(sentence_start, int)
            text = str(props["text"])[start - sentence_start : end - sentence_start]
            assert text == words[str(edge.props["plan"]), start, end]
            seen += 1
    assert seen > 0


def test_names_of_two_places_stay_two() -> None:
    graph = merge([_plan("嘉兴市", "浙江省嘉兴市"), _plan("绍兴市", "浙江省绍兴市")], SCHEMA)
    named = [node for node in graph.nodes if node.type == PART["event"] and node.name == "品牌学术月"]
    assert sorted(str(node.props["scope"]) for node in named) == ["浙江省嘉兴市", "浙江省绍兴市"]
    series = [node for node in graph.nodes if node.type == PART["series"]]
    assert [node.name for node in series] == ["品牌学术月"]
    assert sum(edge.type == PART["instance_of"] for edge in graph.edges) == 2
    districts = {make_id(PART["place"], "鼓楼区", f"江苏省{city}鼓楼区") for city in ("南京市", "徐州市")}
    assert len(districts) == 2


def test_the_kind_most_plans_give_wins_whatever_the_order() -> None:
    plans = [
        _plan("嘉兴市", "", kind, year) for year, kind in ((2019, "festival"), (2020, "campaign"), (2021, "campaign"))
    ]
    kinds = {
        str(node.props["kind"])
        for order in permutations(plans)
        for node in merge(order, SCHEMA).nodes
        if node.type == PART["event"]
    }
    assert kinds == {"campaign"}


def test_two_versions_of_one_plan_are_refused() -> None:
    with pytest.raises(FactError, match="嘉兴市科学技术协会/2020/工作要点: two different contributions"):
        merge([_plan("嘉兴市", ""), _plan("嘉兴市", "", "festival")], SCHEMA)


def test_a_fact_without_evidence_cannot_be_built() -> None:
    with pytest.raises(FactError, match="without evidence"):
        Entity(make_id(PART["event"], "科普日"), PART["event"], "科普日", ())
    with pytest.raises(FactError, match="without evidence"):
        Relation(PART["organizes"], "a", "b", "plan", "planned", ())
    with pytest.raises(FactError, match="does not fit its words"):
        Evidence("plan", 3, 5, "科普日")


def test_evidence_must_lie_in_one_sentence() -> None:
    plan = _plan("嘉兴市", "")
    with pytest.raises(FactError, match="lies in no one sentence"):
        merge([replace(plan, sentences=(Sentence(0, 3, "嘉兴市"),))], SCHEMA)


def test_an_id_that_is_not_made_from_the_name_is_refused() -> None:
    plan = _plan("嘉兴市", "")
    forged = replace(plan.entities[1], name="科普月")
    with pytest.raises(FactError, match="is not made from its type, name and scope"):
        merge([replace(plan, entities=(plan.entities[0], forged))], SCHEMA)


def _plan(city: str, scope: str, kind: str = "campaign", year: int = 2020) -> Contribution:
    key = f"{city}科学技术协会/{year}/工作要点"
    text = f"{city}科学技术协会举办品牌学术月"
    whole = Evidence(key, 0, len(text), text, "test", 0.9)
    issuer = Entity(make_id(PART["organization"], f"{city}科学技术协会", city), PART["organization"],
                    f"{city}科学技术协会", (whole,), "association", city)  # fmt: skip
    event = Entity(make_id(PART["event"], "品牌学术月", scope), PART["event"], "品牌学术月", (whole,), kind, scope,
                   {"base_name": "品牌学术月"})  # fmt: skip
    holds = Relation(PART["organizes"], issuer.id, event.id, key, "planned", (whole,))
    return Contribution(key, year, issuer.id, "plan.txt", "0" * 64, "1" * 64, (Sentence(0, len(text), text),),
                        (issuer, event), (holds,))  # fmt: skip
