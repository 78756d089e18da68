"""Files into documents. What a file is, its first bytes say, not its name.

A format is one module with ``recognises(raw)`` and ``read(path, raw)``, and one line in ``READERS``; the first that
recognises a file reads it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Protocol

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.loaders.readers import docx, foreign, html, pdf, text

MAX_BYTES = 64 * 1024 * 1024
MAX_LINE = 200_000
"""Characters. Whole plans have fewer than a tenth of it; such a line is a dump of something else."""

_TOO_LONG = re.compile(rf"[^\r\n]{{{MAX_LINE}}}[^\r\n]")

__all__ = ["MAX_BYTES", "MAX_LINE", "READERS", "Reader", "read"]


class Reader(Protocol):
    """What a module of this package offers."""

    def recognises(self, raw: bytes) -> bool:
        """Whether the bytes of a file are of this format."""
        ...

    def read(self, path: str, raw: bytes) -> list[Document]:
        """The documents in the bytes of the file `path`. Raises DocumentError."""
        ...


READERS: tuple[Reader, ...] = (
    pdf,  # PDF files with text in them
    docx,  # Word files
    html,  # web pages
    foreign,  # formats that are known and not read: says what to do with them
    text,  # plain text and Markdown
)


def read(path: str | os.PathLike[str]) -> list[Document]:
    """Read the documents of a file, normally one.

    Raises DocumentError, in one line, for a file that is missing, no regular file, too large, empty, binary or in
    an unknown encoding.
    """
    name, file = os.fspath(path), Path(path)
    try:
        if file.is_dir():
            raise DocumentError(f"{name}: is a directory; give the files in it")
        if not file.exists():
            raise DocumentError(f"{name}: no such file; check the name")
        if not file.is_file():
            raise DocumentError(f"{name}: is no regular file; copy it to one")
        if file.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{name}: is larger than {MAX_BYTES // 2**20} MB; no work plan is, check what it holds")
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DocumentError(f"{name}: cannot be read ({reason}); check its name and permissions") from error
    if not raw.strip():
        raise DocumentError(f"{name}: is empty; remove it, or fetch it again")
    reader = next(reader for reader in READERS if reader.recognises(raw))
    documents = reader.read(name, raw)
    for document in documents:
        if found := _TOO_LONG.search(document.text):
            line = document.text.count("\n", 0, found.start()) + 1
            raise DocumentError(f"{name}: line {line} has over {MAX_LINE} characters; check what the file holds")
    return documents
