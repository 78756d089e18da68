"""Graph directories that cannot be read: none is here, of another version, or damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from directories import JIAXING, Plans, add, read_plans

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.repository import Repository


@pytest.fixture(scope="module")
def plans(root: Path) -> Plans:
    return read_plans(root)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph"


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
def test_another_format_asks_for_a_rebuild(path: Path, plans: Plans, other: object) -> None:
    add(path, plans[JIAXING])
    (path / "format.json").write_text(json.dumps({"format": other}), "utf-8")
    message = f"graph of format {other}, this version reads format 1; build it again"
    with pytest.raises(StoreError, match=message):
        Repository.open(path)
    with pytest.raises(StoreError, match=message), Repository.writing(path):
        pass


@pytest.mark.parametrize("name", ["kglite", "pyoxigraph", "schema"])
def test_stores_of_other_versions_ask_for_a_renewal(path: Path, plans: Plans, name: str) -> None:
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
def test_damage_is_said_in_one_line(path: Path, plans: Plans, file: str, content: bytes) -> None:
    add(path, plans[JIAXING])
    (path / file).write_bytes(content)
    with pytest.raises(StoreError, match=r"(damaged|cannot be read).*; remove .* and build") as caught:
        Repository.open(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", ["removed", "truncated", "changed"])
def test_damaged_facts_and_texts_are_noticed_and_put_right(path: Path, plans: Plans, damage: str) -> None:
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


def test_an_unknown_plan_is_named_with_the_nearest_one(path: Path, plans: Plans) -> None:
    add(path, plans[JIAXING])
    with pytest.raises(StoreError, match=r'no plan "嘉兴市科协/2020/工作要点" .did you mean "嘉兴市科学技术协会/2020'):
        Repository.open(path).record("嘉兴市科协/2020/工作要点")
