"""Ten questions of an analyst, answered on the pages alone, with mouse and keyboard, as docs/questions.md tells.

The answers are read off the screen and held against what Python says of the same graph. Nothing of a page is called;
scripts are asked only what stands on it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browser import Browser, Page
from command import program

from kexie_kg import open_graph
from kexie_kg.api import KnowledgeGraph
from kexie_kg.graph.model import Node

FILES = ("jiaxing-2020", "wuxi-2021", "zaozhuang-2019", "yangzhou-2018", "chongqing-2020", "shaoxing-2021",
         "shaoxing-2022")  # fmt: skip
CONTEST = "青少年科技创新大赛"


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The five real plans, and two of one city for two years."""
    folder = tmp_path_factory.mktemp("questions") / "graph"
    done = program("build", *(root / "data" / "plans" / f"{name}.txt" for name in FILES), "--graph", folder)
    assert (done.code, done.err) == (0, "")
    with open_graph(folder) as opened:
        yield opened


class Reader:
    """Somebody who was mailed pages."""

    def __init__(self, graph: KnowledgeGraph, browser: Browser, folder: Path) -> None:
        self._graph, self._browser, self._folder = graph, browser, folder
        self.page: Page

    def open(self, **part: Any) -> None:
        """A page that ``kexie view`` writes."""
        file = self._graph.view(**part).save(self._folder / "page.html")
        self.page = self._browser.open(file)
        self.page.wait("document.documentElement.dataset.ready")

    def type(self, words: str) -> None:
        """Into the field for searching and filtering, in place of what stands there."""
        self.page.press("Escape", 2)
        self.page.press("/")
        self.page.type(words)

    def search(self, words: str) -> None:
        """Goes to the first hit."""
        self.type(words)
        self.page.press("Enter")

    def click(self, selector: str, text: str = "") -> None:
        """On the first that matches and shows this text; scrolls there first."""
        place = self.page.evaluate(f"""(() => {{
            const all = [...document.querySelectorAll({selector!r})];
            const one = all.find((each) => !{text!r} || each.textContent.includes({text!r}));
            one.scrollIntoView({{ block: "nearest" }});
            const box = one.getBoundingClientRect();
            return [box.left + Math.min(box.width / 2, 60), box.top + Math.min(box.height / 2, 12)];
        }})()""")
        self.page.click(*place)

    def column(self, number: int) -> list[str]:
        """Of the table, all of it."""
        while self.page.texts("#table [data-column=more]"):
            self.click("#table [data-column=more]")
        return self.page.texts(f"#table tbody td:nth-child({number})")

    def group(self, relation: str) -> list[str]:
        """Names in the panel at the other end of a relation."""
        if not self.page.evaluate(f"document.querySelector('#panel [data-relation={relation}]').open"):
            self.click(f"#panel [data-relation={relation}] > summary")
        return self.page.texts(f"#panel [data-relation={relation}] .reference")


@pytest.fixture
def reader(graph: KnowledgeGraph, browser: Browser, tmp_path: Path) -> Reader:
    return Reader(graph, browser, tmp_path)


def node(graph: KnowledgeGraph, type_: str, name: str) -> Node:
    (found,) = (n for n in graph.facts.nodes if n.type == type_ and name in (n.name, n.props.get("title")))
    return found


