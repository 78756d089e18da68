"""The graph directory: publishing is all or nothing, readers keep what they opened, and nothing foreign is touched."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg.graph import repository as module
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.manifest import Manifest, PlanRecord, Tally
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Document, Graph
from kexie_kg.graph.repository import Repository, keep_contribution, keep_text
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores import store_class
from kexie_kg.graph.stores.base import Counts, Language
from kexie_kg.loaders import extract, read

SCHEMA = Schema.load()
JIAXING, ZAOZHUANG = "jiaxing-2020.txt", "zaozhuang-2019.txt"


@pytest.fixture(scope="module")
def plans(root: Path) -> Mapping[str, tuple[Document, Contribution]]:
    """A document and its only plan, by file name."""
    found = {}
    for name in (JIAXING, ZAOZHUANG):
        (document,) = read(root / "data" / "plans" / name)
        (contribution,) = extract(document)
        found[name] = (document, contribution)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph"


def add(path: Path, *plans: tuple[Document, Contribution]) -> Graph:
    """Publishes the graph of exactly these plans."""
    with Repository.writing(path) as repository:
        records = []
        for document, contribution in plans:
            keep_text(path, document.text)
            records.append(PlanRecord.of(contribution, keep_contribution(path, contribution), document.text, SCHEMA))
        graph = merge((contribution for _, contribution in plans), SCHEMA)
        repository.publish(records, graph, SCHEMA)
    return graph


def held(repository: Repository) -> list[Graph]:
    """What each store holds."""
    graphs, languages = [], get_args(Language)
    assert len(languages) == 2
    for language in languages:
        with repository.store(language) as store:
            assert store.language == language
            graphs.append(store.facts())
    return graphs


def generations(path: Path) -> set[str]:
    return {folder.name for folder in (path / "generations").iterdir()}


# ---- Publishing ----------------------------------------------------------------------------------------------------


def test_what_is_published_is_read_again(path: Path, plans: Mapping[str, tuple[Document, Contribution]]) -> None:
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


def test_readers_keep_the_graph_they_opened(path: Path, plans: Mapping[str, tuple[Document, Contribution]]) -> None:
    first = add(path, plans[JIAXING])
    reader = Repository.open(path)
    second = add(path, plans[ZAOZHUANG])
    assert held(reader) == [first, first]
    assert reader.text(reader.record(plans[JIAXING][1].plan)) == plans[JIAXING][0].text
    assert held(Repository.open(path)) == [second, second]


def test_only_the_current_graph_and_the_one_before_take_space(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]]
) -> None:
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


def test_a_store_that_loses_an_edge_is_not_published(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = add(path, plans[JIAXING])
    with monkeypatch.context() as patch, pytest.raises(StoreError, match="not the whole graph; nothing was published"):
        patch.setattr(module, "store_class", lambda name: BrokenStore if name == "oxigraph" else store_class(name))
        add(path, plans[ZAOZHUANG])
    assert held(Repository.open(path)) == [graph, graph]
    again = add(path, *plans.values())
    assert held(Repository.open(path)) == [again, again]


def test_leftovers_go_and_what_is_not_ours_stays(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]]
) -> None:
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
    path: Path, plans: Mapping[str, tuple[Document, Contribution]], holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(StoreError, match="another process is building here; wait"):
        add(path, plans[JIAXING])
    holder.kill()
    holder.wait()
    graph = add(path, plans[JIAXING])
    assert held(Repository.open(path)) == [graph, graph]


# ---- Directories that cannot be read -------------------------------------------------------------------------------


def test_where_no_graph_is(path: Path) -> None:
    with pytest.raises(StoreError, match="no graph is here; make one with: kexie build PLANS"):
        Repository.open(path)
    path.mkdir()
    with pytest.raises(StoreError, match="is no graph directory; make one"):
        Repository.open(path)
    with Repository.writing(path):
        pass
    with pytest.raises(StoreError, match="no graph was finished here; make one"):
        Repository.open(path)


def test_a_folder_of_other_things_is_never_written_to(path: Path) -> None:
    path.mkdir()
    (path / "thesis.docx").touch()
    (path / "contributions").mkdir()
    with pytest.raises(StoreError, match=r"holds thesis\.docx; name a new directory"), Repository.writing(path):
        pass
    assert sorted(file.name for file in path.iterdir()) == ["contributions", "thesis.docx"]
    with pytest.raises(StoreError, match="is a file; name a new directory"), Repository.writing(path / "thesis.docx"):
        pass


@pytest.mark.parametrize("other", [0, 2, "1"])
def test_another_format_asks_for_a_rebuild(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]], other: object
) -> None:
    add(path, plans[JIAXING])
    (path / "format.json").write_text(json.dumps({"format": other}), "utf-8")
    message = f"graph of format {other}, this version reads format 1; build it again"
    with pytest.raises(StoreError, match=message):
        Repository.open(path)
    with pytest.raises(StoreError, match=message), Repository.writing(path):
        pass


@pytest.mark.parametrize("name", ["kglite", "pyoxigraph", "schema"])
def test_stores_of_other_versions_ask_for_a_renewal(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]], name: str
) -> None:
    add(path, plans[JIAXING])
    file = path / "generations" / "1" / "manifest.json"
    raw = json.loads(file.read_bytes())
    raw["made_by"][name] = "0.1"
    file.write_text(json.dumps(raw), "utf-8")
    repository = Repository.open(path)
    with pytest.raises(
        StoreError, match=f"made with {name} 0.1, here is .*; renew it from its facts with: kexie build"
    ):
        repository.store("cypher")
    assert repository.contribution(repository.record(plans[JIAXING][1].plan)) == plans[JIAXING][1]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("format.json", b"{"),
        ("format.json", b"[]"),
        ("CURRENT", b""),
        ("CURRENT", b"\xff\xfe"),
        ("CURRENT", b"9\n"),
        ("generations/1/manifest.json", b"{}"),
        ("generations/1/manifest.json", b"\x00" * 100),
    ],
)
def test_damage_is_said_in_one_line(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]], file: str, content: bytes
) -> None:
    add(path, plans[JIAXING])
    (path / file).write_bytes(content)
    with pytest.raises(StoreError, match=r"(damaged|cannot be read).*; remove .* and build") as caught:
        Repository.open(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", ["removed", "truncated", "changed"])
def test_damaged_facts_and_texts_are_noticed_and_put_right(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]], damage: str
) -> None:
    graph = add(path, plans[JIAXING])
    for file in (*(path / "contributions").iterdir(), *(path / "texts").iterdir()):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        if damage == "removed":
            file.unlink()
        else:
            file.write_bytes(data if damage == "changed" else data[:-100])
    repository = Repository.open(path)
    record = repository.record(plans[JIAXING][1].plan)
    for ask in (repository.contribution, repository.text):
        with pytest.raises(StoreError, match="build its plan again"):
            ask(record)
    assert add(path, plans[JIAXING]) == graph
    assert repository.contribution(record) == plans[JIAXING][1]
    assert repository.text(record) == plans[JIAXING][0].text


def test_an_unknown_plan_is_named_with_the_nearest_one(
    path: Path, plans: Mapping[str, tuple[Document, Contribution]]
) -> None:
    add(path, plans[JIAXING])
    with pytest.raises(StoreError, match=r'no plan "嘉兴市科协/2020/工作要点" .did you mean "嘉兴市科学技术协会/2020'):
        Repository.open(path).record("嘉兴市科协/2020/工作要点")


# ---- The manifest --------------------------------------------------------------------------------------------------

_TEXT = st.text(max_size=5)
_COUNT = st.integers(0, 10**9)
RECORDS = st.builds(PlanRecord, _TEXT, st.integers(1949, 2100), *[_TEXT] * 7, *[_COUNT] * 3)


@given(st.lists(RECORDS, unique_by=lambda r: r.plan), st.dictionaries(_TEXT, _COUNT))
def test_a_manifest_survives_its_file_and_the_order_of_plans(records: list[PlanRecord], counts: dict[str, int]) -> None:
    manifest = Manifest({r.plan: r for r in records}, {"kglite": "1"}, Tally(counts, {}))
    assert Manifest.load(manifest.dump(), "here") == manifest
    empty = Graph((), ())
    forwards, backwards = (Manifest.of(order, empty, SCHEMA).dump() for order in (records, records[::-1]))
    assert forwards == backwards
