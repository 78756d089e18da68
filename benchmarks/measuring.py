"""Time, memory and disk of a piece of work."""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MB = 1 << 20


def size(path: Path) -> float:
    """Of a file, or of all files in a folder, in MB."""
    found = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in found) / MB


def resident(figure: str = "VmRSS") -> float:
    """Memory of this process in MB: now, or (``VmHWM``) at most since it was started by exec."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split(f"{figure}:")[1].split()[0]) / 1024


def in_fork(work: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
    """Times and memory growth of ``work`` in a fork of this process."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        gc.disable()
        before, cpu, wall = resident(), time.process_time(), time.perf_counter()
        found = work() or {}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
        found |= {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak_mb": peak}
        os.write(writer, json.dumps(found).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise RuntimeError("the measured process died")
    return dict(json.loads(answer))
