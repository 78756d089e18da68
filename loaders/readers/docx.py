"""Word files (docx): paragraphs with the numbers that Word prints in front of them, and tables, in order.

Headers, footers, comments and deleted words are left out; inserted words are kept. Automatic numbers are no text in the
file: they are counted here from the numbering that each paragraph or its style names.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from typing import Any, TypeAlias

import docx
from docx.oxml.ns import qn

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.loaders.readers.rows import row

_ZIP = b"PK\x03\x04"
_BODY = "word/document.xml"
_LARGEST = 100 * 1024 * 1024
"""Bytes that the file may unpack to. Plans have a hundredth of it."""
_MOST_XML = 25 * 1024 * 1024
"""Of these bytes, in XML: read, it takes ten times as much memory."""
_MOST_PARTS = 5_000
_HAN = "零一二三四五六七八九"
_HAN_FORMATS = frozenset(
    ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "taiwaneseCounting"]
)
_NONE = frozenset({"bullet", "none"})
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml", "w:moveTo")))
_ABSENT = frozenset(
    [qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
"""Deleted words, words that were moved away, and the second telling of a drawing for old programs."""


def recognises(raw: bytes) -> bool:
    """Whether the bytes are a zip archive with a Word document in it."""
    return raw.startswith(_ZIP) and _BODY.encode() in raw


def read(path: str, raw: bytes) -> list[Document]:
    """The document's text. Raises DocumentError for a damaged file, and for one that unpacks beyond reason."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            written = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
            if written > _MOST_XML or sum(part.file_size for part in parts) > _LARGEST or len(parts) > _MOST_PARTS:
                raise DocumentError(
                    f"{path}: unpacks to more than {_MOST_XML // 2**20} MB of XML or {_LARGEST // 2**20} MB in all; no "
                    "work plan does, check what it holds"
                )
        document = docx.Document(io.BytesIO(raw))
    except DocumentError:
        raise
    except Exception as error:  # whatever a damaged archive or its XML makes the library raise
        raise DocumentError(f"{path}: is a damaged Word file ({_one_line(error)}); fetch it again") from error
    text = "\n".join(_Text(document).lines()).strip()
    if not text:
        raise DocumentError(f"{path}: is a Word file without text; if it holds pictures, recognise their text first")
    return [Document(path=path, text=text + "\n", sha256=sha256(raw).hexdigest(), encoding="utf-8", format="docx")]


class _Text:
    """Walks one document and counts its lists."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = {style.style_id: style.element for style in document.styles}
        self._levels, self._restarts = _levels(document)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def lines(self) -> Iterator[str]:
        """The text, a paragraph or row a line."""
        yield from self._blocks(self._body)

    def _blocks(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child).split("\n")
            elif child.tag == qn("w:tbl"):
                yield from self._rows(child)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child)

    def _rows(self, table: Any) -> Iterator[str]:
        """A row a line. A cell that is merged with the one above it has the words of that."""
        above: dict[int, list[str]] = {}
        for found in _children(table, "w:tr"):
            cells: list[list[str]] = []
            for cell in _children(found, "w:tc"):
                merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
                cells.append(above.get(len(cells), []) if goes_on else list(self._blocks(cell)))
            above = dict(enumerate(cells))
            yield row(cells) if len(cells) > 1 else "".join(chain.from_iterable(cells))

    def _paragraph(self, paragraph: Any) -> str:
        words = "".join(_words(paragraph)).strip()
        return self._number(paragraph) + words if words else ""

    def _number(self, paragraph: Any) -> str:
        """What Word prints in front of a paragraph of a list; counting goes on from call to call."""
        list_id, level = self._list(paragraph)
        levels = self._levels.get(list_id, {})
        if level not in levels:
            return ""
        abstract, start, format_, template = levels[level]
        counts = self._counts[abstract]
        if (again := self._restarts.get(list_id, {}).pop(level, None)) is not None:
            counts[level] = again - 1
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if format_ in _NONE:
            return ""
        for other, (_, first, style, _) in levels.items():
            template = template.replace(f"%{other + 1}", _written(counts.get(other, first), style))
        return template

    def _list(self, paragraph: Any) -> tuple[str, int]:
        """Id of the list that a paragraph, or else its style, belongs to, and its level from 0 on."""
        properties = paragraph.find(qn("w:pPr"))
        style = None if properties is None else properties.find(qn("w:pStyle"))
        sources = [properties]
        seen = set()
        name = None if style is None else style.get(qn("w:val"))
        while name in self._styles and name not in seen:
            seen.add(name)
            element = self._styles[name]
            sources.append(element.find(qn("w:pPr")))
            based = element.find(qn("w:basedOn"))
            name = None if based is None else based.get(qn("w:val"))
        for source in sources:
            numbering = None if source is None else source.find(qn("w:numPr"))
            if numbering is None:
                continue
            id_, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
            return ("" if id_ is None else id_.get(qn("w:val"))), (0 if level is None else int(level.get(qn("w:val"))))
        return "", 0


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also inside of content controls and insertions."""
    for child in parent:
        if child.tag == qn(tag):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


Levels: TypeAlias = dict[str, dict[int, tuple[str, int, str, str]]]
"""By list and level: id of its definition, first number, number format, and template (第%1章)."""


def _levels(document: Any) -> tuple[Levels, dict[str, dict[int, int]]]:
    """The levels, and by list and level the number that it starts anew with when it is first used."""
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}, {}
    abstract: dict[str, dict[int, tuple[str, int, str, str]]] = {}
    for definition in numbering.findall(qn("w:abstractNum")):
        id_ = definition.get(qn("w:abstractNumId"))
        abstract[id_] = {
            int(level.get(qn("w:ilvl"))): (
                id_,
                int(_value(level, "w:start") or 1),
                _value(level, "w:numFmt") or "decimal",
                _value(level, "w:lvlText"),
            )
            for level in definition.findall(qn("w:lvl"))
        }
    found: Levels = {}
    restarts: dict[str, dict[int, int]] = {}
    for one in numbering.findall(qn("w:num")):
        id_ = one.get(qn("w:numId"))
        found[id_] = abstract.get(_value(one, "w:abstractNumId"), {})
        restarts[id_] = {
            int(other.get(qn("w:ilvl"))): int(start)
            for other in one.findall(qn("w:lvlOverride"))
            if (start := _value(other, "w:startOverride"))
        }
    return found, restarts


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    return "" if child is None else str(child.get(qn("w:val")) or "")


def _words(element: Any) -> Iterator[str]:
    """Explicit stack instead of recursion: a file may nest its elements as deep as it likes."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab") and child.getparent().tag == qn("w:r"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag not in _ABSENT:
            stack.append(iter(child))


def _written(number: int, style: str) -> str:
    """A number as its format prints it."""
    if style in _HAN_FORMATS:
        return _in_han(number)
    if style == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if style == "lowerLetter" else 65) + number - 1)
    return str(number)


def _in_han(number: int) -> str:
    """1 → 一, 10 → 十, 23 → 二十三."""
    tens, ones = divmod(number, 10)
    if number >= 100 or number <= 0:
        return str(number)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十"
    return front + (_HAN[ones] if ones else "") or _HAN[0]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
