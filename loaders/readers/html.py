"""Web pages: the text of the article, in lines, without what surrounds it.

Scripts, navigation, forms and footers go by their elements and by what their classes call them; then the page is
reduced to the smallest element that still holds nearly all of the prose. What little is left of the page (counters, a
date line) the outline leaves out, as it does in pages pasted as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from typing import Any

from lxml import etree, html

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.loaders.readers.decode import decode
from kexie_kg.loaders.readers.rows import row

_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = frozenset({
    "script", "style", "nav", "header", "footer", "aside", "form", "iframe", "button", "select", "noscript", "svg",
    "object", "template", "textarea", "head", "audio", "video",
})  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot|footer|header|crumb|breadcrumb|share|related|sidebar|copyright|pager|toolbar|banner)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset({
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "dd", "dt", "ul", "ol",
    "main", "body", "pre", "center", "caption",
})  # fmt: skip
_HEADINGS = ("h1", "h2")
_MOST = 0.85
"""Share of the page's text that the article holds at least."""
_DEEPEST = 200
_MOST_TAGS = 500_000
"""Each costs some 200 bytes of memory; plans have a few hundred."""
_LONGEST = 200_000
_ENDLESS = re.compile(rf"[^<]{{{_LONGEST}}}[^<]")
_TOO_DEEP = "depth"
_OPENED = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""No character of a text, but a page may name them by number."""
_TALLEST = 1000
"""Rows that one cell reaches over, at most."""


def recognises(raw: bytes) -> bool:
    """Whether the bytes begin as a web page."""
    head = raw[:4096]
    in_utf_16 = head[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<\0h\0t" in head.lower()
    return _START.match(head) is not None or in_utf_16


def read(path: str, raw: bytes) -> list[Document]:
    """The article as one document. Raises DocumentError for a page without text, or one nested beyond reason."""
    text, encoding = decode(path, raw)
    if text.count("<") > _MOST_TAGS:
        raise DocumentError(f"{path}: is a web page of more than {_MOST_TAGS} tags; check what it holds")
    if _ENDLESS.search(text):  # the parser would drop what it finds too long, without a word
        raise DocumentError(f"{path}: has over {_LONGEST} characters between two tags; check what the page holds")
    if _OPENED.search(text) and not _CLOSED.search(text):
        raise DocumentError(f"{path}: is a web page that breaks off, without </body> or </html>; fetch it again")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        page = html.document_fromstring(_DECLARED.sub("", text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError(f"{path}: is no web page that can be read ({_one_line(error)}); save its text") from error
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):  # what lies deeper is left out
        raise DocumentError(f"{path}: is a web page nested beyond reason; save what the browser shows as text")
    for element in [e for e in page.iter() if _is_furniture(e)]:
        element.drop_tree()
    article = _article(page)
    lines = [*_title(page, article), *_lines(article)]
    found = _CONTROL.sub("", "\n".join(line for line in lines if line))
    if not found.strip():
        raise DocumentError(f"{path}: is a web page without text; save what the browser shows as text")
    return [Document(path=path, text=found + "\n", sha256=sha256(raw).hexdigest(), encoding=encoding, format="html")]


def _is_furniture(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.getparent() is None:
        return False
    if element.tag in _DROPPED:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag not in ("body", "html") and bool(_FURNITURE.search(names)) and element.find(".//p") is None


def _article(page: Any) -> Any:
    """The smallest element with most of the text of the page."""
    found, characters = page, _length(page)
    for _ in range(_DEEPEST):
        inner = next(
            (child for child in found if isinstance(child.tag, str) and _length(child) >= _MOST * characters), None
        )
        if inner is None or inner.tag in ("p", "table", "tbody", "tr"):
            return found
        found = inner
    return found


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _title(page: Any, article: Any) -> Iterator[str]:
    """The heading of the page, where it stands outside of the article."""
    for tag in _HEADINGS:
        for heading in page.iter(tag):
            if article not in heading.iterancestors():
                yield " ".join(heading.text_content().split())
                return


def _lines(element: Any) -> Iterator[str]:
    """The text of an element, a block a line; tables a row a line."""
    line: list[str] = []

    def flush() -> Iterator[str]:
        words = " ".join("".join(line).split())
        line.clear()
        if words:
            yield words

    if element.text:
        line.append(element.text)
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "table" and len(child.findall(".//tr")) > 1:
            yield from flush()
            yield from _rows(child)
        elif child.tag == "br":
            yield from flush()
        elif child.tag in _BLOCKS or child.tag in ("table", "tbody", "tr", "td"):
            yield from flush()
            yield from _lines(child)
        else:
            inner = list(_lines(child))
            if len(inner) <= 1:
                line.extend(inner)
            else:
                yield from flush()
                yield from inner
        if child.tail:
            line.append(child.tail)
    yield from flush()


def _rows(table: Any) -> Iterator[str]:
    """A row a line. A cell that reaches over several rows has its words in each."""
    open_cells: dict[int, tuple[int, list[str]]] = {}
    for found in table.iter("tr"):
        if next(found.iterancestors("table")) is not table:
            continue  # of a table inside a cell
        cells: list[list[str]] = []
        own = [cell for cell in found if cell.tag in ("td", "th")]
        while own or len(cells) in open_cells:
            if len(cells) in open_cells:
                rest, words = open_cells.pop(len(cells))
            else:
                cell = own.pop(0)
                rest, words = _span(cell.get("rowspan")), list(_lines(cell))
            if rest > 1:
                open_cells[len(cells)] = (rest - 1, words)
            cells.append(words)
        open_cells = {column: kept for column, kept in open_cells.items() if column < len(cells)}
        yield row(cells) if len(cells) > 1 else "".join(chain.from_iterable(cells))


def _span(printed: str | None) -> int:
    return min(int(printed), _TALLEST) if printed and printed.isascii() and printed.isdigit() else 1


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
