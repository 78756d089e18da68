"""Building: what is new, replaced, unchanged or said twice, whatever the order of the files."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from building import JIAXING, SHAOXING, Texts, Write, adds_up, outcomes, reader, writer
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg import build as module
from kexie_kg.build import build
from kexie_kg.changes import find_changes
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.manifest import PlanRecord
from kexie_kg.graph.repository import Repository
from kexie_kg.reading import Reading, fingerprint


@pytest.fixture
def texts(root: Path) -> Texts:
    return reader(root)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "plans")


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "graph"


def test_a_first_build_a_second_file_and_the_same_again(graph: Path, write: Write, texts: Texts) -> None:
    jiaxing = write("jiaxing.txt", texts("jiaxing-2020"))
    shaoxing = write("shaoxing.txt", texts("shaoxing-2021"))
    first = build([jiaxing], graph)
    assert (outcomes(first), first.published, first.exit_code) == ([("new", JIAXING, "jiaxing.txt")], True, 0)
    second = build([shaoxing], graph)
    assert outcomes(second) == [("new", SHAOXING[0], "shaoxing.txt")]
    assert sorted(second.manifest.plans) == sorted([JIAXING, SHAOXING[0]]), "plans in the graph stay"
    third = build([shaoxing, jiaxing, jiaxing, f"{Path(jiaxing).parent}/./jiaxing.txt"], graph)
    assert [outcome for outcome, _, _ in outcomes(third)] == ["unchanged", "unchanged"]
    assert (third.files, third.published) == (2, False)
    assert all(map(adds_up, (first, second, third)))


def test_another_text_of_a_plan_replaces_it(graph: Path, write: Write, texts: Texts) -> None:
    build([write("a.txt", texts("jiaxing-2020")), write("b.txt", texts("shaoxing-2021"))], graph)
    corrected = texts("jiaxing-2020").replace("知识网络挑战赛", "知识网络擂台赛")
    assert corrected != texts("jiaxing-2020")
    report = build([write("c.txt", corrected)], graph)
    assert outcomes(report) == [("replaced", JIAXING, "c.txt")]
    assert report.changes.changes[0].note == f"replaces the text of {JIAXING} read from a.txt"
    assert adds_up(report)
    clean = graph.with_name("clean")
    anew = build([write("c.txt", corrected), write("b.txt", texts("shaoxing-2021"))], clean)
    with Repository.open(graph).store("cypher") as store, Repository.open(clean).store("cypher") as other:
        assert store.facts() == other.facts()
    assert report.manifest == anew.manifest


@pytest.mark.parametrize("order", [("a.txt", "b.md"), ("b.md", "a.txt")])
def test_the_same_text_under_another_name_counts_once(
    graph: Path, write: Write, texts: Texts, order: tuple[str, str]
) -> None:
    text = texts("jiaxing-2020")
    contents: dict[str, str | bytes] = {
        "a.txt": text,
        "b.md": text.replace("\n", "\r\n\r\n").replace("（", "(").encode("gb18030"),
    }
    paths = {name: write(name, content) for name, content in contents.items()}
    together = build(paths.values(), graph.with_name("together"))
    assert outcomes(together) == [("new", JIAXING, "a.txt"), ("duplicate", JIAXING, "b.md")]
    assert together.changes.changes[1].note == f"has the same text as {paths['a.txt']}"
    reports = [build([paths[name]], graph) for name in order]
    assert outcomes(reports[1]) == [("duplicate", JIAXING, order[1])]
    assert reports[1].manifest == together.manifest, "whichever came first, the first name in the alphabet is kept"
    assert all(map(adds_up, (together, *reports)))


def test_two_texts_of_one_plan_in_one_build(graph: Path, write: Write, texts: Texts) -> None:
    a, b = write("a.txt", texts("jiaxing-2020")), write("b.txt", texts("jiaxing-2020") + "\n附言。\n")
    report = build([b, a], graph)
    assert outcomes(report) == [("new", JIAXING, "a.txt"), ("rival", JIAXING, "b.txt")]
    assert report.changes.changes[1].note == f"is another text of {JIAXING}, which is read from {a}"
    assert report.manifest.plans[JIAXING].file == "a.txt"
    assert adds_up(report)


def test_a_text_that_is_read_as_another_plan_now_is_no_second_plan(
    graph: Path, write: Write, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write("a.txt", texts("jiaxing-2020"))
    build([file], graph)
    with Repository.writing(graph) as repository:
        (record,) = repository.manifest.plans.values()
        monkeypatch.setattr(module, "find_changes", lambda readings, held: find_changes(readings, misread(record)))
    report = build([file], graph)
    assert (list(report.manifest.plans), report.changes.dropped) == ([JIAXING], ("嘉兴市/2019/工作要点",))


def misread(record: PlanRecord) -> Mapping[str, PlanRecord]:
    return {"嘉兴市/2019/工作要点": replace(record, plan="嘉兴市/2019/工作要点", year=2019)}


def test_without_files_the_graph_is_made_again(graph: Path, write: Write, texts: Texts) -> None:
    with pytest.raises(StoreError, match="no graph is here; make one with"):
        build([], graph)
    assert not graph.exists()
    before = build([write("a.txt", texts("jiaxing-2020"))], graph)
    report = build([], graph)
    assert (report.published, report.exit_code, report.manifest) == (True, 0, before.manifest)
    assert (graph / "CURRENT").read_text("ascii") == "2\n"


def test_stores_of_another_version_are_renewed_by_the_next_build(
    graph: Path,
    write: Write,
    texts: Texts,
) -> None:
    file = write("a.txt", texts("jiaxing-2020"))
    build([file], graph)
    manifest = graph / "generations" / "1" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"schema": "', b'"schema": "0'))
    report = build([file], graph)
    assert (outcomes(report)[0][0], report.published) == ("unchanged", True)
    Repository.open(graph).store("cypher").close()


@given(st.integers(0, 2**32), st.lists(st.sampled_from("abcd"), min_size=1, max_size=6), st.sets(st.sampled_from("pq")))
def test_what_changes_does_not_depend_on_the_order_of_files(seed: int, names: list[str], known: set[str]) -> None:
    readings = [
        Reading(f"{number}/{name}.txt", ((record(name, f"text {name}{number % 2}", "pq"[number % 2]),),))
        for number, name in enumerate(names)
    ]
    held = {plan: record("z", f"old {plan}", plan) for plan in known}
    shuffled = readings[:]
    random.Random(seed).shuffle(shuffled)
    assert find_changes(shuffled, held) == find_changes(readings, held)
    assert sum(change.outcome == "new" for change in find_changes(readings, held).changes) == len(
        find_changes(readings, held).plans
    ) - len(held)


def record(name: str, text: str, plan: str) -> PlanRecord:
    return PlanRecord(plan, 2020, "", "", "", f"{name}.txt", text, text, f"{name} {text}", 0, 0, 0)


def test_a_fingerprint_is_of_what_is_said_and_not_of_how_it_is_set() -> None:
    assert fingerprint("# 一、举办 (第35届)\r\n**大赛**") == fingerprint("一、举办（第３５届）\n　大赛")
    assert fingerprint("举办大赛3场") != fingerprint("举办大赛2场")
