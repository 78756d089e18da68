"""Writes docs/queries.md, the catalogue of canned queries with the engines that answer them alike.

    .venv/bin/python scripts/build_query_docs.py

The column of each engine is what ``tests/test_worked_examples.py`` holds it to: the rows of the worked example on the
graph of the packaged plans, equal in every cell and in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kexie_kg.queries.catalogue import Catalogue, Param, Query

PAGE = Path(__file__).resolve().parent.parent / "docs" / "queries.md"
ENGINES = ("KGLite", "Bolt", "Oxigraph", "rdflib")
TOO_SLOW_FOR_RDFLIB = ("city_profile", "connections", "facilities_being_built", "most_connected", "similar_places")
"""Queries that rdflib does not finish on the packaged plans within 60 s of processor time."""
SLOW_IN_RDFLIB = (
    "co_organizers", "comparable_targets", "events_of_year", "facilities_by_status", "partners",
    "partners_of_kind", "relation_evidence", "sentence_facts", "supported_organizations", "unique_programs",
)  # fmt: skip
"""Queries that it finishes within 4 to 60 s; only ``make soak`` asks them."""


def page(catalogue: Catalogue) -> str:
    """The page in Markdown."""
    return "\n".join(_lines(catalogue)) + "\n"


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield "# Canned queries"
    yield ""
    yield "Made from `queries/canned/` by `scripts/build_query_docs.py`; do not edit. A number is how many rows the"
    yield "worked example has on the graph of `data/plans`; the engines of a line give the same rows in the same order,"
    yield "which `tests/test_worked_examples.py` checks. Bolt is an ArcadeDB server asked through the driver of Neo4j;"
    yield "Neo4j itself was not run. A dash: rdflib does not finish it within 60 seconds of processor time. What takes"
    yield f"it more than four is compared by `make soak`, not by `make test`: {', '.join(SLOW_IN_RDFLIB)}."
    yield ""
    yield f"| query | 中文 | {' | '.join(ENGINES)} |"
    yield "|---|---|" + "---:|" * len(ENGINES)
    for query in catalogue.queries.values():
        rows = [str(query.example.rows)] * len(ENGINES)
        if query.name in TOO_SLOW_FOR_RDFLIB:
            rows[-1] = "–"
        yield f"| [{query.name}](#{query.name}) | {query.title.zh} | {' | '.join(rows)} |"
    for query in catalogue.queries.values():
        yield from _section(query)


def _section(query: Query) -> Iterator[str]:
    yield ""
    yield f"## {query.name}"
    yield ""
    yield f"**{query.title.zh} · {query.title.en}**"
    yield ""
    yield query.question.zh
    yield ""
    yield query.question.en
    yield ""
    for param in query.params:
        yield _param(param)
    example = " ".join(f"--param {name}={value}" for name, value in query.example.params.items())
    yield f"- columns: {', '.join(f'`{column}`' for column in query.columns)}"
    yield f"- example: `{f'kexie query {query.name} {example}'.rstrip()}`"


def _param(param: Param) -> str:
    default = (
        "" if param.default is None else f", default `{param.default}`" if param.default != "" else ", may be empty"
    )
    allowed = f"; one of {', '.join(f'`{value}`' for value in param.allowed if value != '')}" if param.allowed else ""
    return f"- `{param.name}` ({param.type}{default}): {param.help.zh} · {param.help.en}{allowed}"


if __name__ == "__main__":
    PAGE.write_text(page(Catalogue.load()), "utf-8")
