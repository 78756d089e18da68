"""Questions one after another: what ``kexie shell`` does with a query or a command, wherever it was typed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TextIO, TypeAlias

import click

from kexie_kg.api import KnowledgeGraph
from kexie_kg.commands.options import pairs
from kexie_kg.console import complain, emit
from kexie_kg.graph.errors import KexieError, QueryError
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import Language, Limits
from kexie_kg.inputs import exit_code
from kexie_kg.output import TEXT_FORMATS, TextFormat
from kexie_kg.overview import query_rows
from kexie_kg.queries.gates import GATES
from kexie_kg.queries.statements import ends_at

_Action: TypeAlias = "Callable[[Shell, list[str]], None]"


@dataclass(frozen=True, slots=True)
class Command:
    """A line that begins with a colon: the words after its name, and what it does."""

    usage: str
    help: str
    action: _Action


class Shell:
    """Answers what is typed. A mistake is one line of stderr, and the next query may come."""

    def __init__(self, graph: KnowledgeGraph, language: Language, format: TextFormat, limits: Limits) -> None:
        self.graph, self.language, self.format, self.limits = graph, language, format, limits
        self.tried = self.failed = 0
        self.left = False

    def takes(self, text: str) -> int | None:
        """How many characters of what was typed are one query or command; None if more must come."""
        start = len(text) - len(text.lstrip())
        if text[start:].startswith(":") or text[start:].partition("\n")[0].strip().lower() in _BARE:
            end = text.find("\n", start)
            return None if end < 0 else end + 1
        return ends_at(text, self.language)

    def run(self, text: str) -> None:
        """One query or command. ``left`` says whether it was the last."""
        text = text.strip().removesuffix(";")
        if not text:
            return
        self.tried += 1
        try:
            if text.startswith(":") or text.lower() in _BARE:
                self._command(text.removeprefix(":"))
            else:
                ask = self.graph.cypher if self.language == "cypher" else self.graph.sparql
                rows = ask(text, limits=self.limits).rows
                complain(rows.notes, "note")
                emit(rows, self.format, None)
        except KexieError as error:
            self._failed(str(error))
        except click.UsageError as error:
            self._failed(error.format_message())
        except KeyboardInterrupt:
            self._failed("interrupted")

    def run_all(self, text: str) -> None:
        """A whole file, in which the last query needs no semicolon."""
        text += "\n"
        while not self.left and text.strip():
            end = self.takes(text) or len(text)
            self.run(text[:end])
            text = text[end:]

    def serve(self, source: TextIO) -> int:
        """Talks to a terminal, or answers all that a file or pipe holds. Returns the exit code of the command."""
        if source.isatty():
            from kexie_kg.line_editor import converse

            converse(self)
            return 0
        self.run_all(source.buffer.read().decode("utf-8-sig", "replace").replace("\r\n", "\n"))
        return exit_code(self.tried, self.failed)

    def _failed(self, message: str) -> None:
        self.failed += 1
        complain([message])

    def _command(self, line: str) -> None:
        try:
            name, *words = shlex.split(line)
        except ValueError as error:
            raise QueryError(f":{line}: a quote is not closed; close it") from error
        if name not in COMMANDS:
            raise QueryError(f"no command :{name}{nearest(name, COMMANDS)}; :help lists them")
        COMMANDS[name].action(self, words)

    def show(self, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        """Prints a table of words."""
        emit(Rows(columns, tuple(rows)), self.format, None)


def _help(shell: Shell, words: list[str]) -> None:
    del words
    click.echo(f"A query in {shell.language} ends with a semicolon; it may take several lines.")
    shell.show(("command", "does"), ((f":{n} {c.usage}".rstrip(), c.help) for n, c in COMMANDS.items()))


def _in_language(language: Language) -> _Action:
    def switch(shell: Shell, words: list[str]) -> None:
        if words:
            raise QueryError(f":{language} takes no words; type the query on lines of its own")
        shell.language = language

    return switch


def _queries(shell: Shell, words: list[str]) -> None:
    del words
    emit(query_rows(), shell.format, None)


def _query(shell: Shell, words: list[str]) -> None:
    if not words:
        raise QueryError("no query is named; :queries lists them")
    name, *params = words
    rows = shell.graph.named(name, pairs(params), shell.language, shell.limits).rows
    complain(rows.notes, "note")
    emit(rows, shell.format, None)


def _schema(shell: Shell, words: list[str]) -> None:
    del words
    schema = Schema.load()
    groups = {"type": schema.types, "label": schema.labels, "relation": schema.relations, "property": schema.properties}
    shell.show(
        ("is a", "name", "中文", "English"),
        ((group, n.name, n.zh, n.en) for group, named in groups.items() for n in named.values()),
    )


def _gates(shell: Shell, words: list[str]) -> None:
    del words
    closed = shell.graph.gates()
    rows = ((name, "closed" if name in closed else "missing here", does) for name, (does, _) in GATES.items())
    shell.show(("gate", "is", "does"), rows)


def _format(shell: Shell, words: list[str]) -> None:
    found = [format for format in TEXT_FORMATS if [format] == words]
    if not found:
        raise QueryError(f":format takes one of {', '.join(TEXT_FORMATS)}")
    shell.format = found[0]


def _limit(field: str, kind: type[int] | type[float]) -> _Action:
    def change(shell: Shell, words: list[str]) -> None:
        try:
            (word,) = words
            value = kind(word)
        except ValueError:
            value = 0
        if not value > 0:
            raise QueryError(f"a limit takes one number above 0; it is {getattr(shell.limits, field):g}")
        changed: dict[str, Any] = {field: value}  # Limits itself refuses what is too large
        shell.limits = replace(shell.limits, **changed)

    return change


def _quit(shell: Shell, words: list[str]) -> None:
    del words
    shell.left = True


COMMANDS: Mapping[str, Command] = {
    "help": Command("", "this list", _help),
    "cypher": Command("", "queries are Cypher from now on", _in_language("cypher")),
    "sparql": Command("", "queries are SPARQL from now on", _in_language("sparql")),
    "queries": Command("", "the named queries and their parameters", _queries),
    "query": Command("NAME KEY=VALUE…", "answers a named query", _query),
    "schema": Command("", "types, labels, relations and properties", _schema),
    "gates": Command("", "what guards queries, and whether it does so on this machine", _gates),
    "format": Command("|".join(TEXT_FORMATS), "form of the rows", _format),
    "timeout": Command("SECONDS", "a slower answer is an error", _limit("seconds", float)),
    "rows": Command("N", "a longer answer is an error, never cut short", _limit("rows", int)),
    "memory": Command("MB", "a query that needs more is stopped", _limit("megabytes", int)),
    "quit": Command("", "ends; so does Ctrl-D", _quit),
}
_BARE = ("help", "quit")
"""Commands that need no colon, since they are what people type first."""
