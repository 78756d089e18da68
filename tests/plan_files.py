"""Files as associations publish them, made of plans: web pages, Word files, and PDFs printed by a browser."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import docx
from browser import Browser
from docx.oxml import OxmlElement, parse_xml

from kexie_kg.loaders.outline import parse
from kexie_kg.loaders.readers import read


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each of one or several lines; a row of one cell is a group."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def columns(self) -> int:
        return max(map(len, self.rows))


Block: TypeAlias = str | Table

NAVIGATION = (
    '<nav><ul><li><a href="/">首页</a></li><li>通知公告</li></ul></nav><div class="header">网站地图 无障碍浏览</div>'
)
FOOT = '<div class="footer"><span>版权所有 备案号</span></div><script>举办科普日 = 1</script>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_VAL = f"{{{_W}}}val"
_NUMBERED = re.compile(
    r"(?P<open>[（(])?(?P<number>(?P<han>[一二三四五六七八九十])|\d{1,2})(?P<close>(?(open)[）)]|[、.．]))(?!\d)"
)
_PRINTED = """
@page { size: A4; margin: 25mm 26mm; }
body { font: 16pt/28pt "Liberation Serif", "DejaVu Serif", "Noto Serif CJK SC", serif; text-align: justify; }
p { margin: 0; text-indent: 2em; }
p.title { font-size: 22pt; line-height: 36pt; text-align: center; text-indent: 0; }
p.heading { font-family: "Noto Sans CJK SC", sans-serif; }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 18pt; }
td { border: 0.5pt solid black; padding: 2pt 4pt; text-align: center; }
"""


def blocks(file: Path) -> list[Block]:
    """The lines of a plan in text; a flattened table with tabs in front of its cells becomes a table again."""
    found: list[Block] = []
    cells: list[list[str]] = []
    for line in file.read_text("utf-8-sig").splitlines():
        words = line.strip()
        if words and line.startswith("\t"):
            cells.append([words])
        elif words and cells:
            cells[-1].append(words)
        elif words:
            found.append(words)
    return [*found, _table(cells)] if cells else found


def _table(cells: Sequence[Sequence[str]]) -> Table:
    """Of the three columns of the one plan that has such a table; a group stands in one cell."""
    rows: list[tuple[tuple[str, ...], ...]] = []
    row: list[tuple[str, ...]] = []
    for cell in map(tuple, cells):
        if not row and not (cell[0].isdigit() or cell[0] == "序号"):
            rows.append((cell,))
            continue
        row.append(cell)
        if len(row) == 3:
            rows.append(tuple(row))
            row = []
    assert not row
    return Table(tuple(rows))


def whole_paragraphs(file: Path) -> list[Block]:
    """The blocks of a plan, but its paragraphs as they are without page breaks and what stands around the plan."""
    (document,) = read(file)
    (plan,) = parse(document)
    lines = plan.view.printed.splitlines()
    table = [block for block in blocks(file) if isinstance(block, Table)]
    if table:
        lines = lines[: lines.index("序号")]
    return [*lines, *table]


def texts(plan: Sequence[Block]) -> Iterator[str]:
    """Every piece of text in a plan."""
    for block in plan:
        if isinstance(block, str):
            yield block
        else:
            yield from (line for row in block.rows for cell in row for line in cell)


# ---- Web pages -------------------------------------------------------------------------------------------------------


def web_page(plan: Sequence[Block], encoding: str = "utf-8") -> bytes:
    """Navigation, the article in a block, a footer, a script."""
    body = "".join(_html_block(block, "<p>&nbsp;&nbsp;{}</p>") for block in plan)
    head = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>工作要点</title></head><body>'
    whole = f'{head}{NAVIGATION}<div id="main"><div class="article" id="zoom">{body}</div></div>{FOOT}</body></html>'
    return whole.encode(encoding)


def _html_block(block: Block, paragraph: str) -> str:
    if isinstance(block, str):
        return paragraph.format(html.escape(block)) + "\n"
    return f"<table>{''.join(_html_row(row, block.columns) for row in block.rows)}</table>\n"


def _html_row(row: Sequence[Sequence[str]], columns: int) -> str:
    span = f' colspan="{columns}"' if len(row) == 1 else ""
    cells = ("".join(f"<div>{html.escape(line)}</div>" for line in cell) for cell in row)
    return f"<tr>{''.join(f'<td{span}>{cell}</td>' for cell in cells)}</tr>"


# ---- Word files ------------------------------------------------------------------------------------------------------


def word_file(plan: Sequence[Block], numbered: bool = False) -> bytes:
    """A paragraph a block, a header, and deleted words; `numbered`: with the numbers left to Word where it can."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 举办秘密论坛"
    lists = _Lists(document)
    for block in plan:
        if isinstance(block, Table):
            _word_table(document, block)
        elif not numbered or not lists.add(block):
            document.add_paragraph(block)
    last: Any = document.add_paragraph()._p
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "举办已删大赛。"
    run.append(text)
    deleted.append(run)
    last.append(deleted)
    return saved(document)


