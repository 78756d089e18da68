"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kexie_kg.graph.stores.base import MOST, Limits
from kexie_kg.output import FORMATS

_F = TypeVar("_F", bound=Callable[..., Any])
_USUAL = Limits()


class _GraphName(click.ParamType["Path | str"]):
    """A directory as a path, a server as its URL."""

    name = "graph"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        del param, ctx
        return value if "://" in str(value) else Path(value)


class _Output(click.Path):
    """A file or folder to write; ``-``, which commands that read take for stdin, would be a file of that name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if str(value) == "-":
            self.fail("- is no name of a file; give one, or /dev/stdout", param, ctx)
        return super().convert(value, param, ctx)


OUTPUT = _Output(path_type=Path)

graph_option = click.option(
    "--graph", default="kexie-graph", show_default=True, metavar="DIR|URL", type=_GraphName(),
    help="Graph directory, or a server: bolt://HOST:7687.",
)  # fmt: skip
local_graph_option = click.option(
    "--graph", default="kexie-graph", show_default=True, metavar="DIR", type=click.Path(path_type=Path),
    help="Graph directory.",
)  # fmt: skip
recursive_option = click.option("-r", "--recursive", is_flag=True, help="Read all files in the directories named.")


def table_options(command: _F) -> _F:
    """Options of every command that prints rows."""
    command = click.option("-o", "--output", metavar="FILE", type=OUTPUT, help="Write to a file instead of stdout.")(
        command
    )
    return click.option(
        "--format", "format_", default="table", show_default=True, type=click.Choice(FORMATS), help="Form of the rows."
    )(command)


def limit_options(command: _F) -> _F:
    """Options of every command that asks a store."""
    command = click.option(
        "--max-rows", default=_USUAL.rows, show_default=True, type=click.IntRange(1, MOST["rows"]), metavar="N",
        help="A longer answer is an error, never cut short.",
    )(command)  # fmt: skip
    return click.option(
        "--timeout", default=_USUAL.seconds, show_default=True, metavar="SECONDS",
        type=click.FloatRange(0, MOST["seconds"], min_open=True), help="A slower answer is an error.",
    )(command)  # fmt: skip


def adhoc_options(command: _F) -> _F:
    """Options of every command that answers ad-hoc queries."""
    command = click.option(
        "--memory", default=_USUAL.megabytes, show_default=True, metavar="MB",
        type=click.IntRange(1, MOST["megabytes"]), help="A query that needs more, beside the graph, is stopped.",
    )(command)  # fmt: skip
    return limit_options(command)


def pairs(params: Sequence[str]) -> dict[str, str]:
    """``("city=嘉兴市",)`` → ``{"city": "嘉兴市"}``."""
    pairs: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not (name and equals):
            raise click.UsageError(f'--param "{param}" is not of the form KEY=VALUE')
        if pairs.setdefault(name, value) != value:
            raise click.UsageError(f"--param {name} is given twice")
    return pairs
