"""Building: what is new, replaced, unchanged or said twice; what fails is named and the rest is built."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg import build as module
from kexie_kg.build import BuildReport, build
from kexie_kg.changes import find_changes
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.manifest import PlanRecord
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.schema import Schema
from kexie_kg.overview import summary
from kexie_kg.reading import Reading, fingerprint

SCHEMA = Schema.load()
Write: TypeAlias = Callable[[str, str | bytes], str]
Texts: TypeAlias = Callable[[str], str]

JIAXING = "嘉兴市科学技术协会/2020/工作要点"
SHAOXING = ("绍兴市科学技术协会/2021/工作要点", "绍兴市科学技术协会/2022/工作要点")


@pytest.fixture
def texts(root: Path) -> Texts:
    return lambda name: (root / "data" / "plans" / f"{name}.txt").read_bytes().decode("utf-8")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file into a folder of plans and returns its path."""

    def write(name: str, content: str | bytes) -> str:
        file = tmp_path / "plans" / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return str(file)

    return write


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "graph"


def outcomes(report: BuildReport) -> list[tuple[str, str, str]]:
    return [(change.outcome, change.plan, Path(change.path).name) for change in report.changes.changes]


def adds_up(report: BuildReport) -> bool:
    """Whether every line of the summary is a true sum, and the graph holds what it says."""
    lines = summary(report, SCHEMA).splitlines()
    assert len(lines) == 7
    for line in lines:
        name_and_total, terms = line.split(" = ")
        signs = {"+": 1, "−": -1}
        words = f"+ {terms}".replace("+ −", "−").split()
        parts = [signs[words[i - 1]] * int(word) for i, word in enumerate(words) if word.isdecimal()]
        assert sum(parts) == int(name_and_total.split()[-1]), line
    files = {change.path for change in report.changes.changes}
    return len(files) + len(report.failures) == report.files


# ---- Outcomes ------------------------------------------------------------------------------------------------------


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


# ---- Bad input -----------------------------------------------------------------------------------------------------

BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\t\n", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "plan.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "plan.docx": (b"PK\x03\x04\x14\x00\x06\x00", "Word"),
    "cut.txt": ("嘉兴市科协2020年工作要点".encode()[:-1], "neither UTF-8 .* nor GB18030"),
    "latin.txt": ("Übersicht der Verbände für Förderung".encode("latin-1"), "neither UTF-8 .* nor GB18030|no issuer"),
    "big5.txt": ("臺北市科學技術協會今年舉辦創新競賽與論壇".encode("big5"), "neither UTF-8 .* nor GB18030"),
    "long.txt": ("嘉兴市科协2020年工作要点\n".encode() + b"1" * 20_000_000, "line 2 .* characters"),
    "no_issuer.txt": ("2020年工作要点\n\n一、举办科普日活动。\n".encode(), "issuer"),
    "no_year.txt": ("嘉兴市科学技术协会工作要点\n\n一、举办科普日活动。\n".encode(), "year"),
}


def test_each_bad_file_is_one_line_and_the_others_are_built(
    graph: Path, write: Write, texts: Texts, tmp_path: Path
) -> None:
    bad = {write(name, content): reason for name, (content, reason) in BAD.items()}
    bad |= {str(tmp_path / "gone.txt"): "no such file", str(tmp_path): "is a directory; add -r to read the plans in it"}
    bad[write(b"\xbc\xce\xd0\xcb.txt".decode("utf-8", "surrogateescape"), texts("wuxi-2021"))] = "not in UTF-8; rename"
    good = [write("good.txt", texts("jiaxing-2020")), write("good.gb", texts("shaoxing-2021").encode("gb18030"))]
    report = build([*bad, *good], graph)
    assert {failure.path for failure in report.failures} == set(bad)
    for failure in report.failures:
        assert failure.message.startswith(f"{failure.path}: ")
        assert "\n" not in failure.message
        assert len(failure.message) < 300 + len(failure.path)
        assert re.search(bad[failure.path], failure.message), failure.message
    assert sorted(report.manifest.plans) == sorted([JIAXING, SHAOXING[0]])
    assert report.exit_code == 1
    assert adds_up(report)


def test_if_every_file_is_bad_the_graph_stays(graph: Path, write: Write, texts: Texts) -> None:
    before = build([write("a.txt", texts("jiaxing-2020"))], graph)
    report = build([write("empty.txt", "")], graph)
    assert (report.exit_code, report.published, report.manifest) == (2, False, before.manifest)
    assert adds_up(report)


def test_a_mistake_of_ours_costs_one_file(
    graph: Path, write: Write, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kexie_kg import loaders

    extract = loaders.extract

    def sometimes(document: object) -> object:
        if "嘉兴" in document.text:  # type: ignore[attr-defined]  # any document
            raise RecursionError("too\ndeep")
        return extract(document)  # type: ignore[arg-type]  # passes on what it was given

    monkeypatch.setattr(loaders, "extract", sometimes)
    report = build([write("a.txt", texts("jiaxing-2020")), write("b.txt", texts("shaoxing-2021"))], graph)
    assert [Path(failure.path).name for failure in report.failures] == ["a.txt"]
    assert "report this mistake with the file" in report.failures[0].message
    assert list(report.manifest.plans) == [SHAOXING[0]]


# ---- Directories, processes, progress ------------------------------------------------------------------------------


def test_all_files_below_a_directory_but_hidden_ones(graph: Path, write: Write, texts: Texts, tmp_path: Path) -> None:
    write("2020/a.txt", texts("jiaxing-2020"))
    write("2021/deep/b.txt", texts("shaoxing-2021"))
    write(".hidden", "")
    write(".git/c.txt", "")
    (tmp_path / "plans" / "nothing").mkdir()
    report = build([str(tmp_path / "plans"), str(tmp_path / "plans" / "nothing")], graph, recursive=True)
    assert sorted(report.manifest.plans) == sorted([JIAXING, SHAOXING[0]])
    assert [failure.message for failure in report.failures] == [f"{tmp_path / 'plans' / 'nothing'}: holds no files"]


class Diary:
    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []
        self.notices: list[str] = []

    def step(self, what: str, done: int, total: int) -> None:
        self.steps.append((what, done, total))

    def notice(self, text: str) -> None:
        self.notices.append(text)
        assert not self.steps, "too late: the work has begun"


def test_progress_is_told_and_a_graph_too_large_is_said_before(
    graph: Path, write: Write, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = Diary()
    build([write("a.txt", texts("jiaxing-2020"))], graph, progress=diary)
    assert diary.steps[0] == ("reading", 1, 1)
    assert diary.steps[-1] == ("publishing", 1, 1)
    assert not diary.notices
    monkeypatch.setattr(module, "EMBEDDED_PLANS", 1)
    diary = Diary()
    build([write("b.txt", texts("shaoxing-2021"))], graph, progress=diary)
    assert len(diary.notices) == 1
    assert "2 plans" in diary.notices[0]
    assert "Neo4j" in diary.notices[0]
