"""One contribution as people hold it: things left out, renamed and joined, relations left out and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kexie_kg.graph.judgements.language import IDENTITY, Judgement, Key, property_value
from kexie_kg.graph.judgements.lookup import Lookup
from kexie_kg.graph.model import Contribution, Entity, Relation, Value
from kexie_kg.graph.schema import Schema


def apply(contribution: Contribution, lookup: Lookup, schema: Schema) -> Contribution:
    """The contribution under judgement; what each judgement did is counted in ``lookup.effects``."""
    return _Application(contribution, lookup, schema).result()


class _Application:
    def __init__(self, contribution: Contribution, lookup: Lookup, schema: Schema) -> None:
        self._contribution, self._lookup, self._schema = contribution, lookup, schema
        self._plan = contribution.plan
        self._new_id: dict[str, str] = {}
        self._types: dict[str, str] = {}

    def result(self) -> Contribution:
        entities: dict[str, Entity] = {}
        changed = [(old, new) for old in self._contribution.entities if (new := self._entity(old)) is not None]
        # What had the name before comes first: what is joined to it adds to it.
        for old, new in sorted(changed, key=lambda pair: (pair[0].id != pair[1].id, pair[0].id)):
            self._new_id[old.id] = new.id
            entities[new.id] = _joined(entities[new.id], new) if new.id in entities else new
        self._types = {entity.id: entity.type for entity in entities.values()}
        relations: dict[tuple[str, ...], Relation] = {}
        for relation in self._contribution.relations:
            if (kept := self._relation(relation)) is not None:
                before = relations[kept.key].evidence if kept.key in relations else ()
                relations[kept.key] = replace(kept, evidence=tuple(sorted({*before, *kept.evidence})))
        issuer = self._new_id[self._contribution.issuer]
        things, claims = tuple(entities.values()), tuple(relations.values())
        return replace(self._contribution, issuer=issuer, entities=things, relations=claims)

    # -- things ---------------------------------------------------------------------------------------------------

    def _entity(self, entity: Entity) -> Entity | None:
        about = self._lookup.of_thing(entity.id, self._plan)
        for judgement in about:
            if judgement.verdict == "reject":
                if entity.id != self._contribution.issuer:
                    self._count(judgement, entity.id)
                    return None
                self._lookup.effects[judgement].notes.add(f"stays in {self._plan}, which it issued")
        values: dict[str, str] = {}
        for judgement in about:
            values |= {name: value for name, value in judgement.changes if name not in IDENTITY}
        key = self._lookup.key_of(
            self._lookup.named_in(entity.id, self._plan), Key(entity.type, entity.name, entity.scope)
        )
        new = self._corrected(entity, key, values)
        for judgement in about:
            if judgement.verdict == "correct":
                self._count(judgement, entity.id if _differ(entity, new, judgement) else "")
        return new

    def _count(self, judgement: Judgement, thing: str) -> None:
        """Counts a thing that is changed, or with an empty id one that needs no change."""
        effect = self._lookup.effects[judgement]
        if thing:
            effect.things.add(thing)
            effect.plans.add(self._plan)
        else:
            effect.already = True

    def _corrected(self, entity: Entity, key: Key, values: Mapping[str, str]) -> Entity:
        moved = key.id != entity.id
        if not moved and not values:
            return entity
        type_ = self._schema.types[key.type]
        props = dict(entity.props)
        if moved:
            if key.id in self._lookup.stated:  # its own plans know it better
                props = {name: value for name, value in props.items() if isinstance(value, tuple)}
            elif "base_name" in props:
                props["base_name"] = key.name
            aliases = props.get("aliases", ())
            assert isinstance(aliases, tuple)
            props["aliases"] = tuple(sorted({*map(str, aliases), entity.name} - {key.name}))
        props = {name: value for name, value in props.items() if name in type_.props and value != ()}
        for name, value in values.items():
            if name != "kind" and value:
                props[name] = property_value(self._schema.properties[name], value)
            elif name != "kind":
                props.pop(name, None)
        kind = values.get("kind", entity.kind)
        name = key.name if moved else entity.name
        return replace(
            entity, id=key.id, type=key.type, name=name, scope=key.place, props=props,
            kind=kind if kind in type_.kinds else "",
        )  # fmt: skip

    # -- relations ------------------------------------------------------------------------------------------------

    def _relation(self, relation: Relation) -> Relation | None:
        about = self._lookup.of_relation(relation)
        for judgement in about:
            if judgement.verdict == "reject":
                self._count_relation(judgement)
                return None
        values: dict[str, str] = {}
        for judgement in about:
            values |= judgement.changed
        plain = self._with(relation, {})
        if about and not self._lookup.is_one(relation.source, about[0].things[0].id, self._plan):
            relation = replace(relation, source=relation.target, target=relation.source)  # symmetric: as it was written
        new = self._with(relation, values) if values else plain
        for judgement in about:
            if new is not None and new != plain:
                self._count_relation(judgement)
            elif new is None:
                note = f"not in {self._plan}, which does not name both ends or whose ends this relation cannot have"
                self._lookup.effects[judgement].notes.add(note)
            else:
                self._lookup.effects[judgement].already = True
        if new is None and plain is None:
            self._count_misfit(relation)
        return new or plain

    def _count_misfit(self, relation: Relation) -> None:
        for end in {relation.source, relation.target} if {relation.source, relation.target} <= {*self._new_id} else ():
            for judgement in self._lookup.of_thing(end, self._plan):
                self._lookup.effects[judgement].misfits += "type" in judgement.changed

    def _with(self, relation: Relation, values: Mapping[str, str]) -> Relation | None:
        """The relation with these corrections between the things as they are now; None if it cannot be."""
        ends = []
        for name, id_ in (("source", relation.source), ("target", relation.target)):
            if name in values:
                key = Key.parse(values[name])
                ends.append(self._lookup.key_of(key.id, key).id)
            else:
                ends.append(self._new_id.get(id_, ""))
        type_ = self._schema.relations[values.get("relation", relation.type)]
        if type_.symmetric:
            ends.sort()
        source, target = ends
        if source == target or (self._types.get(source), self._types.get(target)) not in type_.ends:
            return None
        modality = values.get("modality", relation.modality)
        return replace(relation, type=type_.name, source=source, target=target, modality=modality)

    def _count_relation(self, judgement: Judgement) -> None:
        effect = self._lookup.effects[judgement]
        effect.relations += 1
        effect.plans.add(self._plan)


def _differ(old: Entity, new: Entity, judgement: Judgement) -> bool:
    """Whether what the judgement corrects was otherwise before."""
    if old.id != new.id and any(name in IDENTITY for name in judgement.changed):
        return True
    fields = (name for name in judgement.changed if name not in IDENTITY)
    return any(_field(old, name) != _field(new, name) for name in fields)


def _field(entity: Entity, name: str) -> Value | None:
    return entity.kind if name == "kind" else entity.props.get(name)


def _joined(first: Entity, second: Entity) -> Entity:
    """One entity of two of one id: the first one's word goes first."""
    props: dict[str, Value] = {**second.props, **first.props}
    for name, value in second.props.items():
        known = first.props.get(name)
        if isinstance(value, tuple) and isinstance(known, tuple):
            props[name] = tuple(sorted({*known, *value} - {first.name}))
    evidence = tuple(sorted({*first.evidence, *second.evidence}))
    return replace(first, kind=first.kind or second.kind, props=props, evidence=evidence)
