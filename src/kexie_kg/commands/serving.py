"""The graph for other programs and browsers of this machine."""

from __future__ import annotations

from pathlib import Path

import click

from kexie_kg.commands.options import adhoc_options, graph_option
from kexie_kg.graph.stores.base import Limits


@click.command()
@click.option(
    "--port", default=7878, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on; 0: a free one."
)
@graph_option
@adhoc_options
def serve(port: int, graph: Path, timeout: float, max_rows: int, memory: int) -> None:
    """Serve the graph to this machine: a page with the named questions and an editor, and a SPARQL 1.1 endpoint.

    Open http://127.0.0.1:7878/ in a browser; programs ask http://127.0.0.1:7878/sparql. Nothing can be written, and
    other machines and other websites cannot ask. Ctrl-C stops it. A graph that is built anew while it is served shows
    after a restart.
    """
    from kexie_kg import open_graph
    from kexie_kg.serving import Service

    with open_graph(graph) as g, Service(g, port, Limits(timeout, max_rows, memory)) as service:
        click.echo(f"serving {graph} at {service.address} (SPARQL: {service.address}sparql); Ctrl-C stops it")
        try:
            service.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")
