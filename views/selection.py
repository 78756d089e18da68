"""Which part of the graph a page shows: what one plan, one city's plans, or the surroundings of one thing say.

Sentences are no nodes of a page: they are the text behind its edges and stand in ``Selection.context``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.schema import Schema, nearest

LIMIT = 499
"""Nodes of a page that draws them all in one picture: more are a hairball."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A sub-graph and what its evidence refers to."""

    title: str
    graph: Graph
    context: Mapping[str, Node]
    """Sentences, tasks and plans by id that evidence on the edges names, whether the graph shows them or not."""
    left_out: int
    """Nodes beyond the limit, those with the fewest edges; the page says so."""
    first: frozenset[str] = frozenset()
    """Nodes to show at first, where the reader adds the others; empty for all."""
    focus: str = ""
    """The node that the page is about."""


def of_all(graph: Graph, title: str, schema: Schema, limit: int) -> Selection:
    """The whole graph."""
    return _select(graph, title, "", lambda edge: edge.type != schema.part["instance_of"], schema, limit)


def of_names(graph: Graph, title: str, names: Collection[str], schema: Schema, limit: int) -> Selection:
    """Everything with one of these names, titles or ids, and what joins two or more of them.

    Raises :class:`QueryError` if nothing is called so.
    """
    wanted = set(names)
    asked = {n.id for n in graph.nodes if n.type != schema.part["sentence"] and wanted & _texts_of(n)}
    if not asked:
        raise QueryError(f"{title}: the answer names nothing that a page can draw")
    touched: dict[str, set[str]] = {}
    for edge in graph.edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if one in asked and other not in asked:
                touched.setdefault(other, set()).add(one)
    near = asked | {id_ for id_, ends in touched.items() if len(ends) > 1}
    found = _select(graph, title, min(asked), lambda e: e.source in near and e.target in near, schema, limit)
    alone = tuple(n for n in graph.nodes if n.id in asked - {node.id for node in found.graph.nodes})[:limit]
    nodes = tuple(sorted((*found.graph.nodes, *alone), key=lambda node: node.id))
    return replace(found, graph=Graph(nodes, found.graph.edges), first=frozenset(asked & {n.id for n in nodes}))


def of_plan(graph: Graph, key: str, schema: Schema, limit: int = LIMIT) -> Selection:
    """Everything one plan says. Raises :class:`QueryError` if the graph has no plan of this key."""
    plan = plan_of_key(graph, key, schema)
    return _select(graph, str(plan.props.get("title", key)), plan.id, _said_by({key}), schema, limit)


def plan_of_key(graph: Graph, key: str, schema: Schema) -> Node:
    """Raises :class:`QueryError` if the graph has no plan of this key."""
    plans = _plans(graph, schema)
    if key not in plans:
        raise QueryError(f'no plan "{key}" in the graph{nearest(key, plans)}')
    return plans[key]


def of_city(graph: Graph, city: str, schema: Schema, limit: int = LIMIT) -> Selection:
    """Everything the plans of one place say. Raises like :func:`plans_of_city`."""
    place, keys = plans_of_city(graph, city, schema)
    return _select(graph, str(place.props["full_name"]), place.id, _said_by(keys), schema, limit)


def plans_of_city(graph: Graph, city: str, schema: Schema) -> tuple[Node, frozenset[str]]:
    """The place, and the keys of its plans; ``city`` is its name (嘉兴市) or full name (浙江省嘉兴市).

    Raises :class:`QueryError` if no plan is of that place, or if several places of that name have plans.
    """
    plans = _plans(graph, schema)
    with_plans = {str(plan.props.get("place", "")) for plan in plans.values()}
    places = {
        str(node.props["full_name"]): node
        for node in graph.nodes
        if node.type == schema.part["place"] and node.props.get("full_name") in with_plans
    }
    found = sorted(full for full, node in places.items() if city in (full, node.name))
    if not found:
        known = sorted({*places, *(node.name for node in places.values())})
        raise QueryError(f'no plan of a place "{city}" in the graph{nearest(city, known)}')
    if len(found) > 1:
        raise QueryError(f'"{city}" may be {" or ".join(found)}; give the full name')
    keys = frozenset(key for key, plan in plans.items() if plan.props.get("place") == found[0])
    return places[found[0]], keys


