"""Judgements by command: words completed to keys, a line in the file, builds that apply and forget it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building import JIAXING, Texts, adds_up, reader, writer
from command import Done, kexie, small_graph

from kexie_kg import open_graph
from kexie_kg.build import build
from kexie_kg.graph.judgements.language import Key
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.stores.base import Language
from kexie_kg.graph.stores.canonical import dump

CLOUD, TOUR = "Event|绍兴海智云洽会|浙江省绍兴市", "Event|院士专家绍兴行|浙江省绍兴市"
ISSUER = "Organization|嘉兴市科学技术协会|浙江省嘉兴市"


@pytest.fixture
def graph(root: Path, tmp_path: Path) -> Path:
    return small_graph(root, tmp_path / "graph")


@pytest.fixture(scope="module")
def unjudged(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(root, tmp_path_factory.mktemp("judging") / "graph")


@pytest.fixture
def texts(root: Path) -> Texts:
    return reader(root)


def held(path: Path) -> dict[Language, list[str]]:
    """The canonical dump of each store."""
    found: dict[Language, list[str]] = {}
    for language in ("cypher", "sparql"):
        with Repository.open(path).store(language) as store:
            found[language] = list(dump(store.facts()))
    return found


def noted(path: Path) -> list[str]:
    return (path / "judgements.txt").read_text("utf-8").splitlines()


def told(path: Path, *words: str) -> Done:
    done = kexie(*words, "--graph", path)
    assert (done.code, done.err) == (0, ""), done
    return done


def test_a_judgement_holds_from_the_next_build_until_its_line_is_removed(graph: Path) -> None:
    before, manifest = held(graph), Repository.open(graph).manifest
    assert before["cypher"] == before["sparql"]
    done = told(graph, "same", "绍兴海智云洽会", TOUR)
    assert done.out.splitlines()[-1] == f"the next build applies it: kexie build --graph {graph}"
    (line,) = noted(graph)
    assert line == f"same {CLOUD} {TOUR}"
    assert held(graph) == before, "until then the graph is as it was"
    report = build([], graph)
    assert adds_up(report, 8)
    assert [(o.judgement, o.held, o.effect) for o in report.manifest.outcomes] == [(line, True, f"one thing: {CLOUD}")]
    after = held(graph)
    assert after["cypher"] == after["sparql"] != before["cypher"]
    assert not any(Key.parse(TOUR).id in row for row in after["cypher"])
    (graph / "judgements.txt").write_text("# none\n", "utf-8")
    again = build([], graph)
    assert held(graph) == before
    assert again.manifest == manifest


def test_judgements_survive_reading_anew_and_a_file_that_has_not_changed(graph: Path, root: Path, texts: Texts) -> None:
    told(graph, "reject", CLOUD)
    file = root / "data" / "plans" / "shaoxing-2022.txt"
    report = build([str(file)], graph)
    assert (report.changes.count("unchanged"), report.published) == (1, True), "a new line is reason to publish"
    assert build([str(file)], graph).published is False
    once = held(graph)
    changed = writer(graph.parent)("shaoxing-2022.txt", texts("shaoxing-2022") + "\n附言。\n")
    report = build([changed], graph)
    assert (report.changes.count("replaced"), report.published) == (1, True)
    assert not any(Key.parse(CLOUD).id in row for row in held(graph)["cypher"])
    assert report.manifest.outcomes[0].held
    build([str(file)], graph)
    assert held(graph) == once


def test_every_way_to_name_a_fact(graph: Path) -> None:
    with open_graph(graph) as g:
        ids = {
            row["name"]: str(row["id"])
            for row in g.cypher("MATCH (n:Entity:Event) RETURN n.name AS name, n.id AS id").dicts()
        }
        ((edge,),) = g.cypher("MATCH (:Entity)-[r:CONFERS]->(:Entity) RETURN r.id AS id ORDER BY r.plan LIMIT 1").rows
    told(graph, "reject", ids["绍兴海智云洽会"])
    told(graph, "unsure", "Event|海外工程师绍兴行", "院士专家绍兴行")
    told(graph, "correct", "嘉兴市科协", "ORGANIZES", "学会服务产业争先创优活动", "modality=done")
    told(graph, "reject", str(edge))
    assert noted(graph)[:3] == [
        f"reject {CLOUD}",
        f"unsure Event|海外工程师绍兴行|浙江省绍兴市 {TOUR}",
        f"correct {ISSUER} ORGANIZES Event|学会服务产业争先创优活动|浙江省嘉兴市 modality=done",
    ]
    assert re.fullmatch(rf"reject Organization\S+ CONFERS/planned Award\S+ in {JIAXING}", noted(graph)[3])
    assert "says so already" in told(graph, "reject", CLOUD).out
    assert len(noted(graph)) == 4
    rows = json.loads(told(graph, "judgements", "--format", "json").out)
    assert [(row["line"], row["state"]) for row in rows] == [(1, "new"), (2, "new"), (3, "new"), (4, "new")]
    told(graph, "build")
    told(graph, "unsure", "绍兴海智云洽会", "院士专家绍兴行")  # rejected, but its name is known from the file
    (graph / "judgements.txt").write_text("\n".join(noted(graph)[1:]), "utf-8")
    rows = json.loads(told(graph, "judgements", "--format", "json").out)
    assert sorted(row["state"] for row in rows) == ["held", "held", "held", "new", "removed"]
    done = [row["effect"] for row in rows if row["state"] == "held"]
    assert sorted(done) == [
        "1 relation corrected in 1 plan", "1 relation left out in 1 plan", "noted, changes nothing"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["same", "绍兴海智云洽", "院士专家绍兴行"],
            'nothing is called "绍兴海智云洽" (did you mean "绍兴海智云洽会"?)',
        ),
        (
            ["same", "Event|绍兴海智云洽|浙江省绍兴市", TOUR],
            f'no Event|绍兴海智云洽|浙江省绍兴市 (did you mean "{CLOUD}"?)',
        ),
        (["reject", "市委"], '"市委" may be one of 2 things; write "Organization|中共'),
        (["reject", CLOUD, "in", "嘉兴市科学技术协会/2020/工作要"], f'did you mean "{JIAXING}"'),
        (["reject", "statement/x"], "no relation statement/x that can be judged"),
        (["correct", CLOUD, "kind=forun"], 'did you mean "forum"'),
        (["same", CLOUD, "嘉兴市科学技术协会"], "must be things of one type"),
    ],
)
def test_what_cannot_be_noted_is_said_and_not_written(unjudged: Path, words: list[str], said: str) -> None:
    done = kexie(*words, "--graph", unjudged)
    assert done.is_one_line(), done
    assert said in done.err
    assert not (unjudged / "judgements.txt").exists()


def test_contradictions_stop_the_build_and_what_meets_nothing_does_not(graph: Path) -> None:
    before = held(graph)
    (graph / "judgements.txt").write_text(f"same {CLOUD} {TOUR}\n# yet\ndifferent {TOUR} {CLOUD}\n", "utf-8")
    for command in ("build", "judgements"):
        done = kexie(command, "--graph", graph)
        assert done.is_one_line() and "these contradict each other" in done.err and "line 3" in done.err
    assert held(graph) == before
    (graph / "judgements.txt").write_bytes(f"\ufeffreject {CLOUD}x\r\n".encode())
    done = kexie("build", "--graph", graph)
    assert (done.code, done.err) == (
        0, f'note: reject {CLOUD}x: met nothing: no {CLOUD}x (did you mean "{CLOUD}"?)\n'
    )  # fmt: skip
    assert "judgements                 1 = 1 met nothing" in done.out
    assert held(graph) == before
    (graph / "judgements.txt").write_bytes(b"\xff\xfe")
    assert "is not in UTF-8" in kexie("build", "--graph", graph).err


def test_without_a_graph_nothing_is_made(tmp_path: Path) -> None:
    done = kexie("same", "a", "b", "--graph", tmp_path / "none")
    assert done.is_one_line() and "no graph is here" in done.err
    assert list(tmp_path.iterdir()) == []
