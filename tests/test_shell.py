"""`kexie shell`: from a pipe and at a terminal, which is a pseudo-terminal that the tests type into."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import program, small_graph

from kexie_kg.graph.schema import Schema
from kexie_kg.queries.catalogue import Catalogue
from kexie_kg.shell import COMMANDS

PATIENCE = 120
"""Seconds until a test that waits for words gives up."""
ENDLESS = "MATCH (a), (b), (c), (d), (e) RETURN count(*) AS n;"


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(root, tmp_path_factory.mktemp("shell") / "graph")


# ---- From a pipe ---------------------------------------------------------------------------------------------------


def test_a_file_of_queries_is_answered_in_both_languages(graph: Path) -> None:
    text = """
MATCH (p:Entity:Plan)   // two lines;

RETURN p.plan_year AS year ORDER BY year;
:sparql
PREFIX kx: <https://kexie-kg.example/ns#>

SELECT ?year { ?p a kx:Plan ; kx:plan_year ?year } ORDER BY ?year;
:query department_load city=嘉兴市;
:cypher
RETURN '绍兴；' AS place
"""
    done = program("shell", "--graph", graph, "--format", "csv", text=text)
    assert (done.code, done.err) == (0, "")
    years, again, *rest = done.out.split("\ufeff")[1:]
    assert years == again == "year\n2020\n2021\n2022\n"
    assert rest[0].startswith("issuer,")
    assert rest[1] == "place\n绍兴；\n"


def test_a_mistake_is_one_line_and_the_next_query_is_answered(graph: Path) -> None:
    text = f"""
