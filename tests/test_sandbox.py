"""The process that answers ad-hoc queries: it is used again, it ends when it should, and each gate holds alone."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import psutil
import pytest

from kexie_kg.graph.errors import QueryError, QuerySyntaxError, StoreError, UnfinishedError
from kexie_kg.graph.stores.base import Language, Limits
from kexie_kg.queries import sandbox as module
from kexie_kg.queries.gates import GATES
from kexie_kg.queries.sandbox import Sandbox

ENDLESS: Mapping[Language, str] = {
    "cypher": "MATCH (a), (b), (c), (d), (e), (f), (g) RETURN count(*) AS n",
    "sparql": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
}
LANGUAGES: tuple[Language, ...] = ("cypher", "sparql")
PATIENCE = 120
"""Seconds until a test that waits gives up; nothing is measured against it."""


@pytest.fixture
def cypher(store_folders: Mapping[Language, Path]) -> Iterator[Sandbox]:
    sandbox = Sandbox("cypher", store_folders["cypher"])
    yield sandbox
    sandbox.close()


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def ended(pid: int) -> bool:
    """Whether the process is gone, or will be soon."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


# ---- One process, many queries -------------------------------------------------------------------------------------


def test_one_process_answers_many_queries(cypher: Sandbox) -> None:
    before = children()
    assert [cypher.run("RETURN $x AS x", {"x": x}).rows for x in (1, 2)] == [((1,),), ((2,),)]
    (worker,) = children() - before
    with pytest.raises(QuerySyntaxError):
        cypher.run("RETURN")
    with pytest.raises(UnfinishedError, match="more than 1 rows"):
        cypher.run("UNWIND [1, 2] AS x RETURN x", limits=Limits(rows=1))
    assert children() - before == {worker}, "a mistake costs no process"
    cypher.close()
    assert ended(worker)
    assert cypher.run("RETURN 3 AS x").rows == ((3,),), "and it starts again"


def test_cells_and_parameters_are_what_they_were(cypher: Sandbox) -> None:
    params = {
        "text": "“汉”𠮷\n", "whole": 2**53 + 1, "part": 0.1, "yes": True, "none": None, "day": date(2020, 2, 29),
        "many": ["a", "b"],
    }  # fmt: skip
    text = "RETURN $text AS a, $whole AS b, $part AS c, $yes AS d, $none AS e, $day AS f, size($many) AS g"
    (row,) = cypher.run(text, params)  # type: ignore[arg-type]  # engines take lists, too
    assert row == (*list(params.values())[:-1], 2)
    assert [type(cell) for cell in row] == [str, int, float, bool, type(None), date, int]
    with pytest.raises(QueryError, match="no kind that queries know"):
        cypher.run("RETURN $x AS x", {"x": object()})  # type: ignore[dict-item]


def test_threads_take_turns(cypher: Sandbox) -> None:
    answers: dict[int, object] = {}

    def ask(number: int) -> None:
        answers[number] = cypher.run("UNWIND range(1, 500) AS x RETURN sum(x) + $n AS n", {"n": number}).rows

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: ((125_250 + number,),) for number in range(8)}


# ---- Its end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_process_is_killed_when_the_time_is_over(
    language: Language, store_folders: Mapping[Language, Path]
) -> None:
    sandbox, before = Sandbox(language, store_folders[language]), children()
    sandbox.gates()
    (worker,) = children() - before
    with pytest.raises(UnfinishedError, match=r"not finished within 0\.5 seconds; narrow it"):
        sandbox.run(ENDLESS[language], limits=Limits(seconds=0.5))
    assert not psutil.pid_exists(worker)
    assert children() == before
    sandbox.close()


