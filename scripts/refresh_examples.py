"""Writes into each canned query what its worked example answers on the graph of the packaged plans.

    .venv/bin/python scripts/refresh_examples.py

The test of the examples compares; this script renews.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kexie_kg import open_graph
from kexie_kg.build import build
from kexie_kg.graph.stores.base import Limits
from kexie_kg.queries.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent
_ANSWER = re.compile(r"^rows = .*\nfirst = .*$", re.MULTILINE)


def renewed(text: str, rows: Sequence[Sequence[object]]) -> str:
    """The declaration of a query with the number of rows that its example answers, and the first of them."""
    first = json.dumps(list(rows[0]), ensure_ascii=False)
    return _ANSWER.sub(lambda _: f"rows = {len(rows)}\nfirst = {first}", text)


def main() -> None:
    """Renews every declaration."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        build([str(path) for path in sorted((ROOT / "data" / "plans").glob("*.txt"))], graph)
        with open_graph(graph) as opened:
            for name, query in Catalogue.load().queries.items():
                rows = list(opened.query(name, "cypher", Limits(), **query.example.params))
                if not rows:
                    raise SystemExit(f"error: the example of {name} answers nothing; choose another")
                file = ROOT / "queries" / "canned" / f"{name}.toml"
                file.write_text(renewed(file.read_text("utf-8"), rows), "utf-8")


if __name__ == "__main__":
    main()
