"""The reports of an evaluation, by name."""

from __future__ import annotations

from kexie_kg.evaluate import Evaluation
from kexie_kg.graph.rows import Rows
from kexie_kg.mistakes import by_cause, mistakes
from kexie_kg.output import Report
from kexie_kg.reliability import calibration, intervals


def rows_of(evaluation: Evaluation, report: Report) -> Rows:
    """The rows that ``kexie evaluate --report`` prints."""
    match report:
        case "figures":
            return evaluation.rows()
        case "errors":
            return mistakes(evaluation.comparisons)
        case "causes":
            return by_cause({"errors": evaluation.comparisons})
        case "intervals":
            return intervals(evaluation.comparisons)
        case "calibration":
            return calibration(evaluation.comparisons)
