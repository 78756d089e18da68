"""What two plans have in common and what sets them apart: typically the plans of one place for two years."""

from __future__ import annotations

from kexie_kg.graph.comparison import changes
from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema, nearest

COLUMNS = ("change", "relation", "type", "name", "before", "after")


def difference(graph: Graph, before: str, after: str, schema: Schema) -> Rows:
    """One row a relation of the issuer or target: continued, dropped or new; of targets also raised or lowered.

    ``before`` and ``after`` are plan keys. Raises :class:`QueryError` for a key that is not in the graph.
    """
    keys = {str(node.props["key"]) for node in graph.nodes if node.type == schema.part["plan"]}
    for key in (before, after):
        if key not in keys:
            raise QueryError(f'no plan "{key}"{nearest(key, keys) or "; kexie plans lists them"}')
    found = changes(graph, {before}, {after}, schema)
    return Rows(COLUMNS, tuple((c.kind, c.relation, c.type, c.name, c.before, c.after) for c in found))
