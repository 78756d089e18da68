"""The small graph on disk, and a process for each language that answers ad-hoc queries of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from small_graph import small_graph

from kexie_kg.graph.repository import EMBEDDED, engines
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language
from kexie_kg.queries.sandbox import Sandbox


@pytest.fixture(scope="module")
def store_folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Language, Path]:
    """The store of each language."""
    top = tmp_path_factory.mktemp("stores")
    for name, engine in engines().items():
        with engine.create(top / name, Schema.load()) as store:
            store.publish(small_graph())
    return {language: top / name for language, name in EMBEDDED.items()}


@pytest.fixture(scope="module")
def sandboxes(store_folders: Mapping[Language, Path]) -> Iterator[Mapping[Language, Sandbox]]:
    """What answers each language; ended with the module."""
    opened = {language: Sandbox(language, folder) for language, folder in store_folders.items()}
    yield opened
    for sandbox in opened.values():
        sandbox.close()
