"""The explorer: a part of the graph as one HTML file to search, filter, follow and check, drawn by force-graph.

Positions, counts, readings and paragraphs are computed here; the page only shows and hides. It needs no network, and
nothing of what it shows can run in it: see :mod:`kexie_kg.views.page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kexie_kg.graph.model import Graph
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.views import answers, selection
from kexie_kg.views.columns import columns
from kexie_kg.views.page import asset, packed, render, words

LIMIT = 25_000
"""Nodes of a page. More is beyond what a browser draws and a colleague's mailbox takes."""
_STEPS = 2
"""How far around one thing a page reaches; what is further than one step is hidden at first."""
_SURROUNDINGS = 1_500
_SCRIPTS = (
    "vendor/force-graph.min.js", "shared/dom.js", "shared/words.js", "shared/data.js", "shared/evidence.js",
    "shared/grid.js", "explorer/data.js", "explorer/state.js",
    "explorer/address.js", "explorer/paths.js", "explorer/visible.js", "explorer/labels.js", "explorer/shapes.js",
    "explorer/painter.js", "explorer/pointer.js", "explorer/canvas.js", "explorer/search.js", "explorer/facets.js",
    "explorer/panel.js", "explorer/years.js", "explorer/table.js", "explorer/exporting.js",
    "explorer/keyboard.js", "explorer/main.js",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explorer:
    """Makes pages of one graph. ``texts`` are the full texts of its plans by key, for the paragraphs around sentences;
    without them sentences stand alone."""

    graph: Graph
    schema: Schema
    texts: Mapping[str, str] = field(default_factory=dict)

    def all(self, title: str) -> str:
        """The whole graph, up to :data:`LIMIT` nodes."""
        return self._page(selection.of_all(self.graph, title, self.schema, LIMIT))

    def plan(self, key: str) -> str:
        """What one plan says. Raises like :func:`kexie_kg.views.selection.of_plan`."""
        return self._page(selection.of_plan(self.graph, key, self.schema, LIMIT))

    def city(self, name: str) -> str:
        """What the plans of a place say. Raises like :func:`kexie_kg.views.selection.of_city`."""
        return self._page(selection.of_city(self.graph, name, self.schema, LIMIT))

    def entity(self, name: str) -> str:
        """One thing, and around it what the reader unfolds. Raises like :func:`kexie_kg.views.selection.of_entity`."""
        return self._page(selection.of_entity(self.graph, name, self.schema, _SURROUNDINGS, _STEPS))

    def answer(self, title: str, rows: Rows) -> str:
        """What an answer names, how it hangs together, and the answer itself as a table.

        Raises :class:`~kexie_kg.graph.errors.QueryError` if the answer names nothing of the graph.
        """
        names = {cell for row in rows for cell in row if isinstance(cell, str) and cell}
        return self._page(selection.of_names(self.graph, title, names, self.schema, LIMIT), rows)

    def _page(self, chosen: selection.Selection, rows: Rows | None = None) -> str:
        data: dict[str, Any] = columns(chosen, self.graph, self.texts, self.schema)
        data["answer"] = rows and answers.shown(rows, self.schema)
        data["words"] = words("explorer")
        return render(
            packed(data), [asset(name) for name in _SCRIPTS], "explorer/page.html", "shared/page.css",
            "explorer/page.css",
        )  # fmt: skip
