"""Sections and tasks out of the tree: numbers as the annotation guide writes them, titles, units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median_low

from kexie_kg.loaders.outline.cells import Cell
from kexie_kg.loaders.outline.model import Section, Task
from kexie_kg.loaders.outline.numbering import (
    BULLET,
    CIRCLED,
    HAN,
    HEADING,
    MONTH,
    ORDINAL,
    PART,
    match_number,
    prefix,
    strip_mark,
)
from kexie_kg.loaders.outline.paragraphs import Page
from kexie_kg.loaders.outline.tables import Group, Table
from kexie_kg.loaders.outline.tree import Node, is_section, walk
from kexie_kg.loaders.outline.units import Range, find_duty

_SHORT = 20  # characters: a title in place of a lead sentence
_TITLE = 40  # characters: a longer lead sentence is no title
_USUAL_TITLE = 26
_SENTENCE_END = re.compile(r"[。!?;]|(?<=[一-鿿”》)])\.(?=[一-鿿“《]|$)")
_GENERAL = re.compile(
    r"总体(?:要求|思路|目标|安排)|指导思想|基本原则|(?:主要|工作|发展|年度)?目标|目标任务|(?:工作|有关|几点)要求|(?:保障|推进)措施"
    r"|组织(?:保障|领导|实施)|(?:活动|时间|工作|进度)安排|实施步骤|形势|附则"
)
_GENERAL_LENGTH = 20


def read_measures(
    page: Page, root: Node, tables: Sequence[Table], titles: dict[int, Range], first_leads: bool
) -> tuple[list[Section], list[Task]]:
    """Sections, and tasks in the order of the text. `titles` has the title of each table by its first paragraph."""
    writer = _Writer(page, first_leads)
    writer.write_tree(root)
    for table in tables:
        writer.write_table(table, titles.get(table.first))
    tasks = sorted(writer.tasks, key=lambda task: task.span)
    return writer.sections, [task if task.no else replace(task, no=str(at)) for at, task in enumerate(tasks, 1)]


class _Writer:
    """Collects sections and tasks of one plan."""

    def __init__(self, page: Page, first_leads: bool) -> None:
        self.page = page
        self.text = page.view.text
        self.first_leads = first_leads
        self.sections: list[Section] = []
        self.tasks: list[Task] = []
        self.titled: frozenset[int] = frozenset()

    def write_tree(self, root: Node) -> None:
        nodes = [node for node in _measures(root, self.text) if not self._is_general(node)]
        numbers = self._numbers(nodes, walk(root))
        self.titled = self._titled(nodes)
        tasks = set(map(id, nodes))
        indices: dict[int, int] = {}

        def visit(node: Node, parent: int | None, level: int) -> None:
            for child in node.children:
                if id(child) in tasks:
                    self._add_task(child, numbers[id(child)], parent)
                else:
                    indices[id(child)] = len(self.sections)
                    self._add_section(child, parent, level)
                    visit(child, indices[id(child)], level + 1)

        visit(root, None, 0)

    def _titled(self, nodes: list[Node]) -> frozenset[int]:
        """Styles of measures that open with a title: half of their first sentences are no longer than one."""
        lengths: dict[int, list[int]] = {}
        for node in nodes:
            words = self.text[node.body : node.paragraph_end]
            found = _SENTENCE_END.search(words)
            lengths.setdefault(node.style, []).append(found.start() if found else len(words))
        return frozenset(style for style, each in lengths.items() if median_low(each) <= _USUAL_TITLE)

    def _is_general(self, node: Node) -> bool:
        """Whether an undivided section is aims or demands in general, and no measure."""
        if node.style not in {HAN, HEADING, PART} or node.children:
            return False
        heading = self._heading(node)
        return heading[1] - heading[0] <= _GENERAL_LENGTH and bool(_GENERAL.search(self.text, *heading))

    def _numbers(self, nodes: list[Node], every: list[Node]) -> dict[int, str]:
        """The number of each measure: made longer by the numbers above it until no two of a style are the same.

        A style that restarts anywhere in the plan restarts for all of its measures; sections count as well.
        """
        monthly = {id(node): str(index) for month in every if month.style == MONTH
                   for index, node in enumerate(month.children, 1)}  # fmt: skip
        numbers = {
            id(node): [self._number(node) or monthly.get(id(node), str(index))] for index, node in enumerate(nodes, 1)
        }
        above = {id(node): self._numbered_above(node) for node in nodes}
        for node in nodes:
            parent = node.parent
            if above[id(node)] and (node.style in {ORDINAL, CIRCLED} or (parent and parent.style == MONTH)):
                numbers[id(node)].insert(0, above[id(node)].pop(0))
        sections = [(self._number(node),) for node in every if id(node) not in numbers]
        for _ in range(3):
            counts = Counter([*sections, *(tuple(numbers[id(node)]) for node in nodes)])
            restarting = {node.style for node in nodes if counts[tuple(numbers[id(node)])] > 1}
            for node in nodes:
                in_month = node.parent is not None and node.parent.style == MONTH
                if node.style in restarting and above[id(node)] and not in_month:
                    numbers[id(node)].insert(0, above[id(node)].pop(0))
        return {key: "".join(parts) for key, parts in numbers.items()}

    def _number(self, node: Node) -> str:
        if node.style == BULLET or node.start == node.body:
            return ""
        return strip_mark(node.style, self.page.view.printed[node.start : node.body])

    def _numbered_above(self, node: Node) -> list[str]:
        """Numbers of the sections a node stands under, the nearest first, as they go in front of its own."""
        printed = self.page.view.printed
        return [
            prefix(above.style, printed[above.start : above.body]) if above.start < above.body else _place(above)
            for above in node.path()[1:]
            if above.style not in {-1, PART, BULLET} and (above.start < above.body or _heads_ordinals(above))
        ]

    def _heading(self, node: Node) -> Range:
        """The heading of a section, with its number and without a full stop."""
        end = _SENTENCE_END.search(self.text, node.body, node.paragraph_end)
        words = self.text[node.start : node.paragraph_end].rstrip(" :,")
        return node.start, end.start() if end and end.start() > node.body else node.start + len(words)

    def _add_section(self, node: Node, parent: int | None, level: int) -> None:
        no = self.page.view.printed[node.start : node.body].strip()
        heading = self.page.phrase(*self._heading(node))
        span = self.page.span(node.start, node.end)
        self.sections.append(Section(no, heading, level, parent, span))

    def _add_task(self, node: Node, no: str, section: int | None) -> None:
        duty = find_duty(self.text, node.body, node.end, self.first_leads)
        phrase, span = self.page.phrase, self.page.span
        self.tasks.append(
            Task(
                no=no,
                title=phrase(*self._title(node, duty.notes)),
                section=section,
                span=span(node.start, node.end),
                leads=tuple(phrase(*unit) for unit in duty.leads),
                supports=tuple(phrase(*unit) for unit in duty.supports),
                notes=tuple(span(*note) for note in duty.notes),
            )
        )

    def _title(self, node: Node, notes: tuple[Range, ...]) -> Range:
        """The lead sentence, if it is short enough to be a title; else its first characters."""
        limit = min([node.paragraph_end, *(note[0] for note in notes if note[0] > node.body)])
        if node.body < node.lead <= limit:
            limit = node.lead
        words = self.text[node.body : limit]
        found = _SENTENCE_END.search(words)
        lead = words[: found.start() if found else len(words)].rstrip(":。. ")
        scheduled = node.parent is not None and node.parent.style == MONTH
        if not lead:
            return node.start, max(limit, node.start + 1)
        if len(lead) > (_TITLE if node.style in self.titled or node.lead else _SHORT) and not scheduled:
            lead = lead[:_SHORT]
        return node.body, node.body + len(lead)

    def write_table(self, table: Table, title: Range | None) -> None:
        restarts = len(table.groups) > 1 and all(group.rows[0].no == "1" for group in table.groups)
        parent: int | None = None
        if title and any(group.heading is None for group in table.groups):
            parent = len(self.sections)
            end = table.groups[-1].rows[-1].end
            self.sections.append(Section("", self.page.phrase(*title), 0, None, self.page.span(title[0], end)))
        for group in table.groups:
            section = self._add_group(group, group.heading) if group.heading else parent
            front = self._group_number(group) if restarts else ""
            self.tasks += self._rows(group, section, front)

    def _add_group(self, group: Group, heading: Cell) -> int:
        phrase = self.page.phrase(heading.start, heading.end)
        span = self.page.span(heading.start, group.rows[-1].end)
        self.sections.append(Section(self._group_number(group), phrase, 0, None, span))
        return len(self.sections) - 1

    def _group_number(self, group: Group) -> str:
        if group.heading is None or (number := match_number(group.heading.text)) is None:
            return ""
        start = group.heading.start
        return prefix(number.style, self.page.view.printed[start : start + number.length])

    def _rows(self, group: Group, section: int | None, front: str) -> Iterator[Task]:
        phrase, span = self.page.phrase, self.page.span
        for row in group.rows:
            yield Task(
                no=front + row.no if row.no else "",
                title=phrase(*row.name),
                section=section,
                span=span(row.start, row.end),
                leads=tuple(phrase(*unit) for unit in row.leads),
                supports=tuple(phrase(*unit) for unit in row.supports),
                notes=tuple(span(*duty) for duty in row.duties),
                is_row=True,
            )


def _measures(root: Node, text: str) -> list[Node]:
    """The nodes that are measures, in the order of the text."""
    found: list[Node] = []
    divided = any(not is_section(node, text) for node in walk(root))

    def visit(node: Node) -> None:
        for child in node.children:
            undivided = (
                not child.children and child.style != MONTH and bool(child.paragraphs or not child.is_bare(text))
            )
            if not is_section(child, text) or (undivided and (child.style == HAN or not divided)):
                found.append(child)
            else:
                visit(child)

    visit(root)
    return found or [node for node in walk(root) if node.style == HAN and not node.children]


def _heads_ordinals(node: Node) -> bool:
    """Whether a heading without a number stands over 一是, 二是, which begin again under the next one."""
    return node.style == HEADING and any(child.style == ORDINAL for child in node.children)


def _place(node: Node) -> str:
    """The place of a heading without a number among its like, from 1."""
    siblings = node.parent.children if node.parent is not None else [node]
    return str(1 + [each for each in siblings if each.style == HEADING].index(node))
