"""The outline of a plan: who issues what when, its headings, its measures and who answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kexie_kg.graph.model import Document
from kexie_kg.loaders.outline.head import (
    Head,
    Title,
    find_opening,
    find_titles,
    is_end_matter,
    is_letterhead,
    read_head,
    substitute_title,
)
from kexie_kg.loaders.outline.measures import read_measures
from kexie_kg.loaders.outline.model import Outline as Outline
from kexie_kg.loaders.outline.model import Phrase as Phrase
from kexie_kg.loaders.outline.model import Section as Section
from kexie_kg.loaders.outline.model import Span as Span
from kexie_kg.loaders.outline.model import Task as Task
from kexie_kg.loaders.outline.numbering import match_number
from kexie_kg.loaders.outline.paragraphs import Page, Paragraph, read_page
from kexie_kg.loaders.outline.past import drop_aims, drop_past, find_ahead, year_ahead
from kexie_kg.loaders.outline.tables import Table, find_tables
from kexie_kg.loaders.outline.tree import grow
from kexie_kg.loaders.outline.units import Range, first_unit_leads
from kexie_kg.loaders.outline.unnumbered import name_headings, name_leads, name_measures
from kexie_kg.loaders.outline.unnumbered_tables import find_unnumbered_tables


def parse(document: Document) -> list[Outline]:
    """Read the plans of a document, normally one. What is not printed stays empty; nothing raises."""
    page = read_page(document.text)
    titles: list[Title | None] = list(find_titles(page.view.text, page.paragraphs))
    if not titles:
        titles = [substitute_title(page, page.paragraphs)]
    known = [title for title in titles if title]
    openings = [find_opening(page.paragraphs, left.last, right.first) for left, right in pairwise(known)]
    bounds = [0, *openings, len(page.paragraphs)]
    return [
        _parse_plan(document, page, start, end, title)
        for (start, end), title in zip(pairwise(bounds), titles, strict=True)
    ]


def _parse_plan(document: Document, page: Page, start: int, end: int, title: Title | None) -> Outline:
    """Read the plan in paragraphs [start, end) of a page."""
    paragraphs = page.paragraphs[start:end]
    text = page.view.text
    first_leads = bool(paragraphs) and first_unit_leads(text, paragraphs[0].start, paragraphs[-1].end)
    opening = title.last - start if title else 0
    tables = _tables(text, paragraphs, opening, first_leads)
    in_table = {index for table in tables for index in range(table.first, table.last)}
    table_titles = _table_titles(paragraphs, tables)
    prose = [p for index, p in enumerate(paragraphs) if index >= opening and index not in in_table]
    closings = _closings(prose) | {start for start, _ in table_titles.values()}
    root = grow(text, prose, closings)
    ahead = find_ahead(text, root) if title and "总结" in title.text else None
    past = drop_past(text, root, ahead)
    drop_aims(text, root)
    name_headings(root)
    name_measures(text, root)
    name_leads(text, root)
    sections, tasks = read_measures(page, root, tables, table_titles, first_leads)
    closing = _closing(paragraphs, opening, closings)
    head = read_head(page, paragraphs, title, (_first_body(paragraphs, opening), closing))
    year = title.year if title else None
    if ahead and title and title.kind == "工作总结":
        year = year_ahead(text, ahead, year)
    return Outline(
        document=document,
        view=page.view,
        title=page.phrase(*title.span) if title else None,
        issuer=head.issuer,
        kind=title.kind if title else "",
        year=year,
        doc_number=head.doc_number,
        issued=head.issued,
        issued_on=head.issued_on,
        addressed_to=head.addressed_to,
        copied_to=head.copied_to,
        sections=tuple(sections),
        tasks=tuple(tasks),
        body=tuple(_body(page, paragraphs[opening:], closings, past, head)),
        furniture=page.furniture,
    )


def _tables(text: str, paragraphs: Sequence[Paragraph], opening: int, first_leads: bool) -> list[Table]:
    """The tables from paragraph `opening` on: those with numbers, or else those without."""
    body = paragraphs[opening:]
    found = list(find_tables(text, body, first_leads)) or list(find_unnumbered_tables(text, body, first_leads))
    return [Table(table.first + opening, table.last + opening, table.groups) for table in found]


def _closings(prose: Sequence[Paragraph]) -> frozenset[int]:
    """Starts of the paragraphs that belong to no measure: signatures and cc, and the rest of a web page."""
    closings = {paragraph.start for paragraph in prose if is_end_matter(paragraph.text)}
    ended = False
    last_number = max((index for index, p in enumerate(prose) if match_number(p.text)), default=0)
    for paragraph in prose[last_number + 1 :]:
        ended = ended or paragraph.after_web or paragraph.start in closings
        if ended:
            closings.add(paragraph.start)
    return frozenset(closings)


def _table_titles(paragraphs: Sequence[Paragraph], tables: Sequence[Table]) -> dict[int, Range]:
    """The paragraph above each table, if it is a title, by the table's first paragraph."""
    titles = {}
    for table in tables:
        above = paragraphs[table.first - 1] if table.first else None
        if above and len(above.text) < 60 and "。" not in above.text:
            titles[table.first] = (above.start, above.end)
    return titles


def _first_body(paragraphs: Sequence[Paragraph], opening: int) -> int:
    """The first paragraph after the title that is no number of a document, addressee, date or signature."""
    for index in range(opening, len(paragraphs)):
        text = paragraphs[index].text
        if not text.endswith(":") and not is_end_matter(text) and not is_letterhead(text):
            return index
    return len(paragraphs)


def _closing(paragraphs: Sequence[Paragraph], opening: int, closings: frozenset[int]) -> int:
    """The first paragraph of the signature, cc and attachments after the body."""
    first = _first_body(paragraphs, opening)
    return next(
        (index for index in range(first, len(paragraphs)) if paragraphs[index].start in closings), len(paragraphs)
    )


def _body(
    page: Page,
    paragraphs: Sequence[Paragraph],
    closings: frozenset[int],
    past: Sequence[Range],
    head: Head,
) -> list[Span]:
    """Runs of the `paragraphs` behind the title that are the plan's own."""
    heads = [phrase.start for phrase in (head.addressed_to, head.doc_number) if phrase]
    spans: list[Span] = []
    gap = True
    for paragraph in paragraphs:
        span = page.span(paragraph.start, paragraph.end)
        outside = paragraph.start in closings or any(first <= paragraph.start < last for first, last in past)
        if outside or any(span.start <= start < span.end for start in heads):
            gap = True
        elif gap:
            spans.append(span)
            gap = False
        else:
            spans[-1] = Span(spans[-1].start, span.end)
    return spans
