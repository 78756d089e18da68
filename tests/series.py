"""What a series says of itself, worked out once more from the facts around it."""

from __future__ import annotations

from kexie_kg.graph.model import Graph, Node
from kexie_kg.graph.schema import Schema

PART = Schema.load().part


def stated_places(graph: Graph) -> dict[str, object]:
    """What the node of each series says of its places."""
    return {node.id: node.props.get("places", ()) for node in graph.nodes if node.type == PART["series"]}


def found_places(graph: Graph) -> dict[str, object]:
    """Of each series, the places of the plans whose issuer has to do with a member, as that very plan says."""
    return {node.id: tuple(sorted(_places(graph, node))) for node in graph.nodes if node.type == PART["series"]}


def _places(graph: Graph, series: Node) -> set[str]:
    members = {e.source for e in graph.edges if (e.type, e.target) == (PART["instance_of"], series.id)}
    plans = {node.id: node.props for node in graph.nodes if node.type == PART["plan"]}
    return {
        str(plans[issued.target]["place"])
        for issued in graph.edges if issued.type == PART["issued"]
        for said in graph.edges if (said.source, said.props.get("plan")) == (issued.source, plans[issued.target]["key"])
        if said.target in members and said.props["modality"] != "done"
    }  # fmt: skip
