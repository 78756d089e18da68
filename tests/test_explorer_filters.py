"""The explorer in a real browser: filters, and the counts beside them."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from browser import Browser, Page
from explorer_sample import (
    CONTEST,
    TITLE,
    counted,
    edges_of,
    opened,
    press_button,
    shown_edges,
    thing,
    value,
    visible,
    where,
)  # fmt: skip
from views_sample import GRAPH, SCHEMA, color_at

from kexie_kg.graph.model import Edge, Graph
from kexie_kg.views.explorer import Explorer


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
        "city": of_plans("place"),
    }
    for facet, counts in wanted.items():
        on_page = {
            k.partition(" ")[2]: n for k, (_, n) in shown.items() if k.startswith(f"{facet} ") and not k.endswith(" ")
        }
        assert on_page == dict(counts), facet
    spoken = {n.id for n in nodes if any(any(task_ids(e)) for e in edges_of(n.id))}
    led = {n.id for n in nodes if n.name in {"普及部", "办好大赛"}}
    assert shown["unit " + thing("普及部").id][1] == len(spoken | led)


def test_bands_of_confidence_count_the_relations_in_them(browser: Browser, tmp_path: Path) -> None:
    sure = (1.0, 0.99, 0.9, 0.89, 0.75, 0.74, 0.0)
    edges = tuple(
        replace(e, props={**e.props, "confidence": sure[n % len(sure)]}) if "confidence" in e.props else e
        for n, e in enumerate(GRAPH.edges)
    )
    page = opened(browser, tmp_path, Explorer(Graph(GRAPH.nodes, edges), SCHEMA).all(TITLE))
    shown = {key.partition(" ")[2]: total for key, (_, total) in counted(page).items() if key.startswith("confidence ")}
    found = [float(str(e.props["confidence"])) for e in edges if e.id in shown_edges() and "confidence" in e.props]
    wanted = {
        "1.00": sum(value == 1 for value in found),
        "0.90–0.99": sum(0.9 <= value < 1 for value in found),
        "0.75–0.89": sum(0.75 <= value < 0.9 for value in found),
        "< 0.75": sum(value < 0.75 for value in found),
    }
    assert all(wanted.values())
    assert {band: shown[band] for band in wanted} == wanted
    press_button(page, "#facets [data-key='group confidence']")
    press_button(page, value("confidence", "< 0.75"))
    seen = set(visible(page)["edges"])
    assert not [e for e in edges if e.id in seen and float(str(e.props.get("confidence", 1))) < 0.75]


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
