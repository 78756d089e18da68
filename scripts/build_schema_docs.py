"""Writes docs/schema.md, the page of all types, relations and properties with a diagram, from graph/schema.toml.

.venv/bin/python scripts/build_schema_docs.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kexie_kg.graph.schema import Schema

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "schema.md"


def page(schema: Schema) -> str:
    """The page in Markdown."""
    return "\n".join(_lines(schema)) + "\n"


def _lines(schema: Schema) -> Iterator[str]:
    yield "# Schema"
    yield ""
    yield "Made from `graph/schema.toml` by `scripts/build_schema_docs.py`; do not edit. Every node also carries the"
    yield "label `:Entity`; every edge read from text carries its plan, year, modality, confidence and, in parallel"
    yield "lists, its evidence."
    yield ""
    yield "```mermaid"
    yield "graph LR"
    for relation in schema.relations.values():
        for source, target in relation.ends:
            yield f"  {source} -->|{relation.name}| {target}"
    yield "```"
    yield ""
    yield "## Types"
    yield ""
    kinds = ((t.name, t.zh, t.en, ", ".join(t.kinds), ", ".join(t.props)) for t in schema.types.values())
    yield from _table(("type", "中文", "English", "kinds", "properties"), kinds)
    yield "## Further labels"
    yield ""
    labels = ((x.name, x.type, x.zh, x.en) for x in schema.labels.values())
    yield from _table(("label", "of", "中文", "English"), labels)
    yield "## Relations"
    yield ""
    relations = (
        (r.name, r.zh, r.en, ", ".join(f"{a} → {b}" for a, b in r.ends), "yes" if r.symmetric else "")
        for r in schema.relations.values()
    )
    yield from _table(("relation", "中文", "English", "from → to", "either way"), relations)
    yield "## Properties"
    yield ""
    props = ((p.name, p.zh, p.en, p.datatype, "list" if p.many else "") for p in schema.properties.values())
    yield from _table(("property", "中文", "English", "datatype", ""), props)
    yield "## Modalities"
    yield ""
    yield from _table(("modality", "中文", "English"), ((m.name, m.zh, m.en) for m in schema.modalities.values()))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(Schema.load()), "utf-8")
