"""The explorer in a real browser: filters, and the counts beside them."""

from collections import Counter

from browser import Page
from explorer_sample import CONTEST, counted, edges_of, press_button, shown_edges, thing, value, visible, where
from views_sample import GRAPH, SCHEMA, color_at

from kexie_kg.graph.model import Edge


def task_ids(edge: Edge) -> tuple[str, ...]:
    """Tasks that its words stand in; here all are led by one department."""
    tasks = edge.props.get("tasks", ())
    assert isinstance(tasks, tuple)
    return tuple(map(str, tasks))


def test_counts_of_the_facets_are_those_of_the_graph(page: Page) -> None:
    press_button(page, "#facets [data-key='group kind']")
    nodes = [n for n in GRAPH.nodes if n.id in visible(page)["nodes"]]
    edges = [e for e in GRAPH.edges if e.id in shown_edges()]
    plans = {n.name: n for n in GRAPH.nodes if n.type == SCHEMA.part["plan"]}

    def of_plans(prop: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for node in nodes:
            members = {
                e.source for e in edges_of(node.id) if e.type == SCHEMA.part["instance_of"] and e.target == node.id
            }
            touching = [e for id_ in {node.id, *members} for e in edges_of(id_)]
            keys = {str(e.props.get("plan")) for e in touching} | {str(node.props.get("plan")), node.name}
            found.update({str(plans[k].props[prop]) for k in keys if k in plans and prop in plans[k].props})
        return found

    shown = counted(page)
    wanted = {
        "type": Counter(n.type for n in nodes),
        "kind": Counter(f"{n.type}.{n.props['kind']}" for n in nodes if "kind" in n.props),
        "relation": Counter(e.type for e in edges),
        "modality": Counter(str(e.props["modality"]) for e in edges if "modality" in e.props),
        "year": of_plans("plan_year"),
    }
    for facet, counts in wanted.items():
        on_page = {
            k.partition(" ")[2]: n for k, (_, n) in shown.items() if k.startswith(f"{facet} ") and not k.endswith(" ")
        }
        assert on_page == dict(counts), facet
    spoken = {n.id for n in nodes if any(any(task_ids(e)) for e in edges_of(n.id))}
    led = {n.id for n in nodes if n.name in {"普及部", "办好大赛"}}
    assert shown["unit " + thing("普及部").id][1] == len(spoken | led)


def test_filters_hide_and_count_what_is_left(page: Page) -> None:
    event = value("type", "Event")
    press_button(page, event)
    nodes = {n.id: n for n in GRAPH.nodes}
    seen = visible(page)
    assert not [i for i in seen["nodes"] if nodes[i].type == "Event"]
    edges = {e.id: e for e in GRAPH.edges}
    assert all({edges[i].source, edges[i].target} <= set(seen["nodes"]) for i in seen["edges"])
    assert counted(page)["relation ORGANIZES"][0] == 0
    assert color_at(page, *where(page, CONTEST.id)) == ""
    press_button(page, event)
    assert CONTEST.id in visible(page)["nodes"]
    press_button(page, value("relation", "ORGANIZES"))
    seen = visible(page)
    assert CONTEST.id in seen["nodes"], "a relation switched off leaves its ends"
    assert not [i for i in seen["edges"] if edges[i].type == "ORGANIZES"]


def test_only_leaves_one_value_and_reset_brings_all_back(page: Page) -> None:
    everything = visible(page)["nodes"]
    page.hover(*page.middle(value("city", "浙江省绍兴市")))
    press_button(page, value("city", "浙江省绍兴市", ".only"))
    seen = {n.name for n in GRAPH.nodes if n.id in visible(page)["nodes"]}
    assert "绍兴市科学技术协会" in seen
    assert "青少年科技创新大赛" in seen, "the series has members there as well"
    assert "嘉兴市科技馆" not in seen
    press_button(page, "#facets [data-key=reset]")
    assert visible(page)["nodes"] == everything
