"""Plain text and Markdown."""

from __future__ import annotations

import re
from hashlib import sha256

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.loaders.readers.decode import decode

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_REPLACED_SHARE = 0.001
_MARKDOWN = re.compile(r"^#{1,6} \S|\*\*\S[^*\n]*\*\*", re.MULTILINE)


def recognises(raw: bytes) -> bool:
    """Whether the bytes may be text: what no other reader claims is tried as text."""
    return True


def read(path: str, raw: bytes) -> list[Document]:
    """The file as one document, its line ends kept. Raises DocumentError."""
    text, encoding = decode(path, raw)
    if not text.strip():
        raise DocumentError(f"{path}: is empty; remove it, or fetch it again")
    if found := _CONTROL.search(text):
        raise DocumentError(
            f"{path}: is binary, or holds a control character (U+{ord(found.group()):04X}, line "
            f"{_line(text, found.start())}); give plain text or Markdown"
        )
    if text.count("\ufffd") > _REPLACED_SHARE * len(text):
        raise DocumentError(f"{path}: was decoded wrongly before it was saved (U+FFFD); fetch it again")
    return [
        Document(
            path=path,
            text=text,
            sha256=sha256(raw).hexdigest(),
            encoding=encoding,
            format="md" if _MARKDOWN.search(text) else "txt",
        )
    ]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
