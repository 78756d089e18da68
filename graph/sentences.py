"""From a piece of evidence to the sentence around it."""

from __future__ import annotations

from bisect import bisect_right

from kexie_kg.graph.errors import FactError
from kexie_kg.graph.identity import make_id
from kexie_kg.graph.model import Evidence, Sentence


def sentence_at(offset: int, sentences: tuple[Sentence, ...]) -> Sentence | None:
    """The sentence that covers this offset. ``sentences`` are a plan's, in the order of the text, disjoint."""
    index = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return sentences[index] if index >= 0 and offset < sentences[index].end else None


def sentence_of(evidence: Evidence, sentences: tuple[Sentence, ...]) -> Sentence:
    """The sentence that holds the evidence whole. Raises :class:`FactError` if none does."""
    sentence = sentence_at(evidence.start, sentences)
    if sentence is None or sentence.end < evidence.end:
        raise FactError(f"{evidence.plan}: evidence {evidence.text!r} at {evidence.start} lies in no one sentence")
    return sentence


def sentence_id(plan: str, sentence: Sentence) -> str:
    """Id of a sentence's node: by its place in the text, so that two of the same words stay two."""
    return make_id("sentence", f"{sentence.start}-{sentence.end}", plan)
