"""A headless Chromium for tests, driven by the Chrome DevTools Protocol over two pipes.

Pipes need no port, no driver and no package, and the browser ends by itself when the test process is gone. Whatever
the page requests, prints to the console or throws is recorded. POSIX only.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60.0
"""Seconds after which a browser that does not answer counts as hung; a guard, nothing is measured by it."""

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
# The protocol is spoken on descriptors 3 and 4, which only the child itself may safely overwrite.
_LAUNCH = (
    "import os, sys; r, w = map(int, sys.argv[1:3]); os.dup2(r, 3); os.dup2(w, 4); os.execv(sys.argv[3], sys.argv[3:])"
)


_CODES = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
          " ": 32, "/": 191, "?": 191, "Backspace": 8}  # fmt: skip


class BrowserError(Exception):
    """The browser did not answer, or refused a command."""


@dataclass(slots=True)
class Page:
    """An open page, and what it did since it was opened."""

    _pipe: _Pipe
    _session: str
    requests: list[str] = field(default_factory=list)
    """Addresses of everything it asked for, itself included."""
    complaints: list[str] = field(default_factory=list)
    """Console messages of level error, uncaught exceptions, violated policies and dialogs."""
    is_loaded: bool = False

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._pipe.call(method, params, self._session)

    def evaluate(self, expression: str) -> Any:
        """Value of a JavaScript expression, awaited; raises :class:`BrowserError` if it throws."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def settle(self) -> None:
        """Waits until two more frames are drawn, so that events and drawing of what was done before are over."""
        self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")

    def click(self, x: float, y: float) -> None:
        """Moves the mouse there and presses the left button for the time a person does."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def double_click(self, x: float, y: float) -> None:
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for count in (1, 2):
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)
        self.settle()

    def hover(self, x: float, y: float) -> None:
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Presses the left button at ``start`` and lets it go at ``end``, with some movement between them."""
        (ax, ay), (bx, by) = start, end
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=ax, y=ay)
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=ax, y=ay, button="left", clickCount=1)
        for share in (0.2, 0.5, 0.8, 1.0):
            x, y = ax + (bx - ax) * share, ay + (by - ay) * share
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left", buttons=1)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=bx, y=by, button="left", clickCount=1)
        self.settle()

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)
        self.settle()

    def press(self, key: str, times: int = 1, *, shift: bool = False, control: bool = False) -> None:
        """Presses a key by its DOM name (``Enter``, ``ArrowDown``, ``Tab``, ``e``)."""
        code = _CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
        modifiers = 8 * shift + 2 * control
        text = {"text": "\r" if key == "Enter" else key} if (len(key) == 1 or key == "Enter") and not control else {}
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code,
                      modifiers=modifiers, **text)  # fmt: skip
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code, modifiers=modifiers)
        self.settle()

    def wait(self, expression: str) -> None:
        """Until the expression is true; raises :class:`BrowserError` if it never is."""
        deadline = time.monotonic() + PATIENCE
        while not self.evaluate(f"Boolean({expression})"):
            if time.monotonic() > deadline:
                raise BrowserError(f"{expression} is not true after {PATIENCE:.0f} s")
            time.sleep(0.02)

    def texts(self, selector: str) -> list[str]:
        """Text of every element that the selector matches."""
        found: list[str] = self.evaluate(
            f"Array.from(document.querySelectorAll({json.dumps(selector)}), e => e.textContent)"
        )
        return found

    def middle(self, selector: str) -> tuple[float, float]:
        """Middle of the first element that the selector matches, in the window."""
        x, y = self.evaluate(f"""(() => {{
            const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        return x, y

    def screenshot(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def _record(self, event: str, params: dict[str, Any]) -> None:
        match event:
            case "Page.loadEventFired":
                self.is_loaded = True
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(params["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if params["type"] in {"error", "assert"}:
                self.complaints.append(str(params["args"]))
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                self.complaints.append(params["entry"]["text"])
            case "Page.javascriptDialogOpening":
                self.complaints.append(f"dialog: {params['message']}")


class Browser:
    """Opens pages, one after another; the last one is closed before the next one opens."""

    def __init__(self, pipe: _Pipe, width: int, height: int) -> None:
        self._pipe, self._size = pipe, (width, height)
        self._open: str | None = None

    def save_to(self, folder: Path) -> None:
        """Files that pages hand out go there, without a question."""
        self._pipe.call("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def open(self, file: Path, fragment: str = "", sharpness: float = 1) -> Page:
        """Loads a file as a double click does, by a file:// address; see :meth:`visit`."""
        return self.visit(file.resolve().as_uri() + fragment, sharpness)

    def visit(self, address: str, sharpness: float = 1) -> Page:
        """Loads a page and waits until its scripts have run. ``sharpness``: points of the screen that a pixel has."""
        if self._open:
            self._pipe.call("Target.closeTarget", {"targetId": self._open})
        target = self._pipe.call("Target.createTarget", {"url": "about:blank"})
        self._open = target["targetId"]
        attached = self._pipe.call("Target.attachToTarget", {"targetId": self._open, "flatten": True})
        page = Page(self._pipe, attached["sessionId"])
        self._pipe.listeners[attached["sessionId"]] = page._record
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        width, height = self._size
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=sharpness,
                  mobile=False)  # fmt: skip
        page.call("Page.navigate", url=address)
        self._pipe.pump(lambda: page.is_loaded, f"loading {address}")
        page.settle()
        return page


