"""Two years of a place compared: what goes on, is new, or was dropped; which targets were raised or lowered."""

from __future__ import annotations

from kexie_kg.graph.comparison import RANK, changes
from kexie_kg.graph.errors import QueryError
from kexie_kg.views.charts.chart import Chart, Facts, Row, Word


def years(part: Facts) -> Chart:
    """The last two years of the part. Raises :class:`QueryError` if it is of several places, or of one year."""
    if len(places := sorted({plan.place for plan in part.plans.values()})) > 1:
        raise QueryError(f"two years are compared of one place; name it: {', '.join(places[:3])} …")
    known = sorted({plan.year for plan in part.plans.values()})
    if len(known) < 2:
        raise QueryError(f"{part.title}: plans of two years are needed, and there is {known[0]} alone")
    earlier, later = known[-2:]
    before, after = ({plan.key for plan in part.plans.values() if plan.year == year} for year in (earlier, later))
    relations, types = part.schema.relations, part.schema.types
    rows = [
        Row((change.name, Word(change.kind), relations[change.relation] if change.relation else "",
             types[change.type], change.before, change.after), change.edges)
        for change in changes(part.graph, before, after, part.schema)
    ]  # fmt: skip
    columns = ("thing", "change", "relation", "type", "before", "after")
    return Chart(columns, tuple(rows), {"years": [earlier, later], "changes": RANK})
