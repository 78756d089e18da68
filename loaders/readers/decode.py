"""Bytes into text: UTF-8, UTF-16 with a mark, or GB18030, each strictly."""

from __future__ import annotations

import codecs
import re

from kexie_kg.graph.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SOUND_SHARE = 0.75
"""Of the bytes that are no ASCII. In plans in GB18030 up to 0.41 happen to be UTF-8."""

_PRIVATE_SHARE = 0.01
"""Of all characters. Plans in GB18030 have none or a handful; UTF-8 and Big5 misread as GB18030 have 0.05 and more."""


def decode(path: str, raw: bytes) -> tuple[str, str]:
    """The text of `raw` and the encoding it is in. Raises DocumentError for anything else."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise DocumentError(
                    f"{path}: begins as {encoding} but byte {error.start} is none; fetch it again, or save it as UTF-8"
                ) from error
    if b"\0" in raw:
        raise DocumentError(f"{path}: is binary (byte {raw.index(0)} is zero); give plain text or Markdown")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = f"byte {error.start}, line {line}"
        if _is_damaged_utf_8(raw):
            raise DocumentError(f"{path}: is UTF-8, but damaged ({place}); fetch it again") from error
        wrong = f"{path}: neither UTF-8 ({place}) nor GB18030; save it as UTF-8"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise DocumentError(wrong) from error
    if not _is_plausible(text):
        raise DocumentError(wrong)
    return text, "gb18030"


def _is_damaged_utf_8(raw: bytes) -> bool:
    """Whether bytes that are no UTF-8 are so for the greater part, of which GB18030 could make nonsense."""
    ascii_bytes = len(raw.decode("ascii", "ignore"))
    sound = len(raw.decode("utf-8", "ignore").encode("utf-8"))
    return sound - ascii_bytes >= _SOUND_SHARE * (len(raw) - ascii_bytes)


def _is_plausible(text: str) -> bool:
    """Whether bytes read as GB18030 made sense: other encodings turn, among others, into private characters."""
    return len(_PRIVATE.findall(text)) <= _PRIVATE_SHARE * len(text)