@contextmanager
def chromium(profile: Path, width: int = 1400, height: int = 900, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser with a fresh profile in the given folder, and further command-line flags; killed at the end."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise BrowserError("no Chromium; on Debian or Ubuntu: apt-get install chromium fonts-noto-cjk")
    to_browser, from_browser = _high_pipe(), _high_pipe()
    inherited = (to_browser[0], from_browser[1])
    command = [sys.executable, "-c", _LAUNCH, *map(str, inherited), program, *_FLAGS, *flags]
    command += [f"--user-data-dir={profile}"]
    with (profile.parent / f"{profile.name}.log").open("wb") as log:
        process = subprocess.Popen(command, pass_fds=inherited, stdout=log, stderr=log)
    for descriptor in inherited:
        os.close(descriptor)
    pipe = _Pipe(from_browser[0], to_browser[1])
    try:
        yield Browser(pipe, width, height)
    finally:
        pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _high_pipe() -> tuple[int, int]:
    """A pipe whose descriptors are well above 3 and 4, which the launcher overwrites."""
    low = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low)
    for end in low:
        os.close(end)
    return high[0], high[1]


class _Pipe:
    """Messages in JSON, each ended by a zero byte."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._buffer, self._last = read, write, b"", 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.listeners: dict[str, Callable[[str, dict[str, Any]], None]] = {}
        """By session."""

    def call(self, method: str, params: dict[str, Any], session: str = "") -> dict[str, Any]:
        self._last += 1
        message = {"id": self._last, "method": method, "params": params} | ({"sessionId": session} if session else {})
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        self.pump(lambda: self._last in self._answers, method)
        answer = self._answers.pop(self._last)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def pump(self, is_over: Callable[[], bool], what: str) -> None:
        """Reads answers, and events for the listeners, until it is over."""
        deadline = time.monotonic() + PATIENCE
        while not is_over():
            message = self._next(deadline, what)
            if "id" in message:
                self._answers[message["id"]] = message
            elif listener := self.listeners.get(message.get("sessionId", "")):
                listener(message["method"], message.get("params", {}))

    def _next(self, deadline: float, what: str) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, deadline - time.monotonic()))
            data = os.read(self._read, 1 << 16) if ready else b""
            if not data:
                raise BrowserError(f"{what}: the browser {'ended' if ready else f'is silent for {PATIENCE:.0f} s'}")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)
