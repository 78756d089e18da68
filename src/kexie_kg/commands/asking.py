"""Questions: the named ones, and ad-hoc ones in both languages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kexie_kg.commands.options import adhoc_options, graph_option, limit_options, pairs, table_options
from kexie_kg.console import complain, emit, text_argument
from kexie_kg.graph.stores.base import Limits
from kexie_kg.output import TEXT_FORMATS, Format, TextFormat

if TYPE_CHECKING:
    from kexie_kg.graph.stores.base import Language


@click.command()
@table_options
def queries(format_: Format, output: Path | None) -> None:
    """List the named queries and their parameters."""
    from kexie_kg.overview import query_rows

    emit(query_rows(), format_, output)


@click.command()
@click.argument("name")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="Value of a parameter; repeatable.")
@click.option(
    "--engine", default="cypher", show_default=True, type=click.Choice(["cypher", "sparql"]), help="Who answers."
)
@graph_option
@table_options
@limit_options
def query(
    name: str, params: tuple[str, ...], engine: Language, graph: Path, format_: Format, output: Path | None,
    timeout: float, max_rows: int,
) -> None:  # fmt: skip
    """Answer the named query NAME; `kexie queries` lists them."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.named(name, pairs(params), engine, Limits(timeout, max_rows))
    complain(answer.rows.notes, "note")
    emit(answer.rows, format_, output)


@click.command()
@click.argument("text", callback=text_argument)
@graph_option
@table_options
@adhoc_options
def cypher(
    text: str, graph: Path, format_: Format, output: Path | None, timeout: float, max_rows: int, memory: int
) -> None:
    """Answer the Cypher query TEXT, which may only read; `-` reads it from stdin.

    It runs in a process of its own, which is killed at the limits; `kexie info` lists the gates around it.
    """
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.cypher(text, limits=Limits(timeout, max_rows, memory))
    complain(answer.rows.notes, "note")
    emit(answer.rows, format_, output)


@click.command()
@click.argument("text", callback=text_argument)
@graph_option
@table_options
@adhoc_options
def sparql(
    text: str, graph: Path, format_: Format, output: Path | None, timeout: float, max_rows: int, memory: int
) -> None:
    """Answer the SPARQL query TEXT, which may only read; `-` reads it from stdin.

    It runs in a process of its own, which is killed at the limits; `kexie info` lists the gates around it.
    """
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.sparql(text, limits=Limits(timeout, max_rows, memory))
    emit(answer.rows, format_, output)


@click.command()
@click.option(
    "--language", default="cypher", show_default=True, type=click.Choice(["cypher", "sparql"]), help="To begin with."
)
@graph_option
@click.option(
    "--format", "format_", default="table", show_default=True, type=click.Choice(TEXT_FORMATS), help="Form of the rows."
)
@adhoc_options
def shell(language: Language, graph: Path, format_: TextFormat, timeout: float, max_rows: int, memory: int) -> int:
    """Ask one query after another, at a terminal or from a file on stdin; they may only read.

    A query ends with a semicolon. Lines that begin with a colon are commands, such as :help, :sparql, :query.
    """
    from kexie_kg import open_graph
    from kexie_kg.shell import Shell

    with open_graph(graph) as g:
        asked = Shell(g, language, format_, Limits(timeout, max_rows, memory))
        return asked.serve(sys.stdin)
