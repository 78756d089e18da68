"""The graph directory: publishing is all or nothing, readers keep what they opened, and nothing foreign is touched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from directories import JIAXING, ZAOZHUANG, Plans, add, generations, held, read_plans
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg.graph import repository as module
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.manifest import Manifest, PlanRecord, Tally
from kexie_kg.graph.model import Graph
from kexie_kg.graph.repository import Repository, engines
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Counts


@pytest.fixture(scope="module")
def plans(root: Path) -> Plans:
    return read_plans(root)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph"


# ---- Publishing ----------------------------------------------------------------------------------------------------


def test_what_is_published_is_read_again(path: Path, plans: Plans) -> None:
    graph = add(path, *plans.values())
    repository = Repository.open(path)
    assert held(repository) == [graph, graph]
    assert sum(repository.manifest.tally.nodes.values()) == len(graph.nodes)
    assert sum(repository.manifest.tally.edges.values()) == len(graph.edges)
    assert len(repository.manifest.plans) == 2
    for document, contribution in plans.values():
        record = repository.record(contribution.plan)
        assert (record.year, record.file) == (contribution.year, contribution.file)
        assert record.issuer == contribution.plan.partition("/")[0]
        assert repository.contribution(record) == contribution
        assert repository.text(record) == document.text


def test_readers_keep_the_graph_they_opened(path: Path, plans: Plans) -> None:
    first = add(path, plans[JIAXING])
    reader = Repository.open(path)
    second = add(path, plans[ZAOZHUANG])
    assert held(reader) == [first, first]
    assert reader.text(reader.record(plans[JIAXING][1].plan)) == plans[JIAXING][0].text
    assert held(Repository.open(path)) == [second, second]


def test_only_the_current_graph_and_the_one_before_take_space(path: Path, plans: Plans) -> None:
    for _ in range(3):
        add(path, plans[JIAXING])
    add(path, plans[ZAOZHUANG])
    assert generations(path) == {"3", "4"}
    assert len(list((path / "contributions").iterdir())) == len(list((path / "texts").iterdir())) == 2
    add(path, plans[ZAOZHUANG])
    assert generations(path) == {"4", "5"}
    assert len(list((path / "contributions").iterdir())) == len(list((path / "texts").iterdir())) == 1


class BrokenStore:
    """Takes a graph and loses some of it."""

    @classmethod
    def create(cls, path: Path, schema: Schema) -> BrokenStore:
        return cls()

    def publish(self, graph: Graph) -> Counts:
        return Counts(len(graph.nodes), len(graph.edges) - 1)

    def __enter__(self) -> BrokenStore:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_a_store_that_loses_an_edge_is_not_published(path: Path, plans: Plans, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, kept = add(path, plans[JIAXING]), engines()
    with monkeypatch.context() as patch, pytest.raises(StoreError, match="not the whole graph; nothing was published"):
        patch.setattr(module, "engines", lambda: {**kept, "oxigraph": BrokenStore})
        add(path, plans[ZAOZHUANG])
    assert held(Repository.open(path)) == [graph, graph]
    again = add(path, *plans.values())
    assert held(Repository.open(path)) == [again, again]


def test_leftovers_go_and_what_is_not_ours_stays(path: Path, plans: Plans) -> None:
    add(path, plans[JIAXING])
    (path / "generations" / "2" / "kglite").mkdir(parents=True)
    (path / "contributions" / ".unfinished-1-x.jsonl").touch()
    (path / "texts" / f"{'0' * 64}.txt.gz").touch()
    (path / ".unfinished-1-CURRENT").touch()
    (path / "judgements.txt").write_text("same A B", "utf-8")
    graph = add(path, plans[JIAXING])
    assert generations(path) == {"1", "2"}
    assert held(Repository.open(path)) == [graph, graph]
    assert not list(path.rglob(".*"))
    assert len(list((path / "texts").iterdir())) == 1
    assert (path / "judgements.txt").exists()


# ---- One writer ----------------------------------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from typing import get_args
from kexie_kg.graph.repository import Repository
with Repository.writing(Path(sys.argv[1])):
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing to the directory."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    yield process
    process.kill()
    process.communicate()


def test_one_process_writes_at_a_time_and_a_killed_one_holds_up_nobody(
    path: Path, plans: Plans, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(StoreError, match="another process is building here; wait"):
        add(path, plans[JIAXING])
    holder.kill()
    holder.wait()
    graph = add(path, plans[JIAXING])
    assert held(Repository.open(path)) == [graph, graph]


# ---- The manifest --------------------------------------------------------------------------------------------------

_TEXT = st.text(max_size=5)
_COUNT = st.integers(0, 10**9)
RECORDS = st.builds(PlanRecord, _TEXT, st.integers(1949, 2100), *[_TEXT] * 7, *[_COUNT] * 3)


@given(st.lists(RECORDS, unique_by=lambda r: r.plan), st.dictionaries(_TEXT, _COUNT))
def test_a_manifest_survives_its_file_and_the_order_of_plans(records: list[PlanRecord], counts: dict[str, int]) -> None:
    manifest = Manifest({r.plan: r for r in records}, {"kglite": "1"}, Tally(counts, {}))
    assert Manifest.load(manifest.dump(), "here") == manifest
    empty = Graph((), ())
    forwards, backwards = (Manifest.of(order, empty, Schema.load()).dump() for order in (records, records[::-1]))
    assert forwards == backwards
