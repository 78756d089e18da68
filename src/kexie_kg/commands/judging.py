"""Judgements: lines for the file beside the graph, which the next build applies."""

from __future__ import annotations

from pathlib import Path

import click

from kexie_kg.commands.options import graph_option, table_options
from kexie_kg.console import emit
from kexie_kg.output import Format

_pair = click.argument("pair", nargs=2, metavar="A B")


@click.command()
@_pair
@graph_option
def same(pair: tuple[str, str], graph: Path) -> None:
    """Hold that A and B are one thing: their facts become one's, and every name is kept.

    A thing is named by "type|name|place", by its id, or by a name that nothing else has. The wider place wins, then
    the longer name. The line stands in DIR/judgements.txt; remove it to take it back.
    """
    _note(graph, "same", *pair)


@click.command()
@_pair
@graph_option
def different(pair: tuple[str, str], graph: Path) -> None:
    """Hold that A and B are two things, though they have one name: they share no series."""
    _note(graph, "different", *pair)


@click.command()
@_pair
@graph_option
def unsure(pair: tuple[str, str], graph: Path) -> None:
    """Note that nobody knows whether A and B are one thing; it changes nothing."""
    _note(graph, "unsure", *pair)


@click.command()
@click.argument("fact", nargs=-1, required=True, metavar="FACT")
@graph_option
def reject(fact: tuple[str, ...], graph: Path) -> None:
    """Hold that FACT is wrong and leave it out.

    FACT is a thing, a relation as "A RELATION B" or "A RELATION/modality B", or the id of a relation; "in PLAN" after
    it limits it to one plan.
    """
    _note(graph, "reject", *fact)


@click.command()
@click.argument("fact", nargs=-1, required=True, metavar="FACT NAME=VALUE...")
@graph_option
def correct(fact: tuple[str, ...], graph: Path) -> None:
    """Hold that FACT is so: name, type, place and kind of a thing, or numbers of a target; of a relation its relation,
    source, target and modality.

    For example: kexie correct 三长制 type=Program kind=brand
    """
    _note(graph, "correct", *fact)


@click.command()
@graph_option
@table_options
def judgements(graph: Path, format_: Format, output: Path | None) -> None:
    """List the judgements and what each did when the graph was built."""
    from kexie_kg import open_graph

    emit(open_graph(graph).judgements().rows, format_, output)


def _note(graph: Path, *words: str) -> None:
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        click.echo(g.judge(*words))
