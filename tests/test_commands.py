"""What the commands do, on a small graph: build, look, ask, extract, evaluate; and the same in Python."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command import FILES, files, kexie, program, small_graph
from explorer_sample import data_of

from kexie_kg import open_graph
from kexie_kg.graph.errors import KexieError
from kexie_kg.queries.catalogue import Catalogue

JIAXING = "嘉兴市科学技术协会/2020/工作要点"


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(root, tmp_path_factory.mktemp("command") / "graph")


@pytest.fixture(scope="module")
def plans(root: Path) -> list[str]:
    return files(root)


# ---- Building and looking ------------------------------------------------------------------------------------------


def test_build_reports_what_failed_and_sums_up(plans: list[str], tmp_path: Path) -> None:
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
    assert directory.is_one_line()
    assert "is a directory; add -r to read the plans in it" in directory.err
    assert kexie("build", "-r", Path(plans[0]).parent, "--graph", tmp_path / "graph").code == 1  # there is a README


def test_plans_and_info(graph: Path) -> None:
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


def test_the_catalogue_is_listed() -> None:
    rows = json.loads(kexie("queries", "--format", "json").out)
    assert [row["name"] for row in rows] == list(Catalogue.load().names())
    assert all(row["question"] and row["问题"] for row in rows)
    assert "city=" in next(row["parameters"] for row in rows if row["name"] == "city_profile")


def test_both_engines_answer_a_named_query_alike(graph: Path) -> None:
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


def test_an_empty_answer_says_which_name_is_unknown(graph: Path) -> None:
    done = kexie("query", "city_profile", "--param", "city=绍星市", "--graph", graph)
    assert done.code == 0
    assert done.err == 'note: city: nothing is called "绍星市" (did you mean "绍兴市"?)\n'
    assert "(0 rows)" in done.out
    known = kexie("query", "partners", "--param", "city=浙江省", "--graph", graph)
    assert (known.code, known.err) == (0, "")


def test_parameters_are_never_taken_for_anything_else(graph: Path) -> None:
    done = kexie("query", "program_places", "-p", "name=不存在\x1b]0;x\x07", "--graph", graph)
    assert done.code == 0
    assert done.err.startswith("note: name: nothing is called") and "\x1b" not in done.err
    for name in ("engine", "limits", "self"):
        refused = kexie("query", "plans_of_place", "-p", f"{name}=x", "--graph", graph)
        assert refused.is_one_line()
        assert f'no parameter "{name}"' in refused.err


@pytest.mark.parametrize("option", ["--timeout=inf", "--timeout=nan", "--max-rows=99999999999", "--memory=99999999999"])
def test_limits_that_nobody_can_keep_are_refused(graph: Path, option: str) -> None:
    refused = kexie("cypher", "RETURN 1 AS x", option, "--graph", graph)
    assert refused.code == 2
    assert "Traceback" not in refused.err and refused.out == ""


def test_questions_of_ones_own(graph: Path) -> None:
    cypher = "MATCH (p:Entity:Plan) RETURN p.plan_year AS year ORDER BY year"
    sparql = (
        "PREFIX kx: <https://kexie-kg.example/ns#> SELECT ?year { ?p a kx:Plan ; kx:plan_year ?year } ORDER BY ?year"
    )
    expected = [{"year": 2020}, {"year": 2021}, {"year": 2022}]
    for command, text in (("cypher", cypher), ("sparql", sparql)):
        assert json.loads(kexie(command, text, "--graph", graph, "--format", "json").out) == expected
        piped = program(command, "-", "--graph", graph, "--format", "json", text=text)
        assert (piped.code, json.loads(piped.out)) == (0, expected)


def test_a_file_instead_of_stdout(graph: Path, tmp_path: Path) -> None:
    printed = kexie("plans", "--graph", graph, "--format", "csv").out
    done = kexie("plans", "--graph", graph, "--format", "csv", "-o", tmp_path / "plans.csv")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "plans.csv").read_bytes() == printed.encode("utf-8")
    assert printed.startswith("\ufeff")


@pytest.mark.parametrize(
    "what",
    [
        ("--all",),
        ("--plan", JIAXING),
        ("--city", "嘉兴市"),
        ("--entity", "嘉兴市科学技术协会"),
        ("--query", "shared_programs"),
        ("--query", "city_profile", "-p", "city=嘉兴市"),
        ("--city", "嘉兴市", "--pyvis"),
    ],
)
def test_view_writes_a_page(graph: Path, tmp_path: Path, what: tuple[str, ...]) -> None:
    done = kexie("view", *what, "-o", tmp_path / "page.html", "--graph", graph)
    assert (done.code, done.err) == (0, "")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert "嘉兴市科学技术协会" in json.dumps(data_of(page), ensure_ascii=False)


# ---- Without a graph -----------------------------------------------------------------------------------------------


def test_extract_writes_a_file_a_plan(plans: list[str], tmp_path: Path) -> None:
    both = tmp_path / "both.txt"
    both.write_bytes(Path(plans[1]).read_bytes() + b"\n" + Path(plans[2]).read_bytes())
    out = tmp_path / "out"
    done = kexie("extract", *plans, both, "-o", out)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert sorted(file.name for file in out.iterdir()) == sorted(
        [*(f"{name}.json" for name in FILES), "both.json", "both-2.json"]
    )
    plan = json.loads((out / "jiaxing-2020.json").read_bytes())
    assert list(plan) == ["document", "entities", "targets", "tasks", "relations", "history"]
    assert plan["document"]["issuer"] == "嘉兴市科学技术协会"
    assert [json.loads((out / f"both{n}.json").read_bytes())["document"]["year"] for n in ("", "-2")] == [2021, 2022]
    printed = kexie("extract", plans[0])
    assert printed.out == (out / "jiaxing-2020.json").read_text("utf-8")


def test_extract_never_writes_one_file_for_two(plans: list[str], tmp_path: Path) -> None:
    for number, folder in enumerate("ab"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_bytes(Path(plans[number]).read_bytes())
    done = kexie("extract", "-r", tmp_path, "-o", tmp_path / "out")
    assert done.is_one_line(1)
    assert f"plan.json is already made from {tmp_path / 'a' / 'plan.txt'}; rename one of the two" in done.err
    assert json.loads((tmp_path / "out" / "plan.json").read_bytes())["document"]["year"] == 2020
    assert kexie("extract", tmp_path / "none.txt").code == 2


def test_evaluate_prints_a_figure_for_each_type_and_predicate(root: Path, tmp_path: Path) -> None:
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


def test_pyvis_gets_a_network(graph: Path) -> None:
    with open_graph(graph) as g:
        network = g.to_pyvis(city="嘉兴市")
        assert "嘉兴市科学技术协会" in {node["label"] for node in network.nodes}
        assert "vis-network" in g.view_pyvis(city="嘉兴市").html
        with pytest.raises(KexieError, match="exactly one"):
            g.to_pyvis()
