"""The command line: what it prints where, how it fails, and that its help is true."""

from __future__ import annotations

import ast
import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from kexie_kg import cli as module
from kexie_kg import open_graph
from kexie_kg.cli import cli, main
from kexie_kg.queries.catalogue import Catalogue

JIAXING = "嘉兴市科学技术协会/2020/工作要点"
FILES = ("jiaxing-2020", "shaoxing-2021", "shaoxing-2022")


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def kexie(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs a command in this process."""

    def run(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert isinstance(caught.value.code, int)
        return Done(caught.value.code, printed.out, printed.err)

    return run


@pytest.fixture(scope="module")
def plans(root: Path) -> list[str]:
    return [str(root / "data" / "plans" / f"{name}.txt") for name in FILES]


@pytest.fixture(scope="module")
def graph(plans: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "graph"
    with pytest.raises(SystemExit) as caught:
        main(["build", *plans, "--graph", str(path)])
    assert caught.value.code == 0
    return path


def program(*arguments: object, text: str = "") -> Done:
    """Runs a command as its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "kexie_kg", *map(str, arguments)], input=text, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def is_one_line(done: Done, code: int = 2) -> bool:
    """Whether a command failed as it should."""
    return (
        done.code == code
        and done.err.startswith("error: ")
        and done.err.count("\n") == 1
        and "Traceback" not in done.err
    )


# ---- Help ----------------------------------------------------------------------------------------------------------


def commands() -> Iterator[click.Command]:
    assert isinstance(cli, click.Group)
    yield from cli.commands.values()


def test_every_command_and_option_is_explained(kexie: Callable[..., Done]) -> None:
    names = {str(command.name) for command in commands()}
    assert names == {
        "build", "extract", "evaluate", "queries", "query", "cypher", "sparql", "view", "info", "plans",
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
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
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


def test_version(kexie: Callable[..., Done]) -> None:
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
        (["cypher", "MATCH (n RETURN n", "--graph", "GRAPH"], ["the query"]),
        (["cypher", "", "--graph", "GRAPH"], ["empty"]),
        (["sparql", "DROP ALL", "--graph", "GRAPH"], ["DROP"]),
        (["sparql", "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", "--graph", "GRAPH"], ["SERVICE"]),
        (["sparql", "SELECT ?s { ?s }", "--graph", "GRAPH"], ["the query"]),
        (["cypher", "MATCH (n:Entity) RETURN n.id AS i", "--max-rows", "5", "--graph", "GRAPH"], ["more than 5 rows"]),
        (["sparql", "SELECT ?s { ?s ?p ?o }", "--max-rows", "5", "--graph", "GRAPH"], ["more than 5 rows"]),
        (["view", "-o", "x.html", "--graph", "GRAPH"], ["exactly one"]),
        (["view", "--city", "a", "--plan", "b", "-o", "x.html", "--graph", "GRAPH"], ["exactly one"]),
        (["view", "--city", "嘉兴县", "-o", "x.html", "--graph", "GRAPH"], ["嘉兴县", "嘉兴市"]),
        (["view", "--city", "嘉兴市", "--graph", "GRAPH"], ["Missing option", "--output"]),
        (["view", "--city", "嘉兴市", "-o", "none/x.html", "--graph", "GRAPH"], ["none/x.html: cannot be written"]),
        (["plans", "-o", "none/x.csv", "--graph", "GRAPH"], ["none/x.csv: cannot be written"]),
        (["evaluate", "--gold", "none"], ["none: no such directory"]),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    kexie: Callable[..., Done], graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str],
    words: list[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    done = kexie(*(str(graph) if argument == "GRAPH" else argument for argument in arguments))
    assert is_one_line(done), done
    assert done.out == ""
    for word in words:
        assert word in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted; nothing was published"),
        (OSError(28, "No space left on device", "graph/x"), 2, "graph/x: No space left on device; check space"),
    ],
)
def test_what_stops_a_build_from_outside(
    kexie: Callable[..., Done], tmp_path: Path, plans: list[str], monkeypatch: pytest.MonkeyPatch,
    raised: BaseException, code: int, words: str,
) -> None:  # fmt: skip
    def stop(*_: object) -> None:
        raise raised

    monkeypatch.setattr("kexie_kg.build.merge", stop)
    done = kexie("build", *plans, "--graph", tmp_path / "graph")
    assert is_one_line(done, code)
    assert words in done.err
    assert is_one_line(kexie("plans", "--graph", tmp_path / "graph"))


