"""What the command line reads from and writes to: standard streams and files."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from shutil import get_terminal_size

import click

from kexie_kg.graph.errors import KexieError
from kexie_kg.graph.rows import Rows
from kexie_kg.output import Format, printable, render

INTERRUPTED = 130
"""Exit code, as shells have it, of a command that the user stopped."""


def prepare_streams() -> None:
    """Output into files and pipes is UTF-8 whatever the system's code page is; nothing unprintable ends a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def complain(messages: Iterable[str], kind: str = "error") -> None:
    """One line on stderr for each message, which may repeat what somebody typed or a plan holds."""
    for message in messages:
        click.echo(f"{kind}: {printable(' '.join(message.split()))}", err=True)


def emit(rows: Rows, format: Format, output: Path | None) -> None:
    """Prints the rows, or writes them to a file. Raises :class:`KexieError` if a workbook has no file to go to."""
    if format == "xlsx":
        if output is None:
            raise KexieError("--format xlsx writes a file; name it with -o FILE.xlsx")
        from kexie_kg.graph.formats.xlsx import rows_workbook

        save(output, rows_workbook(rows))
    elif output is None:
        terminal = sys.stdout.isatty()
        click.echo(render(rows, format, get_terminal_size().columns if terminal else None), nl=False)
    else:
        save(output, render(rows, format))


def save(file: Path, content: str | bytes) -> None:
    """Writes a file the user asked for, whole or not at all; raises :class:`KexieError` if it cannot be written."""
    from kexie_kg.graph.files import write_whole

    try:
        write_whole(file, content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise KexieError(f"{file}: cannot be written ({error.strerror}); check the folder") from error


def text_argument(context: click.Context, param: click.Parameter, value: str) -> str:
    """The argument itself, or what stdin holds if it is ``-``: spares the quoting of queries in shells."""
    del context, param
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace") if value == "-" else value
