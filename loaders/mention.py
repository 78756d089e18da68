"""What is known of a named thing where the text names it."""

from __future__ import annotations

from dataclasses import dataclass

from kexie_kg.loaders.lexicon import KnownName


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: ``text[start:end]``, quotes included; ``tail`` are the words behind it in its item."""

    start: int
    end: int
    type: str
    kind: str
    surface: str
    rule: str
    confidence: float
    tail: str = ""
    long_form: str = ""
    """The name with the type word behind its quotes, which is no part of it (“科普云屏”平台)."""
    known: KnownName | None = None
    short_form: str = ""
    """What the plan calls it from here on: （以下简称“科博会”）."""
