"""The command ``kexie``: the package in words. Each command composes; none knows how anything is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from kexie_kg.console import INTERRUPTED, complain, emit, prepare_streams, save, text_argument
from kexie_kg.graph.errors import KexieError
from kexie_kg.graph.stores.base import Limits
from kexie_kg.output import EXPORT_FORMATS, FORMATS, ExportFormat, Format

if TYPE_CHECKING:  # commands import what they need when they run, so that help is quick
    from kexie_kg.graph.stores.base import Language

_F = TypeVar("_F", bound=Callable[..., Any])

_graph = click.option(
    "--graph", default="kexie-graph", show_default=True, metavar="DIR", type=click.Path(path_type=Path),
    help="Graph directory.",
)  # fmt: skip
_recursive = click.option("-r", "--recursive", is_flag=True, help="Read all files in the directories named.")
_usual = Limits()


def _table(command: _F) -> _F:
    """Options of every command that prints rows."""
    command = click.option(
        "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file instead of stdout."
    )(command)
    return click.option(
        "--format", "format_", default="table", show_default=True, type=click.Choice(FORMATS), help="Form of the rows."
    )(command)


def _limited(command: _F) -> _F:
    """Options of every command that asks a store."""
    command = click.option(
        "--max-rows", default=_usual.rows, show_default=True, type=click.IntRange(1), metavar="N",
        help="A longer answer is an error, never cut short.",
    )(command)  # fmt: skip
    return click.option(
        "--timeout", default=_usual.seconds, show_default=True, type=click.FloatRange(0, min_open=True),
        metavar="SECONDS", help="A slower answer is an error.",
    )(command)  # fmt: skip


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kexie-kg", message="%(package)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """A knowledge graph of Chinese science associations and their annual work plans.

    \b
    Begin with:
      kexie build PLANS...
      kexie queries
      kexie query city_profile --param city=嘉兴市

    Exit codes: 0 all well; 1 some files failed, the others were used; 2 nothing done.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@click.argument("plans", nargs=-1, metavar="PLANS...")
@_graph
@_recursive
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes that read; by default as many as pay off."
)
def build(plans: tuple[str, ...], graph: Path, recursive: bool, jobs: int | None) -> int:
    """Read plans, extract their facts, and publish the graph.

    Plans that are in the graph stay; another text of the same plan replaces it. Files that cannot be read are
    reported and the others built. Without PLANS the graph is made again from the facts kept in it. Until the end,
    and if anything breaks off, the graph stays as it was.
    """
    from kexie_kg import build, overview, progress
    from kexie_kg.graph.schema import Schema

    with progress.on_stderr() as bars:
        report = build.build(plans, graph, jobs, bars, recursive)
    complain(failure.message for failure in report.failures)
    complain((f"{c.path}: {c.note}" for c in report.changes.changes if c.note), "note")
    click.echo(overview.summary(report, Schema.load()), nl=False)
    return report.exit_code


@cli.command()
@click.argument("plans", nargs=-1, required=True, metavar="PLANS...")
@_recursive
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Write one file per plan here.")
def extract(plans: tuple[str, ...], recursive: bool, output: Path | None) -> int:
    """Print what plans say: one JSON object per plan, in the format of the annotation guide.

    With -o, PLAN.txt becomes DIR/PLAN.json; further plans in the same file end in -2, -3.
    """
    from kexie_kg.annotate import Folder, annotate_all
    from kexie_kg.inputs import exit_code, find_inputs

    inputs = find_inputs(plans, recursive)
    write = Folder(output).write if output else lambda plan: click.echo(plan.json(), nl=False)
    failures = inputs.failures + annotate_all(inputs.files, write)
    complain(failure.message for failure in failures)
    return exit_code(len(inputs.files) + len(inputs.failures), len(failures))


@cli.command()
@click.option(
    "--gold", metavar="DIR", type=click.Path(path_type=Path), help="Annotations; by default the packaged ones."
)
@click.option("--plans", metavar="DIR", type=click.Path(path_type=Path), help="Texts; by default DIR/../plans.")
@_table
def evaluate(gold: Path | None, plans: Path | None, format_: Format, output: Path | None) -> int:
    """Extract annotated plans and compare: precision, recall and F1 per type and predicate."""
    from kexie_kg.evaluate import evaluate

    report = evaluate(gold, plans)
    complain(failure.message for failure in report.failures)
    emit(report.rows(), format_, output)
    return report.exit_code


@cli.command()
@_table
def queries(format_: Format, output: Path | None) -> None:
    """List the named queries and their parameters."""
    from kexie_kg.overview import query_rows

    emit(query_rows(), format_, output)


