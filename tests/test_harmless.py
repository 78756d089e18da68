"""Harmless ad-hoc queries all run and give the answer that is stated beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from corpora import Harmless, harmless

from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.adhoc import ask
from kexie_kg.queries.sandbox import Sandbox

WORDS = ("CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DROP", "LOAD", "CALL", "SERVICE", "INSERT", "CLEAR", "FROM")


def test_the_corpus_is_as_large_as_promised() -> None:
    texts = {(query.language, query.text) for query in harmless()}
    assert len(texts) == len(harmless()), "one stands twice"
    assert min(Counter(language for language, _ in texts).values()) >= 120
    assert len(texts) >= 280
    unknown = [word for word in WORDS if not any(word in query.text.upper() for query in harmless())]
    assert not unknown, "no harmless query has these words"


@pytest.mark.parametrize("query", harmless(), ids=lambda query: f"{query.language} {query.family}")
def test_a_harmless_query_gives_its_answer(query: Harmless, sandboxes: Mapping[Language, Sandbox]) -> None:
    answer = ask(sandboxes[query.language], query.text, query.params)
    assert answer.columns == query.columns
    assert answer.rows == query.rows
    assert [type(cell) for row in answer for cell in row] == [type(cell) for row in query.rows for cell in row]
