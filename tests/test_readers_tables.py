"""Tables of Word files, web pages and PDFs as rows in order: merged cells, groups, page breaks, tables in cells."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from browser import Browser, chromium
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from plan_files import Table, pdf_file, saved, web_page

from kexie_kg.loaders.readers import read

HEADER = "| 序号 | 重点任务 | 责任部室 |"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as opened:
        yield opened


def lines(folder: Path, raw: bytes) -> list[str]:
    (folder / "plan.bin").write_bytes(raw)
    (document,) = read(folder / "plan.bin")
    return document.text.splitlines()


def test_merged_cells_of_a_word_file(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    words = [["序号", "重点任务", "责任部室"], ["一、学术", "", ""], ["1", "召开年会", "学会部"], ["2", "举办论坛", ""]]
    for row, cells in zip(table.rows, words, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[2]).text = "一、学术"
    table.rows[2].cells[2].merge(table.rows[3].cells[2]).text = "学会部"
    table.rows[2].cells[2].add_paragraph("办公室")
    assert lines(tmp_path, saved(document)) == [
        HEADER, "一、学术", "| 1 | 召开年会 | 学会部　办公室 |", "| 2 | 举办论坛 | 学会部　办公室 |",
    ]  # fmt: skip


def test_a_table_in_a_cell_of_a_word_file_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "1"
    inner = table.rows[0].cells[1].add_table(rows=1, cols=2)
    for cell, text in zip(inner.rows[0].cells, ["召开年会", "学会部"], strict=True):
        cell.text = text
    assert lines(tmp_path, saved(document)) == ["| 1 | 召开年会 学会部 |"]


def test_words_of_a_word_file_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph: Any = document.add_paragraph("海宁市科协")._p
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:p><w:r><w:t>文件</w:t></w:r></w:p>"
    paragraph.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {compatible}><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    for name in ("moveFrom", "moveTo"):
        paragraph.append(parse_xml(f"<w:{name} {nsdecls('w')}><w:r><w:t>〔2020〕</w:t></w:r></w:{name}>"))
    assert lines(tmp_path, saved(document)) == ["海宁市科协文件〔2020〕"]


def test_merged_cells_of_a_web_page(tmp_path: Path) -> None:
    table = (
        "<table><tr><td>序号</td><td>重点任务</td><td>责任部室</td></tr><tr><td colspan=3>一、学术</td></tr>"
        "<tr><td>1</td><td>召开<b>年会</b></td><td rowspan=2><p>学会部</p><p>办公室</p></td></tr>"
        "<tr><td>2</td><td>举办论坛<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table></td></tr>"
        "<tr><td>3</td><td>编|书</td><td rowspan=-1>科普部<br>宣传部</td></tr></table>"
    )
    page = web_page(["办好论坛。"]).replace("<p>&nbsp;&nbsp;办好论坛。</p>".encode(), table.encode())
    assert lines(tmp_path, page) == [
        HEADER, "一、学术", "| 1 | 召开年会 | 学会部　办公室 |", "| 2 | 举办论坛　甲 乙　丙 丁 | 学会部　办公室 |",
        "| 3 | 编 书 | 科普部　宣传部 |",
    ]  # fmt: skip


def test_a_table_over_several_pages_of_a_pdf(tmp_path: Path, browser: Browser) -> None:
    header = (("序号",), ("重点任务",), ("责任部室",))
    name = "召开海宁市科协学术年会并且评选优秀论文、邀请院士专家作报告、组织会员参观科技馆和产业园区"
    rows = [((str(n),), (f"{name}之{n}",), ("学会部", "办公室")) for n in range(1, 41)]
    found = lines(
        tmp_path, pdf_file(["2020年工作清单", Table((header, (("一、学术",),), *rows))], browser, tmp_path, "内部")
    )
    assert found.count("— 2 —") == 1
    assert [line for line in found if not line.startswith(("— ", "内部"))] == [
        "2020年工作清单", HEADER, "一、学术", *(f"| {n} | {name}之{n} | 学会部　办公室 |" for n in range(1, 41)),
    ]  # fmt: skip


def test_merged_cells_of_a_pdf(tmp_path: Path, browser: Browser) -> None:
    document = tmp_path / "page.html"
    document.write_text(
        "<meta charset=utf-8><style>table{border-collapse:collapse}td{border:1px solid;padding:4px;width:9em}</style>"
        "<p>清单<table><tr><td>序号<td>重点任务<td>责任部室<tr><td>1<td>召开年会<td rowspan=2>学会部"
        "<tr><td>2<td>举办论坛</table>",
        "utf-8",
    )
    raw = base64.b64decode(browser.open(document).call("Page.printToPDF")["data"])
    assert lines(tmp_path, raw) == ["清单", HEADER, "| 1 | 召开年会 | 学会部 |", "| 2 | 举办论坛 | 学会部 |"]
