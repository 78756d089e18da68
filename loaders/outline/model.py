"""What the outline of a plan holds. Every span counts characters of ``document.text``, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kexie_kg.graph.model import Document
from kexie_kg.loaders.matching import MatchingView


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``document.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """Words of a plan. ``text`` is as printed (script, punctuation), without what the view skips in between.

    ``document.text[start:end]`` are the same words with the line breaks, page numbers and marks that cut them.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; also a month of a schedule, a group of a table, a table's title."""

    no: str
    """The printed number with its mark: ``一、`` ``（一）`` ``(1)`` ``一月``; empty for an unnumbered heading."""
    heading: Phrase
    """The whole heading with its number, without a closing full stop."""
    level: int
    """Depth, 0 for the outermost."""
    parent: int | None
    """Index of the enclosing section in ``Outline.sections``."""
    span: Span
    """From the heading to the end of what stands under it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered or named measure, or a row of a project table."""

    no: str
    """As the annotation guide writes it: ``1``, ``一、1``, ``（一）一是``, ``(1)①``, ``一月1``."""
    title: Phrase
    """The lead sentence without its full stop, or the first 20 characters; the name cell of a row."""
    section: int | None
    """Index in ``Outline.sections``."""
    span: Span
    """The whole measure: number, title, body and responsibility note."""
    leads: tuple[Phrase, ...]
    """Units in 牵头 or 责任 position, each as printed."""
    supports: tuple[Phrase, ...]
    """Units in 配合 or 参与 position, each as printed."""
    notes: tuple[Span, ...]
    """The responsibility notes, brackets included; the unit cells of a row."""
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """One plan. What is not printed is None, or empty."""

    document: Document
    view: MatchingView
    """Of the whole file, with ``furniture`` and broken lines skipped; paragraphs are its lines."""
    title: Phrase | None
    """The plan's own title, not that of the covering notice."""
    issuer: Phrase | None
    """The fullest printing of the issuer's name (title, letterhead, signature)."""
    kind: str
    """工作要点, 工作计划 …, in Simplified characters; empty if the title names none."""
    year: int | None
    """The year planned for."""
    doc_number: Phrase | None
    issued: Phrase | None
    """The printed date of issue; never the date of a web page."""
    issued_on: date | None
    addressed_to: Phrase | None
    copied_to: tuple[Phrase, ...]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    body: tuple[Span, ...]
    """The plan's own prose and tables: no covering notice, no signature, no summary of the last year."""
    furniture: tuple[Span, ...]
    """Page numbers, page headers, navigation, counters and links."""
