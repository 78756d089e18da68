"""A cable between a client and the Bolt server that can be cut: a TCP proxy on loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(slots=True)
class Cable:
    """Passes on what the client sends, until ``cut_after`` bytes of it; then all connections break at once.

    ``mended``: whether further connections work, without a limit.
    """

    server: tuple[str, int]
    listener: socket.socket
    cut_after: int
    mended: bool
    sent: int = 0
    cuts: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def uri(self) -> str:
        host, port = self.listener.getsockname()
        return f"bolt://{host}:{port}"

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:  # closed: the test is over
                return
            if self.cuts and not self.mended:
                client.close()
                continue
            server = socket.create_connection(self.server)
            self._open += [client, server]
            threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                self.sent += len(data) if counted else 0
                if not self.cuts and self.sent > self.cut_after:
                    self.cuts += 1
                    self.cut()
                    return
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        for end in tuple(self._open):  # a client that comes again meanwhile is not cut
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cable(uri: str, cut_after: int, mended: bool) -> Iterator[Cable]:
    """A cable to the server at ``uri``."""
    parts = urlsplit(uri)
    assert parts.hostname and parts.port
    made = Cable((parts.hostname, parts.port), socket.create_server(("127.0.0.1", 0)), cut_after, mended)
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        yield made
    finally:
        made.listener.close()
        made.cut()
