"""Formats that are told by their first bytes and not read yet."""

from __future__ import annotations

import re

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document

_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive with no Word document in it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (doc)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"{\\rtf", "an RTF file"),
)
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml|head|body)\b", re.IGNORECASE)


def recognises(raw: bytes) -> bool:
    """Whether the bytes are of one of these formats."""
    return _format(raw) is not None


def read(path: str, raw: bytes) -> list[Document]:
    """Say what the file is. Always raises DocumentError."""
    raise DocumentError(f"{path}: is {_format(raw)}, which is not read yet; save its text as UTF-8 and read that")


def _format(raw: bytes) -> str | None:
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            return name
    return "a web page (HTML) or XML" if _HTML.match(raw) else None
