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


def open_graph(
    path: str | os.PathLike[str] = "kexie-graph", *, auth: tuple[str, str] | None = None, database: str = "neo4j"
) -> KnowledgeGraph:
    """The graph that ``kexie build`` made in this directory, or that ``kexie push`` brought to a server.

    A server is named by ``bolt://host:7687`` or ``neo4j://host``; ``auth`` is user and password, which otherwise are
    ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD`` of the environment. Raises
    :class:`~kexie_kg.graph.errors.StoreError` if there is no graph that this version can read.
    """
    if "://" in str(path):
        from kexie_kg.server import ServerGraph

        return ServerGraph(str(path), auth, database)
    from kexie_kg.api import KnowledgeGraph

    return KnowledgeGraph(Path(path))
