"""Views for matching lead back to the document exactly, whatever the text and whatever is skipped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg.loaders.matching import MatchingView, fold

# Width variants, both scripts, numerals that must stay, compatibility forms that would grow, line ends, astral.
_CHARACTERS = (
    "科協學学會会青少年創新大賽一二ＡＢab１２12①②⑴Ⅱ²㎡…—“”「」『』《》〔〕（）()，,。：:、"
    "　\u00a0 \t\r\n\u2028∶・㈠⼀金\U00020000é\U0002f86f"
)
_TEXT = st.text(_CHARACTERS, max_size=60)
_ANY_TEXT = st.text(max_size=60)
_STRAIGHT = str.maketrans("“”", '""')

View = tuple[str, list[tuple[int, int]], MatchingView]  # a text, what is skipped, the view
Slice = tuple[str, list[tuple[int, int]], MatchingView, int, int]  # and a slice of the view


@st.composite
def views(draw: st.DrawFn, text: st.SearchStrategy[str] = _TEXT) -> View:
    words = draw(text)
    bound = st.integers(0, len(words))
    skip = [(min(pair), max(pair)) for pair in draw(st.lists(st.tuples(bound, bound), max_size=6))]
    return words, skip, MatchingView.of(words, skip)


@st.composite
def slices(draw: st.DrawFn, text: st.SearchStrategy[str] = _TEXT) -> Slice:
    words, skip, view = draw(views(text).filter(lambda drawn: bool(drawn[2].text)))
    start = draw(st.integers(0, len(view.text) - 1))
    return words, skip, view, start, draw(st.integers(start + 1, len(view.text)))


def _kept(text: str, skip: list[tuple[int, int]]) -> list[int]:
    return [at for at in range(len(text)) if not any(start <= at < end for start, end in skip)]


@given(views(_TEXT | _ANY_TEXT))
def test_view_is_the_text_without_what_is_skipped(drawn: View) -> None:
    text, skip, view = drawn
    assert view.printed == "".join(text[at] for at in _kept(text, skip))
    assert len(view.text) == len(view.printed)
    folded = "".join(fold(text)[at] for at in _kept(text, skip))
    assert view.text.translate(_STRAIGHT) == folded.translate(_STRAIGHT)


@given(slices(_TEXT | _ANY_TEXT))
def test_every_slice_leads_to_its_own_characters(drawn: Slice) -> None:
    text, skip, view, start, end = drawn
    first, last = view.original(start, end)
    kept = _kept(text, skip)
    assert (first, last) == (kept[start], kept[end - 1] + 1)
    assert view.position(first) == start
    assert view.position(last - 1) == end - 1


@given(slices(_TEXT | _ANY_TEXT), st.data())
def test_spans_keep_the_order_of_slices(drawn: Slice, data: st.DataObject) -> None:
    _, _, view, start, end = drawn
    later = data.draw(st.integers(start, len(view.text) - 1))
    longer = data.draw(st.integers(max(later + 1, end), len(view.text)))
    first, last = view.original(start, end)
    assert first < last
    assert first <= view.original(later, longer)[0]
    assert last <= view.original(later, longer)[1]


@given(slices())
def test_viewing_a_span_again_gives_the_slice(drawn: Slice) -> None:
    # The script is decided over a whole text, so the span is viewed inside a copy of it.
    text, skip, view, start, end = drawn
    first, last = view.original(start, end)
    outside = [(0, first), (last, len(text))]
    assert MatchingView.of(text, [*skip, *outside]).text == view.text[start:end]


@given(views())
def test_position_of_a_skipped_character_is_that_of_the_next_kept_one(drawn: View) -> None:
    text, skip, view = drawn
    kept = _kept(text, skip)
    for offset in range(len(text) + 1):
        assert view.position(offset) == sum(at < offset for at in kept)


@given(_ANY_TEXT)
def test_folding_keeps_length_and_is_settled_after_one_time(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（一）２０２０年，科普ｅ站：５０％", "(一)2020年,科普e站:50%"),
        ("①②Ⅱ²㎡…—“三长”《纲要》〔2020〕4号、。", "①②Ⅱ²㎡…—“三长”《纲要》〔2020〕4号、。"),
        ("「科創中國」『三長』與學會", "“科创中国”‘三长’与学会"),
        ("乾隆年间编著《科协》", "乾隆年间编著《科协》"),
        (
            "鄧小平同志关于科学技术是第一生产力的论断，是一切工作的遵循",
            "邓小平同志关于科学技术是第一生产力的论断,是一切工作的遵循",
        ),
    ],
)
def test_folding(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_straight_quotes_are_paired_inside_a_paragraph() -> None:
    assert MatchingView.of('"三农"和"十二五\n规划"').text == '“三农”和"十二五\n规划"'


def test_a_name_across_a_page_break_is_found_and_leads_back() -> None:
    text = "发挥嘉兴市科技\n\n— 3 —\n\n馆的主阵地作用"
    view = MatchingView.of(text, [(7, 16)])
    at = view.text.index("嘉兴市科技馆")
    start, end = view.original(at, at + 6)
    assert text[start:end] == "嘉兴市科技\n\n— 3 —\n\n馆"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (0, 4), (-1, 2)])
def test_no_span_without_a_slice(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        MatchingView.of("科协").original(start, end)


def test_skips_outside_of_the_text_are_refused() -> None:
    with pytest.raises(IndexError):
        MatchingView.of("科协", [(1, 3)])
