"""The graph directory: the facts of every plan, and the stores made from them.

==================================  =================================================================================
``format.json``                     version of this layout
``contributions/<sha256>.jsonl``    the facts of one plan, named by its own hash; never changed
``texts/<sha256>.txt.gz``           the decoded text of one file, named by the hash of the text; never changed
``generations/<n>/``                one published graph: a folder for each engine, and ``manifest.json``
``CURRENT``                         the number of the generation to read
``judgements.txt``                  what people hold of the facts (:mod:`kexie_kg.graph.judgements.language`), if any
``lock``                            held by the one process that writes
==================================  =================================================================================

Contributions and texts are the truth; a generation can be made from them at any time. A graph is published by
writing a new generation and then replacing ``CURRENT``, in one step. Whatever breaks off before that step leaves the
last graph as it was, and rubbish that the next writer removes. The generation before the current one stays until the
next writer comes, for those who have it open.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self, cast

from filelock import FileLock, Timeout

from kexie_kg.graph import contributions as codec
from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.files import discard, is_unfinished, keep_whole, settle, write_whole
from kexie_kg.graph.judgements import file as judgement_file
from kexie_kg.graph.judgements.language import Outcome
from kexie_kg.graph.manifest import EMPTY, Manifest, PlanRecord, makers
from kexie_kg.graph.model import Contribution, Graph
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores import store_class
from kexie_kg.graph.stores.base import Language, QueryStore

FORMAT = 1

EMBEDDED: Mapping[Language, str] = {"cypher": "kglite", "sparql": "oxigraph"}
"""The store of a generation that answers a language; its name is that of its folder."""

_NAMES = frozenset({"format.json", "contributions", "texts", "generations", "CURRENT", judgement_file.NAME, "lock"})


def engines() -> Mapping[str, type[QueryStore]]:
    """The stores of a generation by name."""
    return {name: _engine(name) for name in EMBEDDED.values()}


def _engine(name: str) -> type[QueryStore]:
    return cast(type[QueryStore], store_class(name))  # each answers a language: EMBEDDED says which


class Repository:
    """A graph directory, seen as it was when it was opened: later publishing does not change what is read."""

    def __init__(self, path: Path, generation: int, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._generation = generation

    # -- reading --------------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: Path) -> Self:
        """The published graph in ``path``. Raises :class:`StoreError` if there is none that this version can read."""
        if not path.is_dir():
            raise StoreError(f"{path}: no graph is here; make one with: kexie build PLANS --graph {path}")
        _check_format(path)
        repository = cls._newest(path)
        if repository._generation == 0:
            raise StoreError(f"{path}: no graph was finished here; make one with: kexie build PLANS --graph {path}")
        return repository

    @classmethod
    def _newest(cls, path: Path) -> Self:
        """The current generation, or an empty one numbered 0."""
        generation = _current(path)
        if generation == 0:
            return cls(path, 0, EMPTY)
        file = _generation_folder(path, generation) / "manifest.json"
        try:
            data = file.read_bytes()
        except OSError as error:
            raise StoreError(f"{file}: cannot be read; remove {path} and build the graph again") from error
        return cls(path, generation, Manifest.load(data, str(file)))

    def record(self, plan: str) -> PlanRecord:
        """What is known of a plan, by its key. Raises :class:`StoreError` if it is not in the graph."""
        if plan not in self.manifest.plans:
            raise StoreError(f'{self.path}: no plan "{plan}"{nearest(plan, self.manifest.plans)}')
        return self.manifest.plans[plan]

    def contribution(self, record: PlanRecord) -> Contribution:
        """The facts of one plan. Raises :class:`StoreError` if their file is gone or was changed."""
        file = _contribution_file(self.path, record.contribution)
        return codec.load(_verified(file, record.contribution, Path.read_bytes), str(file))

    def text(self, record: PlanRecord) -> str:
        """The decoded text of the file that holds a plan. Raises :class:`StoreError` like :meth:`contribution`."""
        return _verified(_text_file(self.path, record.text), record.text, _unzipped).decode("utf-8")

    def store(self, language: Language) -> QueryStore:
        """The store that answers this language, opened to read. Raises like :meth:`store_folder`."""
        folder = self.store_folder(language)
        return _engine(folder.name).open(folder, Schema.load())

    def store_folder(self, language: Language) -> Path:
        """Where the store that answers this language lies; the folder is called like the store.

        Raises :class:`StoreError` if other versions of the engines or the schema made it.
        """
        self._check_makers()
        return _generation_folder(self.path, self._generation) / EMBEDDED[language]

    def size(self) -> int:
        """Bytes of everything in the directory."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())

    def _check_makers(self) -> None:
        for name, wanted in makers().items():
            found = self.manifest.made_by.get(name, "an unknown version")
            if found != wanted:
                raise StoreError(
                    f"{self.path}: made with {name} {found}, here is {wanted}; "
                    f"renew it from its facts with: kexie build --graph {self.path}"
                )

    # -- writing --------------------------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def writing(cls, path: Path) -> Iterator[Self]:
        """The directory for the one process that may write to it, made if it is not there, swept of leftovers.

        Raises :class:`StoreError` if another process writes, or if the directory is not a graph's.
        """
        _check_is_ours(path)
        path.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(path / "lock", timeout=0):
                _lay_out(path)
                repository = cls._newest(path)
                repository._sweep({repository._generation: repository.manifest})
                yield repository
        except Timeout as error:
            raise StoreError(f"{path}: another process is building here; wait until it is done") from error

    def publish(
        self, records: Iterable[PlanRecord], graph: Graph, schema: Schema, outcomes: Iterable[Outcome] = ()
    ) -> Manifest:
        """Makes ``graph`` the current one, all or nothing; to be called inside :meth:`writing`."""
        number = self._generation + 1
        folder = _generation_folder(self.path, number)
        folder.mkdir()
        for name, engine in engines().items():
            with engine.create(folder / name, schema) as store:
                kept = store.publish(graph)
            if (kept.nodes, kept.edges) != (len(graph.nodes), len(graph.edges)):
                raise StoreError(f"{folder}: {name} kept {kept}, not the whole graph; nothing was published")
        manifest = Manifest.of(records, graph, schema, outcomes)
        write_whole(folder / "manifest.json", manifest.dump())
        settle(folder.parent)
        write_whole(self.path / "CURRENT", f"{number}\n".encode("ascii"))
        self._sweep({self._generation: self.manifest, number: manifest})
        self._generation, self.manifest = number, manifest
        return manifest

    def _sweep(self, kept: Mapping[int, Manifest]) -> None:
        """Removes what no kept generation needs."""
        names = {str(number) for number in kept}
        records = [record for manifest in kept.values() for record in manifest.plans.values()]
        needed = {_contribution_file(self.path, record.contribution) for record in records}
        needed |= {_text_file(self.path, record.text) for record in records}
        for folder in (self.path / "generations").iterdir():
            if folder.name not in names:
                discard(folder)
        for file in (*(self.path / "contributions").iterdir(), *(self.path / "texts").iterdir()):
            if file not in needed:
                discard(file)
        for file in filter(is_unfinished, self.path.iterdir()):
            discard(file)


