"""The file of judgements in a graph directory. People write in it too: what they wrote stays as it is."""

from __future__ import annotations

from pathlib import Path

from kexie_kg.graph.errors import JudgementError
from kexie_kg.graph.files import write_whole
from kexie_kg.graph.judgements.equivalence import Equivalence
from kexie_kg.graph.judgements.language import Judgement, parse
from kexie_kg.graph.schema import Schema

NAME = "judgements.txt"


def read(graph: Path, schema: Schema) -> tuple[Judgement, ...]:
    """The judgements beside a graph, in the order of their text; none if there is no file.

    Raises :class:`JudgementError` if a line cannot be read or two contradict each other.
    """
    judgements = parse(_lines(graph), schema, str(graph / NAME))
    Equivalence(judgements, schema, str(graph / NAME))
    return judgements


def add(graph: Path, judgement: Judgement, schema: Schema) -> bool:
    """Adds a line, unless it says what another one says; to be called by the one process that may write.

    Raises :class:`JudgementError` if it contradicts others; nothing is written then.
    """
    known = read(graph, schema)
    if judgement in known:
        return False
    Equivalence((*known, judgement), schema, str(graph / NAME))
    lines = _lines(graph)
    end = "" if not lines or lines.endswith("\n") else "\n"
    write_whole(graph / NAME, f"{lines}{end}{judgement}\n".encode())
    return True


def _lines(graph: Path) -> str:
    try:
        return (graph / NAME).read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise JudgementError(f"{graph / NAME}: is not in UTF-8; save it as UTF-8") from error
