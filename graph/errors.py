"""The one family of errors: each says what is wrong, where, and what to do next, in one line."""

from __future__ import annotations


class KexieError(Exception):
    """Base of every error a user may see; its text is the whole message."""


class SchemaError(KexieError):
    """The schema file, or a fact held against it, is wrong."""


class DocumentError(KexieError):
    """A plan cannot be read, or is no work plan."""


class FactError(KexieError):
    """A fact contradicts the contracts of :mod:`kexie_kg.graph.model`."""


class StoreError(KexieError):
    """A graph directory or a server cannot be opened, read or written."""


class QueryError(KexieError):
    """A query is unknown, wrongly written, refused, or over its limits."""


class UnfinishedError(QueryError):
    """A query hit its time, row or memory limit; a part of an answer is never returned."""


class QuerySyntaxError(QueryError):
    """An engine cannot read a query: what it says, and the place in the text, counted from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message, self.line, self.column = message, line, column


class JudgementError(KexieError):
    """A judgement cannot be read, or contradicts another one."""
