"""What is known of an organization where the text names it."""

from __future__ import annotations

from dataclasses import dataclass

from kexie_kg.loaders.divisions import Division


@dataclass(frozen=True, slots=True)
class OrganizationMention:
    """An organization at ``text[start:end]``; ``place`` is the division printed in its name, if any."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    confidence: float
    place: Division | None = None
    place_end: int = 0
    parent: str = ""
    """Canonical name of the body it belongs to, or empty."""
    place_start: int = -1
    """Where the name prints the place; -1 where it begins with it."""
    former: str = ""
    """An earlier name printed in brackets behind it (原市卫生局)."""
