"""The process that answers ad-hoc queries of one store: run as a program of its own by :mod:`.sandbox`.

It opens the store, closes the gates around itself (:mod:`.gates`), says which, and then answers: a line of JSON in, a
line of JSON out. The caller holds the clock and kills it; it ends by itself when the caller is gone, in the middle of a
query too: both engines let other threads run while they work.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import time
from pathlib import Path
from threading import Thread
from typing import IO, Any, cast

import psutil

from kexie_kg.graph.errors import KexieError, QuerySyntaxError, UnfinishedError
from kexie_kg.graph.stores.base import MOST, Limits, QueryStore
from kexie_kg.queries.cells import as_json, from_json
from kexie_kg.queries.gates import close_files, leave_network, limit_address_space

_GRACE = 2.0
"""Seconds that the caller has to kill a query, before the engine and the process give up by themselves."""
_GLANCE = 0.5
"""Seconds between two looks whether the caller is still there."""
_WARM_UP = {"cypher": "RETURN 1 AS x, date() AS today", "sparql": "SELECT (1 AS ?x) (NOW() AS ?now) {}"}
"""Whatever is loaded on first use must be loaded while files can still be opened."""


def main() -> None:
    """Arguments: the folder of the store, which is called like its engine, and the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who decides what becomes of this process
    answers = _own_stdout()
    gates = leave_network()  # at once: later there are threads, which forbid it
    Thread(target=_end_with, args=(int(sys.argv[2]),), daemon=True).start()
    try:
        store = _opened(Path(sys.argv[1]))
    except KexieError as error:
        return _say(answers, {"error": str(error)})
    with store, Path(os.devnull).open("wb") as nowhere:
        gates += close_files() + limit_address_space(sys.maxsize)
        _say(answers, {"gates": gates})
        for line in sys.stdin.buffer:
            ask = json.loads(line)
            limits = Limits(min(ask["seconds"] + _GRACE, MOST["seconds"]), ask["rows"])
            limit_address_space(ask["bytes"])
            faulthandler.dump_traceback_later(limits.seconds + _GRACE, exit=True, file=nowhere)
            _say(answers, _answer(store, ask, limits))
            faulthandler.cancel_dump_traceback_later()


def _end_with(caller: int) -> None:
    while os.getppid() == caller if sys.platform != "win32" else psutil.pid_exists(caller):
        time.sleep(_GLANCE)
    os._exit(1)


def _own_stdout() -> IO[bytes]:
    """Standard output for answers alone: whatever an engine prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _opened(folder: Path) -> QueryStore:
    from kexie_kg.graph.schema import Schema
    from kexie_kg.graph.stores import store_class

    store = cast(type[QueryStore], store_class(folder.name)).open(folder, Schema.load())
    store.run(_WARM_UP[store.language])
    return store


def _answer(store: QueryStore, ask: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        if "forms" in ask:
            rows = cast(Any, store).document(ask["text"], *ask["forms"], limits)
        else:
            params = {name: from_json(value) for name, value in ask["params"].items()}
            rows = store.run(ask["text"], params, limits)
    except QuerySyntaxError as error:
        return {"syntax": [error.message, error.line, error.column]}
    except UnfinishedError as error:
        return {"unfinished": str(error)}
    except KexieError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"unfinished": ""}
    except Exception as error:  # of the engine or of a value: the next query must find a process
        return {"error": f"the query fails: {type(error).__name__}: {' '.join(str(error).split())}"}
    return {"columns": rows.columns, "rows": [[as_json(cell) for cell in row] for row in rows], "notes": rows.notes}


def _say(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
