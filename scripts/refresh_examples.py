"""Writes into each canned query what its worked example answers on the graph of the packaged plans.

    .venv/bin/python scripts/refresh_examples.py

Into the Cypher texts it writes the line that sets their parameters in Neo4j's Browser. The tests of the examples
compare; this script renews.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kexie_kg import open_graph
from kexie_kg.build import build
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.stores.base import Limits
from kexie_kg.queries.catalogue import Catalogue, Query, bind

ROOT = Path(__file__).resolve().parent.parent
CANNED = ROOT / "queries" / "canned"
_PARAMETERS = "// In Neo4j's Browser first  :params "
_ANSWER = re.compile(r"^rows = .*\nfirst = .*$", re.MULTILINE)


def renewed(text: str, rows: Sequence[Sequence[object]]) -> str:
    """The declaration of a query with the number of rows that its example answers, and the first of them."""
    first = json.dumps([[] if cell is None else cell for cell in rows[0]], ensure_ascii=False)  # TOML has no null
    return _ANSWER.sub(lambda _: f"rows = {len(rows)}\nfirst = {first}", text)


def unasked(query: Query) -> dict[str, Cell]:
    """The parameters of a text that is run as it stands: what must be given as in the example, the rest as usual."""
    given = {p.name: str(query.example.params[p.name]) for p in query.params if p.default is None}
    return dict(bind(query, given))


def with_parameters(text: str, query: Query) -> str:
    """The Cypher text with its parameters in the second line, as Neo4j's Browser wants to be told them first."""
    head, _, rest = text.partition("\n")
    rest = rest.partition("\n")[2] if rest.startswith(_PARAMETERS) else rest
    values = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in unasked(query).items())
    return f"{head}\n{_PARAMETERS}{{{values}}}\n{rest}"


def main() -> None:
    """Renews every declaration and text."""
    for name, query in Catalogue.load().queries.items():
        file = CANNED / f"{name}.cypher"
        file.write_text(with_parameters(file.read_text("utf-8"), query), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        build([str(path) for path in sorted((ROOT / "data" / "plans").glob("*.txt"))], graph)
        with open_graph(graph) as opened:
            for name, query in Catalogue.load().queries.items():
                rows = list(opened.query(name, "cypher", Limits(), **query.example.params))
                if not rows:
                    raise SystemExit(f"error: the example of {name} answers nothing; choose another")
                file = CANNED / f"{name}.toml"
                file.write_text(renewed(file.read_text("utf-8"), rows), "utf-8")


if __name__ == "__main__":
    main()
