"""A graph in Python: what the command line does, on objects.

>>> g = open_graph("kexie-graph")                                             # doctest: +SKIP
>>> g.query("city_profile", city="嘉兴市").to_pandas()                         # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kexie_kg.answers import Answer, Page
from kexie_kg.graph.model import Graph
from kexie_kg.graph.repository import Repository
from kexie_kg.graph.rows import Cell
from kexie_kg.graph.schema import Schema, nearest
from kexie_kg.graph.stores.base import Language, Limits, QueryStore
from kexie_kg.overview import overview, plan_rows
from kexie_kg.queries.catalogue import Catalogue, bind
from kexie_kg.queries.guard import checked
from kexie_kg.queries.run import run

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pyvis.network import Network

_USUAL = Limits()
_NAMES = (
    "MATCH (n:Entity) WHERE n.kind IS NOT NULL OR n.unit IS NOT NULL "
    "RETURN DISTINCT n.name AS name, n.full_name AS full, n.unit AS unit ORDER BY name, full, unit"
)


class KnowledgeGraph:
    """A published graph, opened to read. Stores are opened when they are first asked; ``close`` closes them."""

    def __init__(self, path: Path) -> None:
        self.repository = Repository.open(path)
        self._schema = Schema.load()
        self._stores: dict[Language, QueryStore] = {}

    # -- questions ------------------------------------------------------------------------------------------------

    def query(self, name: str, /, engine: Language = "cypher", limits: Limits = _USUAL, **params: Cell) -> Answer:
        """The answer to a named question (``kexie queries`` lists them), the same from both engines.

        Raises :class:`QueryError` for an unknown name or a wrong parameter, and
        :class:`~kexie_kg.graph.errors.UnfinishedError` beyond the limits.
        """
        query = Catalogue.load().get(name)
        values = bind(query, {name: str(value) for name, value in params.items()})
        return Answer(run(query, self._store(engine), values, limits))

    def unknown_names(self, name: str, **params: Cell) -> tuple[str, ...]:
        """Why a named question may have no answer: a line for each parameter whose text names nothing in the graph."""
        free = {p.name for p in Catalogue.load().get(name).params if p.type == "string" and not p.allowed}
        asked = {key: str(value) for key, value in params.items() if key in free and value}
        names = {str(n) for row in self._store("cypher").run(_NAMES) for n in row if n} if asked else set()
        unknown = {key: text for key, text in asked.items() if text not in names}
        return tuple(f'{key}: nothing is called "{text}"{nearest(text, names)}' for key, text in unknown.items())

    def cypher(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Answer:
        """The answer to a Cypher query that only reads; parameters are bound by name. Raises like :meth:`query`."""
        return self._ask("cypher", text, params, limits)

    def sparql(self, text: str, params: Mapping[str, Cell] | None = None, limits: Limits = _USUAL) -> Answer:
        """The answer to a SPARQL query that only reads; parameters are bound by name. Raises like :meth:`query`."""
        return self._ask("sparql", text, params, limits)

    def _ask(self, engine: Language, text: str, params: Mapping[str, Cell] | None, limits: Limits) -> Answer:
        return Answer(self._store(engine).run(checked(text, engine), params, limits))

    # -- what is there --------------------------------------------------------------------------------------------

    def plans(self) -> Answer:
        """Every plan, by place and year."""
        return Answer(plan_rows(self.repository))

    def info(self) -> Answer:
        """Versions, sizes and counts."""
        return Answer(overview(self.repository, self._schema))

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

    def diff(self, before: str, after: str) -> Answer:
        """What the plans with these keys have in common and what sets them apart; see :mod:`kexie_kg.difference`."""
        from kexie_kg.difference import difference

        return Answer(difference(self.facts, before, after, self._schema))

    def export(self, format: str, output: Path) -> tuple[Path, ...]:
        """Writes the graph in one of :data:`kexie_kg.export.FORMATS`; returns the files written."""
        from kexie_kg.export import export

        return export(self.facts, self._schema, format, output)

    def view(
        self,
        *,
        all: bool = False,
        plan: str = "",
        city: str = "",
        entity: str = "",
        query: str = "",
        params: Mapping[str, Cell] | None = None,
    ) -> Page:
        """A page to explore: of everything; of what one plan says, by its key; of a place's plans; of one thing and its
        surroundings; or of what the answer to a named question, with its ``params``, names.

        Raises :class:`QueryError` unless exactly one is given and names one thing.
        """
        from kexie_kg.viewing import explore

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

    def close(self) -> None:
        """Closes the stores; the graph may still be asked, which opens them again."""
        while self._stores:
            self._stores.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
