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


def recognises(raw: bytes) -> bool:
    """Whether the bytes begin as a web page."""
    head = raw[:4096]
    in_utf_16 = head[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<\0h\0t" in head.lower()
    return _START.match(head) is not None or in_utf_16


def read(path: str, raw: bytes) -> list[Document]:
    """The article as one document. Raises DocumentError for a page without text, or one nested beyond reason."""
    text, encoding = decode(path, raw)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        page = html.document_fromstring(_DECLARED.sub("", text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError(f"{path}: is no web page that can be read ({_one_line(error)}); save its text") from error
    for element in [e for e in page.iter() if _is_furniture(e)]:
        element.drop_tree()
    article = _article(page)
    lines = [*_title(page, article), *_lines(article)]
    found = "\n".join(line for line in lines if line)
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
            for found in child.iter("tr"):
                cells = [list(_lines(cell)) for cell in found if cell.tag in ("td", "th")]
                yield row(cells) if len(cells) > 1 else "".join(chain.from_iterable(cells))
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


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
