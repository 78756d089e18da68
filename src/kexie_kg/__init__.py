"""A knowledge graph of Chinese science associations and their work plans.

>>> from kexie_kg import open_graph                                           # doctest: +SKIP
>>> open_graph("kexie-graph").query("city_profile", city="嘉兴市")             # doctest: +SKIP
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported when a graph is opened, so that importing the package is quick
    from kexie_kg.api import KnowledgeGraph

__all__ = ["open_graph"]


def open_graph(path: str | os.PathLike[str] = "kexie-graph") -> KnowledgeGraph:
    """The graph that ``kexie build`` made in this directory.

    Raises :class:`~kexie_kg.graph.errors.StoreError` if there is none that this version can read.
    """
    from kexie_kg.api import KnowledgeGraph

    return KnowledgeGraph(Path(path))
