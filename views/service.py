"""The page of a graph that is served: named questions with their forms, and an editor for SPARQL.

It asks the server it came from, and nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kexie_kg.graph.schema import Schema
from kexie_kg.views.page import asset, render


def page(queries: Sequence[Mapping[str, Any]], summary: str, schema: Schema) -> str:
    """``queries`` have a name, title, question, params, example and perhaps a text in SPARQL."""
    texts = [{"name": query["name"], "text": query["sparql"]} for query in queries if query["sparql"]]
    data = {
        "summary": summary,
        "queries": [{key: value for key, value in query.items() if key != "sparql"} for query in queries],
        "examples": [{"name": "…", "text": _first(schema)}, *texts],
        "prefixes": dict(schema.namespaces),
    }
    scripts = [asset("shared/dom.js"), asset("service/main.js")]
    return render(data, scripts, "service/page.html", "service/page.css", talks=True)


def _first(schema: Schema) -> str:
    """A query to begin with: how many things of each kind there are."""
    prefixes = "".join(f"PREFIX {prefix}: <{schema.namespaces[prefix]}>\n" for prefix in ("kx", "rdfs", "prov", "nif"))
    return (
        f"{prefixes}\nSELECT ?type (COUNT(*) AS ?things) {{ ?thing a ?type }} GROUP BY ?type ORDER BY DESC(?things)\n"
    )
