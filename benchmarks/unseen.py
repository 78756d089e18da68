"""Plans written blind to the rules, with gold: what is to be expected of plans that nobody here has seen."""

from __future__ import annotations

from pathlib import Path

from kexie_kg.evaluate import Comparison, evaluate

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "blind"
SET_ASIDE = ("guangdong-2019", "hainan-tibet-2022", "putuo-2016", "siping-2021")
"""Those that were scored last, and of whose errors no rule was made."""


def comparisons() -> tuple[Comparison, ...]:
    """Every one of them beside its gold."""
    return evaluate(FOLDER / "gold", FOLDER / "plans").comparisons
