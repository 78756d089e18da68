"""Values for formats that know texts and numbers alone: GraphML, spreadsheets.

Lists become JSON, dates ISO text, and a text that such a format would spoil a JSON string: a text that starts with a
quotation mark always is one. So the empty text is told apart from no value at all.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TypeAlias

from kexie_kg.graph.model import Value
from kexie_kg.graph.schema import Schema

Plain: TypeAlias = str | int | float | bool

_SPOILED = re.compile(r'\A(?:"|\Z)|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]')
"""Texts that do not come back from XML as they were, or that would be taken for such."""


def to_plain(value: Value) -> Plain:
    """The value as text or a number."""
    if isinstance(value, tuple):
        text = json.dumps(value, ensure_ascii=False)
        return json.dumps(value) if _SPOILED.search(text) else text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and _SPOILED.search(value):
        return json.dumps(value)
    return value


def from_plain(name: str, value: Plain, schema: Schema) -> Value:
    """The inverse of :func:`to_plain`; the schema knows which texts are dates and which are lists."""
    prop = schema.properties.get(name)
    if name == "labels" or (prop and prop.many):
        return tuple(json.loads(str(value)))
    if prop and prop.datatype == "date":
        return date.fromisoformat(str(value))
    if prop and prop.datatype == "decimal":
        return float(value)
    if isinstance(value, str) and value.startswith('"'):
        return str(json.loads(value))
    return value