def of_entity(graph: Graph, entity: str, schema: Schema, limit: int = LIMIT, steps: int = 1) -> Selection:
    """One thing, what it is related to, the other members of its series, and how these are related to each other.

    More ``steps`` add what these are related to, and so on, as nodes that are not shown at first. ``entity`` is an id,
    a name or an alias, tried in this order. Raises :class:`QueryError` if it names nothing, or several things.
    """
    node = named(graph, entity, schema)
    near = {node.id, *_neighbours(graph.edges, {node.id})}
    series = {n.id for n in graph.nodes if n.id in near and n.type == schema.part["series"]}
    near |= _neighbours(graph.edges, series)
    reached = set(near)
    for _ in range(steps - 1):
        reached |= _neighbours(graph.edges, {n.id for n in graph.nodes if n.id in reached and not _is_hub(n, schema)})
    first = frozenset(near) if steps > 1 else frozenset()
    found = _select(
        graph, display_name(node), node.id, lambda e: e.source in reached and e.target in reached, schema, limit, first
    )
    return replace(found, first=first & {n.id for n in found.graph.nodes}, focus=node.id)


def display_name(node: Node) -> str:
    """What people call it: the title of a plan, the words of a target, the name of everything else."""
    return str(node.props.get("title") or node.props.get("text") or node.name or node.id)


def _is_hub(node: Node, schema: Schema) -> bool:
    """A plan or a place is near to everything."""
    return node.type in (schema.part["plan"], schema.part["place"])


def _texts_of(node: Node) -> set[str]:
    texts = (node.props.get(name, "") for name in ("name", "title", "full_name", "text"))
    return {str(text) for text in (node.id, *texts) if text}


def _plans(graph: Graph, schema: Schema) -> dict[str, Node]:
    return {str(n.props.get("key", n.name)): n for n in graph.nodes if n.type == schema.part["plan"]}


def _said_by(keys: Collection[str]) -> Callable[[Edge], bool]:
    return lambda edge: edge.props.get("plan") in keys


def _neighbours(edges: Iterable[Edge], ids: Collection[str]) -> set[str]:
    return {end for e in edges if e.source in ids or e.target in ids for end in (e.source, e.target)}


def named(graph: Graph, text: str, schema: Schema) -> Node:
    """By id, name or full name, or alias, in this order. Raises :class:`QueryError` for none, or several."""
    things = [node for node in graph.nodes if node.type != schema.part["sentence"]]
    for names in (
        lambda n: (n.id,),
        lambda n: (n.name, n.props.get("full_name")),
        lambda n: n.props.get("aliases", ()),
    ):
        found = [node for node in things if text in names(node)]
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(f"{n.id} ({schema.types[n.type].zh} {n.props.get('scope', '')})" for n in found[:5])
            raise QueryError(f'"{text}" names {len(found)} things; give the id of one: {choices}')
    raise QueryError(f'nothing is called "{text}"{nearest(text, [node.name for node in things])}')


def _select(
    graph: Graph,
    title: str,
    centre: str,
    wanted: Callable[[Edge], bool],
    schema: Schema,
    limit: int,
    first: Collection[str] = frozenset(),
) -> Selection:
    """The wanted edges, the series that join several of their ends, and the ``limit`` most connected nodes; before
    them the centre, if there is one, and those to show at first."""
    edges = [edge for edge in graph.edges if wanted(edge)]
    ends = {*((centre,) if centre else ()), *(end for edge in edges for end in (edge.source, edge.target))}
    edges += _joining_series({edge.id for edge in edges}, ends, graph, schema)
    degree = Counter(end for edge in edges for end in {edge.source, edge.target})
    ranked = sorted({*ends, *degree}, key=lambda id_: (id_ != centre, id_ not in first, -degree[id_], id_))
    kept = set(ranked[:limit])
    edges = [edge for edge in edges if edge.source in kept and edge.target in kept]
    return Selection(
        title=title,
        graph=Graph(
            tuple(node for node in graph.nodes if node.id in kept), tuple(sorted(edges, key=lambda edge: edge.id))
        ),
        context=_context(graph, edges, schema),
        left_out=len(ranked) - len(kept),
    )


def _joining_series(known: set[str], ends: set[str], graph: Graph, schema: Schema) -> list[Edge]:
    """A series with one member on the page tells nothing that the member does not."""
    edges = [e for e in graph.edges if e.type == schema.part["instance_of"] and e.source in ends and e.id not in known]
    members = Counter(edge.target for edge in edges)
    return [edge for edge in edges if members[edge.target] > 1]


def _context(graph: Graph, edges: Iterable[Edge], schema: Schema) -> dict[str, Node]:
    ids: set[object] = set()
    keys: set[object] = set()
    for edge in edges:
        ids.update(tuple_of(edge.props, "sentences"), tuple_of(edge.props, "tasks"))
        keys.add(edge.props.get("plan"))
    plans = {plan.id for key, plan in _plans(graph, schema).items() if key in keys}
    return {node.id: node for node in graph.nodes if node.id in ids or node.id in plans}


def tuple_of(props: Properties, name: str) -> tuple[object, ...]:
    """A list property, empty if there is none."""
    value = props.get(name, ())
    return value if isinstance(value, tuple) else ()
