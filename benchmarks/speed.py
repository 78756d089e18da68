"""How fast plans are read: characters a CPU-second beside a plain segmenter and a tagger, on the same text in one run;
the shares of the stages; and whether a long plan costs more by the character."""

from __future__ import annotations

import cProfile
import importlib.util
import pstats
import time
from collections.abc import Callable
from pathlib import Path

from kexie_kg.graph.model import Document
from kexie_kg.loaders import extract, read

ROOT = Path(__file__).resolve().parent.parent
_ROUNDS = 3
_STAGES = {
    "outline": ("loaders/outline/__init__.py", "parse"),
    "organizations": ("loaders/organizations.py", "find"),
    "clauses": ("loaders/clauses.py", "parse"),
    "names in objects": ("loaders/mentions.py", "in_object"),
    "relations of clauses, names included": ("loaders/clause_reader.py", "read"),
    "places": ("loaders/place_mentions.py", "find"),
    "targets": ("loaders/targets.py", "read"),
    "contribution": ("loaders/facts.py", "contribution"),
}
"""The function in which each stage runs. Stages may run inside others, so the shares do not add up to one."""
_LONG, _LONGEST = 100_000, 2_000_000 // 3
"""Characters of the two long plans; the longer one is 2 MB of UTF-8."""


def report() -> None:
    """Prints the figures."""
    documents = [document for file in sorted((ROOT / "data" / "plans").glob("*.txt")) for document in read(file)]
    texts = [document.text for document in documents]
    size = sum(map(len, texts))
    ours = size / _least(lambda: [extract(document) for document in documents])
    print(f"characters a CPU-second: kexie-kg {ours:,.0f}")
    if importlib.util.find_spec("jieba") is None:
        print("beside it: pip install jieba, and run this again")
    else:
        import jieba  # type: ignore[import-untyped, import-not-found, unused-ignore]  # not of the environment
        import jieba.posseg  # type: ignore[import-untyped, import-not-found, unused-ignore]  # as above

        jieba.setLogLevel(60)
        cut = size / _least(lambda: [list(jieba.cut(text)) for text in texts])
        tagged = size / _least(lambda: [list(jieba.posseg.cut(text)) for text in texts])
        print(f"beside it: jieba {cut:,.0f} ({ours / cut:.2f} x), jieba.posseg {tagged:,.0f} ({ours / tagged:.2f} x)")
    _shares(documents)
    short, long = _cost(_LONG), _cost(_LONGEST)
    print(f"CPU-microseconds a character: {short:.1f} at {_LONG:,}, {long:.1f} at {_LONGEST:,} ({long / short:.2f} x)")


def _least(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of a few rounds, after one that fills caches."""
    work()
    rounds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        work()
        rounds.append(time.process_time() - start)
    return min(rounds)


def _shares(documents: list[Document]) -> None:
    profile = cProfile.Profile()
    profile.runcall(lambda: [extract(document) for document in documents])
    stats = pstats.Stats(profile)
    for name, (file, function) in _STAGES.items():
        spent = sum(
            row[3]
            for (path, _, called), row in stats.stats.items()  # type: ignore[attr-defined]  # not in the stubs
            if path.endswith(file) and called == function
        )
        print(f"  {name:40} {spent / stats.total_tt:5.0%}")  # type: ignore[attr-defined]  # not in the stubs


def _cost(characters: int) -> float:
    """CPU-microseconds a character of a plan of so many, made of one that is repeated."""
    text = (ROOT / "data" / "plans" / "shaoxing-2021.txt").read_text("utf-8")
    head, body = text[:1_200], text[1_200:-300]
    body = body[body.find("\n") + 1 :]
    whole = head + "\n" + body * (characters // len(body))
    start = time.process_time()
    extract(Document("long.txt", whole, "0" * 64))
    return (time.process_time() - start) / len(whole) * 1e6
