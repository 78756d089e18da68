"""To which plans, places, years and responsible units the nodes and edges of a page belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kexie_kg.graph.model import Edge, Node
from kexie_kg.graph.schema import Schema
from kexie_kg.views.selection import Selection, tuple_of


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What the page says of a plan wherever it names it as a source."""

    key: str
    title: str
    year: int
    """0 if it names none."""
    place: str
    file: str

    @property
    def shown_year(self) -> int | str:
        """As a page shows it: nothing if the plan names none."""
        return self.year or ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """By node id, except ``plans`` by key and ``units_of_task`` by the id of the task."""

    plans: Mapping[str, PlanHead]
    places: Mapping[str, str]
    """Short names of the plans' places by full name."""
    plans_of: Mapping[str, frozenset[str]]
    """Keys of the plans that speak of it."""
    units_of: Mapping[str, frozenset[str]]
    """Ids of the units that lead or assist the tasks in which it is spoken of."""
    units_of_task: Mapping[str, frozenset[str]]
    series: Mapping[str, str]


def belonging(chosen: Selection, plan_nodes: Iterable[Node], place_nodes: Iterable[Node], schema: Schema) -> Belonging:
    """Reads it off the edges; a series belongs where its members do."""
    part = schema.part
    plans = {str(n.props.get("key", n.name)): plan_head(n) for n in plan_nodes}
    plans_of: dict[str, set[str]] = defaultdict(set)
    units_of_task: dict[str, set[str]] = defaultdict(set)
    series: dict[str, str] = {}
    for edge in chosen.graph.edges:
        if edge.type == part["instance_of"]:
            series[edge.source] = edge.target
        elif (key := str(edge.props.get("plan", ""))) in plans:
            plans_of[edge.source].add(key)
            plans_of[edge.target].add(key)
        if edge.type in (part["leads"], part["assists"]):
            units_of_task[edge.target].add(edge.source)
    for node in chosen.graph.nodes:
        own = str(node.props.get("key" if node.type == part["plan"] else "plan", ""))
        if own in plans:
            plans_of[node.id].add(own)
    for member, of in sorted(series.items()):
        plans_of[of] |= plans_of[member]
    return Belonging(
        plans=plans,
        places=short_names({plan.place for plan in plans.values()}, place_nodes),
        plans_of={id_: frozenset(keys) for id_, keys in plans_of.items()},
        units_of=_units_of(chosen, units_of_task),
        units_of_task={task: frozenset(units) for task, units in units_of_task.items()},
        series=series,
    )


def units_of_edge(edge: Edge, units_of_task: Mapping[str, Collection[str]]) -> set[str]:
    """Units that lead or assist the tasks in which the edge's words stand."""
    return {unit for task in tuple_of(edge.props, "tasks") for unit in units_of_task.get(str(task), ())}


def home(node: Node, known: Belonging, shared: str) -> str:
    """The place whose plans alone speak of it, else ``shared``."""
    places = {known.plans[key].place for key in known.plans_of.get(node.id, ())}
    return known.places[places.pop()] if len(places) == 1 else shared


def plan_head(plan: Node) -> PlanHead:
    """From the node of a plan."""
    props = plan.props
    year = props.get("plan_year", 0)
    title = str(props.get("title") or plan.name)
    return PlanHead(str(props.get("key", plan.name)), title, year if isinstance(year, int) else 0,
                    str(props.get("place", "")), str(props.get("file", "")))  # fmt: skip


def short_names(full_names: set[str], nodes: Iterable[Node]) -> dict[str, str]:
    """Of places by full name; two of one name keep the full one. ``nodes`` are those of places."""
    short = {str(n.props.get("full_name")): n.name for n in nodes if n.props.get("full_name") in full_names}
    uses = defaultdict(list)
    for full in sorted(full_names):
        uses[short.get(full, full)].append(full)
    return {full: name if len(fulls) == 1 else full for name, fulls in uses.items() for full in fulls}


def _units_of(chosen: Selection, units_of_task: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    units: dict[str, set[str]] = defaultdict(set)
    for task, of in units_of_task.items():
        units[task] |= of
        for unit in of:
            units[unit].add(unit)
    for edge in chosen.graph.edges:
        for end in (edge.source, edge.target):
            units[end] |= units_of_edge(edge, units_of_task)
    return {id_: frozenset(of) for id_, of in units.items()}
