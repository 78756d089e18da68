"""Documents into facts: build, extract, evaluate."""

from __future__ import annotations

from pathlib import Path

import click

from kexie_kg.commands.options import local_graph_option, recursive_option, table_options
from kexie_kg.console import complain, emit
from kexie_kg.output import REPORTS, Format, Report


@click.command()
@click.argument("plans", nargs=-1, metavar="PLANS...")
@local_graph_option
@recursive_option
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
    complain((f"{o.judgement}: met nothing: {o.effect}" for o in report.manifest.outcomes if not o.held), "note")
    click.echo(overview.summary(report, Schema.load()), nl=False)
    return report.exit_code


@click.command()
@click.argument("plans", nargs=-1, required=True, metavar="PLANS...")
@recursive_option
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


@click.command()
@click.option(
    "--gold", metavar="DIR", type=click.Path(path_type=Path), help="Annotations; by default the packaged ones."
)
@click.option("--plans", metavar="DIR", type=click.Path(path_type=Path), help="Texts; by default DIR/../plans.")
@click.option(
    "--report",
    default="figures",
    show_default=True,
    type=click.Choice(REPORTS),
    help="figures by type and predicate; errors, each with cause and sentence; causes and how many errors each has; "
    "intervals of F1 over plans; calibration: how often facts of each confidence are right.",
)
@table_options
def evaluate(gold: Path | None, plans: Path | None, report: Report, format_: Format, output: Path | None) -> int:
    """Extract annotated plans and compare: precision, recall and F1 per type and predicate."""
    from kexie_kg.evaluate import evaluate
    from kexie_kg.reports import rows_of

    evaluation = evaluate(gold, plans)
    complain(failure.message for failure in evaluation.failures)
    emit(rows_of(evaluation, report), format_, output)
    return evaluation.exit_code