def keep_contribution(path: Path, contribution: Contribution) -> str:
    """Writes the facts of a plan into the graph directory ``path`` and returns their hash. Any process may."""
    data = codec.dump(contribution)
    sha256 = hashlib.sha256(data).hexdigest()
    keep_whole(_contribution_file(path, sha256), data)
    return sha256


def keep_text(path: Path, text: str) -> None:
    """Writes the snapshot of a decoded text into the graph directory ``path``. Any process may."""
    raw = text.encode("utf-8")
    keep_whole(_text_file(path, hashlib.sha256(raw).hexdigest()), gzip.compress(raw, mtime=0))


def _contribution_file(path: Path, sha256: str) -> Path:
    return path / "contributions" / f"{sha256}.jsonl"


def _text_file(path: Path, sha256: str) -> Path:
    return path / "texts" / f"{sha256}.txt.gz"


def _generation_folder(path: Path, number: int) -> Path:
    return path / "generations" / str(number)


def _unzipped(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes())


def _verified(file: Path, sha256: str, read: Callable[[Path], bytes]) -> bytes:
    """The content of a file that is named by its hash."""
    try:
        data = read(file)
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"{file}: cannot be read ({error}); build its plan again") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"{file}: was changed or is damaged; build its plan again")
    return data


def _check_format(path: Path) -> None:
    file = path / "format.json"
    try:
        found = json.loads(file.read_bytes())["format"]
    except FileNotFoundError as error:
        raise StoreError(f"{path}: is no graph directory; make one with: kexie build PLANS --graph DIR") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: is damaged; remove {path} and build the graph again") from error
    if found != FORMAT:
        raise StoreError(
            f"{path}: graph of format {found}, this version reads format {FORMAT}; "
            "build it again from its plans into a new directory"
        )


def _check_is_ours(path: Path) -> None:
    """Nothing of anybody else's may be swept away."""
    if not path.exists():
        return
    if not path.is_dir():
        raise StoreError(f"{path}: is a file; name a new directory for the graph")
    if (path / "format.json").exists():
        _check_format(path)
        return
    others = sorted(entry.name for entry in path.iterdir() if entry.name not in _NAMES and not is_unfinished(entry))
    if others:
        raise StoreError(f"{path}: is no graph directory but holds {others[0]}; name a new directory for the graph")


def _lay_out(path: Path) -> None:
    if not (path / "format.json").exists():
        write_whole(path / "format.json", json.dumps({"format": FORMAT}).encode("ascii") + b"\n")
    for name in ("contributions", "texts", "generations"):
        (path / name).mkdir(exist_ok=True)


def _current(path: Path) -> int:
    """Number of the published generation, 0 before the first."""
    file = path / "CURRENT"
    try:
        return int(file.read_text("ascii"))
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        raise StoreError(f"{file}: is damaged; remove {path} and build the graph again") from error
