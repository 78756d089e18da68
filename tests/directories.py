"""Graph directories for tests: two plans, a place for a graph, and ways to publish and read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias, get_args

from kexie_kg.graph.manifest import PlanRecord
from kexie_kg.graph.merge import merge
from kexie_kg.graph.model import Contribution, Document, Graph
from kexie_kg.graph.repository import Repository, keep_contribution, keep_text
from kexie_kg.graph.schema import Schema
from kexie_kg.graph.stores.base import Language
from kexie_kg.loaders import extract, read

SCHEMA = Schema.load()
Plans: TypeAlias = Mapping[str, tuple[Document, Contribution]]

JIAXING, ZAOZHUANG = "jiaxing-2020.txt", "zaozhuang-2019.txt"


def read_plans(root: Path) -> Plans:
    """A document and its only plan, by file name."""
    found = {}
    for name in (JIAXING, ZAOZHUANG):
        (document,) = read(root / "data" / "plans" / name)
        (contribution,) = extract(document)
        found[name] = (document, contribution)
    return found


def add(path: Path, *plans: tuple[Document, Contribution]) -> Graph:
    """Publishes the graph of exactly these plans."""
    with Repository.writing(path) as repository:
        records = []
        for document, contribution in plans:
            keep_text(path, document.text)
            records.append(PlanRecord.of(contribution, keep_contribution(path, contribution), document.text, SCHEMA))
        graph = merge((contribution for _, contribution in plans), SCHEMA)
        repository.publish(records, graph, SCHEMA)
    return graph


def held(repository: Repository) -> list[Graph]:
    """What each store holds."""
    graphs, languages = [], get_args(Language)
    assert len(languages) == 2
    for language in languages:
        with repository.store(language) as store:
            assert store.language == language
            graphs.append(store.facts())
    return graphs


def generations(path: Path) -> set[str]:
    return {folder.name for folder in (path / "generations").iterdir()}
