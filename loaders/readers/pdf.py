"""PDF files, read by a process of its own that can be stopped.

A PDF is a program for drawing pages: a small one can ask for hours and for gigabytes. So :mod:`.pdf_worker` reads it
under a limit of processor time and, on Linux, of memory. That costs about 0.4 s a file, and nothing
for files of other formats. On Windows and macOS only time is limited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.loaders.matching import without_radicals
from kexie_kg.loaders.readers import pdf_worker

SECONDS = 60
"""Of processor time. Pages take a tenth of a second each."""
MEMORY = 1536 * 2**20
"""Bytes of address space; a plan of 20 pages needs a tenth."""
_PATIENCE = 5
"""How many times longer the wait may be than the processor time, on a machine with other work."""
_HEAD = 1024
_TAIL = 2048
_MARK, _END = b"%PDF-", b"%%EOF"

_WHAT_NEXT = {
    pdf_worker.LOCKED: "is a PDF locked with a password; save it without one",
    pdf_worker.SCAN: "is a PDF without text, perhaps a scan; recognise its text (OCR) first",
    pdf_worker.TOO_LARGE: f"is a PDF of more than {pdf_worker.MOST_PAGES} pages, or one that needs more than "
    f"{MEMORY // 2**20} MB; no work plan does, check what it holds",
    pdf_worker.UNREADABLE: "is a PDF whose fonts do not say which characters they print; save its text from a viewer",
}


def recognises(raw: bytes) -> bool:
    """Whether the mark of a PDF stands at the beginning, or near it, as viewers allow."""
    return raw.startswith(_MARK) or (_MARK in raw[:_HEAD] and _END in raw[-_TAIL:])


def read(path: str, raw: bytes, seconds: int = SECONDS, memory: int = MEMORY) -> list[Document]:
    """The text of the pages. Raises DocumentError for a file that is locked, damaged, a scan, or beyond the limits."""
    if _END not in raw[-_TAIL:]:
        raise DocumentError(f"{path}: is a PDF that breaks off before its end; fetch it again")
    answer = _ask(path, raw, seconds, memory)
    if "text" in answer:
        text = without_radicals(answer["text"])
        return [Document(path, text, sha256(raw).hexdigest(), "utf-8", "pdf")]
    if answer["error"] in _WHAT_NEXT:
        raise DocumentError(f"{path}: {_WHAT_NEXT[answer['error']]}")
    raise DocumentError(f"{path}: is a damaged PDF ({answer['reason']}); fetch it again")


def _ask(path: str, raw: bytes, seconds: int, memory: int) -> dict[str, str]:
    command = [sys.executable, "-P", "-m", pdf_worker.__name__, str(seconds), str(memory)]  # -P: nothing from the cwd
    try:
        done = subprocess.run(
            command, input=raw, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_PATIENCE * seconds
        )
        return dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError) as error:  # killed by a limit, so that there is no answer
        raise DocumentError(
            f"{path}: is a PDF that takes more than {seconds} s or {memory // 2**20} MB to read; no work plan does, "
            "check what it holds"
        ) from error
