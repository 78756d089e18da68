"""Files into documents: encodings, and one clear line for everything that is no plan."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.loaders.readers import MAX_BYTES, MAX_LINE, read
from kexie_kg.loaders.readers.decode import decode

PLAN = "嘉兴市科协2020年工作要点\r\n一、抓引领\r\n1．举办“院士讲堂”——５场。\r\n"
TRADITIONAL = "興安盟科協2020年工作要點\n一、聞令而動，築牢科學防疫防線\n"


def write(folder: Path, raw: bytes, name: str = "plan.txt") -> Path:
    file = folder / name
    file.write_bytes(raw)
    return file


def only(path: Path) -> Document:
    (document,) = read(path)
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("text", [PLAN, TRADITIONAL], ids=["simplified", "traditional"])
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    raw = text.encode(encoding)
    file = write(tmp_path, raw)
    assert only(file) == Document(str(file), text, hashlib.sha256(raw).hexdigest(), encoding, "txt")


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_orders_of_utf_16(tmp_path: Path, mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert only(write(tmp_path, mark + PLAN.encode(order))).text == PLAN


def test_every_plan_of_the_demonstration_is_read_in_gb18030_as_in_utf_8(root: Path, tmp_path: Path) -> None:
    plans = sorted((root / "data" / "plans").glob("*.txt"))
    assert len(plans) == 23
    for plan in plans:
        text = only(plan).text
        assert only(write(tmp_path, text.encode("gb18030"), plan.name)).text == text


@pytest.mark.parametrize(
    ("text", "format_"),
    [("## 一、抓引领\n正文", "md"), ("**1. 抓引领。**正文", "md"), (PLAN, "txt"), ("# ", "txt"), ("5*3*2", "txt")],
)
def test_markdown_is_told_by_its_marks(tmp_path: Path, text: str, format_: str) -> None:
    assert only(write(tmp_path, text.encode(), "plan.dat")).format == format_


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    assert ";" in message, "says what to do next"
    return message.removeprefix(f"{path}: ")


def test_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt").startswith("no such file")


def test_directory(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith("is a directory")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").startswith("is no regular file")


def test_a_name_no_file_can_have(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("长" * 300)).startswith("cannot be read")


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", "　\n　".encode()])
def test_empty(tmp_path: Path, raw: bytes) -> None:
    assert refusal(write(tmp_path, raw)).startswith("is empty")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (PLAN.encode() + b"\0", "is binary (byte 98 is zero)"),
        (bytes(range(256)) * 4, "is binary"),
        (PLAN.encode() + "\x9b31m".encode(), "is binary, or holds a control character (U+009B, line 4)"),
        (PLAN.encode() + b"\x1f", "is binary, or holds a control character (U+001F, line 4)"),
        (PLAN.encode("utf-16-le"), "is binary"),
        (PLAN.encode()[:20] + b"\xff" + PLAN.encode()[20:], "is UTF-8, but damaged (byte 19, line 1)"),
        (PLAN.encode()[:27], "is UTF-8, but damaged (byte 25, line 1)"),
        (TRADITIONAL.encode("big5"), "neither UTF-8 (byte 0, line 1) nor GB18030"),
        (b"\xff\xfe" + PLAN.encode("utf-16-le")[:-1], "begins as utf-16 but"),
        (b"\xef\xbb\xbf" + PLAN.encode("gb18030"), "begins as utf-8-sig but"),
        ((PLAN + "\ufffd" * 9).encode(), "was decoded wrongly before"),
        (b"%PDF-1.7\n", "is a PDF that breaks off"),
        (b"PK\x03\x04\0\0", "is a zip archive with no Word document in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word file (doc)"),
        ("\n <!DOCTYPE html><title>工作要点</title>".encode(), "is a web page"),
    ],
)
def test_what_is_no_text(tmp_path: Path, raw: bytes, reason: str) -> None:
    assert refusal(write(tmp_path, raw)).startswith(reason)


def test_an_endless_line(tmp_path: Path) -> None:
    raw = ("工作要点\n" + "科协" * 3_500_000).encode()
    assert len(raw) > 20_000_000
    assert refusal(write(tmp_path, raw)).startswith(f"line 2 has over {MAX_LINE} characters")
    assert only(write(tmp_path, ("科" * MAX_LINE).encode())).text


def test_a_file_larger_than_any_plan_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert refusal(file).startswith("is larger than 64 MB")


@given(st.binary(max_size=200))
def test_bytes_are_decoded_exactly_or_refused(raw: bytes) -> None:
    try:
        text, encoding = decode("plan.txt", raw)
    except DocumentError:
        return
    mark = raw.startswith(b"\xfe\xff") and encoding == "utf-16"
    assert text.encode("utf-16-be" if mark else encoding) == (raw[2:] if mark else raw)
