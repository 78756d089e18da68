"""Typing at a terminal: several lines, history, and completion with Tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_completions
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from kexie_kg.console import complain
from kexie_kg.graph.schema import Schema
from kexie_kg.output import FORMATS
from kexie_kg.queries.catalogue import Catalogue
from kexie_kg.queries.completion import completions
from kexie_kg.shell import COMMANDS, Shell

_GREETING = "Ask in {language}; end a query with a semicolon. Tab completes, :help helps, Ctrl-D ends."


def converse(shell: Shell) -> None:
    """Asks for queries and answers them, until the user leaves."""
    session: PromptSession[str] = PromptSession(
        history=_history(),
        completer=_Completer(shell),
        complete_while_typing=False,
        multiline=True,
        prompt_continuation=lambda width, *_: "...> ".rjust(width),
        key_bindings=_keys(shell),
    )
    click.echo(_GREETING.format(language=shell.language))
    while not shell.left:
        try:
            shell.run(session.prompt(lambda: f"{shell.language}> "))
        except KeyboardInterrupt:  # what was typed is dropped
            continue
        except EOFError:
            return


def _history() -> History:
    """Kept between sessions, where the system has room for it."""
    file = Path(click.get_app_dir("kexie-kg")) / "history"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab"):
            pass
    except OSError as error:
        complain([f"{file}: cannot be written ({error.strerror}); the history is lost at the end"], "note")
        return InMemoryHistory()
    return FileHistory(str(file))


def _keys(shell: Shell) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=~has_completions)
    def enter(event: KeyPressEvent) -> None:
        """Answers a whole query; goes to the next line of one that is not finished."""
        buffer = event.current_buffer
        if not buffer.text.strip() or shell.takes(buffer.text + "\n") is not None:
            buffer.validate_and_handle()
        else:
            buffer.newline()

    @keys.add("enter", filter=has_completions)
    def accept(event: KeyPressEvent) -> None:
        """Takes the completion that is marked."""
        event.current_buffer.complete_state = None

    return keys


class _Completer(Completer):
    """Commands and their words after a colon, otherwise what the language and the schema have."""

    def __init__(self, shell: Shell) -> None:
        self._shell, self._schema = shell, Schema.load()

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        before = document.text_before_cursor
        if before.lstrip().startswith(":"):
            yield from _of_commands(before.lstrip())
            return
        for found in completions(before, self._shell.language, self._schema):
            yield Completion(found.text, -found.replaces, display_meta=found.meaning)


def _of_commands(line: str) -> Iterator[Completion]:
    name, space, rest = line.partition(" ")
    if not space:
        words = {f":{command}": entry.help for command, entry in COMMANDS.items()}
        rest = name
    elif name == ":format":
        words = dict.fromkeys(FORMATS, "")
    elif name == ":query" and " " not in rest:
        words = {query.name: query.title.zh for query in Catalogue.load().queries.values()}
    elif name == ":query":
        query, *_, rest = rest.split(" ")
        known = Catalogue.load().queries.get(query)
        words = {f"{param.name}=": param.help.zh for param in known.params} if known else {}
    else:
        words = {}
    for word, meaning in words.items():
        if word.startswith(rest):
            yield Completion(word, -len(rest), display_meta=meaning)
