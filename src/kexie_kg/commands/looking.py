"""What is in a graph: lists of it, two plans compared, pages to look at, files for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from kexie_kg.commands.options import OUTPUT, graph_option, pairs, table_options
from kexie_kg.console import emit, save
from kexie_kg.export import FORMATS, SCHEMA_FORMATS, export_schema
from kexie_kg.output import Format


@click.command()
@graph_option
@table_options
def plans(graph: Path, format_: Format, output: Path | None) -> None:
    """List the plans in the graph, by place and year."""
    from kexie_kg import open_graph

    emit(open_graph(graph).plans().rows, format_, output)


@click.command()
@graph_option
@table_options
def info(graph: Path, format_: Format, output: Path | None) -> None:
    """Show versions, sizes and counts of the graph, and the gates around ad-hoc queries."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.info()
    emit(answer.rows, format_, output)


@click.command()
@click.argument("before")
@click.argument("after")
@graph_option
@table_options
def diff(before: str, after: str, graph: Path, format_: Format, output: Path | None) -> None:
    """Compare two plans by their keys, e.g. of one place for two years: what goes on, is new, or was dropped.

    Targets are also raised or lowered. `kexie plans` lists the keys.
    """
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.diff(before, after)
    emit(answer.rows, format_, output)


@click.command()
@click.option("--all", "all_", is_flag=True, help="Everything in the graph.")
@click.option("--city", default="", metavar="NAME", help="What the plans of one place say, e.g. 嘉兴市.")
@click.option("--plan", default="", metavar="KEY", help="What one plan says; `kexie plans` lists the keys.")
@click.option("--entity", default="", metavar="NAME", help="One thing, by name or id, and its surroundings.")
@click.option(
    "--query", default="", metavar="NAME", help="What the answer of a named query names; see `kexie queries`."
)
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="Parameter of --query; repeatable.")
@click.option(
    "--pyvis", is_flag=True, help="The plain page of up to 499 nodes, by vis-network; not for --all, --query."
)
@click.option(
    "--chart", default="", metavar="NAME",
    help="A picture other than the graph: matrix, years, evidence, sankey, timeline, targets, partners or provinces; "
    "of everything, or of --city or --plan.",
)  # fmt: skip
@click.option(
    "--year", "years", multiple=True, type=int, metavar="YEAR", help="Only plans for it, in --chart; repeatable."
)
@click.option("-o", "--output", required=True, metavar="FILE.html", type=OUTPUT, help="Page to write.")
@graph_option
def view(
    all_: bool, city: str, plan: str, entity: str, query: str, params: tuple[str, ...], pyvis: bool, chart: str,
    years: tuple[int, ...], output: Path, graph: Path,
) -> None:  # fmt: skip
    """Write an HTML page to explore the graph with, or a chart of it; it needs no network."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        if pyvis and not (all_ or query or params or chart or years):
            page = g.view_pyvis(plan=plan, city=city, entity=entity)
        elif pyvis:
            raise click.UsageError("--pyvis draws --plan, --city or --entity alone")
        else:
            page = g.view(all=all_, plan=plan, city=city, entity=entity, query=query, params=pairs(params),
                          chart=chart, years=years)  # fmt: skip
    save(output, page.html)
    click.echo(f"wrote {output}; open it in a browser")


@click.command()
@click.option(
    "--format", "format_", required=True, type=click.Choice((*FORMATS, *SCHEMA_FORMATS)),
    help="vocabulary, shapes and context are the schema's, in OWL, SHACL and JSON-LD, and need no graph; "
    "csv, neo4j-admin and parquet make a folder.",
)  # fmt: skip
@click.option("-o", "--output", required=True, metavar="FILE", type=OUTPUT, help="What to write.")
@graph_option
def export(format_: str, output: Path, graph: Path) -> None:
    """Write the graph for other programs, or what the schema says of it; docs/formats.md tells what each format holds.

    For example: kexie export --format turtle -o graph.ttl
    """
    from kexie_kg import open_graph
    from kexie_kg.graph.schema import Schema

    if format_ in SCHEMA_FORMATS:
        written = export_schema(Schema.load(), format_, output)
    else:
        with open_graph(graph) as g:
            written = g.export(format_, output)
    for path in written:
        click.echo(f"wrote {path}")


@click.command()
@graph_option
@table_options
def check(graph: Path, format_: Format, output: Path | None) -> int:
    """Hold the graph against the shapes of the schema, and its sentences against the texts they were read from.

    A row for each violation says where, what, and what to do next. Exit codes: 0 none; 1 some; 2 the graph cannot be
    read at all. `kexie export --format shapes` writes the shapes in SHACL, for other validators.
    """
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        rows = g.check().rows
    emit(rows, format_, output)
    return 1 if rows.rows else 0
