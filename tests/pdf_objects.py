"""PDF files put together object by object, for what no printer makes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    b"/Ordering (GB1) /Supplement 4 >> "
    b"/DW 1000 >> ] >>"
)
"""The Chinese font that every viewer has and many office programs name without including it."""


def pdf_of(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, of which 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table)
    return bytes(out)


def one_page(content: bytes, *, packed: bytes | None = None, filters: bytes = b"", trailer: bytes = b"") -> bytes:
    """A page that draws `content` with the Chinese font F, and the picture I. `packed`: the content, filtered."""
    stream = content if packed is None else packed
    return pdf_of({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
           b"/Resources << /Font << /F 5 0 R >> /XObject << /I 6 0 R >> >> >>",
        4: b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(stream), filters, stream),
        5: FONT,
        6: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
           b"/ColorSpace /DeviceGray /Length 1 >>"
           b"\nstream\n0\nendstream",
    }, trailer)  # fmt: skip


def lines_of_text(lines: Sequence[str], left: float = 90, top: float = 740) -> bytes:
    """Content that prints these lines in 16 points, one below the other."""
    shown = (
        b"BT /F 16 Tf 1 0 0 1 %.1f %.1f Tm <%b> Tj ET"
        % (left, top - 28 * index, line.encode("utf-16-be").hex().encode())
        for index, line in enumerate(lines)
    )
    return b"\n".join(shown)


def bomb(megabytes: int) -> bytes:
    """A page whose content is that many megabytes of spaces, packed a thousandfold."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()
    return one_page(b"", packed=packed, filters=b"/Filter /FlateDecode")


def locked() -> bytes:
    """A file encrypted with a password that nobody knows."""
    secret = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"5a" * 32, b"a5" * 32)
    return one_page(lines_of_text(["海宁市科协2020年工作要点"]), trailer=b"/Encrypt %b /ID [<00> <00>]" % secret)


def deep(depth: int) -> bytes:
    """A tree of pages with that many levels above its only page."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth + 2):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
    objects[depth + 2] = b"<< /Type /Page /MediaBox [0 0 595 842] >>"
    return pdf_of(objects)