def test_output_that_nobody_reads(graph: Path) -> None:
    text = "MATCH (a:Entity), (b:Entity) RETURN a.id AS a, b.id AS b"
    command = [sys.executable, "-m", "kexie_kg", "cypher", text, "--max-rows", "1000000", "--graph", str(graph)]
    with subprocess.Popen([*command, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "\ufeffa,b\r\n".encode()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 141


# ---- Building and looking ------------------------------------------------------------------------------------------


def test_build_reports_what_failed_and_sums_up(kexie: Callable[..., Done], plans: list[str], tmp_path: Path) -> None:
    again, empty = tmp_path / "zz.txt", tmp_path / "empty.txt"
    again.write_bytes(Path(plans[0]).read_bytes())
    empty.touch()
    done = kexie("build", *plans, again, empty, "--graph", tmp_path / "graph")
    assert done.code == 1
    assert done.err.splitlines() == [
        f"error: {empty}: is empty; remove it, or fetch it again",
        f"note: {again}: has the same text as {plans[0]}",
    ]
    words = [line.split() for line in done.out.splitlines()]
    assert words[0] == ["files", "5", "=", "4", "read", "+", "1", "failed"]
    assert words[1] == ["plans", "read", "4", "=", "3", "new", "+", "1", "duplicate"]
    assert words[2] == ["plans", "in", "the", "graph", "3", "=", "3", "new"]
    assert kexie("build", empty, "--graph", tmp_path / "graph").code == 2
    directory = kexie("build", tmp_path, "--graph", tmp_path / "graph")
    assert is_one_line(directory)
    assert "is a directory; add -r to read the plans in it" in directory.err
    assert kexie("build", "-r", Path(plans[0]).parent, "--graph", tmp_path / "graph").code == 1  # there is a README


def test_plans_and_info(kexie: Callable[..., Done], graph: Path) -> None:
    plans = json.loads(kexie("plans", "--graph", graph, "--format", "json").out)
    assert [(plan["place"], plan["year"]) for plan in plans] == [
        ("浙江省嘉兴市", 2020), ("浙江省绍兴市", 2021), ("浙江省绍兴市", 2022),
    ]  # fmt: skip
    rows = json.loads(kexie("info", "--graph", graph, "--format", "json").out)
    info = {row["what"]: row["value"] for row in rows}
    assert (info["plans"], info["places"], info["years"], info["kglite"]) == (3, 2, "2020–2022", "0.21.2")
    for whole in ("nodes", "edges"):
        parts = [value for what, value in info.items() if what.startswith(f"{whole}: ")]
        assert len(parts) > 5
        assert sum(parts) == info[whole]


# ---- Asking --------------------------------------------------------------------------------------------------------


def test_the_catalogue_is_listed(kexie: Callable[..., Done]) -> None:
    rows = json.loads(kexie("queries", "--format", "json").out)
    assert [row["name"] for row in rows] == list(Catalogue.load().names())
    assert all(row["question"] and row["问题"] for row in rows)
    assert "city=" in next(row["parameters"] for row in rows if row["name"] == "city_profile")


def test_both_engines_answer_a_named_query_alike(kexie: Callable[..., Done], graph: Path) -> None:
    asked = ("query", "city_profile", "--param", "city=嘉兴市", "--graph", graph, "--format")
    answers = [kexie(*asked, "json", "--engine", engine).out for engine in ("cypher", "sparql")]
    assert answers[0] == answers[1]
    rows = json.loads(answers[0])
    assert len(rows) > 10
    assert list(rows[0]) == list(Catalogue.load().get("city_profile").columns)
    parsed = list(csv.reader(io.StringIO(kexie(*asked, "csv").out.removeprefix("\ufeff"), newline="")))
    assert parsed[0] == list(rows[0])
    assert len(parsed) == len(rows) + 1
    assert kexie(*asked, "markdown").out.count("\n") == len(rows) + 2
    assert kexie(*asked, "table").out.endswith(f"({len(rows)} rows)\n")


def test_questions_of_ones_own(kexie: Callable[..., Done], graph: Path) -> None:
    cypher = "MATCH (p:Entity:Plan) RETURN p.plan_year AS year ORDER BY year"
    sparql = (
        "PREFIX kx: <https://kexie-kg.example/ns#> SELECT ?year { ?p a kx:Plan ; kx:planYear ?year } ORDER BY ?year"
    )
    expected = [{"year": 2020}, {"year": 2021}, {"year": 2022}]
    for command, text in (("cypher", cypher), ("sparql", sparql)):
        assert json.loads(kexie(command, text, "--graph", graph, "--format", "json").out) == expected
        piped = program(command, "-", "--graph", graph, "--format", "json", text=text)
        assert (piped.code, json.loads(piped.out)) == (0, expected)


def test_a_file_instead_of_stdout(kexie: Callable[..., Done], graph: Path, tmp_path: Path) -> None:
    printed = kexie("plans", "--graph", graph, "--format", "csv").out
    done = kexie("plans", "--graph", graph, "--format", "csv", "-o", tmp_path / "plans.csv")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "plans.csv").read_bytes() == printed.encode("utf-8")
    assert printed.startswith("\ufeff")


@pytest.mark.parametrize("what", [("--plan", JIAXING), ("--city", "嘉兴市"), ("--entity", "嘉兴市科学技术协会")])
def test_view_writes_a_page(kexie: Callable[..., Done], graph: Path, tmp_path: Path, what: tuple[str, str]) -> None:
    done = kexie("view", *what, "-o", tmp_path / "page.html", "--graph", graph)
    assert (done.code, done.err) == (0, "")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert "嘉兴市科学技术协会" in page


# ---- Without a graph -----------------------------------------------------------------------------------------------


def test_extract_writes_a_file_a_plan(kexie: Callable[..., Done], plans: list[str], tmp_path: Path) -> None:
    both = tmp_path / "both.txt"
    both.write_bytes(Path(plans[1]).read_bytes() + b"\n" + Path(plans[2]).read_bytes())
    out = tmp_path / "out"
    done = kexie("extract", *plans, both, "-o", out)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert sorted(file.name for file in out.iterdir()) == sorted(
        [*(f"{name}.json" for name in FILES), "both.json", "both-2.json"]
    )
    plan = json.loads((out / "jiaxing-2020.json").read_bytes())
    assert list(plan) == ["document", "entities", "targets", "tasks", "relations"]
    assert plan["document"]["issuer"] == "嘉兴市科学技术协会"
    assert [json.loads((out / f"both{n}.json").read_bytes())["document"]["year"] for n in ("", "-2")] == [2021, 2022]
    printed = kexie("extract", plans[0])
    assert printed.out == (out / "jiaxing-2020.json").read_text("utf-8")


def test_extract_never_writes_one_file_for_two(kexie: Callable[..., Done], plans: list[str], tmp_path: Path) -> None:
    for number, folder in enumerate("ab"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_bytes(Path(plans[number]).read_bytes())
    done = kexie("extract", "-r", tmp_path, "-o", tmp_path / "out")
    assert is_one_line(done, 1)
    assert f"plan.json is already made from {tmp_path / 'a' / 'plan.txt'}; rename one of the two" in done.err
    assert json.loads((tmp_path / "out" / "plan.json").read_bytes())["document"]["year"] == 2020
    assert kexie("extract", tmp_path / "none.txt").code == 2


def test_evaluate_prints_a_figure_for_each_type_and_predicate(
    kexie: Callable[..., Done], root: Path, tmp_path: Path
) -> None:
    (tmp_path / "jiaxing-2020.json").write_bytes((root / "data" / "gold" / "jiaxing-2020.json").read_bytes())
    done = kexie("evaluate", "--gold", tmp_path, "--plans", root / "data" / "plans", "--format", "json")
    assert (done.code, done.err) == (0, "")
    rows = {row["measure"]: row for row in json.loads(done.out)}
    assert {"document", "tasks", "targets", "entities strict Event", "relations lenient ORGANIZES"} <= set(rows)
    assert rows["document"]["f1"] == 1.0
    assert rows["tasks"]["gold"] == 18


# ---- Python --------------------------------------------------------------------------------------------------------


def test_the_same_in_python(graph: Path) -> None:
    with open_graph(graph) as g:
        answer = g.query("city_profile", city="嘉兴市")
        assert list(answer) == list(g.query("city_profile", engine="sparql", city="嘉兴市"))
        assert repr(answer).endswith(f"({len(answer)} rows)")
        frame = answer.to_pandas()
        assert list(frame.columns) == list(answer.columns)
        assert len(frame) == len(answer)
        years = "MATCH (p:Entity:Plan) WHERE p.plan_year > $after RETURN p.plan_year AS year ORDER BY year"
        assert g.cypher(years, {"after": 2020}).dicts() == [{"year": 2021}, {"year": 2022}]
        assert len(g.plans()) == 3
        network = g.to_networkx()
        assert (network.number_of_nodes(), network.number_of_edges()) == (len(g.facts.nodes), len(g.facts.edges))


def test_notebooks_show_tables_and_pages_that_cannot_break_out(graph: Path, tmp_path: Path) -> None:
    with open_graph(graph) as g:
        shown = g.cypher("RETURN '<script>alert(1)</script>' AS x")._repr_html_()
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
        page = g.view(plan=JIAXING)
    assert page.save(tmp_path / "page.html").read_text("utf-8") == page.html
    frame = page._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert frame.count("<") == 2, "the page itself is escaped"


def test_python_m_is_the_command() -> None:
    assert program("--help").out == program().out
    assert is_one_line(program("biuld"))