def test_the_process_is_killed_when_it_grows(
    store_folders: Mapping[Language, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the caller, who looks at it: the only gate on memory where the kernel has none."""
    monkeypatch.setattr(module, "_memory", lambda process: (psutil.Process(process.pid).memory_info().rss, 2**50))
    sandbox, before = Sandbox("sparql", store_folders["sparql"]), children()
    with pytest.raises(UnfinishedError, match="needs more than 60 MB"):
        sandbox.run("SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", limits=Limits(PATIENCE, 10, 60))
    assert children() == before
    sandbox.close()


def test_the_kernel_refuses_memory(store_folders: Mapping[Language, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does: the caller looks away."""
    real = module._memory
    monkeypatch.setattr(module, "_memory", lambda process: (0, real(process)[1]))
    sandbox = Sandbox("sparql", store_folders["sparql"])
    if "address space" in sandbox.gates():
        with pytest.raises(UnfinishedError, match="broke the process that answered it: it needs more than 60 MB"):
            sandbox.run("SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", limits=Limits(PATIENCE, 10, 60))
    else:
        assert sys.platform != "linux"
    sandbox.close()


def test_ctrl_c_ends_the_process_too(cypher: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    cypher.gates()
    before = children()

    def interrupt(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(module, "wait", interrupt)
        cypher.run(ENDLESS["cypher"])
    assert len(children()) == len(before) - 1
    assert cypher.run("RETURN 1 AS x").rows == ((1,),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_process_outlives_a_caller_that_was_killed(
    language: Language, store_folders: Mapping[Language, Path]
) -> None:
    code = (
        "import sys; from pathlib import Path; import psutil\n"
        "from kexie_kg.queries.sandbox import Sandbox; from kexie_kg.graph.stores.base import Limits\n"
        "sandbox = Sandbox(sys.argv[1], Path(sys.argv[2])); sandbox.gates()\n"
        "print(psutil.Process().children()[0].pid, flush=True)\n"
        "sandbox.run(sys.argv[3], limits=Limits(seconds=3600, megabytes=8000) if sys.argv[3] else Limits())"
    )
    for text in (ENDLESS[language], ""):
        command = [sys.executable, "-c", code, language, str(store_folders[language]), text]
        caller = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert caller.stdout is not None
        worker = int(caller.stdout.readline())
        busy = psutil.Process(worker).cpu_times().user + 0.5
        while text and psutil.Process(worker).cpu_times().user < busy:  # in the middle of a query of an hour
            time.sleep(0.05)
        caller.kill()
        caller.communicate()
        assert ended(worker)


def test_a_store_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    sandbox, before = Sandbox("cypher", tmp_path / "kglite"), children()
    with pytest.raises(StoreError, match=r"kglite: holds no KGLite store .*; build the graph again"):
        sandbox.run("RETURN 1 AS x")
    assert children() == before


# ---- Each gate alone -----------------------------------------------------------------------------------------------


def test_gates_are_reported_as_they_are(store_folders: Mapping[Language, Path]) -> None:
    for language, folder in store_folders.items():
        sandbox = Sandbox(language, folder)
        closed = set(sandbox.gates())
        sandbox.close()
        possible = {name for name, (_, systems) in GATES.items() if sys.platform in systems}
        # A container may forbid a network of one's own; nothing forbids the others.
        assert possible - {"no network"} <= closed <= possible


def in_a_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


def test_where_nothing_can_be_opened_there_is_no_file_and_no_connection(tmp_path: Path) -> None:
    code = f"""
import socket
from pathlib import Path
import kglite, pyoxigraph
from kexie_kg.queries.gates import close_files
server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
service = "SELECT * {{ SERVICE <http://127.0.0.1:%d/> {{ ?s ?p ?o }} }}" % server.getsockname()[1]
csv = Path({str(tmp_path)!r}) / "x.csv"
csv.write_text("secret")
already = (Path({str(tmp_path)!r}) / "already").open("w")
graph, store = kglite.KnowledgeGraph(), pyoxigraph.Store()
gates = close_files()
tries = {{
    "service": lambda: list(store.query(service)),
    "load": lambda: store.update("LOAD <http://127.0.0.1:%d/>" % server.getsockname()[1]),
    "csv": lambda: graph.cypher("LOAD CSV FROM '%s' AS row RETURN row[0] AS x" % csv),
    "read": csv.read_text,
    "write": lambda: (already.write("x"), already.flush()),
    "save": lambda: graph.save(str(csv) + ".kgl"),
    "socket": socket.socket,
}}
for name, attempt in tries.items():
    try:
        print(name, "succeeded", attempt())
    except Exception as error:
        print(name, "failed")
try:
    server.accept()
    print("called")
except OSError:
    print("silence")
print(*gates)
"""
    lines = in_a_process(code).splitlines()
    if sys.platform == "win32":
        assert lines[-1] == ""
    else:
        tried = ("service", "load", "csv", "read", "write", "save", "socket")
        assert lines == [*(f"{name} failed" for name in tried), "silence", "no files"]


def test_a_network_of_ones_own_leads_nowhere() -> None:
    code = """
import socket
from kexie_kg.queries.gates import leave_network
server = socket.create_server(("127.0.0.1", 0))
gates = leave_network()
for address in (server.getsockname(), ("192.0.2.1", 80)):
    try:
        socket.create_connection(address, 1)
        print("connected")
    except OSError as error:
        print(type(error).__name__)
print(*gates)
"""
    first, second, gates = in_a_process(code).splitlines()
    assert (first, second) == ("OSError", "OSError") if gates else (first, gates) == ("connected", "")
