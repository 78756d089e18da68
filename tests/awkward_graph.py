"""A graph of everything that a store could spoil: odd characters, blanks, parallel edges, large and small numbers."""

from __future__ import annotations

from datetime import date

from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.stores.canonical import dump

AWKWARD = '青少年"科技"创新\n大赛\\u0041\t<&>\r\n\u2028 \'`$x` 𠮷 nan '
EVIDENCE: Properties = {
    "plan": "嘉兴市科学技术协会/2020/工作要点", "plan_year": 2020, "modality": "planned", "confidence": 1.0,
    "tasks": ("", "task/1"), "sentences": ("sentence/1", "sentence/2"), "starts": (0, 40), "ends": (9, 49),
    "roles": ("承办", ""), "editions": ("", "第35届"), "years": (0, 2020), "statuses": ("", ""), "rules": ("r1", "r2"),
}  # fmt: skip
EXAMPLE = Graph(
    nodes=(
        Node("event/1", ("Event",), {"name": AWKWARD, "kind": "competition"}),
        Node("event/2", ("Event",), {"name": ""}),
        Node("organization/1", ("Organization", "Association", "Partner"), {"name": "嘉兴市科学技术协会"}),
        Node("place/1", ("Place", "City"), {"name": "嘉兴市", "kind": "city", "aliases": ("嘉禾", "禾城")}),
        Node("plan/1", ("Plan",), {"name": "要点", "plan_year": 2020, "issued_on": date(2020, 2, 29), "title": "T"}),
        Node("plan/2", ("Plan",), {"name": "无题", "key": '"', "issuer": "007", "place": "2020-01-01"}),
        Node("target/1", ("Target",), {"name": "数量", "value": 1.0, "value_max": 0.1, "start": 2**40, "end": 2}),
    ),
    edges=(
        Edge("statement/1", "ORGANIZES", "organization/1", "event/1", EVIDENCE),
        Edge("statement/2", "ORGANIZES", "organization/1", "event/1", {**EVIDENCE, "modality": "done"}),
        Edge("statement/3", "MENTIONS", "plan/1", "event/1", {**EVIDENCE, "confidence": 1 / 3}),
        Edge("statement/4", "INSTANCE_OF", "event/1", "place/1", {}),
        Edge("statement/5", "PART_OF", "event/1", "event/1", EVIDENCE),
    ),
)


def same(left: Graph, right: Graph) -> bool:
    """Equal down to 1 and 1.0, and whole: the dump shows where they part."""
    assert list(dump(left)) == list(dump(right))
    return left == right
