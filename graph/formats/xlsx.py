"""Excel workbooks: a whole graph, or the rows of an answer. Needs the extra ``xlsx``.

Every text is written as text, so none runs as a formula, and one that looks like a formula stays text when it is
edited. Excel bounds what a sheet and a cell hold; more is an error, never cut short.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.formats.extras import extra
from kexie_kg.graph.formats.formulas import is_formula
from kexie_kg.graph.formats.plain import from_plain, to_plain
from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.graph.schema import Schema

MAX_ROWS = 1_048_576
MAX_CHARACTERS = 32_767
"""Of a cell."""
_EDGE_KEYS = ("id", "type", "source", "target")
_NODE_KEYS = ("id", "labels")
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel takes for the start of a character's code."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML cannot hold."""

_Sheet: TypeAlias = tuple[Sequence[str], Iterable[Sequence[Cell]]]


def rows_workbook(rows: Rows) -> bytes:
    """A workbook with the rows of an answer on one sheet; a character that Excel cannot hold becomes �."""
    return _workbook({"answer": (rows.columns, (tuple(map(_legal, row)) for row in rows))})


def workbook(graph: Graph, schema: Schema) -> bytes:
    """A workbook with the sheets ``nodes`` and ``edges``: a row a fact, a column a property, lists as JSON."""
    node_names = _names([node.props for node in graph.nodes], schema)
    edge_names = _names([edge.props for edge in graph.edges], schema)
    nodes = (((n.id, to_plain(n.labels)), n.props) for n in graph.nodes)
    edges = (((e.id, e.type, e.source, e.target), e.props) for e in graph.edges)
    return _workbook(
        {
            "nodes": ((*_NODE_KEYS, *node_names), _lines(nodes, node_names)),
            "edges": ((*_EDGE_KEYS, *edge_names), _lines(edges, edge_names)),
        }
    )


def from_workbook(data: bytes, schema: Schema) -> Graph:
    """The inverse of :func:`workbook`."""
    book = extra("openpyxl", "xlsx").load_workbook(io.BytesIO(data), read_only=True)
    nodes = _facts(book["nodes"], len(_NODE_KEYS), schema)
    edges = _facts(book["edges"], len(_EDGE_KEYS), schema)
    return Graph(
        tuple(Node(id_, tuple(json.loads(labels)), props) for (id_, labels), props in nodes),
        tuple(Edge(id_, type_, source, target, props) for (id_, type_, source, target), props in edges),
    )


def _names(props: Iterable[Properties], schema: Schema) -> list[str]:
    used = {name for one in props for name in one}
    return [name for name in schema.properties if name in used]


def _lines(
    facts: Iterable[tuple[tuple[Cell, ...], Properties]], names: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:  # fmt: skip
    for key, props in facts:
        yield *key, *(to_plain(props[name]) if name in props else None for name in names)


def _facts(sheet: Any, keys: int, schema: Schema) -> Iterator[tuple[tuple[str, ...], Properties]]:
    lines = sheet.iter_rows(values_only=True)
    names = next(lines)
    for line in lines:
        cells = [_decoded(cell) for cell in line]
        found = zip(names[keys:], cells[keys:], strict=False)  # a line ends with its last value
        yield (
            tuple(map(str, cells[:keys])),
            {name: from_plain(name, cell, schema) for name, cell in found if cell is not None},
        )


def _workbook(sheets: Mapping[str, _Sheet]) -> bytes:
    openpyxl = extra("openpyxl", "xlsx")
    book = openpyxl.Workbook(write_only=True)
    checked = {title: _checked([columns, *lines]) for title, (columns, lines) in sheets.items()}
    for title, lines in checked.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for line in lines:
            sheet.append([_cell(openpyxl, sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _checked(lines: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The lines as Excel wants them, before anything is written: what is half written cannot be closed."""
    if len(lines) > MAX_ROWS:
        raise StoreError(f"xlsx: a sheet holds {MAX_ROWS:,} rows, and there are more; use csv or parquet")
    return [[_encoded(cell) if isinstance(cell, str) else cell for cell in line] for line in lines]


def _encoded(text: str) -> str:
    encoded = _CODE.sub("_x005F_", text)
    if len(encoded) > MAX_CHARACTERS:
        raise StoreError(
            f"xlsx: a cell holds {MAX_CHARACTERS:,} characters, and {text[:20]}… is longer; use csv or parquet"
        )
    return encoded


def _cell(openpyxl: Any, sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return value
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # whatever the library takes it for: a formula, an error
    if is_formula(value):
        cell.quotePrefix = True
    return cell


def _decoded(cell: Any) -> Any:
    return cell.replace("_x005F_", "_") if isinstance(cell, str) else cell


def _legal(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return _ILLEGAL.sub("\ufffd", cell)
    return cell.isoformat() if isinstance(cell, date) and cell.year < 1900 else cell  # before Excel's calendar
