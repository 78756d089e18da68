"""Every statement with the words that make it: the table that others are checked against."""

from __future__ import annotations

from kexie_kg.graph.model import Edge
from kexie_kg.views.charts.chart import Cell, Chart, Facts, Row
from kexie_kg.views.selection import display_name, tuple_of


def evidence(part: Facts) -> Chart:
    """A row for each statement, and the words that state it first; how plans are built is left out."""
    columns = ("subject", "relation", "object", "words", "place", "year", "modality", "confidence", "task")
    said = (edge for edge in part.edges if not part.schema.relations[edge.type].structural)
    return Chart(columns, tuple(Row(_cells(edge, part), (edge,)) for edge in said))


def _cells(edge: Edge, part: Facts) -> tuple[Cell, ...]:
    sentence, start, end, task = (
        tuple_of(edge.props, name)[0] for name in ("sentences", "starts", "ends", "tasks")
    )  # fmt: skip
    said = part.nodes[str(sentence)].props
    first, last = (int(str(offset)) - int(str(said["start"])) for offset in (start, end))
    return (
        display_name(part.nodes[edge.source]), part.schema.relations[edge.type], display_name(part.nodes[edge.target]),
        str(said["text"])[first:last], part.place(edge), part.plan(edge).shown_year,
        part.schema.modalities[str(edge.props["modality"])], float(str(edge.props["confidence"])),
        display_name(part.nodes[str(task)]) if task in part.nodes else "",
    )  # fmt: skip
