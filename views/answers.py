"""The answer of a named query as a page shows it: its columns and the schema's names in the reader's language."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.views.page import asset
from kexie_kg.views.statements import named


def shown(rows: Rows, schema: Schema) -> dict[str, Any]:
    """JSON for the page: what has a name in both languages is ``{zh, en}``, everything else as it stands."""
    columns = _words()["columns"]
    known = _values(schema)
    return {
        "columns": [columns.get(column, column) for column in rows.columns],
        "rows": [
            [_cell(known.get(column, {}), cell) for column, cell in zip(rows.columns, row, strict=True)] for row in rows
        ],
    }


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(asset("explorer/answers.toml"))


def _values(schema: Schema) -> Mapping[str, Mapping[str, Any]]:
    """By column: what its values are called. A kind that two types call by different names stays as it stands."""
    kinds: dict[str, list[Any]] = defaultdict(list)
    for type_ in schema.types.values():
        for name, kind in type_.kinds.items():
            kinds[name].append(named(kind))
    return {
        "type": {name: named(type_) for name, type_ in schema.types.items()},
        "relation": {name: named(relation) for name, relation in schema.relations.items()},
        "modality": {name: named(modality) for name, modality in schema.modalities.items()},
        "kind": {name: same[0] for name, same in kinds.items() if all(one == same[0] for one in same)},
        "change": _words()["changes"],
    }


def _cell(known: Mapping[str, Any], cell: Any) -> Any:
    if isinstance(cell, str):
        return known.get(cell, cell)
    return cell if cell is None or isinstance(cell, int | float) else str(cell)
