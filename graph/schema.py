"""The schema as data: reads ``schema.toml``, and holds facts against it.

A mistake in the file is reported with the file, the table and the nearest right name, e.g. ``schema.toml:
[relations.ORGANIZES] ends: no type "Evnt" (did you mean "Event"?)``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from kexie_kg.graph.errors import SchemaError
from kexie_kg.graph.model import Entity, Properties, Relation, Value

Datatype = Literal["string", "text", "integer", "decimal", "boolean", "date"]

_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "text": (str,), "integer": (int,), "decimal": (float, int), "boolean": (bool,), "date": (date,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """Anything of the schema that people see: its name in code, in Chinese and in English."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Property(Named):
    datatype: Datatype
    many: bool
    rdf: str
    """Prefixed name of its RDF property."""
    values: tuple[str, ...] = ()
    indexed: bool = False
    """Questions find their first node by it."""


@dataclass(frozen=True, slots=True)
class EntityType(Named):
    color: str
    kinds: Mapping[str, Named]
    props: tuple[str, ...]
    structural: bool
    """Part of how plans are built (Plan, Task …), not a thing the annotation guide asks for."""
    derived: bool
    """Made while merging; no plan states it."""
    series: bool
    standard: tuple[str, ...]

    @property
    def rdf(self) -> str:
        return f"kx:{self.name}"


@dataclass(frozen=True, slots=True)
class RelationType(Named):
    rdf: str
    ends: tuple[tuple[str, str], ...]
    symmetric: bool
    structural: bool
    derived: bool
    standard: str


@dataclass(frozen=True, slots=True)
class FurtherLabel(Named):
    type: str
    kind: str
    derived: bool


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
        return self.namespaces[_known(prefix, self.namespaces, "namespaces", "prefix")] + local

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
        kind = self.types[_known(entity.type, self.types, where, "type")]
        if entity.kind and entity.kind not in kind.kinds:
            raise SchemaError(f'{where}: no kind "{entity.kind}"{nearest(entity.kind, kind.kinds)}')
        self._check_props(entity.props, kind.props, where)

    def check_relation(self, relation: Relation, source_type: str, target_type: str) -> None:
        """Raises :class:`SchemaError` unless the relation may run between these types of entities."""
        where = f"{relation.source} {relation.type} {relation.target}"
        known = self.relations[_known(relation.type, self.relations, where, "relation")]
        if (source_type, target_type) not in known.ends:
            allowed = ", ".join(f"{a} → {b}" for a, b in known.ends)
            raise SchemaError(f"{where}: runs from {source_type} to {target_type}, not {allowed}")
        if known.symmetric and relation.target < relation.source:
            raise SchemaError(f"{where}: a symmetric relation is stored with the smaller id first")
        _known(relation.modality, self.modalities, where, "modality")

    def _check_props(self, props: Properties, allowed: Iterable[str], where: str) -> None:
        for name, value in props.items():
            prop = self.properties[_known(name, set(allowed), where, "property")]
            if not _fits(value, prop):
                raise SchemaError(f"{where}: {name} is {value!r}, not {'a list of ' * prop.many}{prop.datatype}")
            if prop.values and value not in prop.values:
                raise SchemaError(f"{where}: {name} is {value!r}, not one of {' '.join(prop.values)}")


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
    reader = _Reader(raw, file)
    schema = Schema(
        version=int(raw.get("version", 0)),
        namespaces=reader.section("namespaces"),
        part=reader.section("parts"),
        properties={name: reader.property(name) for name in reader.section("properties")},
        types={name: reader.type(name) for name in reader.section("types")},
        relations={name: reader.relation(name) for name in reader.section("relations")},
        labels={name: reader.label(name) for name in reader.section("labels")},
        modalities={name: reader.named("modalities", name) for name in reader.section("modalities")},
    )
    reader.cross_check(schema)
    return schema


