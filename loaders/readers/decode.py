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
_HAN = re.compile("[\u3400-\u9fff]")
_PRIVATE_SHARE = 0.01
_COMMON_SHARE = 0.45
"""Share of the 3,755 commonest characters (GB 2312, level 1) among a text's Chinese characters. The plans of the
demonstration have 0.94 and more, 0.67 in Traditional script; UTF-8 or Big5 read as GB18030 has less than 0.3."""


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
        wrong = f"{path}: neither UTF-8 (byte {error.start}, line {line}) nor GB18030; save it as UTF-8"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise DocumentError(wrong) from error
    if not _is_plausible(text):
        raise DocumentError(wrong)
    return text, "gb18030"


def _is_plausible(text: str) -> bool:
    """Whether bytes read as GB18030 made sense: other encodings turn into rare and private characters."""
    if len(_PRIVATE.findall(text)) > _PRIVATE_SHARE * len(text):
        return False
    han = "".join(_HAN.findall(text))
    leads = han.encode("gb2312", "ignore")[::2]
    common = sum(0xB0 <= lead <= 0xD7 for lead in leads)
    return common >= _COMMON_SHARE * len(han)
