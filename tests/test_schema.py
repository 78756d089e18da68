"""The schema file is checked whole, and a mistake is named with file, table and nearest right name."""

from __future__ import annotations

import importlib.util
from importlib.resources import files
from pathlib import Path

import pytest

from kexie_kg.graph.errors import SchemaError
from kexie_kg.graph.identity import make_id
from kexie_kg.graph.model import Entity, Evidence, Relation
from kexie_kg.graph.schema import Schema

TEXT = files("kexie_kg.graph").joinpath("schema.toml").read_text("utf-8")
GUIDE_TYPES = ["Place", "Organization", "Program", "Event", "Facility", "Award", "Work"]
GUIDE_RELATIONS = [
    "ORGANIZES",
    "PARTICIPATES_IN",
    "IMPLEMENTS",
    "BUILDS",
    "USES",
    "COOPERATES_WITH",
    "CONFERS",
    "NOMINATES_FOR",
    "PUBLISHES",
    "SUPPORTS",
    "HELD_IN",
    "PART_OF",
    "LOCATED_IN",
    "LEADS",
    "ASSISTS",
]


def test_it_has_the_types_and_relations_of_the_guide() -> None:
    schema = Schema.load()
    assert [t.name for t in schema.types.values() if not t.structural] == GUIDE_TYPES
    assert sorted(r.name for r in schema.relations.values() if not r.structural) == sorted(GUIDE_RELATIONS)
    assert all(t.zh and t.en and t.color for t in schema.types.values())


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('ends = [["Organization", "Event"]]', 'ends = [["Organization", "Evnt"]]',
         r'\[relations.ORGANIZES\] ends: no type "Evnt" \(did you mean "Event"\?\)'),
        ('datatype = "date"', 'datatype = "dat"', r'\[properties.issued_on\]: no datatype "dat" \(did you mean "date"'),
        ('"title", "no"', '"titel", "no"', r'\[types.Task\] props: no property "titel" \(did you mean "title"'),
        ('kind = "city"', 'kind = "citi"', r'\[labels.City\]: no kind "citi" \(did you mean "city"'),
        ("symmetric = true", "symetric = true", r'\[relations.COOPERATES_WITH\]: no key "symetric" \(did you mean'),
        ("[parts]", "[part]", r"table \[parts\] is missing \(did you mean \"part\""),
        ('term = "org:linkedTo"', 'term = "orgg:linkedTo"', r'no namespace "orgg" \(did you mean "org"'),
        ('zh = "举办"\n', "", r'\[relations.ORGANIZES\]: lacks its name "zh"'),
        ("version = 3", "version = ", r"broken.toml: "),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in TEXT
    broken = tmp_path / "broken.toml"
    broken.write_text(TEXT.replace(right, wrong, 1), "utf-8")
    with pytest.raises(SchemaError, match=message) as caught:
        Schema.load(broken)
    assert "broken.toml" in str(caught.value)


def test_a_fact_is_held_against_it() -> None:
    schema = Schema.load()
    words = (Evidence("plan", 0, 2, "科普"),)

    def entity(**changes: object) -> Entity:
        fields = {"type": "Event", "kind": "festival", "props": {}} | changes
        return Entity(make_id("Event", "科普"), fields["type"], "科普", words, fields["kind"], "", fields["props"])  # type: ignore[arg-type]

    schema.check_entity(entity(props={"aliases": ("科普日",)}))
    for changes, message in (
        ({"type": "Evnt"}, r'no type "Evnt" \(did you mean "Event"'),
        ({"kind": "festivl"}, r'no kind "festivl" \(did you mean "festival"'),
        ({"props": {"alias": "x"}}, r'no property "alias" \(did you mean "aliases"'),
        ({"props": {"aliases": "x"}}, "not a list of string"),
    ):
        with pytest.raises(SchemaError, match=message):
            schema.check_entity(entity(**changes))
    relation = Relation("ORGANIZES", "a", "b", "plan", "planned", words)
    schema.check_relation(relation, "Organization", "Event")
    with pytest.raises(SchemaError, match="runs from Event to Organization, not Organization → Event"):
        schema.check_relation(relation, "Event", "Organization")
    with pytest.raises(SchemaError, match="smaller id first"):
        schema.check_relation(
            Relation("COOPERATES_WITH", "b", "a", "plan", "planned", words), "Organization", "Organization"
        )


def test_only_names_of_the_schema_get_into_cypher() -> None:
    schema = Schema.load()
    assert schema.quoted("Event") == "`Event`"
    with pytest.raises(SchemaError, match="no label or relation"):
        schema.quoted("Event` {x: 1}) DETACH DELETE (n")


def test_the_page_of_the_schema_is_current(root: Path) -> None:
    """Else run ``scripts/build_schema_docs.py``."""
    spec = importlib.util.spec_from_file_location("build_schema_docs", root / "scripts" / "build_schema_docs.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (root / "docs" / "schema.md").read_text("utf-8") == script.page(Schema.load())
