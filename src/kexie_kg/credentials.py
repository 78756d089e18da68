"""Who we are to a server: from the environment, or asked for. Never from the command line, which others can read."""

from __future__ import annotations

import os
import sys

import click

from kexie_kg.graph.errors import StoreError

USER, PASSWORD = "NEO4J_USERNAME", "NEO4J_PASSWORD"


def credentials() -> tuple[str, str] | None:
    """User and password; what the environment lacks is asked for on a terminal. An empty user is nobody: the server
    then must ask for no password. Raises :class:`StoreError` where there is no terminal to ask on."""
    user = os.environ.get(USER)
    if user is None:
        user = str(_asked("User of the server", USER, hidden=False))
    if not user:
        return None
    return user, os.environ.get(PASSWORD) or _asked("Password", PASSWORD, hidden=True)


def _asked(what: str, variable: str, hidden: bool) -> str:
    if not sys.stdin.isatty():
        raise StoreError(f"the server asks who you are: set {USER} and {PASSWORD} ({variable} is missing)")
    return str(click.prompt(what, hide_input=hidden, err=True, default="" if not hidden else None, show_default=False))
