"""A graph in Python: what the command line does, on objects.

``g`` in the examples is the graph of three plans, of 嘉兴 for 2020 and of 绍兴 for 2021 and 2022.

>>> g.query("plans_of_place", city="绍兴市").to_pandas()["year"].tolist()
[2021, 2022]
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, get_args

from kexie_kg.answers import Answer, Page
from kexie_kg.exploring import Surroundings, Thing
from kexie_kg.graph.errors import QueryError
from kexie_kg.graph.model import Graph
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language, Limits, QueryStore
from kexie_kg.judging import judgement_rows, note
from kexie_kg.names_asked import NamesAsked
from kexie_kg.overview import overview, plan_rows
from kexie_kg.queries.adhoc import ask, document
from kexie_kg.queries.catalogue import Catalogue, bind
from kexie_kg.queries.run import run
from kexie_kg.queries.sandbox import Sandbox

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame
    from pyvis.network import Network

_USUAL = Limits()


class KnowledgeGraph:
    """A published graph, opened to read. Stores are opened when they are first asked; ``close`` closes them."""

    def __init__(self, path: Path) -> None:
        self.repository = Repository.open(path)
        self._schema = Schema.load()
        self._stores: dict[Language, QueryStore] = {}
        self._sandboxes: dict[Language, Sandbox] = {}
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<graph {self.repository.path}: {len(self.repository.manifest.plans)} plans>"

    # -- questions ------------------------------------------------------------------------------------------------

    def query(self, name: str, /, engine: Language = "cypher", limits: Limits = _USUAL, **params: Cell) -> Answer:
        """The answer to a named question (``kexie queries`` lists them), the same from both engines.

        Raises :class:`QueryError` for an unknown name or a wrong parameter, and
        :class:`~kexie_kg.graph.errors.UnfinishedError` beyond the limits.
        """
        return self.named(name, params, engine, limits)

    def named(
        self, name: str, params: Mapping[str, Cell], engine: Language = "cypher", limits: Limits = _USUAL
    ) -> Answer:
        """The same as :meth:`query`, with the parameters in a mapping: none of them is taken for anything else."""
        if engine not in get_args(Language):
            raise QueryError(f'no engine "{engine}"; there are {" and ".join(get_args(Language))}')
        query = Catalogue.load().get(name)
        asked = NamesAsked(query, dict(bind(query, {key: str(value) for key, value in params.items()})))
        asked.resolve(self._store("cypher"), self._schema)
        rows = run(query, self._store(engine), asked.values, limits)
        if not rows.rows:
            asked.explain(self._store("cypher"))
        return Answer(replace(rows, notes=(*rows.notes, *asked.notes)))

    def cypher(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Answer:
        """The answer to a Cypher query that only reads; parameters are bound by name. Raises like :meth:`query`.

        It runs in a process of its own, which later queries use again; the first one takes longer.
        """
        return self._ask("cypher", text, params, limits)

    def sparql(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Answer:
        """The answer to a SPARQL query that only reads; parameters are bound by name. Raises like :meth:`query`."""
        return self._ask("sparql", text, params, limits)

    def sparql_document(self, text: str, results: str, triples: str, limits: Limits = _USUAL) -> tuple[str, str]:
        """The answer to a SPARQL query that only reads, as others want it: its media type and text.

        ``results`` is the media type of the answer to SELECT and ASK, ``triples`` that to CONSTRUCT and DESCRIBE.
        Raises like :meth:`query`.
        """
        return document(self._sandbox("sparql"), text, results, triples, limits)

    def _ask(self, engine: Language, text: str, params: Mapping[str, Cell] | None, limits: Limits) -> Answer:
        return Answer(ask(self._sandbox(engine), text, params, limits))

    # -- walking --------------------------------------------------------------------------------------------------

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.facts, self._schema)

    def entity(self, name: str) -> Thing:
        """One thing by its id, name, full name or alias.

        >>> g.entity("嘉兴市").kind
        'city'
        >>> g.entity("嘉兴市科协协会")
        Traceback (most recent call last):
        kexie_kg.graph.errors.QueryError: nothing is called "嘉兴市科协协会" (did you mean "嘉兴市科学技术协会"?)
        """
        return self._surroundings.thing(name)

    def neighbours(self, name: str, relation: str = "") -> Answer:
        """What plans state about one thing: a row a fact, with the other end; all relations, or only one.

        >>> g.neighbours("嘉兴市科学技术协会", "COOPERATES_WITH").to_pandas()["name"].tolist()[:2]
        ['上海市浦东新区科学技术协会', '上海市青浦区科学技术协会']
        """
        return self._surroundings.neighbours(name, relation)

    def paths(self, start: str, finish: str, longest: int = 3) -> Answer:
        """The ways from one thing to another over at most ``longest`` facts, each step with the words that state it.

        Raises :class:`~kexie_kg.graph.errors.UnfinishedError` if there are more than a thousand.

        >>> for row in g.paths("嘉兴市科学技术协会", "绍兴市科学技术协会", longest=2).dicts():
        ...     if row["target"] == "科技工作者之家":
        ...         print(row["step"], row["source"], row["relation"], row["target"])
        1 嘉兴市科学技术协会 BUILDS 科技工作者之家
        2 绍兴市科学技术协会 BUILDS 科技工作者之家
        """
        return self._surroundings.paths(start, finish, longest)

    def evidence(self, fact: str) -> Answer:
        """The words that state a fact, by its id: a row for each clause, with the sentence around it.

        >>> fact = g.neighbours("嘉兴市科学技术协会", "COOPERATES_WITH").dicts()[0]["fact"]
        >>> g.evidence(fact).dicts()[0]["clause"]
        '加强与上海浦东、青浦和江苏苏州科协的联合'
        """
        return self._surroundings.evidence(fact)

    # -- what is there --------------------------------------------------------------------------------------------

    def plans(self) -> Answer:
        """Every plan, by place and year."""
        return Answer(plan_rows(self.repository))

    def info(self) -> Answer:
        """Versions, sizes and counts, and which gates are closed around ad-hoc queries."""
        return Answer(overview(self.repository, self._schema, self.gates()))

    def gates(self) -> tuple[str, ...]:
        """Which of :data:`~kexie_kg.queries.gates.GATES` are closed around ad-hoc queries on this machine."""
        return self._sandbox("sparql").gates()

    def judge(self, *words: str) -> str:
        """Adds a judgement to the file beside the graph, e.g. ``judge("reject", "标杆示范学会")``.

        The next build applies it. Returns what was noted; raises :class:`~kexie_kg.graph.errors.JudgementError`.
        """
        return note(self.repository, self._store("cypher"), words)

    def judgements(self) -> Answer:
        """Every judgement and what it did when the graph was made."""
        return Answer(judgement_rows(self.repository))

    def texts(self) -> Mapping[str, str]:
        """The full texts of the plans by key."""
        return {key: self.repository.text(record) for key, record in self.repository.manifest.plans.items()}

    @cached_property
    def facts(self) -> Graph:
        """All nodes and edges."""
        return self._store("cypher").facts()

    def to_networkx(self) -> MultiDiGraph:
        """A copy for graph algorithms: nodes by id, edges keyed by id, with their properties."""
        from kexie_kg.graph.stores.networkx import to_networkx

        return to_networkx(self.facts)

    def to_pandas(self) -> tuple[DataFrame, DataFrame]:
        """Two data frames, of nodes and of edges, with a column for each property.

        >>> nodes, edges = g.to_pandas()
        >>> len(edges) == len(g.facts.edges)
        True
        """
        import pandas

        nodes = [{"id": n.id, "labels": n.labels, **n.props} for n in self.facts.nodes]
        ends = ("id", "type", "source", "target")
        edges = [{**{end: getattr(e, end) for end in ends}, **e.props} for e in self.facts.edges]
        return pandas.DataFrame(nodes), pandas.DataFrame(edges)

    def diff(self, before: str, after: str) -> Answer:
        """What the plans with these keys have in common and what sets them apart; see :mod:`kexie_kg.difference`."""
        from kexie_kg.difference import difference

        return Answer(difference(self.facts, before, after, self._schema))

    def check(self) -> Answer:
        """What breaks the shapes of the schema, or is not what stands in the texts; see :mod:`kexie_kg.checking`."""
        from kexie_kg.checking import check

        return Answer(check(self.repository, self._store("sparql"), self._schema))

    def export(self, format: str, output: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Writes the graph in one of :data:`kexie_kg.export.FORMATS`; returns the files written."""
        from kexie_kg.export import export

        return export(self.facts, self._schema, format, Path(output))

    def view(
        self,
        *,
        all: bool = False,
        plan: str = "",
        city: str = "",
        entity: str = "",
        query: str = "",
        params: Mapping[str, Cell] | None = None,
        chart: str = "",
        years: Collection[int] = (),
    ) -> Page:
        """A page to explore: of everything; of what one plan says, by its key; of a place's plans; of one thing and its
        surroundings; or of what the answer to a named question, with its ``params``, names.

        Or a ``chart`` of everything, a place or a plan, and of some ``years`` alone if any are given; see
        :data:`kexie_kg.views.charts.pages.CHARTS`.

        Raises :class:`QueryError` unless exactly one is given and names one thing.
        """
        from kexie_kg.viewing import draw, explore

        if chart or years:
            if all or entity or query or params:
                raise QueryError("a chart shows everything, one city or one plan; leave out the rest")
            return Page(draw(self, chart, city=city, plan=plan, years=years))
        return Page(explore(self, all=all, plan=plan, city=city, entity=entity, query=query, params=params or {}))

    def to_pyvis(self, *, plan: str = "", city: str = "", entity: str = "") -> Network:
        """A network for pyvis of up to 499 nodes, with positions and colours. Raises like :meth:`view`."""
        from kexie_kg.viewing import network

        return network(self, plan=plan, city=city, entity=entity)

    def view_pyvis(self, *, plan: str = "", city: str = "", entity: str = "") -> Page:
        """The plain page drawn by vis-network, for up to 499 nodes. Raises like :meth:`view`."""
        from kexie_kg.viewing import pyvis_page

        return Page(pyvis_page(self, plan=plan, city=city, entity=entity))

    # -- stores ---------------------------------------------------------------------------------------------------

    def _store(self, language: Language) -> QueryStore:
        if language not in self._stores:
            self._stores[language] = self.repository.store(language)
        return self._stores[language]

    def _sandbox(self, language: Language) -> Sandbox:
        with self._lock:  # else two threads would start a process each
            if language not in self._sandboxes:
                self._sandboxes[language] = Sandbox(language, self.repository.store_folder(language))
            return self._sandboxes[language]

    def close(self) -> None:
        """Closes the stores and ends their processes; the graph may still be asked, which opens them again."""
        while self._stores:
            self._stores.popitem()[1].close()
        while self._sandboxes:
            self._sandboxes.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
