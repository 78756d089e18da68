"""Extraction held against annotated plans."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from kexie_kg.annotate import annotate
from kexie_kg.graph.errors import DocumentError, KexieError
from kexie_kg.graph.rows import Rows
from kexie_kg.graph.schema import Schema
from kexie_kg.inputs import Failure, exit_code
from kexie_kg.loaders.stages import ALL_STAGES_RUN, Stages
from kexie_kg.scoring import EMPTY, Annotation, Score, Tally


@dataclass(frozen=True, slots=True)
class Comparison:
    """One annotated plan and what was extracted of it."""

    plan: str
    gold: Annotation
    predicted: Annotation


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All annotated plans. A plan that failed counts as one of which nothing was found."""

    comparisons: tuple[Comparison, ...]
    failures: tuple[Failure, ...]

    @property
    def exit_code(self) -> int:
        return exit_code(len(self.comparisons), len(self.failures))

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """Tallies by measure over all plans."""
        return tallies(self.comparisons)

    def rows(self) -> Rows:
        """One row a measure, the sums before their parts."""
        columns = ("measure", "precision", "recall", "f1", "gold", "predicted")
        rows = (
            (name, round(t.precision, 4), round(t.recall, 4), round(t.f1, 4), t.gold, t.predicted)
            for name, t in sorted(self.tallies.items())
        )
        return Rows(columns, tuple(rows))


def tallies(comparisons: Iterable[Comparison]) -> Mapping[str, Tally]:
    """Tallies by measure over these plans."""
    score = Score(Schema.load())
    for comparison in comparisons:
        score.add(comparison.gold, comparison.predicted)
    return score.tallies


def evaluate(gold: Path | None = None, plans: Path | None = None, without: Stages = ALL_STAGES_RUN) -> Evaluation:
    """Extracts the plan of each annotation and compares. ``gold/X.json`` annotates the first plan of ``plans/X.txt``.

    By default the annotations of the package are used, and of another folder the texts in ``plans`` beside it. Plans
    that are read ``without`` some stages of extraction show what these bring.
    Raises :class:`KexieError` if there are no annotations, or one is none.
    """
    gold = Path(str(files("kexie_kg.data").joinpath("gold"))) if gold is None else gold
    plans = gold.parent / "plans" if plans is None else plans
    if not gold.is_dir() or not plans.is_dir():
        missing, option = (plans, "--plans") if gold.is_dir() else (gold, "--gold")
        raise KexieError(f"{missing}: no such directory; name another one with {option}")
    annotations = sorted(gold.glob("*.json"))
    if not annotations:
        raise KexieError(f"{gold}: holds no annotations (*.json); name another directory with --gold")
    comparisons, failures = [], []
    for file in annotations:
        predicted: Annotation = EMPTY
        try:
            predicted = _predicted(file.stem, plans, without)
        except DocumentError as error:
            failures.append(Failure(file.name, str(error)))
        comparisons.append(Comparison(file.stem, _read(file), predicted))
    return Evaluation(tuple(comparisons), tuple(failures))


def _predicted(name: str, plans: Path, without: Stages) -> dict[str, Any]:
    """The plan that has this name, in the file of this name or, as X-2, in that of X."""
    for stem in (name, name.rpartition("-")[0]):
        for file in sorted(plans.glob(f"{stem}.*")):
            for plan in annotate(str(file), without):
                if plan.name == name:
                    return plan.content
    raise DocumentError(f"{plans / name}.txt: no such plan; name the directory of the texts with --plans")


def _read(file: Path) -> Annotation:
    try:
        raw = json.loads(file.read_bytes())
        return {name: raw[name] for name in EMPTY}
    except (ValueError, KeyError, TypeError) as error:
        raise KexieError(f"{file}: is no annotation ({error!r}); see the annotation guide") from error
