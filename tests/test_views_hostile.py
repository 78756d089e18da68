"""Plans are text of strangers: whatever stands in them stays text in the browser, and nothing of it runs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from browser import Browser, chromium
from views_sample import GRAPH, KEY, SCHEMA, node_named, place_of, show

from kexie_kg.graph.model import Graph, Value
from kexie_kg.views import selection
from kexie_kg.views.pyvis_page import plan_page


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("chromium") / "profile") as opened:
        yield opened


ATTACK = (
    "</script><script>ran=1</script><img src=x onerror=\"ran=1\"><a href='javascript:ran=1'>x</a><svg onload=ran=1>"
    "<style>*{display:none}</style>\u2028\u2029<!--<script>&lt;\\u003c${ran=1}\"'`"
)


def poisoned(value: Value) -> Value:
    if isinstance(value, str):
        return value + ATTACK
    if isinstance(value, tuple):
        return tuple(str(poisoned(item)) if isinstance(item, str) and item else item for item in value)  # type: ignore[return-value]  # as before
    return value


def hostile() -> Graph:
    """The graph with the attack at the end of every id and text: names, aliases, titles, sentences, roles, files."""
    keep = {"modality"}

    def props(of: Any) -> Any:
        return MappingProxyType({k: v if k in keep else poisoned(v) for k, v in of.props.items()})

    nodes = tuple(replace(node, id=node.id + ATTACK, props=props(node)) for node in GRAPH.nodes)
    edges = tuple(
        replace(e, id=e.id + ATTACK, source=e.source + ATTACK, target=e.target + ATTACK, props=props(e))
        for e in GRAPH.edges
    )
    return Graph(nodes, edges)


def test_hostile_text_is_text_everywhere_and_nothing_runs(browser: Browser, tmp_path: Path) -> None:
    graph = hostile()
    page = show(browser, tmp_path, plan_page(graph, KEY + ATTACK, SCHEMA))
    tags = "[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"
    assert not {"img", "a", "svg"} & set(page.evaluate(tags))
    assert page.evaluate("document.querySelectorAll('script').length") == 5
    assert page.texts("#title") == [f"嘉兴市科协2020年工作要点{ATTACK}"]
    page.evaluate("document.querySelectorAll('#legend input').forEach(box => { box.click(); box.click(); })")
    page.evaluate("document.getElementById('query').value = 'onerror'")
    page.evaluate("document.getElementById('query').dispatchEvent(new Event('input'))")
    assert all(ATTACK in text for text in page.texts("#results button"))

    chosen = selection.of_plan(graph, KEY + ATTACK, SCHEMA).graph
    for node in chosen.nodes:
        page.click(*place_of(page, node))
        page.evaluate("document.querySelectorAll('#panel details').forEach(details => { details.open = true; })")
        page.settle()
        shown = str(node.props.get("title") or node.name)
        assert page.texts("#panel h2") == [shown]
        assert all(ATTACK in text for text in page.texts("#panel figcaption"))
        assert not {"img", "a", "svg"} & set(page.evaluate(tags))
    assert any(f"{ATTACK}" in text for text in page.texts("#panel blockquote"))
    assert page.evaluate("typeof ran") == "undefined"
    assert page.complaints == []
    assert len(page.requests) == 1


def test_markup_that_got_into_the_file_all_the_same_is_refused(browser: Browser, tmp_path: Path) -> None:
    """The policy is the second wall: here the first one is torn down by hand."""
    injected = (
        "<script>ran=1</script><img src=x onerror='ran=1'><style>#title{display:none}</style>"
        "<link rel=stylesheet href='https://kexie-kg.example/a.css'><iframe src='https://kexie-kg.example/'></iframe>"
        "<base href='https://kexie-kg.example/'>"
    )
    html = plan_page(GRAPH, KEY, SCHEMA).replace("</body>", f"{injected}</body>")
    page = show(browser, tmp_path, html)
    assert page.evaluate("typeof ran") == "undefined"
    assert page.evaluate("getComputedStyle(document.getElementById('title')).display") != "none"
    assert page.evaluate("document.baseURI").startswith("file:")
    assert sum("Content Security Policy" in complaint for complaint in page.complaints) >= 5
    page.click(*place_of(page, node_named("嘉兴市科技馆")))
    assert page.texts("#panel h2") == ["嘉兴市科技馆"]


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.innerHTML = '<img src=x onerror=ran=1>'",
        "document.body.append(Object.assign(document.createElement('script'), { text: 'ran=1' }))",
        "fetch('https://kexie-kg.example/')",
        "setTimeout('ran=1', 0)",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    ],
)
def test_a_script_of_the_page_can_neither_parse_markup_nor_reach_the_network(
    browser: Browser, tmp_path: Path, attempt: str
) -> None:
    page = show(browser, tmp_path, plan_page(GRAPH, KEY, SCHEMA))
    outcome = page.evaluate(
        f"(async () => {{ try {{ await ({attempt}); return 'done'; }} catch (e) {{ return 'refused'; }} }})()"
    )
    assert outcome == "refused"
    page.settle()
    assert page.evaluate("typeof ran") == "undefined"