MATCH (n) DETACH DELETE n;
:sparql
SELECT * {{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }};
:cypher
:timeout 0.3
{ENDLESS}
:rows 1
UNWIND [1, 2] AS x RETURN x;
:qurey x
:query city_profile city=a city=b
:query city_profile "city=嘉兴市
:format xml
:timeout never
:timeout inf
:memory 99999999999999
:query plans_of_place engine=x
MATCH (n:Entity:Plan) RETURN count(n) AS plans;
"""
    done = program("shell", "--graph", graph, "--format", "csv", text=text)
    assert done.code == 1
    assert done.out == "\ufeffplans\n3\n"
    expected = [
        "DETACH is refused", "SERVICE is refused", "not finished within 0.3 seconds", "more than 1 rows",
        'no command :qurey (did you mean "query"?)', "city is given twice", "a quote is not closed",
        ":format takes one of table, csv", "a limit takes one number above 0; it is 0.3", "seconds is inf",
        "megabytes is 99999999999999", 'no parameter "engine"',
    ]  # fmt: skip
    for line, words in zip(done.err.splitlines(), expected, strict=True):
        assert line.startswith("error: ")
        assert words in line


def test_the_last_query_may_have_empty_lines_inside(graph: Path) -> None:
    prefix = "PREFIX kx: <https://kexie-kg.example/ns#>"
    text = f":sparql\n{prefix} SELECT (COUNT(?p) AS ?n) {{ ?p a kx:Plan ;\n\n kx:key ?k }}"
    done = program("shell", "--graph", graph, "--format", "csv", text=text)
    assert (done.code, done.out, done.err) == (0, "\ufeffn\n3\n", "")
    quoted = program("shell", "--graph", graph, "--format", "csv", text="RETURN size('a;\n\nb') AS n")
    assert (quoted.code, quoted.out) == (0, "\ufeffn\n5\n")


def test_nothing_but_mistakes_is_a_failure_and_nothing_at_all_is_none(graph: Path) -> None:
    assert program("shell", "--graph", graph, text="RETRUN 1;\nCREATE (n);").code == 2
    assert program("shell", "--graph", graph, text="\n;\n").code == 0
    assert program("shell", "--graph", graph, text=":quit\nRETRUN 1;").code == 0


def test_commands_show_what_there_is(graph: Path) -> None:
    shown = program("shell", "--graph", graph, "--format", "csv", text="help\n:queries\n:schema\n:gates\n")
    assert (shown.code, shown.err) == (0, "")
    commands, queries, schema, gates = shown.out.split("\ufeff")[1:]
    assert all(f":{name}" in commands for name in COMMANDS)
    assert all(name in queries for name in Catalogue.load().names())
    assert all(name in schema for name in (*Schema.load().types, *Schema.load().relations))
    assert "no network" in gates


# ---- At a terminal -------------------------------------------------------------------------------------------------


class Terminal:
    """The shell in a process of its own, at a pseudo-terminal. What is shown has codes for the cursor in between."""

    def __init__(self, graph: Path, home: Path) -> None:
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            environment = {
                **os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "TERM": "xterm",
                "PROMPT_TOOLKIT_NO_CPR": "1",
            }  # fmt: skip
            arguments = [sys.executable, "-m", "kexie_kg", "shell", "--graph", str(graph), "--format", "csv"]
            os.execve(sys.executable, arguments, environment)
        termios.tcsetwinsize(self._end, (24, 120))
        self.seen = ""

    def type(self, keys: str) -> None:
        os.write(self._end, keys.encode("utf-8"))

    def until(self, words: str) -> str:
        """What is shown until these words, themselves included; fails if they never come."""
        deadline, raw = time.monotonic() + PATIENCE, b""
        while words not in self.seen:
            ready, _, _ = select.select([self._end], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{words!r} is never shown, but: {self.seen}"
            raw += os.read(self._end, 65536)
            text = raw.decode("utf-8", "ignore")
            self.seen, raw = self.seen + text.replace("\r", ""), raw[len(text.encode("utf-8")) :]
        shown, _, self.seen = self.seen.partition(words)
        return shown + words

    def ends(self) -> int:
        """The exit code, once the process has ended."""
        while True:
            ready, _, _ = select.select([self._end], [], [], PATIENCE)
            assert ready, "the shell does not end"
            try:
                if not os.read(self._end, 65536):
                    break
            except OSError:  # so Linux says that nobody is at the other end
                break
        _, status = os.waitpid(self._pid, 0)
        os.close(self._end)
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        self.ends()


@pytest.fixture
def terminals(graph: Path, tmp_path: Path) -> Iterator[list[Terminal]]:
    """Two sessions of the same user, one after another; the second is opened by the test."""
    opened: list[Terminal] = [Terminal(graph, tmp_path)]
    yield opened
    for terminal in opened:
        terminal.kill()


def test_a_query_over_several_lines_is_completed_answered_and_remembered(
    graph: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    first = terminals.pop()
    assert "end a query with a semicolon" in first.until("cypher>")
    first.type("MATCH (p:Entity:Plan)\r")
    first.until("...>")
    first.type("RETURN count(p) + 41 AS `答案`;\r")
    first.until("答案\n44\n")
    first.until("cypher>")
    first.type("MATCH (a:Entity:Associ\t")
    first.until("ation")
    first.type(") RETURN count(a) > 2 AS found;\r")
    first.until("found\ntrue\n")
    first.until("cypher>")  # a terminal that nobody reads yet forgets the end of input
    first.type("\x04")
    assert first.ends() == 0

    second = Terminal(graph, tmp_path)
    terminals.append(second)
    second.until("cypher>")
    second.type("\x1b[A\x1b[A\r")  # up, up: the query before the last
    second.until("答案\n44\n")
    second.until("cypher>")
    second.type(":sparql\r")
    second.until("sparql>")
    second.type(":query department_l\t")
    second.until("oad")
    second.type(" city=嘉兴市\r")
    second.until("issuer,year,department,leads,assists")
    second.until("sparql>")
    second.type("quit\r")
    assert terminals.pop().ends() == 0


def test_ctrl_c_stops_a_query_and_not_the_shell(terminals: list[Terminal]) -> None:
    (terminal,) = terminals
    terminal.until("cypher>")
    terminal.type("RETURN 'dropped\x03")
    terminal.until("cypher>")
    terminal.type(f":timeout 1000\r{ENDLESS}\r")
    terminal.until("RETURN count(*) AS n;")
    time.sleep(0.5)  # so that the query runs; if it does not yet, the line is dropped instead, as above
    terminal.type("\x03")
    terminal.until("interrupted")
    terminal.type("RETURN 6 * 7 AS n;\r")
    terminal.until("n\n42\n")


def test_what_writes_is_refused_at_a_terminal_too(terminals: list[Terminal]) -> None:
    (terminal,) = terminals
    terminal.until("cypher>")
    terminal.type("MATCH (n) DETACH DELETE n;\r")
    assert "error: cypher, line 1, column 11: DETACH is refused" in terminal.until("only read;")
    terminal.until("cypher>")
    terminal.type("MATCH (n:Entity:Plan) RETURN count(n) AS n;\r")
    terminal.until("n\n3\n")
