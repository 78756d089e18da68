"""networkx: the graph in this process, for algorithms and notebooks, and as a GraphML file for other programs.

GraphML knows neither lists nor dates, and XML refuses control characters: see :mod:`kexie_kg.graph.formats.plain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeAlias
from xml.etree.ElementTree import ParseError

import networkx as nx

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.files import write_whole
from kexie_kg.graph.formats.plain import from_plain, to_plain
from kexie_kg.graph.model import Edge, Graph, Node, Properties
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Counts

MultiDiGraph: TypeAlias = "nx.MultiDiGraph[str]"

_FILE = "graph.graphml"


class NetworkxStore:
    """One graph in one GraphML file."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self._path, self._schema = path, schema

    @classmethod
    def create(cls, path: Path, schema: Schema) -> Self:
        """A new, empty store. Raises :class:`StoreError` if ``path`` exists or cannot be written."""
        try:
            path.mkdir(parents=True)
        except FileExistsError as error:
            raise StoreError(f"{path}: exists already; publish into a new folder") from error
        except OSError as error:
            raise StoreError(f"{path}: cannot be made ({error}); choose another folder") from error
        return cls(path, schema)

    @classmethod
    def open(cls, path: Path, schema: Schema) -> Self:
        """The store in ``path``, to read. Raises :class:`StoreError` if there is none."""
        if not (path / _FILE).is_file():
            raise StoreError(f"{path}: holds no GraphML file; publish the graph again")
        return cls(path, schema)

    def publish(self, graph: Graph) -> Counts:
        """Writes the file, in one step."""
        write_whole(self._path / _FILE, graphml(graph, self._schema))
        return Counts(len(graph.nodes), len(graph.edges))

    def facts(self) -> Graph:
        """Everything that is held: equal to the graph that was published."""
        file = self._path / _FILE
        try:
            return read_graphml(file.read_bytes(), self._schema)
        except (OSError, ParseError, nx.NetworkXError, KeyError, ValueError) as error:
            raise StoreError(f"{file}: cannot be read ({error}); publish the graph again") from error

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def to_networkx(graph: Graph) -> MultiDiGraph:
    """Nodes by id with ``labels`` and their properties; edges keyed by id with ``type`` and their properties."""
    found: MultiDiGraph = nx.MultiDiGraph()
    found.add_nodes_from((node.id, {"labels": node.labels, **node.props}) for node in graph.nodes)
    found.add_edges_from(
        (edge.source, edge.target, edge.id, {"type": edge.type, **edge.props}) for edge in graph.edges
    )  # fmt: skip
    return found


def from_networkx(found: MultiDiGraph) -> Graph:
    """The inverse of :func:`to_networkx`."""
    nodes = [Node(id_, data["labels"], _without(data, "labels")) for id_, data in found.nodes(data=True)]
    edges = [
        Edge(key, data["type"], source, target, _without(data, "type"))
        for source, target, key, data in found.edges(keys=True, data=True)
    ]
    return Graph(tuple(sorted(nodes, key=lambda n: n.id)), tuple(sorted(edges, key=lambda e: e.id)))


def graphml(graph: Graph, schema: Schema) -> bytes:
    """The graph as GraphML in UTF-8: the same bytes for the same graph."""
    del schema  # GraphML has no use for it
    found = to_networkx(graph)
    for *_, data in (*found.nodes(data=True), *found.edges(data=True)):
        data.update({name: to_plain(value) for name, value in data.items()})
    out = BytesIO()
    nx.write_graphml_xml(found, out)  # the writer in pure Python: another one is used where lxml is installed
    return out.getvalue()


def read_graphml(data: bytes, schema: Schema) -> Graph:
    """The inverse of :func:`graphml`; the schema knows which texts are dates and which are lists."""
    found: MultiDiGraph = nx.read_graphml(BytesIO(data), force_multigraph=True)
    for *_, values in (*found.nodes(data=True), *found.edges(data=True)):
        values.update({name: from_plain(name, value, schema) for name, value in values.items()})
    return from_networkx(found)


def _without(data: Mapping[str, Any], name: str) -> Properties:
    return MappingProxyType({key: data[key] for key in sorted(data) if key != name})
