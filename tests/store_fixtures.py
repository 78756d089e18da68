"""Every store behind one fixture: give it a graph, and get the store that holds it, opened to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TypeAlias, cast

import pytest
from bolt_server import BoltServer
from neo4j_fixtures import emptied

from kexie_kg.graph.model import Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import STORES, store_class
from kexie_kg.graph.stores.base import QueryStore, Store

Keep: TypeAlias = Callable[[Graph], Store]
KeepAndAsk: TypeAlias = Callable[[Graph], QueryStore]

ALL = (*STORES, "bolt")
WITH_LANGUAGE = tuple(name for name in ALL if name == "bolt" or hasattr(store_class(name), "language"))


@pytest.fixture(params=ALL)
def keep(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keep]:
    """Puts a graph into a store, closes it, and opens it again."""
    yield from _keeping(request, tmp_path)


@pytest.fixture(params=WITH_LANGUAGE)
def keep_and_ask(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeepAndAsk]:
    """The same with the stores that answer queries."""
    for keep in _keeping(request, tmp_path):
        yield cast(KeepAndAsk, keep)


def _keeping(request: pytest.FixtureRequest, folder: Path) -> Iterator[Keep]:
    schema, numbers = Schema.load(), count()
    with ExitStack() as opened:

        def in_file(graph: Graph) -> Store:
            engine, path = store_class(request.param), folder / str(next(numbers))
            with engine.create(path, schema) as store:
                counts = store.publish(graph)
            assert (counts.nodes, counts.edges) == (len(graph.nodes), len(graph.edges))
            return opened.enter_context(engine.open(path, schema))

        def on_server(graph: Graph) -> Store:
            server: BoltServer = request.getfixturevalue("bolt_server")
            store = opened.enter_context(emptied(server))
            store.publish(graph)
            return cast(Store, store)

        yield on_server if request.param == "bolt" else in_file
