"""Lines of judgements: what cannot be read or contradicts is said with its place, and a line survives its text."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import PART

from kexie_kg.graph.errors import JudgementError
from kexie_kg.graph.judgements.equivalence import Equivalence
from kexie_kg.graph.judgements.language import parse
from kexie_kg.graph.schema import Schema

SCHEMA = Schema.load()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["smae Event|a| Event|b|"], 'here:1: no judgement "smae" (did you mean "same"?)'),
        (["# x", "same Event|a|"], "here:2: same: takes two keys, not 1"),
        (["same Event|a Event|b|"], '"Event|a" is not of the form type|name|place'),
        (["same Evnt|a| Event|b|"], 'no type "Evnt" (did you mean "Event"?)'),
        (["same Event|a| Program|a|"], "must be things of one type"),
        (["same Event|a| 'Event| a|'"], "are one key"),
        (["same 'Event|a| Event|b|"], "No closing quotation"),
        (["reject"], "say what"),
        (["reject Event|a| b"], 'no relation "b"'),
        (["reject Organization|a| ORGANISES Event|b|"], 'did you mean "ORGANIZES"'),
        (["reject Organization|a| ORGANIZES"], "lacks its target"),
        (["reject Plan|a| MENTIONS Event|b|"], "how the graph is built"),
        (["reject Task|a|b"], "how plans are built"),
        (["reject Organization|a| ORGANIZES/donne Event|b|"], 'did you mean "done"'),
        (["reject Event|a| in"], "lacks the key of a plan"),
        (["reject Event|a| in b c"], '"c" is too much'),
        (["correct Event|a|"], "say what is right"),
        (["correct Event|a| kind=comptition"], 'no kind "comptition" (did you mean "competition"?)'),
        (["correct Event|a| nmae=b"], 'cannot change "nmae" (did you mean "name"?)'),
        (["correct Event|a| name="], "cannot be empty"),
        (["correct Event|a| type=Plan"], 'no type "Plan" of things'),
        (["correct Target|a|b value=many"], 'value is "many", not decimal'),
        (["correct Target|a|b value=nan"], 'value is "nan", not decimal'),
        (["correct Target|a|b op=about"], "not one of"),
        (["correct Target|a|b name=c"], 'cannot change "name"'),
        (["same Event|a| Event|b|", "different Event|b| Event|a|"], "these contradict each other"),
        (["same Event|a| Event|b|", "unsure Event|b| Event|a|"], "these contradict each other"),
        (["correct Event|a| name=b", "different Event|a| Event|b|"], "these contradict each other"),
        (["correct Event|a| name=b", "correct Event|a| name=c"], "two values of name"),
        (["correct Event|a| name=b", "correct Event|b| name=a"], "give no one name"),
        (["same Event|a| Event|c|", "correct Event|a| name=b", "correct Event|c| name=d"], "give no one name"),
        (
            ["same Event|a| Event|b|", "correct Event|a| kind=forum", "correct Event|b| kind=other"],
            "values of kind",
        ),
        (["reject Event|a|", "correct Event|a| kind=forum"], "rejected and corrected"),
    ],
)
def test_what_cannot_be_read_or_contradicts_is_said_with_its_place(lines: list[str], words: str) -> None:
    orders = [lines] if lines[0].startswith("#") else [lines, lines[::-1]]
    for order in orders:
        with pytest.raises(JudgementError) as caught:
            Equivalence(parse("\n".join(order), SCHEMA, "here"), SCHEMA, "here")
        message = str(caught.value)
        assert words in message and message.startswith("here:") and "\n" not in message


@given(st.lists(st.text("甲a| =#'\"\\\u3000“”", min_size=1, max_size=9), min_size=2, max_size=2))
def test_a_line_survives_its_text(names: list[str]) -> None:
    keys = [shlex.quote(f"{PART['event']}|{name}|") for name in names]
    try:
        (judgement,) = parse(f"same {' '.join(keys)}", SCHEMA, "here")
    except JudgementError:  # blank names, or one name twice
        assume(False)
    assert parse(str(judgement), SCHEMA, "here") == (judgement,)
