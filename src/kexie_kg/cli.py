"""The command ``kexie``: the package in words. A command is a function in :mod:`kexie_kg.commands` and a line here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from kexie_kg.commands import asking, judging, looking, reading, serving, writing
from kexie_kg.console import INTERRUPTED, complain, prepare_streams
from kexie_kg.graph.errors import KexieError


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


for _command in (
    reading.build,
    reading.extract,
    reading.evaluate,
    asking.queries,
    asking.query,
    asking.cypher,
    asking.sparql,
    asking.shell,
    looking.view,
    looking.export,
    looking.check,
    serving.serve,
    looking.diff,
    looking.plans,
    looking.info,
    writing.push,
    writing.remove,
    judging.same,
    judging.different,
    judging.unsure,
    judging.reject,
    judging.correct,
    judging.judgements,
):
    cli.add_command(_command)


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
