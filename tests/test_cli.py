"""The command line: its help is true, and each error is one line that says what to do."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command import files, kexie, program, small_graph

from kexie_kg.cli import cli
from kexie_kg.commands import options


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(root, tmp_path_factory.mktemp("command") / "graph")


@pytest.fixture(scope="module")
def plans(root: Path) -> list[str]:
    return files(root)


# ---- Help ----------------------------------------------------------------------------------------------------------


def commands() -> Iterator[click.Command]:
    assert isinstance(cli, click.Group)
    yield from cli.commands.values()


def test_every_command_and_option_is_explained() -> None:
    names = {str(command.name) for command in commands()}
    assert names == {
        "build", "extract", "evaluate", "queries", "query", "cypher", "sparql", "view", "info", "plans", "export",
        "diff", "shell", "same", "different", "unsure", "reject", "correct", "judgements", "check", "serve",
        "push", "remove",
    }  # fmt: skip
    overview = kexie("--help")
    assert (overview.code, overview.err) == (0, "")
    assert kexie().out == overview.out
    for command in commands():
        assert command.help, command.name
        assert str(command.name) in overview.out
        shown = kexie(command.name, "--help")
        assert shown.code == 0
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.help, f"{command.name} {param.name}"
                assert max(param.opts, key=len) in shown.out


def test_no_command_is_longer_than_20_lines() -> None:
    files = sorted(Path(options.__file__).parent.glob("*.py"))
    bodies = [node for file in files for node in ast.parse(file.read_text("utf-8")).body]
    functions = [node for node in bodies if isinstance(node, ast.FunctionDef) and node.decorator_list]
    assert len(functions) >= 11
    long = {f.name: int(f.end_lineno or 0) - f.lineno + 1 for f in functions}
    assert {name: lines for name, lines in long.items() if lines >= 20} == {}


def test_help_loads_nothing_that_is_slow() -> None:
    code = (
        "import sys, runpy; sys.argv = ['kexie', '--help']\n"
        "try: runpy.run_module('kexie_kg', run_name='__main__')\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = set(done.stderr.split())
    assert {"click", "kexie_kg.cli"} <= loaded
    assert not loaded & {"kglite", "pyoxigraph", "rdflib", "pandas", "networkx", "rich", "ahocorasick", "neo4j"}
    assert not loaded & {"kexie_kg.loaders", "kexie_kg.views", "kexie_kg.build", "kexie_kg.api"}


def test_version() -> None:
    assert kexie("--version").out.startswith("kexie-kg ")


# ---- Errors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["biuld"], ["No such command 'biuld'", "Did you mean 'build'", "kexie --help"]),
        (["build", "--jbos", "2"], ["No such option '--jbos'", "Did you mean '--jobs'", "kexie build --help"]),
        (["build", "--jobs", "0", "x"], ["--jobs", "0 is not in the range"]),
        (["query"], ["Missing argument 'NAME'", "kexie query --help"]),
        (["extract"], ["Missing argument"]),
        (["query", "city_profil", "--graph", "GRAPH"], ['no query "city_profil"', "city_profile"]),
        (["query", "city_profile", "-p", "cty=x", "--graph", "GRAPH"], ['no parameter "cty"', "city"]),
        (["query", "city_profile", "--graph", "GRAPH"], ["parameter city is missing"]),
        (["query", "city_profile", "-p", "city", "--graph", "GRAPH"], ["city", "KEY=VALUE"]),
        (["query", "city_profile", "-p", "city=a", "-p", "city=b", "--graph", "GRAPH"], ["city is given twice"]),
        (["query", "city_profile", "--engine", "sql", "--graph", "GRAPH"], ["'sql' is not one of", "sparql"]),
        (["query", "city_profile", "-p", "city=x", "--graph", "none"], ["none: no graph is here", "kexie build"]),
        (["plans", "--graph", "none"], ["no graph is here"]),
        (["info", "--graph", "none"], ["no graph is here"]),
        (["build", "--graph", "none"], ["no graph is here"]),
        (["cypher", "CREATE (n)", "--graph", "GRAPH"], ["CREATE", "line 1"]),
        (["cypher", "MATCH (n) SET n.x = 1 RETURN n", "--graph", "GRAPH"], ["SET", "may only read"]),
        (["cypher", "MATCH (n RETURN n", "--graph", "GRAPH"], ["line 1, column 7: ( is not closed; add )"]),
        (["cypher", "MATCH (n)\nRETRUN n.id AS i", "--graph", "GRAPH"], ["line 2, column 1: RETRUN", '"RETURN"']),
        (["cypher", "MATCH (n:Entity)", "--graph", "GRAPH"], ["line 1, column 17: RETURN is missing after MATCH"]),
        (["cypher", "", "--graph", "GRAPH"], ["empty"]),
        (["sparql", "DROP ALL", "--graph", "GRAPH"], ["DROP"]),
        (["sparql", "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", "--graph", "GRAPH"], ["SERVICE"]),
        (["sparql", "SELECT ?s { ?s }", "--graph", "GRAPH"], ["line 1, column 17", "a triple is subject, predicate"]),
        (["cypher", "MATCH (n:Entity) RETURN n.id AS i", "--max-rows", "5", "--graph", "GRAPH"], ["more than 5 rows"]),
        (["sparql", "SELECT ?s { ?s ?p ?o }", "--max-rows", "5", "--graph", "GRAPH"], ["more than 5 rows"]),
        (["view", "-o", "x.html", "--graph", "GRAPH"], ["exactly one"]),
        (["view", "--city", "a", "--plan", "b", "-o", "x.html", "--graph", "GRAPH"], ["exactly one"]),
        (["view", "--all", "--query", "partners", "-o", "x.html", "--graph", "GRAPH"], ["exactly one"]),
        (["view", "--all", "--pyvis", "-o", "x.html", "--graph", "GRAPH"], ["--pyvis", "--city"]),
        (["view", "--query", "partner", "-o", "x.html", "--graph", "GRAPH"], ["partner", "partners"]),
        (["view", "--all", "-p", "city=a", "-o", "x.html", "--graph", "GRAPH"], ["only a query", "city"]),
        (["view", "--city", "嘉兴县", "-o", "x.html", "--graph", "GRAPH"], ["嘉兴县", "嘉兴市"]),
        (["view", "--city", "嘉兴市", "--graph", "GRAPH"], ["Missing option", "--output"]),
        (["view", "--city", "嘉兴市", "-o", "none/x.html", "--graph", "GRAPH"], ["none/x.html: cannot be written"]),
        (["plans", "-o", "none/x.csv", "--graph", "GRAPH"], ["none/x.csv: cannot be written"]),
        (["evaluate", "--gold", "none"], ["none: no such directory"]),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str],
    words: list[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    done = kexie(*(str(graph) if argument == "GRAPH" else argument for argument in arguments))
    assert done.is_one_line(), done
    assert done.out == ""
    for word in words:
        assert word in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "error: interrupted\n"),
        (OSError(28, "No space left on device", "graph/x"), 2, "graph/x: No space left on device; check space"),
    ],
)
def test_what_stops_a_build_from_outside(
    tmp_path: Path, plans: list[str], monkeypatch: pytest.MonkeyPatch,
    raised: BaseException, code: int, words: str,
) -> None:  # fmt: skip
    def stop(*_: object) -> None:
        raise raised

    monkeypatch.setattr("kexie_kg.build.judged", stop)
    done = kexie("build", *plans, "--graph", tmp_path / "graph")
    assert done.code == code
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert kexie("plans", "--graph", tmp_path / "graph").is_one_line()


def test_output_that_nobody_reads(graph: Path) -> None:
    text = "MATCH (a:Entity), (b:Entity) RETURN a.id AS a, b.id AS b"
    command = [sys.executable, "-m", "kexie_kg", "cypher", text, "--max-rows", "1000000", "--graph", str(graph)]
    with subprocess.Popen([*command, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "\ufeffa,b\r\n".encode()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_python_m_is_the_command() -> None:
    assert program("--help").out == program().out
    assert program("biuld").is_one_line()
