"""Runs the examples of the README files and writes what they print under them.

    make demo && .venv/bin/python scripts/refresh_readme.py

A ```console block holds one ``$ command`` and its output; a ```python block is followed by a ```text block with its
output. The test of the README compares; this script renews.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
_CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def renewed(text: str, root: Path, bin_folder: Path) -> tuple[str, int]:
    """The text with the output of every example as it is now, and how many examples it has."""
    count = 0

    def console(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"```console\n$ {match['command']}\n{_run(['bash', '-c', match['command']], root, bin_folder)}```"

    def python(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        output = _run([str(bin_folder / "python"), "-c", match["code"]], root, bin_folder)
        return f"```python\n{match['code']}```\n\n```text\n{output}```"

    return _PYTHON.sub(python, _CONSOLE.sub(console, text)), count


def _run(command: list[str], root: Path, bin_folder: Path) -> str:
    environment = {"PATH": f"{bin_folder}:/usr/bin:/bin", "COLUMNS": "120", "LANG": "C.UTF-8", "HOME": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"error: {' '.join(command)}: {done.stderr.strip()}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


if __name__ == "__main__":
    for name in READMES:
        file = ROOT / name
        text, _ = renewed(file.read_text("utf-8"), ROOT, Path(sys.executable).parent)
        file.write_text(text, "utf-8")
