"""The stages of extraction that a run can leave out, to see what each of them brings (``python benchmarks ablation``).

What is not here cannot be left out: without the outline a plan has no issuer and no year, without heads and verbs there
is nothing to read.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Literal, TypeAlias, get_args

Stage: TypeAlias = Literal[
    "gazetteer", "quoted names", "coordination", "genericity", "institutions", "resolution", "loose names", "headings",
    "tense", "participants", "discourse", "constructions",
]  # fmt: skip
STAGES: tuple[Stage, ...] = get_args(Stage)
Stages: TypeAlias = Set[Stage]
ALL_STAGES_RUN: Stages = frozenset()
"""What a usual run leaves out."""
