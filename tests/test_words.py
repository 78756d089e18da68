"""The index of a text's words tells what a search of each stretch would."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from kexie_kg.loaders import lexicon
from kexie_kg.loaders.words import Words

_STRETCHES, _LONGEST = 4_000, 40


@pytest.mark.parametrize("name", ["heads", "verbs", "known"])
def test_the_index_finds_what_a_search_finds(root: Path, name: str) -> None:
    words: Words = getattr(lexicon.load(), name)
    text = (root / "data" / "plans" / "jiaxing-2020.txt").read_text("utf-8")
    random = Random(name)
    found = 0
    for _ in range(_STRETCHES):
        start = random.randrange(len(text))
        end = start + random.randrange(_LONGEST)
        hits = words.find(text, start, end)
        assert words.within(text).find(start, end) == hits
        found += len(hits)
    assert found


def test_decoys_and_words_inside_others_at_the_edges_of_a_stretch() -> None:
    words = Words([("展演", 1), ("科普展", 2), ("奖补", None), ("奖", 3), ("普展演", 4)], by_end=True)
    text = "科普展演奖补奖"
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            assert words.within(text).find(start, end) == words.find(text, start, end)
    assert words.within(text).find(0, 4) == [(0, 3, 2), (1, 4, 4)]
    assert words.within(text).find(2, 4) == [(2, 4, 1)]
    assert words.within(text).find(4, 5) == [(4, 5, 3)]
