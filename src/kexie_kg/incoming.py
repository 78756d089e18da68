"""One HTTP request as it comes in: how long its body is, the body, its fields, and who sends it."""

from __future__ import annotations

import time
from collections.abc import Collection
from email.message import Message
from http import HTTPStatus
from io import BufferedIOBase
from urllib.parse import parse_qsl

_LONGEST = 200_000
"""Bytes of a body that are read."""
_SKIPPED = 10_000_000
"""Bytes of a body that are read and thrown away, before its sender gets to know that the request is refused."""
_DIGITS = 12
"""More digits of a length are not read."""
PATIENCE = 20
"""Seconds in which a client must send its request, and take the answer."""
_ONCE = ("Host", "Origin", "Content-Length")


class RequestError(Exception):
    """A request that gets no other answer than this."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class Incoming:
    """The headers, and the stream that the body is read from."""

    def __init__(self, headers: Message, stream: BufferedIOBase) -> None:
        self._headers, self._stream, self._read = headers, stream, 0

    @property
    def has_body(self) -> bool:
        """Whether anything follows the headers."""
        return bool(self._length) or "Transfer-Encoding" in self._headers

    def check_origin(self, hosts: Collection[str], address: str, is_page: bool) -> None:
        """Against names that others point to this machine, and against requests that other websites send."""
        for name in _ONCE:
            if len(self._headers.get_all(name, [])) > 1:
                raise RequestError(HTTPStatus.BAD_REQUEST, f"{name} is sent twice")
        host, origin = self._headers.get("Host", ""), self._headers.get("Origin")
        if host not in hosts:
            raise RequestError(HTTPStatus.MISDIRECTED_REQUEST, f"this is not {host!r}; ask {address}")
        foreign = origin is not None and origin not in {f"http://{name}" for name in hosts}
        if foreign or (self._headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not is_page):
            raise RequestError(HTTPStatus.FORBIDDEN, "other websites may not ask here")

    def body(self) -> str:
        """All of it, in UTF-8."""
        if self._length is None or "Transfer-Encoding" in self._headers:
            raise RequestError(HTTPStatus.LENGTH_REQUIRED, "say how long the query is: Content-Length")
        if self._length > _LONGEST:
            raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a query has at most {_LONGEST} bytes")
        data, deadline = b"", time.monotonic() + PATIENCE
        while len(data) < self._length and (more := self._stream.read1(self._length - len(data))):
            data += more
            self._read = len(data)
            if time.monotonic() > deadline:
                raise RequestError(HTTPStatus.REQUEST_TIMEOUT, f"the query did not come within {PATIENCE} seconds")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RequestError(HTTPStatus.BAD_REQUEST, "the query is no UTF-8") from error

    def skip(self) -> None:
        """Reads what is left of the request: a client that still sends would see a broken connection, and no reason."""
        left, deadline = min((self._length or 0) - self._read, _SKIPPED), time.monotonic() + PATIENCE
        while left > 0 and time.monotonic() < deadline and (read := len(self._stream.read1(left))):
            left -= read

    @property
    def _length(self) -> int | None:
        """Bytes of the body as the client says; None if it does not."""
        length = self._headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            return None
        return int(length) if len(length) <= _DIGITS else 10**_DIGITS


def fields(text: str) -> dict[str, str]:
    """The fields of a form, each once."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=50, errors="strict")
    except ValueError as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"the parameters cannot be read ({error})") from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RequestError(HTTPStatus.BAD_REQUEST, "a parameter is given twice")
    return found
