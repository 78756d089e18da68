"""Outlines of texts and of the packaged plans, reduced to what tests compare."""

from __future__ import annotations

import re
from pathlib import Path

from kexie_kg.graph.model import Document
from kexie_kg.loaders.outline import Outline, Phrase, parse
from kexie_kg.loaders.readers import read


def outline(text: str) -> Outline:
    (plan,) = parse(Document("plan.txt", text, ""))
    return plan


def plan_of(root: Path, name: str) -> Outline:
    (document,) = read(root / "data" / "plans" / f"{name}.txt")
    (plan,) = parse(document)
    return plan


def words(phrase: Phrase | None) -> str | None:
    return phrase.text if phrase else None


def tasks(plan: Outline) -> list[tuple[str, list[str], list[str]]]:
    return [(t.no, [u.text for u in t.leads], [u.text for u in t.supports]) for t in plan.tasks]


def numbers(plan: Outline) -> list[str]:
    return [task.no for task in plan.tasks]


def spaceless(text: str | None) -> str | None:
    return text and re.sub(r"\s", "", text)
