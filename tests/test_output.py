"""Rows as text: aligned, parseable, and harmless wherever they are opened."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from command import kexie
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kexie_kg import output
from kexie_kg.console import emit
from kexie_kg.graph.rows import Cell, Rows
from kexie_kg.output import TEXT_FORMATS, render, table, to_csv, to_html, to_json, to_markdown

CELLS: st.SearchStrategy[Cell] = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Rows,
        st.lists(st.text("名称ab", min_size=1, max_size=4), min_size=width, max_size=width, unique=True).map(tuple),
        st.lists(st.tuples(*[CELLS] * width), max_size=4).map(tuple),
    )
)
SAMPLE = Rows(
    ("城市", "n", "issued_on", "share"),
    (("嘉兴市", 3, date(2020, 2, 27), 0.5), ("Jiaxing 嘉兴", 12, None, 1.0)),
)


def width(line: str) -> int:
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def test_a_table_is_aligned_with_chinese_characters_two_wide() -> None:
    head, rule, first, second, count = table(SAMPLE).splitlines()
    assert head.split() == ["城市", "n", "issued_on", "share"]
    assert set(rule) == {"─"}
    assert first.split() == ["嘉兴市", "3", "2020-02-27", "0.5"]
    assert second.split() == ["Jiaxing", "嘉兴", "12", "1.0"]
    assert count == "(2 rows)"
    before = [line.partition(mark)[0] for line, mark in ((head, "issued_on"), (first, "2020-02-27"))]
    assert width(before[0]) == width(before[1])
    assert {width(line.partition(number)[0] + number) for line, number in ((first, "3"), (second, "12"))} == {
        width(head.partition("n")[0]) + 1
    }


def test_a_table_fits_the_terminal_and_loses_nothing() -> None:
    rows = Rows(("name", "text"), (("甲" * 30, "乙" * 50), ("x", "y")))
    lines = table(rows, 40).splitlines()
    assert max(map(width, lines)) <= 40
    assert "".join(lines).count("甲") == 30
    assert "".join(lines).count("乙") == 50
    assert max(map(width, table(rows).splitlines())) > 100


@given(rows=TABLES)
def test_a_table_that_fits_is_drawn_as_rich_draws_it(rows: Rows) -> None:
    cells = [[output.printable(output._text(cell)) for cell in row] for row in (rows.columns, *rows)]
    right = [all(isinstance(row[index], int | float | None) for row in rows) for index in range(len(rows.columns))]
    ours = output._aligned(cells, right, None)
    assert ours is None or ours == output._folded(cells, right, None)
    assert (ours is None) == any("\n" in cell for row in cells for cell in row)


def test_a_number_that_json_does_not_have_is_a_text() -> None:
    assert json.loads(to_json(Rows(("a", "b", "c"), ((float("nan"), float("inf"), 0.5),)))) == [
        {"a": "nan", "b": "inf", "c": 0.5}
    ]


@pytest.mark.parametrize("hostile", ["\x1b[2J\x1b]0;owned\x07", "a\rb", "a\u202eb", "\x9b31m"])
def test_nothing_in_a_cell_steers_the_terminal(hostile: str) -> None:
    text = table(Rows((hostile,), ((hostile,), ("[red]no markup[/red]",))))
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in text.replace("\n", ""))
    assert "[red]no markup[/red]" in text


def test_one_row_none_and_no_columns() -> None:
    assert table(Rows(("a",), ((1,),))).endswith("(1 row)\n")
    assert table(Rows(("a",), ())).endswith("(0 rows)\n")
    assert to_json(Rows(("a",), ())) == "[]\n"


@given(TABLES)
def test_json_is_a_list_of_objects_keyed_by_column(rows: Rows) -> None:
    assert json.loads(to_json(rows)) == rows.dicts()


def test_json_keeps_chinese_and_writes_dates() -> None:
    assert "嘉兴市" in to_json(SAMPLE)
    assert json.loads(to_json(SAMPLE))[0] == {"城市": "嘉兴市", "n": 3, "issued_on": "2020-02-27", "share": 0.5}


@given(TABLES)
def test_csv_survives_a_parser(rows: Rows) -> None:
    text = to_csv(rows)
    assert text.startswith("\ufeff")
    parsed = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    assert len(parsed) == len(rows) + 1
    for cells, row in zip(parsed[1:], rows, strict=True):
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str):
                assert cell in (value, f"'{value}")
            else:
                assert cell == ("" if value is None else str(value).lower())


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x", " =1", "　=1"]
)
def test_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    rows = Rows((text,), ((text,), (-3,)))
    head, first, number = csv.reader(io.StringIO(to_csv(rows)[1:], newline=""))
    assert head == first == [f"'{text}"]
    assert number == ["-3"], "numbers are numbers"


def test_lines_of_csv_end_as_the_standard_says() -> None:
    assert to_csv(Rows(("a", "b"), (('say "x"', "1,2"), ("two\nlines", None)))) == (
        '\ufeffa,b\r\n"say ""x""","1,2"\r\n"two\nlines",\r\n'
    )


def test_markdown_is_a_table_and_nothing_else() -> None:
    rows = Rows(("a|b", "c"), (("x|y\n*z*", "<b>`q`</b>"), ("_i_", "[l](http://x)")))
    assert to_markdown(rows).splitlines() == [
        r"| a\|b | c |",
        "| --- | --- |",
        r"| x\|y \*z\* | &lt;b&gt;\`q\`&lt;/b&gt; |",
        r"| \_i\_ | \[l\](http://x) |",
    ]


@given(TABLES)
def test_html_is_escaped(rows: Rows) -> None:
    tags = {"table", "thead", "tbody", "tr", "th", "td"}
    inside = to_html(rows)
    for tag in tags:
        inside = inside.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in inside
    assert ">" not in inside


def test_every_form_can_be_asked_for() -> None:
    assert {format_: render(SAMPLE, format_) for format_ in TEXT_FORMATS} == {
        "table": table(SAMPLE), "csv": to_csv(SAMPLE), "json": to_json(SAMPLE), "markdown": to_markdown(SAMPLE),
    }  # fmt: skip


def test_a_workbook_holds_typed_cells_and_no_formula(tmp_path: Path) -> None:
    rows = Rows((*SAMPLE.columns, "=1+1"), tuple((*row, "=HYPERLINK(1)\x07") for row in SAMPLE))
    emit(rows, "xlsx", tmp_path / "rows.xlsx")
    sheet = load_workbook(tmp_path / "rows.xlsx").active
    assert [[cell.data_type for cell in line] for line in sheet.iter_rows()] == [
        ["s", "s", "s", "s", "s"], ["s", "n", "d", "n", "s"], ["s", "n", "n", "n", "s"],
    ]  # fmt: skip
    assert [cell.value for cell in sheet[1]] == list(rows.columns)
    assert sheet["C2"].value.date() == date(2020, 2, 27)
    assert sheet["C3"].value is None
    assert sheet["E2"].value == "=HYPERLINK(1)\ufffd"
    assert sheet["E2"].quotePrefix


def test_a_workbook_goes_into_a_file(tmp_path: Path) -> None:
    nowhere = kexie("queries", "--format", "xlsx")
    assert nowhere.is_one_line()
    assert "-o FILE.xlsx" in nowhere.err
    assert kexie("queries", "--format", "xlsx", "-o", tmp_path / "queries.xlsx").code == 0
    assert load_workbook(tmp_path / "queries.xlsx").active.max_row > 40
