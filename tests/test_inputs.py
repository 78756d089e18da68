"""What is given to a build: bad files are one line each and cost nobody else anything; directories; progress."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import JIAXING, SHAOXING, Texts, Write, adds_up, reader, writer

from kexie_kg import build as module
from kexie_kg import loaders, open_graph
from kexie_kg.build import build
from kexie_kg.graph.model import Contribution, Document
from kexie_kg.loaders.stages import Stages


@pytest.fixture
def texts(root: Path) -> Texts:
    return reader(root)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "plans")


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "graph"


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\t\n", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "plan.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "plan.docx": (b"PK\x03\x04\x14\x00\x06\x00", "Word"),
    "cut.txt": ("嘉兴市科协2020年工作要点".encode()[:-1], "UTF-8"),
    "latin.txt": ("Übersicht der Verbände für Förderung".encode("latin-1"), "UTF-8|issuer"),
    "big5.txt": ("臺北市科學技術協會今年舉辦創新競賽與論壇".encode("big5"), "UTF-8"),
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
    (loop := tmp_path / "loop.txt").symlink_to(loop)
    bad[str(loop)] = "no such file"
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


def test_separators_of_lines_and_paragraphs_are_characters_like_others(graph: Path, write: Write, texts: Texts) -> None:
    text = texts("shaoxing-2021").replace("党史学习教育", "党史\u2028学习\u2029教育")
    assert text.count("\u2028") > 0
    report = build([write("odd.txt", text), write("good.txt", texts("jiaxing-2020"))], graph)
    assert report.failures == ()
    with open_graph(graph) as g:
        (plan,) = (key for key in g.texts() if key.startswith("绍兴"))
        assert g.texts()[plan] == text
        assert g.check().rows.rows == ()


def test_if_every_file_is_bad_the_graph_stays(graph: Path, write: Write, texts: Texts) -> None:
    before = build([write("a.txt", texts("jiaxing-2020"))], graph)
    report = build([write("empty.txt", "")], graph)
    assert (report.exit_code, report.published, report.manifest) == (2, False, before.manifest)
    assert adds_up(report)


def test_a_mistake_of_ours_costs_one_file(
    graph: Path, write: Write, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = loaders.extract

    def sometimes(document: Document, without: Stages) -> tuple[Contribution, ...]:
        if "嘉兴" in document.text:
            raise RecursionError("too\ndeep")
        return extract(document, without)

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
