"""Plans are text of strangers: whatever stands in them stays text in the explorer, and nothing of it runs."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from browser import Browser, Page
from explorer_sample import CONTEST, EXPLORER, TITLE, choose, opened, press_button, saved, visible, where
from test_views_hostile import ATTACK, poisoned
from views_sample import GRAPH, SCHEMA

from kexie_kg.graph.model import Graph
from kexie_kg.graph.rows import Rows
from kexie_kg.views.explorer import Explorer

# Beside the long one of the other page: each alone, as the first words of a field.
CORPUS = (
    ATTACK,
    "</script><script>ran=1</script>",
    "<img src=x onerror=ran=1>",
    "\u2028ran=1\u2029",
    "javascript:ran=1",
    "]]><svg onload=ran=1>",
    "__proto__",
    "constructor",
    "${ran=1}{{ran=1}}",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "&lt;b&gt;&#60;script&#62;",
    'onerror" autofocus onfocus=ran=1 x="',
)


def hostile(attack: str) -> Explorer:
    """The graph with the attack in every id and text: names, aliases, titles, sentences, roles, files, places; but not
    in what is checked against the schema."""
    keep = {"modality", "rules", "kind", "of_type", "op"}

    def props(of: Any) -> Any:
        return MappingProxyType({k: v if k in keep else _with(v, attack) for k, v in of.props.items()})

    nodes = tuple(replace(n, id=n.id + attack, props=props(n)) for n in GRAPH.nodes)
    edges = tuple(
        replace(e, id=e.id + attack, source=e.source + attack, target=e.target + attack, props=props(e))
        for e in GRAPH.edges
    )
    return Explorer(Graph(nodes, edges), SCHEMA)


def _with(value: Any, attack: str) -> Any:
    if attack == ATTACK:
        return poisoned(value)
    if isinstance(value, tuple):
        return tuple(item + attack if isinstance(item, str) and item else item for item in value)
    return value + attack if isinstance(value, str) else value


def tags(page: Page) -> set[str]:
    found: list[str] = page.evaluate("[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]")
    return set(found)


def unharmed(page: Page, scripts: int) -> None:
    assert not {"img", "iframe", "object", "link", "base"} & tags(page)
    assert page.evaluate("document.querySelectorAll('script').length") == scripts
    assert page.evaluate("document.querySelectorAll('[onerror], [onload], [onfocus], [src]').length") == 0
    assert page.evaluate("typeof ran") == "undefined"
    assert page.complaints == []
    assert len(page.requests) == 1


@pytest.fixture
def folder(browser: Browser, tmp_path: Any) -> Iterator[Any]:
    browser.save_to(tmp_path)
    yield tmp_path


@pytest.mark.parametrize("attack", CORPUS, ids=range(len(CORPUS)))
def test_hostile_text_is_text_everywhere_and_nothing_runs(browser: Browser, folder: Any, attack: str) -> None:
    rows = Rows(("名称" + attack,), ((CONTEST.name + attack,),))
    explorer = hostile(attack)
    page = opened(browser, folder, explorer.all(TITLE + attack))
    scripts = page.evaluate("document.querySelectorAll('script').length")
    assert page.evaluate("document.title") == TITLE + attack
    assert page.texts("#title") == [TITLE + attack]
    for id_ in visible(page)["nodes"][:6]:
        page.click(*where(page, id_))
        page.evaluate("document.querySelectorAll('#panel details').forEach((one) => { one.open = true; })")
        page.settle()
    choose(page, "创新大赛")
    assert page.texts("#panel h2")[0].endswith(attack)
    assert f"创新大赛{attack}" in page.texts("#panel dd")[0], "an alias"
    caption = page.texts("#panel figcaption")[0]
    assert caption.count(attack) >= 3, "title, file and task"
    assert f"jiaxing-2020.txt{attack}" in caption
    assert any(attack in text for text in page.texts("#panel .sentence"))
    assert f"普及部{attack}" in page.texts("#facets .name")
    page.hover(*where(page, CONTEST.id + attack))
    press_button(page, "#table-button")
    press_button(page, "#table [data-table=edges]")
    press_button(page, "#svg")
    assert CONTEST.name in saved(folder, "svg").read_text("utf-8")
    press_button(page, "#language")
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    unharmed(page, scripts)
    page = opened(browser, folder, explorer.answer("查询" + attack, rows), page.evaluate("location.hash"))
    press_button(page, "#table-button")
    unharmed(page, scripts)


def test_markup_that_got_into_the_file_all_the_same_is_refused(browser: Browser, folder: Any) -> None:
    """The policy is the second wall: here the first one is torn down by hand."""
    injected = (
        "<script>ran=1</script><img src=x onerror='ran=1'><style>#title{display:none}</style>"
        "<link rel=stylesheet href='https://kexie-kg.example/a.css'><iframe src='https://kexie-kg.example/'></iframe>"
    )
    page = opened(browser, folder, EXPLORER.all(TITLE).replace("</body>", f"{injected}</body>"))
    assert page.evaluate("typeof ran") == "undefined"
    assert page.evaluate("getComputedStyle(document.getElementById('title')).display") != "none"
    assert sum("Content Security Policy" in complaint for complaint in page.complaints) >= 4
    choose(page, "嘉兴市科技馆")
    assert page.texts("#panel h2") == ["嘉兴市科技馆"]


def test_a_page_in_a_notebook_cannot_reach_what_is_around_it(browser: Browser, folder: Any) -> None:
    from kexie_kg.answers import Page as Shown

    frame = Shown(EXPLORER.all(TITLE))._repr_html_()
    around = f"<!doctype html><meta charset=utf-8><script>secret = 1</script>{frame}"
    (folder / "notebook.html").write_text(around, encoding="utf-8")
    page = browser.open(folder / "notebook.html")
    page.wait("document.querySelector('iframe')")
    x, y = page.middle("iframe")
    page.evaluate("new Promise((done) => setTimeout(done, 1500))")
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None, "another origin"
    assert page.evaluate("document.querySelector('iframe').sandbox.contains('allow-same-origin')") is False
    before = page.screenshot()
    page.click(x, y)
    page.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-300)
    page.evaluate("new Promise((done) => setTimeout(done, 500))")
    assert page.screenshot() != before, "it is alive"
    assert page.complaints == []
