"""Files that are broken, enormous or malicious: one clear line each, in bounded time and memory."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_objects import bomb, deep, lines_of_text, locked, one_page, pdf_of
from plan_files import web_page, word_file

from kexie_kg.graph.errors import DocumentError
from kexie_kg.loaders.readers import pdf, read

PLAN = ["嘉兴市科协2020年工作要点", "一、抓引领", "1.办好“科普日”。"]
MB = 2**20

EMPTY_PAGE = b"<< /Type /Page /MediaBox [0 0 595 842] >>"


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A Word file with changed parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(PLAN))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_body(xml: bytes) -> bytes:
    """A Word file with this put in front of its first paragraph."""
    return repacked(lambda name, data: data.replace(b"<w:p>", xml + b"<w:p>", 1) if "document.xml" in name else data)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document/>" + b" " * (150 * MB))
    return out.getvalue()


def lying_zip() -> bytes:
    """The same, but the directory claims a small size."""
    raw = bytearray(zip_bomb())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(signature) + place
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(raw)


def entities(name: str, data: bytes) -> bytes:
    if name != "word/document.xml":
        return data
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{lol}]>'
    return data.replace(b"<w:document", head.encode() + b"<w:document", 1).replace("抓引领".encode(), b"&l9;&f;")


def line(size: int) -> bytes:
    return "科".encode() * (size // 3)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "docx: zip bomb": (zip_bomb, "unpacks to more than"),
    "docx: zip bomb with a false size": (lying_zip, "is a damaged Word file"),
    "docx: xml bomb": (
        lambda: in_body(b"<w:p/>" * (30 * MB // 6)), "unpacks to more than 25 MB of XML"
    ),
    "docx: nested xml": (lambda: in_body(b"<w:sdt><w:sdtContent>" * 50_000), "is a damaged Word file"),
    "docx: half": (lambda: word_file(PLAN)[:15_000] + b"word/document.xml", "is a damaged Word file"),
    "docx: part missing": (
        lambda: repacked(lambda name, data: b"" if name == "word/document.xml" else data), "is a damaged Word file"
    ),
    "docx: pictures only": (lambda: word_file([]), "is a Word file without text"),
    "docx: one line": (lambda: word_file(["科" * 250_000]), "line 1 has over 200000 characters"),
    "zip": (lambda: b"PK\x03\x04 nothing", "is a zip archive with no Word document in it"),
    "html: nested": (
        lambda: web_page(PLAN).replace(b"</body>", b"<div>" * 20_000 + b"</body>"), "is a web page nested beyond reason"
    ),
    "html: tags": (lambda: b"<html>" + b"<p>x" * (12 * MB) + b"</html>", "is a web page of more than 500000 tags"),
    "html: half": (lambda: web_page(PLAN).partition("办好".encode())[0], "is a web page that breaks off"),
    "html: script only": (lambda: b"<html><script>x</script></html>", "is a web page without text"),
    "html: zero bytes": (lambda: web_page(PLAN).replace(b"<p>", b"<p>\0"), "is binary"),
    "html: one line": (lambda: b"<html><p>" + line(50 * MB) + b"</html>", "has over 200000 characters between"),
    "text: one line": (lambda: line(50 * MB), "line 1 has over 200000 characters"),
    "text: zero bytes": (lambda: "\n".join(PLAN).encode() + b"\0" * 100, "is binary"),
    "pdf: half": (lambda: one_page(lines_of_text(PLAN))[:900], "is a PDF that breaks off"),
    "pdf: half, with an end": (lambda: one_page(lines_of_text(PLAN))[:500] + b"%%EOF", "is a damaged PDF"),
    "pdf: no catalogue": (lambda: pdf_of({1: b"<< >>"}), "is a damaged PDF"),
    "pdf: a page that holds itself": (
        lambda: pdf_of({1: b"<< /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}), "is a damaged PDF"
    ),
    "pdf: locked": (locked, "is a PDF locked with a password"),
    "pdf: scan": (lambda: one_page(b"q 500 0 0 700 40 40 cm /I Do Q"), "is a PDF without text, perhaps a scan"),
    "pdf: nested pages": (lambda: deep(5_000), "is a damaged PDF"),
    "pdf: nested lists": (lambda: one_page(b"[" * 200_000), "is a PDF without text"),
    "pdf: pages": (
        lambda: pdf_of({1: b"<< /Pages 2 0 R >>"} | dict.fromkeys(range(3, 310), EMPTY_PAGE) | {
            2: b"<< /Type /Pages /Count 307 /Kids [%b] >>" % b" ".join(b"%d 0 R" % n for n in range(3, 310))
        }), "is a PDF of more than 300 pages",
    ),
    "pdf: unknown characters": (
        lambda: one_page(lines_of_text(PLAN)).replace(b"(GB1)", b"(XX1)").replace(b"UniGB-UCS2-H", b"Identity-H"),
        "is a PDF whose fonts do not say",
    ),
}  # fmt: skip


def refusal(read_it: Callable[[], object]) -> str:
    with pytest.raises(DocumentError) as caught:
        read_it()
    message = str(caught.value)
    assert "\n" not in message
    assert ";" in message, "says what to do next"
    assert "root:" not in message
    return message


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line(tmp_path: Path, name: str) -> None:
    make, said = HOSTILE[name]
    file = tmp_path / "hostile"
    file.write_bytes(make())
    assert refusal(lambda: read(file)).startswith(f"{file}: {said}")


def test_entities_of_a_word_file_are_not_followed(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(repacked(entities))
    try:
        (document,) = read(file)
    except DocumentError as error:
        assert "is a damaged Word file" in str(error)
    else:
        assert document.text.count("lol") == document.text.count("root:") == 0


def test_a_pdf_that_asks_for_memory_is_stopped() -> None:
    message = refusal(lambda: pdf.read("plan.pdf", bomb(600), memory=400 * MB))
    assert message.startswith("plan.pdf: is a PDF of more than 300 pages, or one that needs more than")


def test_a_pdf_that_asks_for_hours_is_stopped() -> None:
    endless = zlib.compress(b"0 0 m 1 1 l S " * 3_000_000, 1)
    raw = one_page(b"", packed=endless, filters=b"/Filter /FlateDecode")
    assert "takes more than 1 s" in refusal(lambda: pdf.read("plan.pdf", raw, seconds=1))


@pytest.mark.parametrize("name", ["docx: zip bomb", "docx: xml bomb", "html: tags", "html: one line", "text: one line"])
def test_a_hostile_file_needs_little_memory(tmp_path: Path, name: str) -> None:
    """In a process that may take no more than the modules themselves and ten times the 64 MB of the largest file."""
    file = tmp_path / "hostile"
    file.write_bytes(HOSTILE[name][0]())
    program = (
        "import json, sys\nfrom kexie_kg.graph.errors import DocumentError\nfrom kexie_kg.loaders.readers import read\n"
        "try:\n    read(sys.argv[1])\nexcept DocumentError as error:\n    print(json.dumps(str(error)))\n"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1300 * MB, 1300 * MB))

    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, preexec_fn=limit)
    assert HOSTILE[name][1] in json.loads(done.stdout), done.stderr[-500:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "nonsense"])
def test_a_page_is_in_the_encoding_it_is_in(tmp_path: Path, encoding: str, declared: str) -> None:
    page = web_page(PLAN).decode().replace('charset="utf-8"', f'charset="{declared}"')
    (tmp_path / "page").write_bytes(page.encode(encoding))
    (document,) = read(tmp_path / "page")
    assert (document.text.splitlines(), document.encoding, document.format) == (PLAN, encoding, "html")


def test_characters_that_are_none_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(web_page(PLAN).replace("科普日".encode(), "科&#1;普&#0;日&#127;".encode()))
    (document,) = read(tmp_path / "page")
    assert document.text.splitlines()[-1].replace("\ufffd", "") == PLAN[-1]
    (tmp_path / "plan.pdf").write_bytes(one_page(lines_of_text(["科\x01普日\x7f在海宁"])))
    (document,) = read(tmp_path / "plan.pdf")
    assert document.text == "科普日在海宁\n"