class _Lists:
    """Automatic lists of a Word file, one for each style of number."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._root = document.part.numbering_part.element
        self._last: dict[str, tuple[int, str]] = {}
        self._count = 100

    def add(self, block: str) -> bool:
        """Adds the paragraph to the list that prints its number; False if it has none that a list would print."""
        found = _NUMBERED.match(block)
        if not found:
            return False
        style = "chineseCountingThousand" if found["han"] else "decimal"
        number = int(found["number"]) if style == "decimal" else "一二三四五六七八九十".find(found["number"]) + 1
        template = (found["open"] or "") + "%1" + found["close"]
        last, list_id = self._last.get(template + style, (0, ""))
        if number == 0 or number not in (1, last + 1):
            return False
        if number == 1:
            list_id = self._start(template, style, list_id)
        self._last[template + style] = number, list_id
        paragraph = self._document.add_paragraph(block[found.end() :])
        paragraph._p.get_or_add_pPr().append(
            _element(f'<w:numPr xmlns:w="{_W}"><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')
        )
        return True

    def _start(self, template: str, style: str, former: str) -> str:
        """A new list, or the former one again from 1 on."""
        self._count += 1
        abstract, again = self._count, ""
        if former:
            abstract = int(self._root.find(f'{{{_W}}}num[@{{{_W}}}numId="{former}"]/{{{_W}}}abstractNumId').get(_VAL))
            again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        else:
            self._root.insert(0, _element(
                f'<w:abstractNum xmlns:w="{_W}" w:abstractNumId="{abstract}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{template}"/></w:lvl></w:abstractNum>'
            ))  # fmt: skip
        self._root.append(_element(
            f'<w:num xmlns:w="{_W}" w:numId="{self._count}"><w:abstractNumId w:val="{abstract}"/>{again}</w:num>'
        ))  # fmt: skip
        return str(self._count)


def _element(xml: str) -> Any:
    return parse_xml(xml)


def _word_table(document: Any, block: Table) -> None:
    table = document.add_table(rows=len(block.rows), cols=block.columns)
    for row, cells in zip(table.rows, block.rows, strict=True):
        if len(cells) == 1:
            row.cells[0].merge(row.cells[-1])
        for cell, lines in zip(row.cells, cells, strict=False):
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# ---- PDFs ------------------------------------------------------------------------------------------------------------


def pdf_file(plan: Sequence[Block], browser: Browser, folder: Path, header: str = "") -> bytes:
    """A4 as offices print it: indented paragraphs, digits and quotation marks from a Latin font, — 1 — at the foot."""
    body = "".join(_printed(plan))
    source = folder / "printed.html"
    source.write_text(f'<!DOCTYPE html><meta charset="utf-8"><style>{_PRINTED}</style>{body}', "utf-8")
    answer = browser.open(source).call(
        "Page.printToPDF",
        preferCSSPageSize=True,
        printBackground=True,
        displayHeaderFooter=True,
        headerTemplate=f'<div style="font-size:10pt;width:100%;text-align:center">{html.escape(header)}</div>',
        footerTemplate='<div style="font-size:12pt;width:100%;text-align:center">'
        '— <span class="pageNumber"></span> —</div>',
    )
    return base64.b64decode(answer["data"])


def _printed(plan: Sequence[Block]) -> Iterator[str]:
    for block in plan:
        style = "heading" if isinstance(block, str) and len(block) < 40 and "。" not in block else ""
        if isinstance(block, str) and block.endswith(("要点", "意见", "计划")) and len(block) < 40:
            style = "title"
        yield _html_block(block, f'<p class="{style}">{{}}</p>')