def test_1_which_cities_run_the_contest(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(chart="matrix")
    reader.type(f"{CONTEST} 活动")
    found = {where for name, where in zip(reader.column(1), reader.column(3), strict=True) if name == CONTEST}
    spread = [str(place) for _, place, *_ in graph.query("program_spread", name=CONTEST).rows]
    assert len(found) == len(spread) > 3
    assert all(any(place.endswith(short) for short in found) for place in spread)


def test_2_who_leads_and_who_assists_a_task(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(city="枣庄市")
    reader.search("健全智库组织形式和管理方式")
    task = node(graph, "Task", "健全智库组织形式和管理方式")
    names = {n.id: n.name for n in graph.facts.nodes}
    for relation in ("LEADS", "ASSISTS"):
        wanted = [names[e.source] for e in graph.facts.edges if (e.type, e.target) == (relation, task.id)]
        assert sorted(reader.group(relation)) == sorted(wanted) != []


def test_3_the_sentence_that_says_so(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(city="嘉兴市")
    reader.search("浙江清华长三角研究院")
    reader.group("COOPERATES_WITH")
    reader.click("#panel [data-relation=COOPERATES_WITH] details.line > summary .count")
    asked = graph.query("relation_evidence", subject="嘉兴市科学技术协会", relation="COOPERATES_WITH").rows.dicts()
    (row,) = (row for row in asked if row["object"] == "浙江清华长三角研究院")
    line = "#panel [data-relation=COOPERATES_WITH] details.line"
    assert reader.page.texts(f"{line} mark") == [row["clause"]]
    assert reader.page.texts(f"{line} .sentence") == [row["sentence"]]


def test_4_what_a_city_promises_in_numbers(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(city="无锡市")
    reader.page.hover(*reader.page.middle("#facets [data-key='only type Target']"))
    reader.click("#facets [data-key='only type Target']")
    reader.click("#table-button")
    wanted = [str(n.props["text"]) for n in graph.facts.nodes if n.type == "Target" and "无锡" in str(n.props["plan"])]
    assert sorted(reader.column(1)) == sorted(wanted)
    assert len(wanted) > 3


def test_5_what_changed_between_two_years(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(chart="years", city="绍兴市")
    changes = graph.diff(*(f"绍兴市科学技术协会/{year}/工作要点" for year in (2021, 2022))).rows.dicts()
    for word, kind in (("不再提及", "dropped"), ("新增", "new"), ("提高", "raised")):
        reader.type(word)
        assert sorted(reader.column(1)) == sorted(str(c["name"]) for c in changes if c["change"] == kind) != []
    reader.click("#table tbody .reference")
    assert reader.page.texts("#panel mark")


def test_6_with_whom_an_association_works_together(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(chart="partners", city="嘉兴市")
    wanted = {str(row["partner"]) for row in graph.query("partners", city="嘉兴市").rows.dicts()}
    assert set(reader.column(1)) == wanted
    assert len(wanted) > 3


def test_7_how_two_bodies_hang_together(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(all=True)
    one, other = "重庆市科学技术协会", "嘉兴市科学技术协会"
    reader.search(one)
    reader.click("#panel [data-tool=start]")
    reader.type(other)
    reader.page.press("Enter")
    reader.click("#panel [data-tool=path]")
    steps = len(reader.page.texts("#panel .step"))
    series = [e.target for e in graph.facts.edges if e.type == "INSTANCE_OF"]
    lone = {s for s in series if series.count(s) == 1}
    drawn = {n.id for n in graph.facts.nodes if n.type != "Sentence"} - lone
    edges = nx.Graph((e.source, e.target) for e in graph.facts.edges if {e.source, e.target} <= drawn)
    ends = [node(graph, "Organization", name).id for name in (one, other)]
    assert steps == nx.shortest_path_length(edges, *ends) > 1
    assert reader.page.texts("#panel .step mark")


def test_8_who_holds_an_event_together(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(city="绍兴市")
    reader.search("科学家精神进校园")
    rows = graph.query("co_organizers", city="绍兴市").rows.dicts()
    wanted = {str(row["partner"]) for row in rows if row["event"] == "科学家精神进校园"}
    assert set(reader.group("ORGANIZES")) == wanted | {"绍兴市科学技术协会"}
    assert wanted


def test_9_which_events_are_held_in_a_year(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(chart="timeline")
    reader.type("2020")
    asked = {str(row["event"]) for row in graph.query("events_of_year", year=2020).rows.dicts()}
    assert asked <= set(reader.column(1))
    assert len(asked) > 10
    assert set(reader.column(3)) == {"2020"}


def test_10_which_targets_can_be_compared(graph: KnowledgeGraph, reader: Reader) -> None:
    reader.open(chart="targets")
    reader.click("#table th button", "对象")
    columns = [reader.column(n) for n in (1, 2, 4, 6)]
    rows = list(zip(*columns, strict=True))
    of_several = {(row[0], row[1]) for row in rows if len({r[3] for r in rows if r[:2] == row[:2]}) > 1}
    asked = graph.query("comparable_targets", cities=2).rows.dicts()
    assert of_several == {(str(row["object"]), str(row["unit"])) for row in asked}
    assert of_several


def test_the_page_of_questions_names_each(root: Path) -> None:
    text = (root / "docs" / "questions.md").read_text("utf-8")
    numbers = re.findall(r"(?m)^\| (\d+) \|", text)
    tests = re.findall(r"(?m)^def test_(\d+)_", Path(__file__).read_text("utf-8"))
    assert numbers == tests == [str(n) for n in range(1, 11)]
