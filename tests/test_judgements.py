"""Judgements: what each does to a graph, that nothing depends on their order, and that taking one back restores it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from series import found_places, stated_places
from small_graph import jiaxing, yangzhou
from strategies import PART, corpora

from kexie_kg.graph.errors import JudgementError
from kexie_kg.graph.judgements.equivalence import Equivalence
from kexie_kg.graph.judgements.judge import judged
from kexie_kg.graph.judgements.language import Key, Outcome, parse
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Edge, Graph, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.canonical import dump

SCHEMA = Schema.load()
PLANS = (jiaxing(2020), jiaxing(2021), yangzhou())
JIAXING, YANGZHOU = "浙江省嘉兴市", "江苏省扬州市"
CONTEST = f"Event|嘉兴市青少年科技创新大赛|{JIAXING}"
DAY = "Event|全国科普日|"
ISSUER = f"Organization|嘉兴市科学技术协会|{JIAXING}"
OTHER_ISSUER = f"Organization|扬州市科学技术协会|{YANGZHOU}"
PLAN, SECOND = "嘉兴市科学技术协会/2020/工作要点", "嘉兴市科学技术协会/2021/工作要点"


def under(*lines: str, plans: Sequence[Contribution] = PLANS) -> tuple[Graph, tuple[Outcome, ...]]:
    return judged(plans, parse("\n".join(lines), SCHEMA, "here"), SCHEMA, "here")


def effect(*lines: str) -> str:
    (outcome,) = under(*lines)[1]
    return f"{'held' if outcome.held else 'no'}: {outcome.effect}"


def node(graph: Graph, key: str) -> Node | None:
    return next((node for node in graph.nodes if node.id == Key.parse(key).id), None)


def edges(graph: Graph, source: str, relation: str, target: str) -> list[Edge]:
    wanted = (Key.parse(source).id, relation, Key.parse(target).id)
    return [edge for edge in graph.edges if (edge.source, edge.type, edge.target) == wanted]


# ---- Whatever the plans and the judgements -------------------------------------------------------------------------


@st.composite
def judgements(draw: st.DrawFn, plans: Sequence[Contribution]) -> list[str]:
    """Lines about the things and relations of these plans, and a few about nothing."""
    entities = [e for plan in plans for e in plan.entities if not SCHEMA.types[e.type].structural]
    relations = [r for plan in plans for r in plan.relations if not SCHEMA.relations[r.type].structural]
    keys = {e.id: Key(e.type, e.name, e.scope) for plan in plans for e in plan.entities}
    names = [*(str(keys[e.id]) for e in entities), f"{PART['event']}|nothing|"]
    quoted = st.sampled_from([f"'{name}'" for name in names])
    plan = st.sampled_from(["", *(f" in {plan.plan}" for plan in plans)])
    lines = [
        st.builds("{} {} {}".format, st.sampled_from(["same", "different", "unsure"]), quoted, quoted),
        st.builds("reject {}{}".format, quoted, plan),
        st.builds("correct {}{} name={}".format, quoted, plan, st.sampled_from(["科普节", "科技周"])),
        st.builds("correct {}{} type={}".format, quoted, plan, st.sampled_from([PART["event"], PART["program"]])),
    ]
    if relations:
        claims = st.sampled_from([f"'{keys[r.source]}' {r.type} '{keys[r.target]}'" for r in relations])
        lines += [
            st.builds("reject {}{}".format, claims, plan),
            st.builds("correct {}{} modality=done".format, claims, plan),
            st.builds("correct {} target={}".format, claims, quoted),
        ]
    return draw(st.lists(st.one_of(lines), min_size=1, max_size=6))


@st.composite
def judged_corpora(draw: st.DrawFn) -> tuple[list[Contribution], list[str]]:
    """Plans, and lines that can be read and do not contradict each other."""
    plans = draw(corpora())
    lines: list[str] = []
    for line in draw(judgements(plans)):
        try:
            Equivalence(parse("\n".join([*lines, line]), SCHEMA, "here"), SCHEMA, "here")
            lines.append(line)
        except JudgementError:
            pass
    return plans, lines


@given(judged_corpora(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(case: tuple[list[Contribution], list[str]], random: Random) -> None:
    plans, lines = case
    graph, outcomes = under(*lines, plans=plans)
    shuffled, others = [*lines, *lines, "# a comment"], plans[:]
    random.shuffle(shuffled)
    random.shuffle(others)
    again, same_outcomes = under(*shuffled, plans=others)
    assert list(dump(again)) == list(dump(graph))
    assert same_outcomes == outcomes
    assert len(outcomes) == len(parse("\n".join(lines), SCHEMA, "here")), "each has its outcome"
    assert merge(plans, SCHEMA) == under(plans=plans)[0], "the plans are as they were"


@given(judged_corpora())
def test_the_graph_is_as_it_was_judged(case: tuple[list[Contribution], list[str]]) -> None:
    """What was rejected is gone, what is one is one, and what differs shares no series."""
    plans, lines = case
    graph, outcomes = under(*lines, plans=plans)
    held = {outcome.judgement for outcome in outcomes if outcome.held}
    ids = {node.id for node in graph.nodes}
    issuers = {plan.issuer for plan in plans}
    series = {edge.source: edge.target for edge in graph.edges if edge.type == PART["instance_of"]}
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= ids
    assert stated_places(graph) == found_places(graph)
    for judgement in parse("\n".join(lines), SCHEMA, "here"):
        if str(judgement) not in held:
            continue
        first, last = judgement.things[0].id, judgement.things[-1].id
        if judgement.verdict == "same":
            assert not {first, last} <= ids
        elif judgement.verdict == "different" and {first, last} <= series.keys():
            assert series[first] != series[last]
        elif judgement.verdict == "reject" and not judgement.plan and not judgement.relation and first not in issuers:
            assert first not in ids


@given(st.permutations([f"same Event|甲| {DAY}", f"same Event|甲| {CONTEST}", f"different {CONTEST} {DAY}"]))
def test_a_contradiction_is_one_in_any_order(lines: list[str]) -> None:
    with pytest.raises(JudgementError, match=r"here: these contradict .*line 1.*line 2.*line 3.*remove one"):
        under(*lines)


# ---- What each verdict does ----------------------------------------------------------------------------------------


def test_same_joins_two_things_and_keeps_every_name_and_word() -> None:
    graph, (outcome,) = under(f"same {CONTEST} {DAY}")
    assert outcome == Outcome(f"same {DAY} {CONTEST}", True, f"one thing: {DAY}"), "the nation-wide one wins"
    assert node(graph, CONTEST) is None
    joined, before = node(graph, DAY), merge(PLANS, SCHEMA)
    assert joined is not None and joined.props["aliases"] == ("嘉兴市青少年科技创新大赛",)
    for relation in (PART["organizes"], PART["mentions"]):
        pair = {Key.parse(CONTEST).id, joined.id}
        assert words(graph, relation, {joined.id}) == words(before, relation, pair)
        assert len(words(before, relation, pair)) > 4


def words(graph: Graph, relation: str, targets: set[str]) -> set[tuple[object, ...]]:
    """(plan, modality, start of a piece of evidence) of the edges that lead to these."""
    return {
        (edge.props["plan"], edge.props["modality"], start)
        for edge in graph.edges
        if edge.type == relation and edge.target in targets
        for start in _starts(edge)
    }


def _starts(edge: Edge) -> tuple[object, ...]:
    starts = edge.props["starts"]
    assert isinstance(starts, tuple)
    return starts


def test_same_goes_on_through_a_chain_with_a_missing_link() -> None:
    graph, outcomes = under(f"same Event|甲| {CONTEST}", f"same Event|甲| {DAY}")
    assert node(graph, CONTEST) is None and node(graph, DAY) is not None
    assert [(o.held, o.effect) for o in outcomes] == [(False, "no Event|甲|")] * 2, "the missing link is named"


def test_a_series_forgets_a_place_whose_fact_is_judged_away() -> None:
    def places(*lines: str) -> object:
        graph, _ = under(*lines)
        (member,) = (e for e in graph.edges if (e.source, e.type) == (Key.parse(DAY).id, PART["instance_of"]))
        return stated_places(graph)[member.target]

    first, second = (f"{issuer} {PART['organizes']} {DAY}" for issuer in (ISSUER, OTHER_ISSUER))
    assert places() == (YANGZHOU, JIAXING)
    assert places(f"reject {second}") == (JIAXING,)
    assert places(f"correct {second} modality=done", f"reject {first}") == ()


def test_different_parts_a_series_and_unsure_parts_nothing() -> None:
    home, other = f"Facility|院士之家|{JIAXING}", f"Facility|院士之家|{YANGZHOU}"
    moved = f"correct Facility|a科技馆|{JIAXING} name=院士之家 place={YANGZHOU}"
    for verdict, effect_, parted in (
        ("unsure", "noted, changes nothing", False),
        ("different", 'two series "院士之家"', True),
    ):
        graph, outcomes = under(moved, f"{verdict} {home} {other}")
        series = {e.source: e.target for e in graph.edges if e.type == PART["instance_of"]}
        assert (series[Key.parse(home).id] != series[Key.parse(other).id]) is parted
        assert [(o.held, o.effect) for o in outcomes if o.judgement.startswith(verdict)] == [(True, effect_)]
    assert effect(f"different {home} Facility|a科技馆|{JIAXING}") == "held: two things, as without it"


def test_reject_takes_away_a_thing_or_a_relation() -> None:
    graph, (outcome,) = under(f"reject {CONTEST}")
    assert node(graph, CONTEST) is None and outcome.effect == "1 thing left out in 2 plans"
    graph, (outcome,) = under(f"reject {CONTEST} in {PLAN}")
    kept = edges(graph, ISSUER, PART["organizes"], CONTEST)
    assert [e.props["plan_year"] for e in kept] == [2021] and outcome.effect == "1 thing left out in 1 plan"
    graph, (outcome,) = under(f"reject {ISSUER} ORGANIZES/done {CONTEST}")
    kept = edges(graph, ISSUER, PART["organizes"], CONTEST)
    assert {(e.props["plan_year"], e.props["modality"]) for e in kept} == {(2020, "planned"), (2021, "planned")}
    assert outcome.effect == "1 relation left out in 1 plan"
    assert effect(f"reject {ISSUER} in {PLAN}") == f"no: stays in {PLAN}, which it issued"
    assert effect(f"reject {ISSUER} ORGANIZES Event|全国科普日| in {SECOND}") == "no: no plan says so"


def test_correct_changes_what_is_wrong_and_nothing_else() -> None:
    graph, (outcome,) = under(f"correct {CONTEST} type=Program kind=brand name=科创大赛")
    new = node(graph, f"Program|科创大赛|{JIAXING}")
    assert new is not None and (new.props["kind"], new.props["base_name"]) == ("brand", "科创大赛")
    assert new.props["aliases"] == ("嘉兴市青少年科技创新大赛",) and node(graph, CONTEST) is None
    assert outcome.effect == "1 thing corrected in 2 plans; 3 relations that it cannot have left out"
    graph, outcomes = under(
        f"correct {CONTEST} type=Program", f"correct {ISSUER} ORGANIZES {CONTEST} relation=IMPLEMENTS"
    )
    assert len(edges(graph, ISSUER, PART["implements"], f"Program|嘉兴市青少年科技创新大赛|{JIAXING}")) == 3
    assert [o.effect for o in outcomes] == ["1 thing corrected in 2 plans", "3 relations corrected in 2 plans"]
    target = f"Target|20家企业科协|{PLAN}"
    graph, (outcome,) = under(f"correct {target} value=25 op=~")
    changed = node(graph, target)
    assert changed is not None and (changed.props["value"], changed.props["op"]) == (25.0, "~")
    assert effect(f"correct {target} value=20") == "held: is read so already"


def test_a_correction_for_one_plan_and_one_for_its_relation() -> None:
    graph, _ = under(f"correct {CONTEST} in {PLAN} name=甲", f"correct Event|甲|{JIAXING} kind=forum")
    only, kept = node(graph, f"Event|甲|{JIAXING}"), node(graph, CONTEST)
    assert only is not None and kept is not None
    assert (only.props["kind"], kept.props["kind"]) == ("forum", "competition")
    graph, (outcome,) = under(f"correct {ISSUER} ORGANIZES {CONTEST} target={DAY}")
    assert len(edges(graph, ISSUER, PART["organizes"], DAY)) == 2
    assert outcome.effect.startswith(f"2 relations corrected in 1 plan; not in {SECOND}, which")


def test_the_ends_of_a_symmetric_relation_are_taken_as_they_were_written() -> None:
    partner = "Organization|同济大学|"
    for first, second in ((ISSUER, partner), (partner, ISSUER)):
        graph, (outcome,) = under(f"correct {first} COOPERATES_WITH {second} relation=SUPPORTS")
        assert outcome.effect == "1 relation corrected in 1 plan"
        assert len(edges(graph, first, PART["supports"], second)) == 1
        assert not edges(graph, second, PART["supports"], first)


def test_what_meets_nothing_is_reported_with_what_may_be_meant() -> None:
    assert effect(f"same Event|全国科普曰| {CONTEST}") == f'no: no Event|全国科普曰| (did you mean "{DAY}"?)'
    assert effect(f"reject {CONTEST} in {PLAN}x") == f'no: no plan "{PLAN}x" (did you mean "{PLAN}"?)'
    assert effect(f"reject {DAY} HELD_IN Place|甲|") == "no: no Place|甲|"
