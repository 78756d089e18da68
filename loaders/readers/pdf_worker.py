"""The pages of a PDF as text: run as a program of its own, with the file on stdin, by :mod:`.pdf`.

It prints one line of JSON, ``{"text": …}`` or ``{"error": …}``. Arguments: seconds of processor time and bytes of
memory that it may take.
"""

from __future__ import annotations

import io
import json
import re
import sys

from kexie_kg.loaders.readers.pdf_paragraphs import paragraphs
from kexie_kg.loaders.readers.pdf_tables import page_lines

MOST_PAGES = 300
LOCKED, SCAN, DAMAGED, TOO_LARGE, UNREADABLE = "locked", "scan", "damaged", "too large", "unreadable"

_UNKNOWN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_UNKNOWN_SHARE = 0.1
"""Of all characters. A font without a table of characters makes nearly all of them unknown."""


def main() -> None:
    """Reads stdin, prints the answer."""
    seconds, memory = map(int, sys.argv[1:3])
    _limit(seconds, memory)
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"error": TOO_LARGE}
    sys.stdout.write(json.dumps(answer))


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the caller's clock is the only limit
        return
    for limit, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # a limit that macOS does not know, or a lower one that holds already
            continue


def _answer(raw: bytes) -> dict[str, str]:
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                return {"error": TOO_LARGE}
            pages = []
            for page in pdf.pages:
                pages.append(list(page_lines(page)))
                page.close()  # forgets its characters
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, MemoryError) or "allocate" in str(cause):
            return {"error": TOO_LARGE}
        if type(cause).__name__ in {"PDFPasswordIncorrect", "PDFEncryptionError"}:
            return {"error": LOCKED}
        return {"error": DAMAGED, "reason": " ".join((str(cause) or type(cause).__name__).split())[:100]}
    if not pages:
        return {"error": DAMAGED, "reason": "no pages"}
    text = "\n".join(paragraphs(pages)).strip()
    if not text:
        return {"error": SCAN}
    if sum(len(found) for found in _UNKNOWN.findall(text)) > _UNKNOWN_SHARE * len(text):
        return {"error": UNREADABLE}
    return {"text": text + "\n"}


if __name__ == "__main__":
    main()
