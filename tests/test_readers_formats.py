"""The same plan as text, as a web page and as a Word file gives the same facts."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Contribution, Entity, Fact
from kexie_kg.loaders import extract
from kexie_kg.loaders.readers import read

PLANS = ("jiaxing-2020", "zaozhuang-2019", "yangzhou-2018", "wuxi-2021", "chongqing-2020")
NAVIGATION = (
    '<nav><ul><li><a href="/">首页</a></li><li>通知公告</li></ul></nav><div class="header">网站地图 无障碍浏览</div>'
)
FOOT = '<div class="footer"><span>版权所有 备案号</span></div><script>举办科普日 = 1</script>'


def page(lines: list[str], encoding: str = "utf-8") -> bytes:
    """A page as associations publish them: navigation, the article in a block, a footer, a script."""
    body = "".join(f"<p>&nbsp;&nbsp;{html.escape(line)}</p>\n" for line in lines)
    head = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>工作要点</title></head><body>'
    whole = f'{head}{NAVIGATION}<div id="main"><div class="article" id="zoom">{body}</div></div>{FOOT}</body></html>'
    return whole.encode(encoding)


def word(lines: list[str]) -> bytes:
    """A Word file with a paragraph a line, a header, and deleted words."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 举办秘密论坛"
    for line in lines:
        document.add_paragraph(line)
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "举办已删大赛。"
    run.append(text)
    deleted.append(run)
    last: Any = document.paragraphs[-1]._p
    last.append(deleted)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def facts(path: Path) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
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
    """Without the place in the text that tells two equal targets apart."""
    return entity.name.partition("-")[2] if entity.type == "Target" else entity.name


def check(contribution: Contribution, text: str) -> None:
    facts: list[Fact] = [*contribution.entities, *contribution.relations]
    for fact in facts:
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


def alike(left: set[tuple[str, ...]], right: set[tuple[str, ...]]) -> float:
    return len(left & right) / len(left | right)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("make", [page, word, lambda lines: page(lines, "gb18030")], ids=["html", "docx", "gb18030"])
def test_the_same_facts(root: Path, tmp_path: Path, name: str, make: Callable[[list[str]], bytes]) -> None:
    source = root / "data" / "plans" / f"{name}.txt"
    lines = [line.strip() for line in source.read_text("utf-8-sig").splitlines() if line.strip()]
    plain, other = tmp_path / "plan.txt", tmp_path / "plan.bin"
    plain.write_text("\n".join(lines) + "\n", "utf-8")
    other.write_bytes(make(lines))
    for expected, got in zip(facts(plain), facts(other), strict=True):
        assert len(expected) > 20
        assert alike(expected, got) >= 0.99


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
    article = page(["2020年海宁市科协工作要点", "一、办好“科普日”<活动>。"])
    file.write_bytes(article.replace(b"</div></div>", table.encode() + b"</div></div>", 1))
    (document,) = read(file)
    assert document.text.splitlines() == [
        "2020年海宁市科协工作要点", "一、办好“科普日”<活动>。", "| 序号 | 项目 |", "| 1 | 科普日 |",
    ]  # fmt: skip
    assert document.format == "html"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document/>" + b" " * (150 * 2**20))
    return out.getvalue()


def entities() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{lol}]><x>&l9;&f;</x>'
    out = io.BytesIO(word(["嘉兴市科协2020年工作要点"]))
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = xml.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("content", "said"), [
    (bomb(), "unpacks to more than"), (entities(), "Word file"), (word(["x"])[:2000] + b"word/document.xml", "damaged"),
    (b"<html>" + b"<div>" * 20_000 + b"</html>", "web page"), (b"<html><script>x</script></html>", "without text"),
    (b"PK\x03\x04 nothing", "zip archive"),
], ids=["zip bomb", "entities", "cut", "deep", "no text", "other zip"])  # fmt: skip
def test_hostile_files_are_a_line(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read(file)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)