@cli.command()
@click.argument("name")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="Value of a parameter; repeatable.")
@click.option(
    "--engine", default="cypher", show_default=True, type=click.Choice(["cypher", "sparql"]), help="Who answers."
)
@_graph
@_table
@_limited
def query(
    name: str, params: tuple[str, ...], engine: Language, graph: Path, format_: Format, output: Path | None,
    timeout: float, max_rows: int,
) -> None:  # fmt: skip
    """Answer the named query NAME; `kexie queries` lists them."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.query(name, engine, Limits(timeout, max_rows), **_pairs(params))
        unknown = () if answer.rows.rows else g.unknown_names(name, **_pairs(params))
    for line in unknown:
        click.echo(f"note: {line}", err=True)
    emit(answer.rows, format_, output)


@cli.command()
@click.argument("text", callback=text_argument)
@_graph
@_table
@_limited
def cypher(text: str, graph: Path, format_: Format, output: Path | None, timeout: float, max_rows: int) -> None:
    """Answer the Cypher query TEXT, which may only read; `-` reads it from stdin."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.cypher(text, limits=Limits(timeout, max_rows))
    emit(answer.rows, format_, output)


@cli.command()
@click.argument("text", callback=text_argument)
@_graph
@_table
@_limited
def sparql(text: str, graph: Path, format_: Format, output: Path | None, timeout: float, max_rows: int) -> None:
    """Answer the SPARQL query TEXT, which may only read; `-` reads it from stdin."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.sparql(text, limits=Limits(timeout, max_rows))
    emit(answer.rows, format_, output)


@cli.command()
@click.option("--plan", default="", metavar="KEY", help="What one plan says; `kexie plans` lists the keys.")
@click.option("--city", default="", metavar="NAME", help="What the plans of one place say, e.g. 嘉兴市.")
@click.option("--entity", default="", metavar="NAME", help="One thing, by name or id, and its surroundings.")
@click.option(
    "-o", "--output", required=True, metavar="FILE.html", type=click.Path(path_type=Path), help="Page to write."
)
@_graph
def view(plan: str, city: str, entity: str, output: Path, graph: Path) -> None:
    """Write an interactive HTML page that needs no network."""
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        page = g.view(plan=plan, city=city, entity=entity)
    save(output, page.html)
    click.echo(f"wrote {output}; open it in a browser")


@cli.command()
@click.option(
    "--format", "format_", required=True, type=click.Choice(EXPORT_FORMATS), help="Format; csv makes a folder."
)
@click.option("-o", "--output", required=True, metavar="FILE", type=click.Path(path_type=Path), help="What to write.")
@_graph
def export(format_: ExportFormat, output: Path, graph: Path) -> None:
    """Write the graph for other programs: Turtle, N-Quads, GraphML, or two CSV tables.

    For example: kexie export --format turtle -o graph.ttl
    """
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        written = g.export(format_, output)
    for path in written:
        click.echo(f"wrote {path}")


@cli.command()
@click.argument("before")
@click.argument("after")
@_graph
@_table
def diff(before: str, after: str, graph: Path, format_: Format, output: Path | None) -> None:
    """Compare two plans by their keys, e.g. of one place for two years: what goes on, is new, or was dropped.

    Targets are also raised or lowered. `kexie plans` lists the keys.
    """
    from kexie_kg import open_graph

    with open_graph(graph) as g:
        answer = g.diff(before, after)
    emit(answer.rows, format_, output)


@cli.command()
@_graph
@_table
def plans(graph: Path, format_: Format, output: Path | None) -> None:
    """List the plans in the graph, by place and year."""
    from kexie_kg import open_graph

    emit(open_graph(graph).plans().rows, format_, output)


@cli.command()
@_graph
@_table
def info(graph: Path, format_: Format, output: Path | None) -> None:
    """Show versions, sizes and counts of the graph."""
    from kexie_kg import open_graph

    emit(open_graph(graph).info().rows, format_, output)


def _pairs(params: Sequence[str]) -> dict[str, str]:
    """``("city=嘉兴市",)`` → ``{"city": "嘉兴市"}``."""
    pairs: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not (name and equals):
            raise click.UsageError(f'--param "{param}" is not of the form KEY=VALUE')
        if pairs.setdefault(name, value) != value:
            raise click.UsageError(f"--param {name} is given twice")
    return pairs


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and ends the process with its exit code. Errors are one line on stderr, and exit code 2."""
    prepare_streams()
    try:
        code = cli.main(arguments, prog_name="kexie", standalone_mode=False)
    except click.ClickException as error:
        see = f"; see: {error.ctx.command_path} --help" if isinstance(error, click.UsageError) and error.ctx else ""
        complain([f"{error.format_message().rstrip('.')}{see}"])
        code = 2
    except KexieError as error:
        complain([str(error)])
        code = 2
    except OSError as error:
        complain([f"{error.filename or 'the system'}: {error.strerror or error}; check space and permissions"])
        code = 2
    except (click.Abort, KeyboardInterrupt):
        complain(["interrupted"])
        code = INTERRUPTED
    sys.exit(code or 0)
