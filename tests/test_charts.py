"""Charts: what they count is what the graph says, asked in another way; their files are complete, closed, the same."""

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from charts_sample import CITY, PARTS, cells, html_of, monthly
from command import kexie, small_graph
from explorer_sample import data_of
from page_words import check_words
from test_explorer import ASSETS, PARSERS
from test_views import Elements
from views_sample import GRAPH, KEY, SCHEMA

from kexie_kg import open_graph
from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.comparison import RANK
from kexie_kg.graph.errors import QueryError
from kexie_kg.views.charts.pages import CHARTS, Charts
from kexie_kg.views.charts.provinces import province, tiles
from kexie_kg.views.charts.timeline import month_of
from kexie_kg.views.page import source_hash, words


@pytest.fixture(scope="module")
def three(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """A graph of three real plans: of 嘉兴 for 2020, of 绍兴 for 2021 and 2022."""
    with open_graph(small_graph(root, tmp_path_factory.mktemp("charts") / "graph")) as graph:
        yield graph


def rows_of(three: KnowledgeGraph, chart: str, **part: Any) -> list[list[Any]]:
    return cells(three.view(chart=chart, **part).html)


# ---- Counts ---------------------------------------------------------------------------------------------------------


def test_the_matrix_counts_what_organizations_promise_of_each_series(three: KnowledgeGraph) -> None:
    graph = three.facts
    types = {n.id: n.type for n in graph.nodes}
    names = {n.id: n.name for n in graph.nodes}
    place = {str(n.props["key"]): str(n.props["place"]) for n in graph.nodes if n.type == "Plan"}
    wanted: Counter[tuple[str, str]] = Counter()
    for member in (e for e in graph.edges if e.type == "INSTANCE_OF"):
        for edge in graph.edges:
            if edge.target != member.source or types[edge.source] != "Organization" or edge.props["modality"] == "done":
                continue
            wanted[names[member.target], place[str(edge.props["plan"])]] += len(edge.props["starts"])  # type: ignore[arg-type]
    full = {"嘉兴市": "浙江省嘉兴市", "绍兴市": "浙江省绍兴市"}
    found: Counter[tuple[str, str]] = Counter()
    for series, _, where, _, passages in rows_of(three, "matrix"):
        found[series, full[where]] += passages
    assert found == wanted
    shared = three.query("shared_programs", cities=2).rows.dicts()
    assert {row["series"] for row in shared} <= {series for series, _ in found}
    own = {series for series, where in found if where == full[CITY]}
    assert {row[0] for row in rows_of(three, "matrix", city=CITY)} == own
    assert {row[2] for row in rows_of(three, "matrix", city=CITY)} == {"嘉兴市", "绍兴市"}, "wherever they are"


def test_two_years_are_compared_as_the_command_does(three: KnowledgeGraph) -> None:
    keys = [f"绍兴市科学技术协会/{year}/工作要点" for year in (2021, 2022)]
    wanted = Counter(
        (r["change"], r["type"], r["name"], r["before"], r["after"]) for r in three.diff(*keys).rows.dicts()
    )
    found = rows_of(three, "years", city="绍兴市")
    assert Counter((change, type_, name, a, b) for name, change, _, type_, a, b in found) == wanted
    assert wanted.total() > 80
    with pytest.raises(QueryError, match="2020 alone"):
        three.view(chart="years", city=CITY)
    with pytest.raises(QueryError, match="one place"):
        three.view(chart="years")
    with pytest.raises(QueryError, match="there are 2021, 2022"):
        three.view(chart="years", city="绍兴市", years=(2020, 2021))


def test_the_evidence_table_has_every_statement_with_its_words(three: KnowledgeGraph) -> None:
    said = [e for e in three.facts.edges if not SCHEMA.relations[e.type].structural]
    found = rows_of(three, "evidence")
    assert Counter(row[1] for row in found) == Counter(edge.type for edge in said)
    asked = three.query("relation_evidence", subject="嘉兴市科学技术协会", relation="COOPERATES_WITH").rows.dicts()
    words_of = {(row[0], row[2]): row[3] for row in found if row[1] == "COOPERATES_WITH"}
    for row in asked:
        pair = str(row["subject"]), str(row["object"])
        assert (words_of.get(pair) or words_of[pair[::-1]]) == row["clause"]
    assert len(asked) > 2


def test_the_sankey_has_the_load_of_each_department(three: KnowledgeGraph) -> None:
    found: Counter[tuple[str, str]] = Counter()
    tasks = set()
    for task, role, unit, plan in rows_of(three, "sankey", city="绍兴市"):
        tasks.add((plan, task))
        found[unit, role] += 1
    load = three.query("department_load", city="绍兴市").rows.dicts()
    for column, role in (("leads", "LEADS"), ("assists", "ASSISTS")):
        wanted: Counter[str] = Counter()
        for row in load:
            wanted[str(row["department"])] += int(str(row[column]))
        assert Counter({unit: n for (unit, r), n in found.items() if r == role}) == +wanted
    assert len(tasks) == sum(n.type == "Task" and "绍兴" in str(n.props["plan"]) for n in three.facts.nodes)


def test_the_timeline_has_the_events_of_each_year(three: KnowledgeGraph) -> None:
    found = {(year, event, where) for event, _, year, _, _, where, *_ in rows_of(three, "timeline")}
    for year in (2020, 2021, 2022):
        asked = three.query("events_of_year", year=year).rows.dicts()
        assert len(asked) > 5
        missing = {str(r["event"]) for r in asked} - {event for _, event, _ in found}
        assert not missing
    assert {year for year, *_ in found} >= {2020, 2021, 2022}


def test_months_are_those_of_the_headings_over_the_tasks() -> None:
    months = {row[0]: row[3] for row in cells(html_of("timeline", monthly())) if row[2] == 2022}
    assert months == {"植物展": "3", "天文节": "3、11", "读书会": ""}


@pytest.mark.parametrize(
    ("printed", "month"),
    [("1月", 1), ("09月", 9), ("12月份", 12), ("一月", 1), ("十月", 10), ("十二月", 12)],
)
def test_months_are_read_in_digits_and_characters(printed: str, month: int) -> None:
    assert month_of(printed) == month


@pytest.mark.parametrize("printed", ["13月", "0月", "二、月度安排", "第一季度", "3月活动", "三十月", "²月", ""])
def test_other_headings_are_no_months(printed: str) -> None:
    assert month_of(printed) is None


def test_targets_that_can_be_compared_stand_together(three: KnowledgeGraph) -> None:
    html = three.view(chart="targets").html
    rows = cells(html)
    assert len(rows) == sum(n.type == "Target" for n in three.facts.nodes)
    asked = three.query("comparable_targets", cities=2).rows.dicts()
    wanted = Counter((r["object"], r["unit"], r["value"], r["clause"]) for r in asked)
    objects = {key[:2] for key in wanted}
    found = Counter((r[0], r[1], r[3], r[7]) for r in rows if (r[0], r[1]) in objects)
    assert found == wanted
    order = [(row[1], row[0]) for row in rows]
    assert len([1 for a, b in pairwise(order) if a != b]) == len(set(order)) - 1
    plans = defaultdict(set)
    for row in rows:
        plans[row[0], row[1]].add((row[5], row[6]))
    assert data_of(html)["layout"]["comparable"] == sum(len(of) > 1 for of in plans.values())


@pytest.mark.parametrize("city", ["嘉兴市", "绍兴市"])
def test_partners_are_those_who_cooperate_or_organize_together(three: KnowledgeGraph, city: str) -> None:
    found = rows_of(three, "partners", city=city)
    asked = three.query("partners", city=city).rows.dicts()
    together = three.query("co_organizers", city=city).rows.dicts()
    partner = {n.name for n in three.facts.nodes if "Partner" in n.labels}
    kinds = {(str(r["partner"]), r["kind"] or "Organization") for r in (*asked, *together) if r["partner"] in partner}
    assert {(row[0], row[1]) for row in found} == kinds
    for row in asked:
        clauses = sum(r[5] for r in found if (r[0], r[2]) == (row["partner"], "COOPERATES_WITH"))
        assert clauses >= int(str(row["clauses"])) or row["partner"] not in partner


def test_provinces_count_plans(three: KnowledgeGraph) -> None:
    rows = rows_of(three, "provinces")
    assert [row[1] for row in rows] == ["zhejiang"] * 3
    assert {(row[2], row[3]) for row in rows} == {("嘉兴市", 2020), ("绍兴市", 2021), ("绍兴市", 2022)}
    assert len({(tile["column"], tile["row"]) for tile in tiles().values()}) == 34
    names = {"北京市丰台区": "beijing", "新疆维吾尔自治区昌吉回族自治州": "xinjiang", "台湾省": "taiwan"}
    assert {full: getattr(province(full), "name", "") for full in names} == names
    assert province("中国") == "中国"


def test_every_row_leads_to_words_of_its_plan() -> None:
    for name in CHARTS:
        data = data_of(html_of(name))
        assert data["said"]
        for edges in data["said"]:
            assert edges and all(data["edges"]["evidence"][e] for e in edges), name
        for sentence, start, end, *_ in (piece for pieces in data["edges"]["evidence"] for piece in pieces):
            paragraph, begin, stop, plan = data["sentences"][sentence]
            assert begin <= start < end <= stop <= len(data["paragraphs"][paragraph])
            assert plan >= 0


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_shows_a_year_that_a_plan_does_not_name(name: str) -> None:
    html = html_of(name)
    data, rows = data_of(html), cells(html)
    years = [row[data["columns"].index("year")] for row in rows] if "year" in data["columns"] else []
    assert 0 not in [*years, *(plan[2] for plan in data["plans"])]


def test_a_part_or_a_chart_that_is_not_there_is_said() -> None:
    charts = Charts(GRAPH, SCHEMA)
    with pytest.raises(QueryError, match='no chart "matrx"'):
        charts.page("matrx")
    with pytest.raises(QueryError, match="嘉兴市"):
        charts.page("matrix", city="嘉兴")
    with pytest.raises(QueryError, match="no plan"):
        charts.page("sankey", plan="nothing")
    with pytest.raises(QueryError, match="nothing is said that the chart targets could show"):
        charts.page("targets", city="绍兴市")


# ---- The file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_the_file_is_complete_closed_and_small(name: str) -> None:
    html = html_of(name)
    page = Elements(html)
    assert page.declaration == "doctype html"
    assert not [tag for tag, attributes in page.tags if {"src", "href", "style", "srcdoc"} & set(attributes)]
    (policy,) = (str(a["content"]) for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == rules["trusted-types"] == ["'none'"]
    assert "unsafe" not in policy
    _, *scripts = (text for tag, text in page.texts if tag == "script")
    assert rules["script-src"] == [source_hash(script) for script in scripts]
    assert rules["style-src"] == [source_hash(text) for tag, text in page.texts if tag == "style"]
    assert len(html.encode()) < 1_500_000


def test_no_script_of_the_charts_parses_markup() -> None:
    files = list((ASSETS / "charts").glob("*.js"))
    assert {file.stem for file in files} >= set(CHARTS)
    for file in files:
        text = file.read_text("utf-8")
        assert not PARSERS.findall(text), file.name
        assert len(text.splitlines()) <= 300, file.name


def test_every_word_of_the_charts_is_in_both_languages_and_used() -> None:
    assert {name for chart in CHARTS for name in data_of(html_of(chart))["columns"]} <= words("charts")["zh"].keys()
    check_words("charts", lambda key: key.removeprefix("chart_"), {*CHARTS, *RANK})


_DIGEST = """
import sys
from hashlib import sha256
sys.path.insert(0, sys.argv[1])
import charts_sample as c, views_sample as v
from kexie_kg.graph.merge import merge
graph = merge([plan.contribution() for plan in v.PLANS][:: int(sys.argv[2])], v.SCHEMA)
print(sha256("".join(c.html_of(name, graph) for name in c.CHARTS).encode()).hexdigest())
"""


def test_charts_depend_on_the_graph_alone() -> None:
    def digest(seed: str, step: str) -> str:
        command = [sys.executable, "-c", _DIGEST, str(Path(__file__).parent), step]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()

    here = sha256("".join(html_of(name) for name in CHARTS).encode()).hexdigest()
    assert digest("1", "1") == digest("2", "-1") == here


# ---- The command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_view_writes_each_chart(three: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    part = ("--city", "绍兴市") if PARTS[name] else ()
    graph = three.repository.path
    done = kexie("view", "--chart", name, *part, "-o", tmp_path / "page.html", "--graph", graph)
    assert (done.code, done.err) == (0, "")
    assert data_of((tmp_path / "page.html").read_text("utf-8"))["chart"] == name


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (("--chart", "sanky"), 'did you mean "sankey"'),
        (("--chart", "matrix", "--all"), "leave out the rest"),
        (("--chart", "matrix", "--city", CITY, "--plan", KEY), "name one of them"),
        (("--all", "--year", "2020"), "leave out the rest"),
        (("--year", "2020"), "years are for charts"),
        (("--chart", "matrix", "--city", CITY, "--pyvis"), "--pyvis draws"),
    ],
)
def test_what_does_not_fit_together_is_one_line(
    three: KnowledgeGraph, tmp_path: Path, given: tuple[str, ...], hint: str
) -> None:
    done = kexie("view", *given, "-o", tmp_path / "page.html", "--graph", three.repository.path)
    assert done.code == 2
    assert hint in done.err
