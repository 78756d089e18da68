"""Files into facts that lie in the graph directory, by one process or several."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path

from kexie_kg import loaders
from kexie_kg.graph.errors import DocumentError, KexieError
from kexie_kg.graph.manifest import PlanRecord
from kexie_kg.graph.model import Document
from kexie_kg.graph.repository import keep_contribution, keep_text
from kexie_kg.graph.schema import Schema

_WORTH_A_PROCESS = 100
"""Files. One is read in about 0.03 s and a process is ready after 1 s, so fewer do not pay."""
_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: the records of the plans in it, or one line of error."""

    path: str
    documents: tuple[tuple[PlanRecord, ...], ...] = ()
    error: str = ""


def read_files(files: Sequence[str], directory: Path, jobs: int | None = None) -> Iterator[Reading]:
    """Reads each file and keeps its facts and text in the graph directory; the order of the answer is that of ``files``.

    ``jobs`` processes share the work: by default one for every hundred files, at most one for each processor.
    Raises :class:`KexieError` if one of them is killed.
    """
    if jobs is None:
        jobs = min(os.cpu_count() or 1, ceil(len(files) / _WORTH_A_PROCESS))
    read = partial(read_file, directory=directory)
    if jobs <= 1:
        yield from map(read, files)
        return
    # "spawn" is what every system has, and copies no locks that another thread of this process may hold.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(read, files, chunksize=_AT_A_TIME)
        except BrokenProcessPool as error:
            raise KexieError("a reading process was killed, perhaps for want of memory; try again with --jobs 1") from error
        finally:
            pool.shutdown(cancel_futures=True)


def read_file(path: str, directory: Path) -> Reading:
    """One file. Never raises because of what the file holds: whatever goes wrong is in ``error``."""
    try:
        documents = tuple(_keep(document, directory) for document in loaders.read(path))
    except DocumentError as error:
        return Reading(path, error=str(error))
    except OSError:
        raise  # the graph directory cannot be written
    except Exception as error:  # a mistake of ours must not cost the user the other files of a long run
        return Reading(path, error=f"{path}: reading it failed ({error!r}); report this mistake with the file")
    return Reading(path, documents)


def _keep(document: Document, directory: Path) -> tuple[PlanRecord, ...]:
    found = loaders.extract(document)
    if not found:
        raise DocumentError(f"{document.path}: holds no work plan; check what it is")
    print_ = fingerprint(document.text)
    keep_text(directory, document.text)
    return tuple(PlanRecord.of(c, keep_contribution(directory, c), print_, Schema.load()) for c in found)


def fingerprint(text: str) -> str:
    """A hash that spacing, line ends, character width, letter case and Markdown marks do not change."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(plain.translate({ord("#"): None, ord("*"): None}).encode("utf-8")).hexdigest()
