"""Attacks on ad-hoc queries: refused or stopped, with the graph unchanged and no connection to anywhere."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import kglite
import pyoxigraph
import pytest
from corpora import Attack, attacks, fingerprint

from kexie_kg.graph.errors import KexieError, QueryError, UnfinishedError
from kexie_kg.graph.stores.base import Language, Limits
from kexie_kg.queries.adhoc import ask
from kexie_kg.queries.guard import LONGEST, checked
from kexie_kg.queries.sandbox import Sandbox

SECRET = "secret-8c1f"
BRIEF = Limits(seconds=1.0, rows=5_000, megabytes=200)
REFUSED = [attack for attack in attacks() if attack.outcome == "refused"]
STOPPED = [attack for attack in attacks() if attack.outcome == "stopped"]

NESTED: Mapping[Language, tuple[str, ...]] = {
    "cypher": (
        "RETURN " + "NOT " * 20_000 + "true AS x",
        "RETURN " + "1+" * 40_000 + "1 AS x",
        "RETURN " + "CASE WHEN true THEN " * 4_000 + "1" + " END" * 4_000 + " AS x",
        "RETURN 1 AS x" + " UNION RETURN 1 AS x" * 4_500,
        "MATCH (n) WHERE " + "n.a=1 OR " * 10_000 + "true RETURN count(n) AS n",
        "RETURN " + "[" * 5_000 + "]" * 5_000 + " AS x",
    ),
    "sparql": (
        "SELECT * { FILTER(" + "!" * 90_000 + "true) }",
        "SELECT * { FILTER(" + "1+" * 40_000 + "1 > 0) }",
        "SELECT * { {}" + " UNION {}" * 10_000 + " }",
        "SELECT * { ?s <http://x>" + "/<http://x>" * 8_000 + " ?o }",
        "SELECT * " + "{" * 5_000 + "}" * 5_000,
    ),
}
"""Texts that overflow the stacks of parsers."""


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secret") / "secret.csv"
    file.write_text(f"secret\n{SECRET}\n", "utf-8")
    return file


# ---- The corpus ----------------------------------------------------------------------------------------------------


def test_the_corpus_is_as_large_as_promised() -> None:
    texts = {(attack.language, attack.text) for attack in attacks()}
    assert len(texts) == len(attacks()), "one stands twice"
    assert len(texts) >= 400
    assert Counter(attack.outcome for attack in attacks())["stopped"] >= 60
    families = {(attack.language, attack.outcome, attack.family) for attack in attacks()}
    assert len(families) >= 35


# ---- Refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", REFUSED, ids=lambda attack: f"{attack.language} {attack.family}")
def test_words_are_refused_in_one_line_that_says_where(attack: Attack) -> None:
    with pytest.raises(QueryError) as error:
        checked(attack.text, attack.language)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(attack.language)


def test_behind_the_first_gate_nothing_is_written_read_or_called(
    sandboxes: Mapping[Language, Sandbox], store_folders: Mapping[Language, Path], listener: Listener, secret: Path
) -> None:
    before, outcomes = fingerprint(store_folders), Counter[str]()
    for attack in REFUSED:
        text = attack.text.replace("HOST", listener.host).replace("FILE", str(secret))
        try:
            rows = sandboxes[attack.language].run(text, {"file": str(secret), "key": "name"}, BRIEF)
        except KexieError:
            outcomes["failed"] += 1
        else:
            outcomes["answered"] += 1
            assert SECRET not in str(rows), attack.text
        assert listener.calls == 0, attack.text
    assert outcomes.total() == len(REFUSED)
    assert min(outcomes["failed"], outcomes["answered"]) > 0, outcomes
    assert fingerprint(store_folders) == before


def test_without_gates_the_same_attacks_succeed(listener: Listener, secret: Path, tmp_path: Path) -> None:
    """So that nobody takes a server that hears nothing, or a file that nobody can read, for a gate."""
    mine = Listener()
    with pytest.raises(OSError):
        list(pyoxigraph.Store().query(f"SELECT * {{ SERVICE <http://{mine.host}/> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert mine.calls > 0
    mine.close()
    kglite.KnowledgeGraph().save(str(tmp_path / "x.kgl"))
    session = kglite.open_session(str(tmp_path / "x.kgl"))
    rows = session.cypher(f"LOAD CSV FROM 'file://{secret}' AS row RETURN row[0] AS x")
    assert SECRET in [row["x"] for row in rows]


def test_a_text_that_nobody_typed_is_refused() -> None:
    for language in ("cypher", "sparql"):
        with pytest.raises(QueryError, match="more than 100000 characters"):
            checked("RETURN 1 AS x" + " " * LONGEST, language)


# ---- Stopped -------------------------------------------------------------------------------------------------------


def test_what_costs_too_much_is_stopped(
    sandboxes: Mapping[Language, Sandbox], store_folders: Mapping[Language, Path], listener: Listener, soak: bool
) -> None:
    before = fingerprint(store_folders)
    tried = STOPPED if soak else random.Random(5).sample(STOPPED, 14)
    for attack in tried:
        with pytest.raises(QueryError) as error:
            ask(sandboxes[attack.language], attack.text, None, BRIEF)
        assert "\n" not in str(error.value), attack.text
        assert _answers(sandboxes[attack.language]), attack.text
    assert listener.calls == 0
    assert fingerprint(store_folders) == before


@pytest.mark.parametrize("language", ["cypher", "sparql"])
def test_deep_nesting_breaks_no_more_than_the_process(
    language: Language, sandboxes: Mapping[Language, Sandbox]
) -> None:
    for text in NESTED[language]:
        with pytest.raises(QueryError) as error:
            ask(sandboxes[language], text, None, BRIEF)
        assert "\n" not in str(error.value), text[:50]
        assert _answers(sandboxes[language]), text[:50]


def test_an_answer_is_never_cut_short(sandboxes: Mapping[Language, Sandbox]) -> None:
    texts: Mapping[Language, str] = {
        "cypher": "UNWIND range(1, 7) AS x RETURN x ORDER BY x",
        "sparql": "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 } } ORDER BY ?x",
    }
    for language, text in texts.items():
        assert len(ask(sandboxes[language], text, None, Limits(rows=7))) == 7
        with pytest.raises(UnfinishedError, match="more than 6 rows"):
            ask(sandboxes[language], text, None, Limits(rows=6))


def _answers(sandbox: Sandbox) -> bool:
    """Whether queries are answered, and the graph is whole."""
    if sandbox.language == "cypher":
        return ask(sandbox, "MATCH (n:Entity) RETURN count(n) AS n").rows == ((86,),)
    return ask(sandbox, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == ((1441,),)
