"""Every frame file is tried on its own examples and counter-examples."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from kexie_kg.graph.model import Document
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import extract, lexicon

SCHEMA = Schema.load()
FRAMES = lexicon.load().frames
_TAG = re.compile(r"<(?P<type>[A-Za-z]+)>(?P<name>[^<>]+)</(?P=type)>")


def _marked(example: str) -> tuple[str, str, str]:
    """(plain text, type, name) of an example with exactly one marked name."""
    found = list(_TAG.finditer(example))
    assert len(found) == 1, f"{example}: wants exactly one <Type>name</Type>"
    text = _TAG.sub(lambda m: m["name"], example)
    assert "<" not in text and ">" not in text, f"{example}: a tag is not closed"
    return text, found[0]["type"], found[0]["name"]


def _relations(text: str) -> set[tuple[str, str]]:
    """(relation, name of the object) of what a one-task plan of a made-up sentence says."""
    plan = f"青川县科协2020年工作要点\n\n一、工作\n\n1.开展工作。{text}。\n2.加强学习。深入学习。\n"
    (contribution,) = extract(Document("plan.txt", plan, "0" * 64))
    names = {e.id: {e.name, *e.props.get("aliases", ())} for e in contribution.entities}  # type: ignore[misc]
    return {(r.type, str(n)) for r in contribution.relations for n in names[r.target] | names[r.source]}


def _bare(name: str) -> str:
    return re.sub(r"[“”《》]", "", name)


def test_every_frame_file_is_tried() -> None:
    folder = files("kexie_kg.loaders").joinpath("patterns", "relations")
    assert len(FRAMES) == sum(1 for _ in folder.iterdir()) >= 11
    assert all(frame.examples and frame.counter_examples for frame in FRAMES)


@pytest.mark.parametrize("frame,example", [(f, e) for f in FRAMES for e in f.examples], ids=lambda x: str(x)[:40])
def test_example(frame: lexicon.Frame, example: str) -> None:
    text, type_, name = _marked(example)
    assert type_ in frame.objects
    assert (frame.relation, _bare(name)) in {(r, _bare(n)) for r, n in _relations(text)}


@pytest.mark.parametrize(
    "frame,example", [(f, e) for f in FRAMES for e in f.counter_examples], ids=lambda x: str(x)[:40]
)
def test_counter_example(frame: lexicon.Frame, example: str) -> None:
    text, _, name = _marked(example)
    assert (frame.relation, _bare(name)) not in {(r, _bare(n)) for r, n in _relations(text)}
