"""Same plans, same bytes: whatever the hash seed, the order of the files and the number of processes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kexie_kg.graph.rdf import Vocabulary, lines
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.canonical import dump


@dataclass(frozen=True, slots=True)
class Way:
    """One way to build the same graph."""

    seed: str
    backwards: bool
    jobs: int
    builds: int
    """In how many steps; the plans are dealt out to them in turn."""


WAYS = (Way("1", False, 1, 1), Way("2", True, 2, 1), Way("3", True, 1, 3))


def run(arguments: Sequence[str], seed: str) -> str:
    """Output of the command in a new interpreter."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-m", "kexie_kg", *arguments], env=environment, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def files(root: Path) -> list[str]:
    found = sorted(str(file) for file in (root / "data" / "plans").glob("*.txt"))
    assert len(found) >= 19
    return found


@pytest.fixture(scope="module")
def graphs(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same graph, built in each way."""
    paths = []
    for way in WAYS:
        path = tmp_path_factory.mktemp("way") / "graph"
        for step in range(way.builds):
            chosen = files[step :: way.builds]
            order = chosen[::-1] if way.backwards else chosen
            run(["build", *order, "--jobs", str(way.jobs), "--graph", str(path)], way.seed)
        paths.append(path)
    return paths


def bytes_below(folder: Path) -> dict[str, str]:
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.rglob("*")}


def same(values: Sequence[object]) -> bool:
    assert len(values) == len(WAYS)
    return all(value == values[0] for value in values)


def test_contributions_texts_and_manifests_are_the_same_bytes(files: list[str], graphs: list[Path]) -> None:
    for folder in ("contributions", "texts"):
        found = [bytes_below(path / folder) for path in graphs]
        assert len(found[0]) == len(files)
        assert same(found)
    assert same([manifest(path).read_bytes() for path in graphs])


def manifest(path: Path) -> Path:
    return path / "generations" / (path / "CURRENT").read_text("ascii").strip() / "manifest.json"


@pytest.mark.parametrize("language", ["cypher", "sparql"])
def test_every_store_holds_the_same_nodes_and_edges(graphs: list[Path], language: str) -> None:
    dumps = []
    for path in graphs:
        with Repository.open(path).store("cypher" if language == "cypher" else "sparql") as store:
            dumps.append(list(dump(store.facts())))
    assert len(dumps[0]) > 5_000
    assert same(dumps)


def test_sorted_quads_are_the_same_bytes(graphs: list[Path]) -> None:
    vocabulary = Vocabulary.of(Schema.load())
    quads = []
    for path in graphs:
        with Repository.open(path).store("sparql") as store:
            quads.append("".join(sorted(lines(store.facts(), vocabulary))).encode("utf-8"))
    assert quads[0].count(b"\n") > 30_000
    assert same(quads)


def test_extract_prints_the_same_bytes(files: list[str]) -> None:
    printed = [run(["extract", *order], seed) for order, seed in ((files, "1"), (files[::-1], "2"))]
    assert printed[0].count('"document"') == len(files)
    assert printed[0] == printed[1]
