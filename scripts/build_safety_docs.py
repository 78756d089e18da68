"""Writes docs/safety.md: the gates around ad-hoc queries by platform, and the figures of the two corpora.

    .venv/bin/python scripts/build_safety_docs.py

The words stand in ``scripts/safety.md.in``; the tables come from :data:`kexie_kg.queries.gates.GATES` and from the
corpora of the tests, which ``tests/test_attacks.py`` and ``tests/test_harmless.py`` try.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kexie_kg.queries.gates import GATES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "safety.md"
sys.path.insert(0, str(ROOT / "tests"))

from corpora import attacks, harmless  # noqa: E402  # beside the tests that try them

_SYSTEMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}


def page() -> str:
    """The page in Markdown."""
    words = (ROOT / "scripts" / "safety.md.in").read_text("utf-8")
    for mark, lines in (("@GATES@", _gates()), ("@ATTACKS@", _attacks()), ("@HARMLESS@", _harmless())):
        words = words.replace(mark, "\n".join(lines))
    return words


def _gates() -> Iterator[str]:
    yield f"| gate | what it does | {' | '.join(_SYSTEMS.values())} |"
    yield "|---|---|" + ":---:|" * len(_SYSTEMS)
    for name, (does, systems) in GATES.items():
        yield f"| {name} | {does} | {' | '.join('yes' if system in systems else '–' for system in _SYSTEMS)} |"


def _attacks() -> Iterator[str]:
    counts = Counter((attack.language, attack.outcome, attack.family) for attack in attacks())
    yield "| language | outcome | family | attacks |"
    yield "|---|---|---|---:|"
    for (language, outcome, family), count in counts.items():
        yield f"| {language} | {outcome} | {family} | {count} |"
    for outcome, count in Counter(attack.outcome for attack in attacks()).items():
        yield f"| **all** | {outcome} | | {count} |"


def _harmless() -> Iterator[str]:
    yield "| language | family | queries |"
    yield "|---|---|---:|"
    for (language, family), count in Counter((query.language, query.family) for query in harmless()).items():
        yield f"| {language} | {family} | {count} |"
    yield f"| **all** | | {len(harmless())} |"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