class _Reader:
    """Turns tables into dataclasses and knows, at each step, what to name in an error."""

    def __init__(self, raw: dict[str, Any], file: str) -> None:
        self._raw, self._file = raw, file

    def section(self, name: str) -> dict[str, Any]:
        found = self._raw.get(name)
        if not isinstance(found, dict):
            raise SchemaError(f"{self._file}: table [{name}] is missing{nearest(name, self._raw)}")
        return found

    def _table(self, section: str, name: str, allowed: set[str]) -> dict[str, Any]:
        table: dict[str, Any] = self.section(section)[name]
        where = self._where(section, name)
        for key in table:
            _known(key, {"zh", "en", *allowed}, where, "key")
        for key in ("zh", "en"):
            if not isinstance(table.get(key), str) or not table[key]:
                raise SchemaError(f'{where}: lacks its name "{key}"')
        return table

    def named(self, section: str, name: str) -> Named:
        table = self._table(section, name, set())
        return Named(name, table["zh"], table["en"])

    def property(self, name: str) -> Property:
        table = self._table("properties", name, {"datatype", "many", "rdf", "values", "indexed"})
        where = self._where("properties", name)
        datatype = _known(str(table.get("datatype")), get_args(Datatype), where, "datatype")
        return Property(
            name, table["zh"], table["en"], datatype=datatype, many=bool(table.get("many", False)),  # type: ignore[arg-type]  # checked one line up
            rdf=table.get("rdf", f"kx:{name}"), values=tuple(table.get("values", ())),
            indexed=bool(table.get("indexed", False)),
        )  # fmt: skip

    def type(self, name: str) -> EntityType:
        allowed = {"color", "kinds", "props", "structural", "derived", "series", "standard"}
        table = self._table("types", name, allowed)
        kinds = {kind: Named(kind, x["zh"], x["en"]) for kind, x in table.get("kinds", {}).items()}
        return EntityType(
            name, table["zh"], table["en"], color=table["color"], kinds=kinds, props=tuple(table["props"]),
            structural=bool(table.get("structural", False)), derived=bool(table.get("derived", False)),
            series=bool(table.get("series", False)), standard=tuple(table.get("standard", ())),
        )  # fmt: skip

    def relation(self, name: str) -> RelationType:
        table = self._table("relations", name, {"rdf", "ends", "symmetric", "structural", "derived", "standard"})
        return RelationType(
            name, table["zh"], table["en"], rdf=f"kx:{table['rdf']}", ends=tuple((a, b) for a, b in table["ends"]),
            symmetric=bool(table.get("symmetric", False)), structural=bool(table.get("structural", False)),
            derived=bool(table.get("derived", False)), standard=table.get("standard", ""),
        )  # fmt: skip

    def label(self, name: str) -> FurtherLabel:
        table = self._table("labels", name, {"type", "kind", "derived"})
        return FurtherLabel(
            name, table["zh"], table["en"], type=table["type"], kind=table.get("kind", ""),
            derived=bool(table.get("derived", False)),
        )  # fmt: skip

    def cross_check(self, schema: Schema) -> None:
        """Every name that one table uses must be defined by another."""
        for relation in schema.relations.values():
            for end in (end for pair in relation.ends for end in pair):
                _known(end, schema.types, f"{self._where('relations', relation.name)} ends", "type")
        for kind in schema.types.values():
            for prop in kind.props:
                _known(prop, schema.properties, f"{self._where('types', kind.name)} props", "property")
        for label in schema.labels.values():
            where = self._where("labels", label.name)
            kinds = schema.types[_known(label.type, schema.types, where, "type")].kinds
            if label.kind:
                _known(label.kind, kinds, where, "kind")
        for part, name in schema.part.items():
            _known(name, {*schema.types, *schema.relations}, f"{self._file}: [parts] {part}", "type or relation")
        prefixed = [(p.rdf, "properties", p.name) for p in schema.properties.values()]
        prefixed += [(r.rdf, "relations", r.name) for r in schema.relations.values()]
        prefixed += [(r.standard, "relations", r.name) for r in schema.relations.values() if r.standard]
        prefixed += [(iri, "types", t.name) for t in schema.types.values() for iri in t.standard]
        for iri, section, name in prefixed:
            _known(iri.partition(":")[0], schema.namespaces, self._where(section, name), "namespace")

    def _where(self, section: str, name: str) -> str:
        return f"{self._file}: [{section}.{name}]"


def _known(name: str, known: Iterable[str], where: str, noun: str) -> str:
    """``name`` if it is known, else an error that says where, what, and what was probably meant."""
    if name not in known:
        raise SchemaError(f'{where}: no {noun} "{name}"{nearest(name, known)}')
    return name


def nearest(name: str, known: Iterable[str]) -> str:
    """`` (did you mean "…"?)`` with the most similar of the known names, or nothing if none is similar."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f' (did you mean "{close[0]}"?)' if close else ""
