"""What changes a graph that is there, or brings it to a server."""

from __future__ import annotations

from pathlib import Path

import click

from kexie_kg.commands.options import local_graph_option


@click.command()
@click.argument("url")
@local_graph_option
@click.option("--database", default="neo4j", show_default=True, metavar="NAME", help="Database of the server.")
@click.option("--delete", is_flag=True, help="Remove plans from the server that this graph lacks.")
def push(url: str, graph: Path, database: str, delete: bool) -> None:
    """Make a Neo4j server hold this graph: bolt://HOST:7687 or neo4j://HOST, with +s or +ssc for TLS.

    User and password are NEO4J_USERNAME and NEO4J_PASSWORD of the environment, or are asked for. Only what differs is
    written: the same push again writes nothing, and one that broke off goes on where it ended. See docs/neo4j.md.
    """
    from kexie_kg import progress, server

    with progress.on_stderr() as bars:
        pushed = server.push(graph, url, database=database, delete=delete, progress=bars)
    for what, held, new, changed, gone in (
        ("nodes", pushed.held.nodes, pushed.nodes_new, pushed.nodes_changed, pushed.nodes_gone),
        ("edges", pushed.held.edges, pushed.edges_new, pushed.edges_changed, pushed.edges_gone),
    ):
        click.echo(f"{what} {held:>9} on the server: {new} new, {changed} changed, {gone} removed")
    if pushed.attempts > 1:
        click.echo(f"note: the connection was lost; done at attempt {pushed.attempts}", err=True)


@click.command()
@click.argument("plan")
@local_graph_option
def remove(plan: str, graph: Path) -> None:
    """Take PLAN out of the graph: its key as `kexie plans` lists it, or place or issuer and year, e.g. 嘉兴市/2020.

    What other plans say as well stays. A later `kexie push --delete` takes it from a server too.
    """
    from kexie_kg.removal import remove

    record, before, after = remove(plan, graph)
    click.echo(f"removed {record.plan}, read from {record.file}")
    for what, old, new in (
        ("plans", len(before.plans), len(after.plans)),
        ("nodes", sum(before.tally.nodes.values()), sum(after.tally.nodes.values())),
        ("edges", sum(before.tally.edges.values()), sum(after.tally.edges.values())),
    ):
        click.echo(f"{what} {new:>7} = {old} before − {old - new}")
