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
from kexie_kg.graph.model import Contribution, Document
from kexie_kg.graph.repository import keep_contribution, keep_text
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.stages import ALL_STAGES_RUN, Stages

_WORTH_A_PROCESS = 100
"""Files. One is read in about 0.03 s and a process is ready after 1 s, so fewer do not pay."""
_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: the records of the plans in each of its documents, or one line of error."""

    path: str
    documents: tuple[tuple[PlanRecord, ...], ...] = ()
    error: str = ""


def read_files(files: Sequence[str], directory: Path, jobs: int | None = None) -> Iterator[Reading]:
    """Reads each file and keeps its facts and text in the graph directory; answers in the order of ``files``.

    ``jobs`` processes share the work: by default one for every hundred files, at most one for each processor.
    Raises :class:`KexieError` if one of them is killed.
    """
    if jobs is None:
        jobs = min(os.cpu_count() or 1, ceil(len(files) / _WORTH_A_PROCESS))
    read = partial(read_file, directory=directory)
    if jobs <= 1:
        yield from map(read, files)
        return
    # "spawn" is what every system has, and it copies no locks that another thread of this process may hold.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(read, files, chunksize=_AT_A_TIME)
        except BrokenProcessPool as error:
            raise KexieError("a process that reads was killed, perhaps for want of memory; try --jobs 1") from error
        finally:
            pool.shutdown(cancel_futures=True)


def read_file(path: str, directory: Path) -> Reading:
    """One file. What is wrong with it is in ``error``; that the graph directory cannot be written raises OSError."""
    try:
        found = facts_of(path)
    except DocumentError as error:
        return Reading(path, error=str(error))
    return Reading(path, tuple(_keep(document, plans, directory) for document, plans in found))


def facts_of(path: str, without: Stages = ALL_STAGES_RUN) -> list[tuple[Document, tuple[Contribution, ...]]]:
    """The documents of a file, each with the facts of the plans in it, ``without`` some stages of extraction.

    Raises :class:`DocumentError`, nothing else.
    """
    try:
        path.encode("utf-8")
        found = [(document, loaders.extract(document, without)) for document in loaders.read(path)]
    except DocumentError:
        raise
    except UnicodeEncodeError as error:
        raise DocumentError(f"{path}: its name is not in UTF-8; rename it") from error
    except Exception as error:  # a mistake of ours must not cost the user the other files of a long run
        raise DocumentError(f"{path}: reading it failed ({error!r}); report this mistake with the file") from error
    if not found or not all(plans for _, plans in found):
        raise DocumentError(f"{path}: holds no work plan; check what it is")
    return found


def _keep(document: Document, plans: tuple[Contribution, ...], directory: Path) -> tuple[PlanRecord, ...]:
    keep_text(directory, document.text)
    text = fingerprint(document.text)
    return tuple(PlanRecord.of(plan, keep_contribution(directory, plan), text, Schema.load()) for plan in plans)


def fingerprint(text: str) -> str:
    """A hash that spacing, line ends, character width, letter case and Markdown marks do not change."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(plain.replace("#", "").replace("*", "").encode("utf-8")).hexdigest()
