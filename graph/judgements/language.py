"""Judgements as text: lines of a file beside the graph.

::

    # one judgement a line; after # stands a comment; words with spaces are quoted as in a shell
    same      Event|科普日|浙江省嘉兴市  Event|全国科普日|
    different Event|学术年会|浙江省嘉兴市  Event|学术年会|江苏省扬州市
    unsure    Event|科技周|浙江省嘉兴市  Event|科技活动周|
    reject    Event|标杆示范学会|江苏省无锡市
    reject    Organization|甲|  ORGANIZES  Event|乙|  in 嘉兴市科学技术协会/2020/工作要点
    correct   Event|三长制|江苏省扬州市  type=Program kind=brand
    correct   Organization|甲|  ORGANIZES/planned  Event|乙|  modality=done

A thing is named by its *key* ``type|name|place``: the place is the full chain the name belongs to, of a target its
plan, of nation-wide things empty. A relation is named by both ends and its type, which ``/modality`` narrows.
``in PLAN`` narrows to what one plan says. Neither the order of lines nor the order in a pair matters.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Literal, Self, TypeAlias, get_args

from kexie_kg.graph.errors import JudgementError
from kexie_kg.graph.identity import make_id
from kexie_kg.graph.model import Value
from kexie_kg.graph.schema import Property, Schema, nearest
from kexie_kg.graph.schema_terms import EntityType

Verdict: TypeAlias = Literal["same", "different", "unsure", "reject", "correct"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
OF_PAIRS: tuple[Verdict, ...] = ("same", "different", "unsure")

IDENTITY = ("type", "name", "place")
"""Changes that make another key."""
_OF_RELATIONS = ("relation", "source", "target", "modality")
_PLAN = "in"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a thing is called in judgements."""

    type: str
    name: str
    place: str

    @property
    def id(self) -> str:
        return make_id(self.type, self.name, self.place)

    def __str__(self) -> str:
        return f"{self.type}|{self.name}|{self.place}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises :class:`JudgementError` unless ``text`` has three parts; whether there is such a type is not asked."""
        type_, _, rest = text.partition("|")
        name, bar, place = rest.rpartition("|")
        if not (type_ and bar and name.strip()):
            raise JudgementError(f'"{text}" is not of the form type|name|place (a nation-wide name ends in |)')
        return cls(type_, name, place)


ReadKey: TypeAlias = Callable[[str], Key]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line. Equal if it says the same, wherever it stands."""

    verdict: Verdict
    things: tuple[Key, ...]
    """The pair; or the one thing; or both ends of a relation."""
    relation: str = ""
    modality: str = ""
    plan: str = ""
    """Key of the plan it is limited to."""
    changes: tuple[tuple[str, str], ...] = ()
    """Of ``correct``: names and values as written."""
    line: int = field(default=0, compare=False)
    """Where it stands in the file; 0 if it is not there yet."""

    def __str__(self) -> str:
        words = [self.verdict, str(self.things[0])]
        if self.relation:
            words.append(f"{self.relation}/{self.modality}" if self.modality else self.relation)
        words += map(str, self.things[1:])
        words += [_PLAN, self.plan] if self.plan else []
        words += [f"{name}={value}" for name, value in self.changes]
        return " ".join(map(_quoted, words))

    @property
    def changed(self) -> Mapping[str, str]:
        return dict(self.changes)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a judgement did when the graph was made."""

    judgement: str
    held: bool
    """Whether it met a fact."""
    effect: str


def parse(text: str, schema: Schema, where: str) -> tuple[Judgement, ...]:
    """The judgements of a file, each once, in the order of their text. ``where`` names the file in errors.

    Raises :class:`JudgementError` with the line of the first one that cannot be read.
    """
    found: dict[str, Judgement] = {}
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        try:
            words = shlex.split(line.removeprefix("\ufeff"), comments=True)
            if words:
                judgement = parse_words(words, schema, Key.parse, number)
                found.setdefault(str(judgement), judgement)
        except (JudgementError, ValueError) as error:  # ValueError: a quotation mark that is not closed
            raise JudgementError(f"{where}:{number}: {error}; mend or remove the line") from error
    return tuple(found[text] for text in sorted(found))


def parse_words(words: Sequence[str], schema: Schema, read_key: ReadKey, line: int = 0) -> Judgement:
    """One judgement from its words; ``read_key`` makes a key of a word. Raises :class:`JudgementError`."""
    verdict, rest = words[0], list(words[1:])
    if verdict not in VERDICTS:
        raise JudgementError(f'no judgement "{verdict}"{nearest(verdict, VERDICTS)}; there are {" ".join(VERDICTS)}')
    return _Reader(schema, read_key, verdict, rest, line).read()


