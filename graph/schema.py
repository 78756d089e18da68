"""The schema as data: reads ``schema.toml``, and holds facts against it.

A mistake in the file is reported with the file, the table and the nearest right name, e.g. ``schema.toml:
[relations.ORGANIZES] ends: no type "Evnt" (did you mean "Event"?)``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from kexie_kg.graph.errors import SchemaError
from kexie_kg.graph.model import Entity, Properties, Relation, Value
from kexie_kg.graph.schema_reader import SchemaReader
from kexie_kg.graph.schema_terms import EntityType, FurtherLabel, Named, RelationType, known
from kexie_kg.graph.schema_terms import Property as Property
from kexie_kg.graph.schema_terms import nearest as nearest

_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "text": (str,), "integer": (int,), "decimal": (float, int), "boolean": (bool,), "date": (date,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schema:
    """Types, relations, properties and labels by name, in the order of the file."""

    version: int
    """Raised with every change that an older graph directory cannot be read with."""
    namespaces: Mapping[str, str]
    part: Mapping[str, str]
    """From a part played in code (``plan``, ``leads``) to the type or relation that plays it."""
    types: Mapping[str, EntityType]
    relations: Mapping[str, RelationType]
    properties: Mapping[str, Property]
    labels: Mapping[str, FurtherLabel]
    edges: tuple[str, ...]
    """Properties of every edge that a plan states."""
    modalities: Mapping[str, Named]

    @classmethod
    def load(cls, path: Path | None = None) -> Schema:
        """The schema of ``path``, or the one that comes with the package. Raises :class:`SchemaError`."""
        if path is None:
            return _packaged()
        return _parse(path.read_text("utf-8"), path.name)

    @property
    def indexed(self) -> tuple[str, ...]:
        """Names of the properties that stores index, beside the id."""
        return tuple(prop.name for prop in self.properties.values() if prop.indexed)

    def iri(self, prefixed: str) -> str:
        """Full IRI of a prefixed name: ``kx:Event`` → ``https://…/ns#Event``."""
        prefix, _, local = prefixed.partition(":")
        return self.namespaces[known(prefix, self.namespaces, "namespaces", "prefix")] + local

    def quoted(self, name: str) -> str:
        """A label, relation type or property for use inside Cypher. The only way a name gets into a query's text."""
        if name not in self.types and name not in self.relations and name not in self.labels and name != "Entity":
            known = [*self.types, *self.relations, *self.labels]
            raise SchemaError(f'schema: no label or relation "{name}"{nearest(name, known)}')
        return f"`{name}`"

    def labels_of(self, type_name: str, kind: str) -> tuple[str, ...]:
        """The type and the further labels that type and kind alone decide; derived labels are the merger's."""
        further = (x.name for x in self.labels.values() if not x.derived and (x.type, x.kind) == (type_name, kind))
        return (type_name, *further)

    def check_entity(self, entity: Entity) -> None:
        """Raises :class:`SchemaError` unless type, kind and properties are the schema's."""
        where = f"{entity.type} {entity.name}"
        kind = self.types[known(entity.type, self.types, where, "type")]
        if entity.kind and entity.kind not in kind.kinds:
            raise SchemaError(f'{where}: no kind "{entity.kind}"{nearest(entity.kind, kind.kinds)}')
        self._check_props(entity.props, kind.props, where)

    def check_relation(self, relation: Relation, source_type: str, target_type: str) -> None:
        """Raises :class:`SchemaError` unless the relation may run between these types of entities."""
        where = f"{relation.source} {relation.type} {relation.target}"
        kind = self.relations[known(relation.type, self.relations, where, "relation")]
        if (source_type, target_type) not in kind.ends:
            allowed = ", ".join(f"{a} → {b}" for a, b in kind.ends)
            raise SchemaError(f"{where}: runs from {source_type} to {target_type}, not {allowed}")
        if kind.symmetric and relation.target < relation.source:
            raise SchemaError(f"{where}: a symmetric relation is stored with the smaller id first")
        known(relation.modality, self.modalities, where, "modality")

    def _check_props(self, props: Properties, allowed: Iterable[str], where: str) -> None:
        for name, value in props.items():
            prop = self.properties[known(name, set(allowed), where, "property")]
            if not _fits(value, prop):
                raise SchemaError(f"{where}: {name} is {value!r}, not {'a list of ' * prop.many}{prop.datatype}")
            if prop.values and value not in prop.values:
                raise SchemaError(f"{where}: {name} is {value!r}, not one of {' '.join(prop.values)}")
            if prop.pattern and not re.fullmatch(prop.pattern, str(value)):
                raise SchemaError(f"{where}: {name} is {value!r}, which does not match {prop.pattern}")


def _fits(value: Value, prop: Property) -> bool:
    allowed = _PYTHON_TYPES[prop.datatype]
    if prop.many:
        return isinstance(value, tuple) and all(_is(item, allowed) for item in value)
    return _is(value, allowed)


def _is(value: object, allowed: tuple[type, ...]) -> bool:
    """``isinstance`` without the surprise that True is an integer."""
    return isinstance(value, allowed) and (not isinstance(value, bool) or bool in allowed)


@cache
def _packaged() -> Schema:
    return _parse(files("kexie_kg.graph").joinpath("schema.toml").read_text("utf-8"), "schema.toml")


def _parse(text: str, file: str) -> Schema:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"{file}: {error}") from error
    reader = SchemaReader(raw, file)
    schema = Schema(
        version=int(raw.get("version", 0)),
        namespaces=reader.section("namespaces"),
        part=reader.section("parts"),
        properties={name: reader.property(name) for name in reader.section("properties")},
        types={name: reader.type(name) for name in reader.section("types")},
        relations={name: reader.relation(name) for name in reader.section("relations")},
        labels={name: reader.label(name) for name in reader.section("labels")},
        edges=tuple(reader.section("edges")["props"]),
        modalities={name: reader.named("modalities", name) for name in reader.section("modalities")},
    )
    _cross_check(schema, reader)
    return schema


def _cross_check(schema: Schema, reader: SchemaReader) -> None:
    """Every name that one table uses must be defined by another."""
    for relation in schema.relations.values():
        for end in (end for pair in relation.ends for end in pair):
            known(end, schema.types, f"{reader.where('relations', relation.name)} ends", "type")
    for kind in schema.types.values():
        for prop in kind.props:
            known(prop, schema.properties, f"{reader.where('types', kind.name)} props", "property")
    for prop in schema.edges:
        known(prop, schema.properties, reader.where("edges", "props"), "property")
    for label in schema.labels.values():
        where = reader.where("labels", label.name)
        kinds = schema.types[known(label.type, schema.types, where, "type")].kinds
        if label.kind:
            known(label.kind, kinds, where, "kind")
    for part, name in schema.part.items():
        known(name, {*schema.types, *schema.relations}, f"{reader.where('parts', part)}", "type or relation")
