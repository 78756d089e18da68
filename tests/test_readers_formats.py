"""The same plan as text, as a web page, as a Word file and as a PDF gives the same facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import docx
import pytest
from browser import Browser, chromium
from docx.oxml.ns import qn
from plan_files import Block, Table, blocks, pdf_file, texts, web_page, whole_paragraphs, word_file

from kexie_kg.graph.model import Contribution, Entity, Fact
from kexie_kg.loaders import extract
from kexie_kg.loaders.readers import read

Facts: TypeAlias = tuple[set[tuple[str, ...]], set[tuple[str, ...]]]

PLANS = ("jiaxing-2020", "zaozhuang-2019", "yangzhou-2018", "wuxi-2021", "chongqing-2020")


def facts(path: Path) -> Facts:
    (document,) = read(path)
    (contribution,) = extract(document)
    check(contribution, document.text)
    names = {e.id: _name(e) for e in contribution.entities}
    entities: set[tuple[str, ...]] = {(e.type, names[e.id], e.scope) for e in contribution.entities}
    relations: set[tuple[str, ...]] = {
        (r.type, names[r.source], names[r.target], r.modality) for r in contribution.relations
    }
    return entities, relations


def _name(entity: Entity) -> str:
    """Without white space, and without the place in the text that tells two equal targets apart."""
    name = entity.name.partition("-")[2] if entity.type == "Target" else entity.name
    return "".join(name.split())


def check(contribution: Contribution, text: str) -> None:
    facts: list[Fact] = [*contribution.entities, *contribution.relations]
    for fact in facts:
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


def alike(left: set[tuple[str, ...]], right: set[tuple[str, ...]]) -> float:
    return len(left & right) / len(left | right)


FORMATS: dict[str, Callable[[list[Block]], bytes]] = {
    "html": web_page,
    "html in gb18030": lambda plan: web_page(plan, "gb18030"),
    "html that names another encoding": lambda plan: web_page(plan).replace(b'charset="utf-8"', b'charset="gb2312"'),
    "docx": word_file,
    "docx with automatic numbers": lambda plan: word_file(plan, numbered=True),
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as opened:
        yield opened


@pytest.fixture(scope="module")
def plain(root: Path) -> dict[str, Facts]:
    """The facts of the real plans in text."""
    return {name: facts(root / "data" / "plans" / f"{name}.txt") for name in PLANS}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_facts(root: Path, tmp_path: Path, plain: dict[str, Facts], name: str, form: str) -> None:
    other = tmp_path / "plan.bin"
    other.write_bytes(FORMATS[form](blocks(root / "data" / "plans" / f"{name}.txt")))
    compare(plain[name], facts(other))


@pytest.mark.parametrize("name", PLANS)
def test_the_same_facts_in_a_printed_pdf(
    root: Path, tmp_path: Path, browser: Browser, plain: dict[str, Facts], name: str
) -> None:
    other = tmp_path / "plan.txt"
    plan = whole_paragraphs(root / "data" / "plans" / f"{name}.txt")
    other.write_bytes(pdf_file(plan, browser, tmp_path, "内部文件 注意保存"))
    (document,) = read(other)
    assert (document.format, document.text.count("— 2 —"), document.text.count("“")) == (
        "pdf", 1, sum(words.count("“") for words in texts(plan)),
    )  # fmt: skip
    compare(plain[name], facts(other))


def compare(expected: Facts, got: Facts) -> None:
    for one, other in zip(expected, got, strict=True):
        assert len(one) > 20
        assert alike(one, other) >= 0.99, (one - other, other - one)


def test_the_table_of_the_tests_is_one(root: Path) -> None:
    table = blocks(root / "data" / "plans" / "chongqing-2020.txt")[-1]
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows].count(3) == 41
    assert [row[0][0][:2] for row in table.rows if len(row) == 1] == ["一、", "二、", "三、", "四、"]
    assert sum(len(row[-1]) > 1 for row in table.rows) >= 8


def test_word_numbers_are_printed_as_word_prints_them(tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("建设科技馆", "举办科普日"):
        document.add_paragraph(words, style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip((c for r in table.rows for c in r.cells), ("序号", "项目", "1", "科普|大赛"), strict=True):
        cell.text = words
    document.add_paragraph("完。")
    document.save(str(tmp_path / "list.docx"))
    (read_back,) = read(tmp_path / "list.docx")
    assert read_back.text.splitlines() == [
        "1.建设科技馆", "2.举办科普日", "| 序号 | 项目 |", "| 1 | 科普 大赛 |", "完。",
    ]  # fmt: skip


@pytest.mark.parametrize(("style", "template", "printed"), [
    ("chineseCountingThousand", "%1、", ["一、", "二、"]), ("chineseCounting", "（%1）", ["（一）", "（二）"]),
    ("decimalEnclosedCircle", "%1", ["①", "②"]), ("bullet", "●", ["", ""]),
])  # fmt: skip
def test_number_formats(tmp_path: Path, style: str, template: str, printed: list[str]) -> None:
    document = docx.Document()
    for words in ("建设科技馆", "举办科普日"):
        document.add_paragraph(words, style="List Number")
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        level.find(qn("w:numFmt")).set(qn("w:val"), style)
        level.find(qn("w:lvlText")).set(qn("w:val"), template)
    document.save(str(tmp_path / "list.docx"))
    (read_back,) = read(tmp_path / "list.docx")
    assert read_back.text.splitlines() == [f"{printed[0]}建设科技馆", f"{printed[1]}举办科普日"]


def test_tables_and_furniture_of_a_page(tmp_path: Path) -> None:
    file = tmp_path / "page.htm"
    table = "<table><tr><th>序号</th><th>项目</th></tr><tr><td>1</td><td><b>科普</b>日</td></tr></table>"
    article = web_page(["2020年海宁市科协工作要点", "一、办好“科普日”<活动>。"])
    file.write_bytes(article.replace(b"</div></div>", table.encode() + b"</div></div>", 1))
    (document,) = read(file)
    assert document.text.splitlines() == [
        "2020年海宁市科协工作要点", "一、办好“科普日”<活动>。", "| 序号 | 项目 |", "| 1 | 科普日 |",
    ]  # fmt: skip
    assert document.format == "html"
