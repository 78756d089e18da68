"""Stores that are files: created once, opened where one is, read by many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from awkward_graph import EXAMPLE, same
from small_graph import small_graph

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.model import Edge, Graph
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import STORES, store_class

SCHEMA = Schema.load()


@pytest.mark.parametrize("name", STORES)
def test_a_store_is_created_once_and_opened_only_where_one_is(name: str, tmp_path: Path) -> None:
    engine = store_class(name)
    with pytest.raises(StoreError, match="absent"):
        engine.open(tmp_path / "absent", SCHEMA)
    with engine.create(tmp_path / "one", SCHEMA) as store:
        store.publish(EXAMPLE)
    with pytest.raises(StoreError, match="exists already"):
        engine.create(tmp_path / "one", SCHEMA)
    (tmp_path / "file").touch()
    for use in (engine.create, engine.open):
        with pytest.raises(StoreError):
            use(tmp_path / "file" / "inside", SCHEMA)
    with engine.open(tmp_path / "one", SCHEMA) as store:
        assert same(store.facts(), EXAMPLE)


@pytest.mark.parametrize("name", STORES)
def test_a_damaged_store_is_an_error_in_one_line(name: str, tmp_path: Path) -> None:
    engine, path = store_class(name), tmp_path / "store"
    with engine.create(path, SCHEMA) as store:
        store.publish(small_graph())
    for file in path.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(StoreError) as caught, engine.open(path, SCHEMA) as store:
        store.facts()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", [name for name in STORES if name != "networkx"])
def test_many_readers_and_none_after_closing(name: str, tmp_path: Path) -> None:
    engine, path = store_class(name), tmp_path / "store"
    with engine.create(path, SCHEMA) as store:
        store.publish(EXAMPLE)
    with engine.open(path, SCHEMA) as one, engine.open(path, SCHEMA) as two:
        assert one.facts() == two.facts() == EXAMPLE
    with pytest.raises(StoreError, match="was closed"):
        one.facts()


@pytest.mark.parametrize(
    "graph",
    [
        replace(EXAMPLE, edges=(Edge("statement/9", "USES", "organization/1", "work/absent", {}),)),
        replace(EXAMPLE, nodes=(*EXAMPLE.nodes, EXAMPLE.nodes[0])),
    ],
    ids=["an end is missing", "an id stands twice"],
)
def test_kglite_refuses_what_it_would_mend(tmp_path: Path, graph: Graph) -> None:
    with (
        store_class("kglite").create(tmp_path / "store", SCHEMA) as store,
        pytest.raises(StoreError, match=r"kept|duplicate"),
    ):
        store.publish(graph)


def test_an_unknown_store_is_answered_with_the_nearest() -> None:
    with pytest.raises(StoreError, match=r'no store "kglit" \(did you mean "kglite"\?\)'):
        store_class("kglit")
