"""The explorer's file: what it holds, that it is complete and closed, and the same every time."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from explorer_sample import ALL, EXPLORER, TEXTS, TITLE, crowd, data_of, thing
from page_words import check_words
from test_views import Elements
from views_sample import CLAUSE, GRAPH, JIAXING, KEY, SCHEMA

from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.rows import Rows
from kexie_kg.queries.catalogue import Catalogue
from kexie_kg.views import answers, boxes
from kexie_kg.views.boxes import arranged
from kexie_kg.views.explorer import Explorer
from kexie_kg.views.layout import positions
from kexie_kg.views.page import source_hash
from kexie_kg.views.passages import passages
from kexie_kg.views.readings import readings

PARSERS = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser")
ASSETS = Path(__file__).resolve().parent.parent / "views" / "assets"


# ---- What it holds -----------------------------------------------------------------------------------------------


def test_a_page_holds_every_node_and_edge_once() -> None:
    data = data_of(ALL)
    ids = data["nodes"]["id"]
    drawn = {n.id for n in GRAPH.nodes if n.type not in (SCHEMA.part["sentence"], SCHEMA.part["series"])}
    series = thing("青少年科技创新大赛").id
    assert set(ids) == drawn | {series}, "a series of one member says nothing"
    assert len(ids) == len(set(ids))
    edges = data["edges"]
    known = {e.id: e for e in GRAPH.edges}
    for id_, source, target in zip(edges["id"], edges["from"], edges["to"], strict=True):
        assert (ids[source], ids[target]) == (known[id_].source, known[id_].target)
    assert {len(column) for column in edges.values()} == {len(edges["id"])}
    assert data["leftOut"] == 0


def test_offsets_lead_to_the_words() -> None:
    data = data_of(ALL)
    sentences = {n.id: n for n in GRAPH.nodes if n.type == SCHEMA.part["sentence"]}
    known = {e.id: e for e in GRAPH.edges}
    checked = 0
    for id_, pieces in zip(data["edges"]["id"], data["edges"]["evidence"], strict=True):
        props = known[id_].props
        rows = list(zip(*(props.get(k, ()) for k in ("sentences", "starts", "ends")), strict=True))
        assert len(pieces) == len(rows)
        for (sentence, start, end, *_), (name, a, b) in zip(pieces, rows, strict=True):
            paragraph, begin, stop, _ = data["sentences"][sentence]
            text = data["paragraphs"][paragraph]
            node = sentences[str(name)]
            shift = int(str(node.props["start"]))
            assert text[start:end] == str(node.props["text"])[a - shift : b - shift]
            assert text[begin:stop] == node.props["text"]
            checked += 1
    assert checked > 30


def test_sentences_stand_in_their_paragraph_and_alone_without_its_text() -> None:
    (sentence,) = (
        n for n in GRAPH.nodes if CLAUSE in str(n.props.get("text", "")) and n.props.get("plan") == KEY
        and n.type == SCHEMA.part["sentence"]
    )  # fmt: skip
    found = passages([sentence], TEXTS)[sentence.id]
    assert found.text == TEXTS[KEY].splitlines()[-1]
    assert found.text[found.start : found.end] == sentence.props["text"]
    for texts in ({}, {KEY: "a text that was changed"}):
        alone = passages([sentence], texts)[sentence.id]
        assert (alone.text, alone.start, alone.end) == (sentence.props["text"], 0, len(alone.text))
    long = {KEY: TEXTS[KEY][: int(str(sentence.props["start"]))] + str(sentence.props["text"]) + "长" * 5_000}
    cut = passages([sentence], long)[sentence.id]
    assert cut.text.endswith("长…")
    assert len(cut.text) < 1_000
    assert cut.text[cut.start : cut.end] == sentence.props["text"]


def test_readings_are_without_tones_and_all_usual_ones() -> None:
    found = readings(["重庆", "长江A", "绿"])
    assert found["重"].split()[:2] == ["zhong", "chong"]
    assert "chang" in found["长"].split()
    assert found["绿"].split()[0] == "lv"
    assert "A" not in found


def test_an_entity_page_knows_more_than_it_shows_at_first() -> None:
    data = data_of(EXPLORER.entity("普及部"))
    assert data["nodes"]["id"][data["focus"]] == thing("普及部").id
    assert 0 < len(data["first"]) < len(data["nodes"]["id"])
    assert data["focus"] in data["first"]


def test_a_page_of_an_answer_holds_what_it_names_and_what_joins_them() -> None:
    data = data_of(EXPLORER.answer("谁", Rows(("a", "b"), (("嘉兴市科技馆", 3), ("普及部", None)))))
    assert {"嘉兴市科技馆", "普及部"} <= {data["nodes"]["name"][i] for i in data["first"]}
    assert data["answer"] == {"columns": ["a", "b"], "rows": [["嘉兴市科技馆", 3], ["普及部", None]]}
    with pytest.raises(QueryError, match="names nothing"):
        EXPLORER.answer("谁", Rows(("a",), (("没有",),)))


def test_columns_of_every_named_query_have_names_in_both_languages() -> None:
    catalogue = Catalogue.load()
    columns = {column for name in catalogue.names() for column in catalogue.get(name).columns}
    assert len(columns) > 40
    shown = answers.shown(Rows(tuple(sorted(columns)), ()), SCHEMA)
    assert not [name for name in shown["columns"] if not isinstance(name, dict) or name["zh"] == name["en"]]


def test_an_answer_names_what_the_schema_names_and_nothing_else() -> None:
    rows = Rows(("type", "relation", "kind", "name", "change"), (("Event", "BUILDS", "media", "Event", "gone"),))
    (row,) = answers.shown(rows, SCHEMA)["rows"]
    assert [cell["zh"] if isinstance(cell, dict) else cell for cell in row] == [
        "活动", "建设", "media", "Event", "不再提及",
    ]  # fmt: skip
    assert isinstance(row[2], str), "organizations and facilities call this kind by different names"


def test_parts_are_said_by_name_and_unknown_ones_with_what_is_meant() -> None:
    assert data_of(EXPLORER.city("嘉兴市"))["title"] == JIAXING
    with pytest.raises(QueryError, match="嘉兴市"):
        EXPLORER.city("嘉兴")


# ---- Where things stand -------------------------------------------------------------------------------------------


def test_many_nodes_stand_in_a_box_for_each_place() -> None:
    data = data_of(Explorer(crowd(900, 6), SCHEMA).all(TITLE))
    assert {name for name, *_ in data["boxes"]} == {f"第{n}市" for n in range(6)}
    frames = [(x, y, x + w, y + h) for _, x, y, w, h, _ in data["boxes"]]
    assert not [1 for a, b in combinations(frames, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    for x, y, box in zip(data["nodes"]["x"], data["nodes"]["y"], data["nodes"]["box"], strict=True):
        left, top, right, bottom = frames[box]
        assert left <= x <= right
        assert top <= y <= bottom
    assert sum(count for *_, count in data["boxes"]) == len(data["nodes"]["id"])
    assert data_of(ALL)["boxes"] == [], "few stand in one picture"


def test_the_whole_is_about_as_high_as_wide() -> None:
    homes = {f"n{place}-{n}": f"p{place}" for place in range(30) for n in range(10 + place)}
    found = arranged(homes, {})
    wide = max(box.x + box.width for box in found.boxes)
    high = max(box.y + box.height for box in found.boxes)
    assert len(found.boxes) == 30
    assert 0.5 < wide / high < 2


@pytest.mark.parametrize("size", [1, 2, 3, 40, 700])
def test_no_two_nodes_stand_in_one_spot(size: int) -> None:
    springs = {(f"n{n:03}", f"n{(n * 7 + 1) % size:03}"): 1.0 for n in range(size) if n % 3}
    places = positions((f"n{n:03}" for n in range(size)), springs)
    assert len(places) == size
    assert len(set(places.values())) >= size * 0.99


# ---- Same input, same bytes; size -----------------------------------------------------------------------------------

_DIGEST = """
import sys
from hashlib import sha256
sys.path.insert(0, sys.argv[1])
import explorer_sample as t
from kexie_kg.graph.merge import merge
from kexie_kg.views.explorer import Explorer
plans = [plan.contribution() for plan in t.PLANS][:: int(sys.argv[2])]
e = Explorer(merge(plans, t.SCHEMA), t.SCHEMA, t.TEXTS)
pages = e.all(t.TITLE), e.entity("普及部"), Explorer(t.crowd(700, 3), t.SCHEMA).all("x")
print(sha256("".join(pages).encode()).hexdigest())
"""


def test_pages_depend_on_the_graph_alone() -> None:
    def digest(seed: str, step: str) -> str:
        command = [sys.executable, "-c", _DIGEST, str(Path(__file__).parent), step]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()

    pages = ALL, EXPLORER.entity("普及部"), Explorer(crowd(700, 3), SCHEMA).all("x")
    here = sha256("".join(pages).encode()).hexdigest()
    assert digest("1", "1") == digest("2", "-1") == here


def test_the_file_is_small() -> None:
    assert len(Explorer(crowd(300), SCHEMA).all(TITLE).encode()) <= 1_500_000
    assert len(Explorer(crowd(20_000, 60), SCHEMA).all(TITLE).encode()) <= 6_000_000


def test_long_data_is_packed_and_the_same() -> None:
    page = Explorer(crowd(2_000, 4), SCHEMA).all(TITLE)
    assert '"deflate"' in page
    assert len(data_of(page)["nodes"]["id"]) == pytest.approx(2_000, rel=0.01)


# ---- The file -------------------------------------------------------------------------------------------------------


def test_the_file_is_complete_html_that_loads_nothing() -> None:
    page = Elements(ALL)
    assert page.declaration == "doctype html"
    assert ("meta", {"charset": "utf-8"}) in page.tags
    assert not [tag for tag, attributes in page.tags if {"src", "href", "style", "srcdoc"} & set(attributes)]
    assert not [tag for tag, attributes in page.tags if any(name.startswith("on") for name in attributes)]


def test_the_policy_names_exactly_the_scripts_and_the_style() -> None:
    page = Elements(ALL)
    (policy,) = (str(a["content"]) for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'none'"]
    assert "unsafe" not in policy
    assert "'none'" in rules["trusted-types"]
    _, *scripts = (text for tag, text in page.texts if tag == "script")
    assert rules["script-src"] == [source_hash(script) for script in scripts]
    assert rules["style-src"] == [source_hash(text) for tag, text in page.texts if tag == "style"]


def test_no_script_of_the_page_parses_markup() -> None:
    files = [*(ASSETS / "explorer").glob("*.js"), *(ASSETS / "shared").glob("*.js")]
    assert len(files) >= 20
    for file in files:
        assert not PARSERS.findall(file.read_text("utf-8")), file.name
        assert len(file.read_text("utf-8").splitlines()) <= 300, file.name


def test_every_word_the_page_says_is_there_in_both_languages_and_used() -> None:
    check_words("explorer", lambda key: key.removesuffix("_help").removeprefix("table_"))


def test_data_is_json_that_no_text_can_end() -> None:
    start = ALL.index('<script id="data"')
    block = ALL[ALL.index(">", start) + 1 : ALL.index("</script>", start)]
    assert "<" not in block
    assert json.loads(block)


def test_beyond_the_limit_the_least_connected_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kexie_kg.views.explorer.LIMIT", 100)
    data = data_of(Explorer(crowd(300), SCHEMA).all(TITLE))
    assert len(data["nodes"]["id"]) == 100
    assert data["leftOut"] == pytest.approx(200, abs=3)
    assert boxes.ONE_PICTURE > 300
