"""From a document to the contribution of each plan in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from kexie_kg.graph.identity import plan_key
from kexie_kg.graph.model import Contribution, Document
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.context import context_of
from kexie_kg.loaders.divisions import Divisions
from kexie_kg.loaders.entities import EntityReader
from kexie_kg.loaders.facts import FactBuilder
from kexie_kg.loaders.outline import Outline, parse
from kexie_kg.loaders.places import Places
from kexie_kg.loaders.prose import ProseReader
from kexie_kg.loaders.segments import sentence_spans
from kexie_kg.loaders.stages import ALL_STAGES_RUN, Stages
from kexie_kg.loaders.structure import StructureReader

_DEFAULT_KIND = "工作计划"


def extract(document: Document, without: Stages = ALL_STAGES_RUN) -> tuple[Contribution, ...]:
    """What each plan of the document says; ``without`` some stages, to measure what they bring.

    Raises :class:`~kexie_kg.graph.errors.DocumentError` if a plan prints no issuer, place or year.
    """
    ordinals: Counter[tuple[str, int, str]] = Counter()
    return tuple(_extract(outline, ordinals, without) for outline in parse(document))


def _extract(outline: Outline, ordinals: Counter[tuple[str, int, str]], without: Stages) -> Contribution:
    context = replace(context_of(outline, Divisions.load()), without=without)
    kind = outline.kind or _DEFAULT_KIND
    ordinals[context.issuer, context.year, kind] += 1
    key = plan_key(context.issuer, context.year, kind, ordinals[context.issuer, context.year, kind])
    facts = FactBuilder(key, outline.document, sentence_spans(outline), Schema.load())
    places = Places(facts, context)
    entities = EntityReader(outline, context, facts, places)
    structure = StructureReader(outline, context, facts, places, entities)
    structure.read()
    ProseReader(outline, context, facts, entities, structure).read()
    entities.finish()
    facts.unite(facts.schema.part["facility"], facts.schema.part["organization"])
    return facts.contribution(context.year, structure.issuer)
