"""A build that is killed at any moment leaves the graph before it or the one it was making, whole; nothing between.

The killed build kills itself just before its n-th operation on files in the graph directory, so that each moment can
be tried again; engines also write by themselves, so some builds are killed from outside while they publish.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from kexie_kg.build import build
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.repository import Repository

SEED = 20201124
MOMENTS = 6

BUILD = """
import os, signal, sys
from pathlib import Path

graph, moment, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir"}
count = 0

def watch(event, arguments):
    global count
    if event in EVENTS and any(str(argument).startswith(graph) for argument in arguments[:2]):
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)

from kexie_kg.build import build

class Teller:
    def step(self, what, done, total):
        print(what, done, flush=True)
    def notice(self, text):
        pass

build(files, Path(graph), jobs=1, progress=Teller())
print("operations", count)
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A graph directory before and after a build of two files, one of which replaces a plan."""

    before: Path
    files: tuple[str, ...]
    old: Graph
    new: Graph
    operations: int
    """That a build in ``before`` makes in its directory."""
    seconds: float
    """That it takes to publish."""


def facts(path: Path) -> Graph:
    """What both stores hold."""
    repository = Repository.open(path)
    with repository.store("cypher") as one, repository.store("sparql") as other:
        graph = one.facts()
        assert graph == other.facts()
    return graph


def start(graph: Path, files: tuple[str, ...], moment: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(graph), str(moment), *files], stdout=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def scene(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    plans = root / "data" / "plans"
    changed = folder / "jiaxing-2020.txt"
    changed.write_bytes(
        (plans / changed.name).read_bytes().replace("知识网络挑战赛".encode(), "知识网络擂台赛".encode())
    )
    before = folder / "before"
    build([str(plans / "jiaxing-2020.txt"), str(plans / "yangzhou-2018.txt")], before)
    files = (str(changed), str(plans / "zaozhuang-2019.txt"))
    after = folder / "after"
    shutil.copytree(before, after)
    process, publishing, output = start(after, files), 0.0, []
    assert process.stdout is not None
    for line in process.stdout:
        output.append(line.split())
        if output[-1] == ["publishing", "0"]:
            publishing = time.monotonic()
    seconds = time.monotonic() - publishing
    assert process.wait() == 0
    assert output[-1][0] == "operations"
    return Scene(before, files, facts(before), facts(after), int(output[-1][1]), seconds)


def moments(operations: int, soak: bool) -> list[int]:
    """One in each part of the build, or every one."""
    if soak:
        return list(range(1, operations + 1))
    random_ = random.Random(SEED)
    edges = [operations * part // MOMENTS for part in range(MOMENTS + 1)]
    return [random_.randint(low + 1, high) for low, high in pairwise(edges)]


def leftovers(path: Path) -> list[str]:
    """Files that neither the current graph nor the one before needs."""
    current = int((path / "CURRENT").read_text("ascii"))
    kept = [path / "generations" / str(number) for number in (current - 1, current)]
    records = [
        record
        for folder in kept
        if folder.exists()
        for record in json.loads((folder / "manifest.json").read_bytes())["plans"]
    ]
    needed = {path / "contributions" / f"{record['contribution']}.jsonl" for record in records}
    needed |= {path / "texts" / f"{record['text']}.txt.gz" for record in records}
    needed |= {path / name for name in ("CURRENT", "format.json", "lock")}
    files = {file for file in path.rglob("*") if file.is_file()}
    return sorted(str(f) for f in files - needed if not any(f.is_relative_to(folder) for folder in kept))


def test_a_build_killed_at_any_moment_changes_all_or_nothing(scene: Scene, tmp_path: Path, soak: bool) -> None:
    seen = {"old": 0, "new": 0}
    tried = moments(scene.operations, soak)
    assert len(tried) >= MOMENTS
    for moment in tried:
        path = tmp_path / str(moment)
        shutil.copytree(scene.before, path)
        killed = start(path, scene.files, moment)
        killed.communicate()
        assert killed.returncode == -signal.SIGKILL
        seen[state(path, scene)] += 1
        recover(path, scene)
    assert seen["old"] > 0, "no build was killed before it switched: the moments are not what they seem"


def state(path: Path, scene: Scene) -> str:
    graph = facts(path)
    assert graph in (scene.old, scene.new)
    return "old" if graph == scene.old else "new"


def recover(path: Path, scene: Scene) -> None:
    """The next build completes and cleans up."""
    report = build(scene.files, path)
    assert report.exit_code == 0
    assert facts(path) == scene.new
    assert leftovers(path) == []


def test_just_before_and_just_after_the_switch(scene: Scene, tmp_path: Path) -> None:
    """The graph is the old one up to some operation and the new one from then on: there is one switch."""
    states = []
    for moment in range(scene.operations - 8, scene.operations + 1):
        path = tmp_path / str(moment)
        shutil.copytree(scene.before, path)
        start(path, scene.files, moment).communicate()
        states.append(state(path, scene))
    assert states == sorted(states, reverse=True)
    assert set(states) == {"old", "new"}


def test_a_build_killed_while_engines_write(scene: Scene, tmp_path: Path, soak: bool) -> None:
    random_ = random.Random(SEED)
    for number in range(50 if soak else 3):
        path = tmp_path / str(number)
        shutil.copytree(scene.before, path)
        process = start(path, scene.files)
        assert process.stdout is not None
        while process.stdout.readline().split() != ["publishing", "0"]:
            assert process.poll() is None
        time.sleep(scene.seconds * random_.random())
        process.kill()
        process.communicate()
        state(path, scene)
        recover(path, scene)


def test_a_first_build_that_is_killed_leaves_no_graph_and_is_no_hindrance(scene: Scene, tmp_path: Path) -> None:
    expected = build(scene.files, tmp_path / "clean").manifest.plans
    for moment in (1, 3, 9, 20):
        path = tmp_path / str(moment)
        start(path, scene.files, moment).communicate()
        with pytest.raises(StoreError, match="make one with: kexie build"):
            Repository.open(path)
        assert build(scene.files, path).exit_code == 0
        assert leftovers(path) == []
        assert Repository.open(path).manifest.plans == expected
