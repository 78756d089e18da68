"""Writes docs/neo4j.grass, the colours and captions of the schema for Neo4j's Browser.

.venv/bin/python scripts/build_neo4j_style.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kexie_kg.graph.schema import Schema

ROOT = Path(__file__).resolve().parent.parent
STYLE = ROOT / "docs" / "neo4j.grass"
_SMALL, _LARGE = 40, 65
"""Diameters of parts of plans and of things, in pixels."""
_GREY = "#8C8C8C"


def style(schema: Schema) -> str:
    """The style sheet."""
    return "\n".join(_rules(schema)) + "\n"


def _rules(schema: Schema) -> Iterator[str]:
    yield _rule("node", {"diameter": f"{_LARGE}px", "color": _GREY, "border-width": "1px", "font-size": "10px"})
    yield _rule(
        "relationship",
        {"color": _GREY, "shaft-width": "1px", "font-size": "8px", "padding": "3px", "caption": '"<type>"'},
    )
    for type_ in schema.types.values():
        caption = next(name for name in ("title", "text", "name") if name in type_.props)
        yield _rule(
            f"node.{type_.name}",
            {
                "diameter": f"{_SMALL if type_.structural else _LARGE}px",
                "color": type_.color,
                "border-color": type_.color,
                "text-color-internal": _text_on(type_.color),
                "caption": f'"{{{caption}}}"',
            },
        )


def _rule(what: str, values: dict[str, str]) -> str:
    return "\n".join((f"{what} {{", *(f"  {name}: {value};" for name, value in values.items()), "}"))


def _text_on(color: str) -> str:
    """Black or white, whichever is told apart better from the colour."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"


if __name__ == "__main__":
    STYLE.write_text(style(Schema.load()), "utf-8")
