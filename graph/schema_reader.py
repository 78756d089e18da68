"""The tables of ``schema.toml`` as dataclasses; a mistake is named with file, table and nearest right name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, get_args

from kexie_kg.graph.errors import SchemaError
from kexie_kg.graph.schema_terms import (
    Datatype,
    EntityType,
    FurtherLabel,
    Kind,
    Named,
    Property,
    RelationType,
    StandardRelation,
    StandardValue,
    known,
    nearest,
)


class SchemaReader:
    """Reads one table after another and knows, at each step, what to name in an error."""

    def __init__(self, raw: Mapping[str, Any], file: str) -> None:
        self._raw, self._file = raw, file

    def section(self, name: str) -> dict[str, Any]:
        found = self._raw.get(name)
        if not isinstance(found, dict):
            raise SchemaError(f"{self._file}: table [{name}] is missing{nearest(name, self._raw)}")
        return found

    def where(self, section: str, name: str) -> str:
        return f"{self._file}: [{section}.{name}]"

    def named(self, section: str, name: str) -> Named:
        table = self._table(section, name, set())
        return Named(name, table["zh"], table["en"])

    def property(self, name: str) -> Property:
        allowed = {"datatype", "many", "rdf", "values", "indexed", "min", "max", "pattern", "standard"}
        table, where = self._table("properties", name, allowed), self.where("properties", name)
        datatype = known(str(table.get("datatype")), get_args(Datatype), where, "datatype")
        return Property(
            name, table["zh"], table["en"], datatype=datatype, many=bool(table.get("many", False)),  # type: ignore[arg-type]  # checked one line up
            rdf=self._prefixed(table.get("rdf", f"kx:{name}"), where), values=tuple(table.get("values", ())),
            indexed=bool(table.get("indexed", False)), min=table.get("min"), max=table.get("max"),
            pattern=table.get("pattern", ""),
            standard=tuple(self._value(x, where) for x in table.get("standard", ())),
        )  # fmt: skip

    def type(self, name: str) -> EntityType:
        allowed = {"color", "kinds", "props", "required", "structural", "derived", "series", "standard"}
        table, where = self._table("types", name, allowed), self.where("types", name)
        kinds = {kind: self._kind(kind, x, where) for kind, x in table.get("kinds", {}).items()}
        return EntityType(
            name, table["zh"], table["en"], color=table["color"], kinds=kinds, props=tuple(table["props"]),
            required=tuple(known(x, table["props"], f"{where} required", "property") for x in table["required"]),
            structural=bool(table.get("structural", False)), derived=bool(table.get("derived", False)),
            series=bool(table.get("series", False)), standard=self._classes(table, where),
        )  # fmt: skip

    def relation(self, name: str) -> RelationType:
        table = self._table("relations", name, {"rdf", "ends", "symmetric", "structural", "derived", "standard"})
        where = self.where("relations", name)
        return RelationType(
            name, table["zh"], table["en"], rdf=f"kx:{table['rdf']}", ends=tuple((a, b) for a, b in table["ends"]),
            symmetric=bool(table.get("symmetric", False)), structural=bool(table.get("structural", False)),
            derived=bool(table.get("derived", False)),
            standard=tuple(self._relation(x, where) for x in table.get("standard", ())),
        )  # fmt: skip

    def label(self, name: str) -> FurtherLabel:
        table = self._table("labels", name, {"type", "kind", "derived"})
        return FurtherLabel(
            name, table["zh"], table["en"], type=table["type"], kind=table.get("kind", ""),
            derived=bool(table.get("derived", False)),
        )  # fmt: skip

    def _table(self, section: str, name: str, allowed: set[str]) -> dict[str, Any]:
        table: dict[str, Any] = self.section(section)[name]
        where = self.where(section, name)
        _check_keys(table, {"zh", "en", *allowed}, where)
        for key in ("zh", "en"):
            if not isinstance(table.get(key), str) or not table[key]:
                raise SchemaError(f'{where}: lacks its name "{key}"')
        return table

    # -- standard vocabularies ------------------------------------------------------------------------------------

    def _kind(self, name: str, table: Mapping[str, Any], where: str) -> Kind:
        _check_keys(table, {"zh", "en", "standard"}, f"{where} {name}")
        return Kind(name, table["zh"], table["en"], self._classes(table, where))

    def _classes(self, table: Mapping[str, Any], where: str) -> tuple[str, ...]:
        return tuple(self._prefixed(name, where) for name in table.get("standard", ()))

    def _value(self, table: Mapping[str, Any], where: str) -> StandardValue:
        _check_keys(table, {"term", "type", "when", "datatype", "language", "entity", "concept", "items"}, where)
        for key in {"type", "entity"} & set(table):
            known(table[key], self.section("types"), where, "type")
        when = None
        if "when" in table:
            ((name, values),) = table["when"].items()
            when = (known(name, self.section("properties"), where, "property"), tuple(values))
        datatype = self._prefixed(table["datatype"], where) if "datatype" in table else ""
        return StandardValue(
            self._prefixed(table["term"], where), table.get("type", ""), when, datatype, table.get("language", ""),
            table.get("entity", ""), bool(table.get("concept", False)), self._items(table.get("items", ""), where),
        )  # fmt: skip

    def _items(self, file: str, where: str) -> dict[str, str]:
        """The table of a file of the gazetteer from values to prefixed names; no file, no table."""
        if not file:
            return {}
        try:
            text = files("kexie_kg.data").joinpath("gazetteer", file).read_text("utf-8")
        except OSError as error:
            raise SchemaError(f'{where}: no file "{file}" in the gazetteer') from error
        return {value: self._prefixed(name, f"{file}: {value}") for value, name in tomllib.loads(text)["items"].items()}

    def _relation(self, table: Mapping[str, Any], where: str) -> StandardRelation:
        _check_keys(table, {"term", "inverse", "source", "target"}, where)
        for key in {"source", "target"} & set(table):
            known(table[key], {**self.section("types"), **self.section("labels")}, where, "type or label")
        return StandardRelation(
            self._prefixed(table["term"], where), bool(table.get("inverse", False)), table.get("source", ""),
            table.get("target", ""),
        )  # fmt: skip

    def _prefixed(self, name: str, where: str) -> str:
        known(name.partition(":")[0], self.section("namespaces"), where, "namespace")
        return name


def _check_keys(table: Mapping[str, Any], allowed: set[str], where: str) -> None:
    for key in table:
        known(key, allowed, where, "key")