@dataclass(slots=True)
class _Reader:
    schema: Schema
    read_key: ReadKey
    verdict: Verdict
    rest: list[str]
    line: int

    def read(self) -> Judgement:
        if self.verdict in OF_PAIRS:
            return self._pair()
        if not self.rest:
            raise JudgementError(f"{self.verdict}: say what: type|name|place, or SOURCE RELATION TARGET")
        relation, modality, things = "", "", [self._thing(self.rest.pop(0))]
        if self.rest and self.rest[0] != _PLAN and "=" not in self.rest[0]:
            relation, modality = self._relation(self.rest.pop(0))
            if not self.rest:
                raise JudgementError(f"{self.verdict}: {relation} lacks its target")
            things.append(self._thing(self.rest.pop(0)))
        plan = self._plan()
        changes = self._changes(things[0].type if not relation else "")
        return Judgement(self.verdict, tuple(things), relation, modality, plan, changes, self.line)

    def _pair(self) -> Judgement:
        if len(self.rest) != 2:
            raise JudgementError(f"{self.verdict}: takes two keys, not {len(self.rest)}")
        first, second = sorted(map(self._thing, self.rest))
        if first.type != second.type or self.schema.types[first.type].structural:
            raise JudgementError(
                f"{self.verdict}: {first} and {second} must be things of one type; first correct one's type"
            )
        if first.id == second.id:
            raise JudgementError(f"{self.verdict}: {first} and {second} are one key")
        return Judgement(self.verdict, (first, second), line=self.line)

    def _thing(self, word: str) -> Key:
        key = self.read_key(word)
        if key.type not in self.schema.types:
            raise JudgementError(f'no type "{key.type}"{nearest(key.type, self.schema.types)}')
        return key

    def _relation(self, word: str) -> tuple[str, str]:
        name, _, modality = word.partition("/")
        relation = self.schema.relations.get(name)
        if relation is None:
            raise JudgementError(f'no relation "{name}"{nearest(name, self.schema.relations)}')
        if relation.derived or relation.structural:
            raise JudgementError(f"{name} is how the graph is built; only what plans say can be judged")
        self._check_modality(modality)
        return name, modality

    def _check_modality(self, modality: str) -> None:
        if modality and modality not in self.schema.modalities:
            raise JudgementError(f'no modality "{modality}"{nearest(modality, self.schema.modalities)}')

    def _plan(self) -> str:
        if not self.rest or self.rest[0] != _PLAN:
            return ""
        if len(self.rest) < 2:
            raise JudgementError(f"{self.verdict}: {_PLAN} lacks the key of a plan; kexie plans lists them")
        del self.rest[0]
        return self.rest.pop(0)

    def _changes(self, type_: str) -> tuple[tuple[str, str], ...]:
        if type_:
            judgeable = not self.schema.types[type_].structural or type_ == self.schema.part["target"]
            if not judgeable:
                raise JudgementError(f"{type_} is how plans are built; only what they say can be judged")
        if self.verdict == "reject" and self.rest:
            raise JudgementError(f'reject: "{self.rest[0]}" is too much')
        if self.verdict == "correct" and not self.rest:
            raise JudgementError("correct: say what is right, as NAME=VALUE")
        changes: dict[str, str] = {}
        for word in self.rest:
            name, equals, value = word.partition("=")
            if not equals:
                raise JudgementError(f'correct: "{word}" is not of the form NAME=VALUE')
            if changes.setdefault(name, value) != value:
                raise JudgementError(f"correct: {name} is given twice")
        checked = {name: self._change(name, value, type_, changes) for name, value in changes.items()}
        return tuple(sorted(checked.items()))

    def _change(self, name: str, value: str, type_: str, changes: Mapping[str, str]) -> str:
        """The value as it is kept. Raises unless the schema allows the change."""
        if not type_:
            _known(name, _OF_RELATIONS)
            if name == "modality":
                self._check_modality(value or "none")
            elif name == "relation":
                self._relation(value)
            else:
                return str(self._thing(value))
            return value
        kind = self.schema.types[type_]
        new = self._type(changes.get("type", type_))
        _known(name, changeable(kind, self.schema))
        if name in IDENTITY:
            if name == "name" and not value.strip():
                raise JudgementError("correct: a name cannot be empty; to take the thing away, reject it")
        elif name == "kind":
            if value and value not in new.kinds:
                raise JudgementError(f'correct: {new.name} has no kind "{value}"{nearest(value, new.kinds)}')
        elif value or kind.structural:
            property_value(self.schema.properties[name], value)
        return value

    def _type(self, name: str) -> EntityType:
        found = self.schema.types.get(name)
        if found is None or (found.structural and name != self.schema.part["target"]):
            things = [t.name for t in self.schema.types.values() if not t.structural]
            raise JudgementError(f'correct: no type "{name}" of things{nearest(name, things)}')
        return found


def changeable(kind: EntityType, schema: Schema) -> tuple[str, ...]:
    """What ``correct`` may change of a thing of this type."""
    single = [name for name in kind.props if not schema.properties[name].many]
    if kind.structural:  # where it stands in its plan is not for judging
        return tuple(name for name in single if name not in {"name", "plan", "task", "text", "start", "end"})
    return (*IDENTITY, *(name for name in single if name not in {"name", "scope"}))


def property_value(prop: Property, text: str) -> Value:
    """The text as a value of this property. Raises :class:`JudgementError` if it is none."""
    try:
        match prop.datatype:
            case "integer":
                return int(text)
            case "decimal":
                if not isfinite(number := float(text)):
                    raise ValueError
                return number
            case "date":
                return date.fromisoformat(text)
    except ValueError as error:
        raise JudgementError(f'correct: {prop.name} is "{text}", not {prop.datatype}') from error
    if prop.values and text not in prop.values:
        raise JudgementError(f'correct: {prop.name} is "{text}", not one of {" ".join(prop.values)}')
    return text


def _known(name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise JudgementError(f'correct: cannot change "{name}"{nearest(name, known)}; there are {" ".join(known)}')


def _quoted(word: str) -> str:
    """The word as :func:`shlex.split` reads it back, bare if it can be."""
    plain = word and not any(c.isspace() or c in "'\"\\#" for c in word)
    return word if plain else shlex.quote(word)
