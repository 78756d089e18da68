"""What is held when: events by year and month, a lane for each series."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kexie_kg.graph.model import Edge
from kexie_kg.views.charts.chart import Chart, Facts, Row, Word, passages
from kexie_kg.views.selection import tuple_of

_MONTH = re.compile(r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?")
_HAN = "一二三四五六七八九十"


def timeline(part: Facts) -> Chart:
    """A row for each event, plan and year: the year that is printed with it, else the plan's.

    Months are those of the headings in plans that go by the month; most plans do not, and their rows have none.
    """
    schema, nodes = part.schema, part.nodes
    series = {e.source: nodes[e.target].name for e in part.graph.edges if e.type == schema.part["instance_of"]}
    held: dict[tuple[str, str, int, bool], list[Edge]] = defaultdict(list)
    for edge in part.edges:
        if nodes[edge.target].type == schema.part["event"] and part.is_deed(edge):
            printed = [int(str(year)) for year in tuple_of(edge.props, "years") if year]
            year = min(printed, default=part.plan(edge).year)
            held[edge.target, str(edge.props["plan"]), year, bool(printed)].append(edge)
    lanes: dict[str, set[str]] = defaultdict(set)
    for event, plan, *_ in held:
        lanes[series.get(event, nodes[event].name)].add(plan)
    kinds = list(schema.types[schema.part["event"]].kinds)
    months = _months(part)

    def rank(of: tuple[str, str, int, bool]) -> tuple[object, ...]:
        event, plan, year, _ = of
        lane, kind = series.get(event, nodes[event].name), str(nodes[event].props.get("kind", ""))
        return -len(lanes[lane]), kinds.index(kind) if kind in kinds else len(kinds), lane, year, plan, event

    rows = [
        Row((nodes[event].name, part.kind(nodes[event]), year or "", _named(edges, months),
             Word("printed" if printed else "planned_for"), part.places[part.plans[plan].place],
             series.get(event, nodes[event].name), passages(edges)), tuple(edges))
        for event, plan, year, printed in sorted(held, key=rank)
        for edges in (held[event, plan, year, printed],)
    ]  # fmt: skip
    columns = ("event", "kind", "year", "months", "year_source", "place", "series", "passages")
    return Chart(columns, tuple(rows), {"color": schema.types[schema.part["event"]].color})


def _months(part: Facts) -> Mapping[str, int]:
    """Months of tasks that stand under the heading of one."""
    found = {}
    for edge in part.edges:
        if edge.type == part.schema.part["has_task"]:
            month = month_of(str(part.nodes[edge.source].props.get("title", "")))
            if month is not None:
                found[edge.target] = month
    return found


def month_of(heading: str) -> int | None:
    """The month that a heading is (``3月``, ``十一月份``), or ``None`` if it is or says anything else."""
    found = _MONTH.fullmatch(heading)
    if not found:
        return None
    month = found[1]
    return int(month) if month.isdecimal() else sum(_HAN.index(digit) + 1 for digit in month)


def _named(edges: Iterable[Edge], months: Mapping[str, int]) -> str:
    """Months in which tasks of the statements stand, the first one first."""
    tasks = {str(task) for edge in edges for task in tuple_of(edge.props, "tasks")}
    return "、".join(map(str, sorted({months[task] for task in tasks & months.keys()})))
