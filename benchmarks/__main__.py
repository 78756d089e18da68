"""Every figure that the documentation claims: ``python benchmarks`` prints them all, with a name only that one.

``accuracy`` scores the packaged plans against their gold; ``aside`` four written blind to the rules, of which no rule
was made; ``corruption`` shows what damage to their text costs; ``speed`` how fast they are read; ``pages`` measures
HTML pages in Chromium; ``spike`` what plans cost in the stores; ``loading`` compares load rates with the bare
engines; ``asking`` shows how long the canned queries take; ``ablation`` leaves out one stage of extraction after
another; ``baselines`` shows what little effort or a model of others gets. Only when named: ``lac``, which runs lac-
onnx (if it is installed) for the table of baselines.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import ablation
import asking
import baselines
import corruption
import loading
import pages
import speed
import spike
import unseen

from kexie_kg.cli import cli

ROOT = Path(__file__).resolve().parent.parent


def accuracy() -> None:
    """The table of ``kexie evaluate`` over every plan that has gold."""
    cli.main(["evaluate"], prog_name="kexie", standalone_mode=False)


def aside() -> None:
    """The same table over the plans that were set aside."""
    with tempfile.TemporaryDirectory() as folder:
        for name in unseen.SET_ASIDE:
            shutil.copy(unseen.FOLDER / "gold" / f"{name}.json", folder)
        cli.main(
            ["evaluate", "--gold", folder, "--plans", str(unseen.FOLDER / "plans")],
            prog_name="kexie",
            standalone_mode=False,
        )


FIGURES: dict[str, Callable[[], None]] = {
    "accuracy": accuracy,
    "aside": aside,
    "corruption": lambda: corruption.report(),
    "speed": lambda: speed.report(),
    "pages": lambda: pages.report(),
    "spike": lambda: spike.report([100]),
    "ablation": lambda: ablation.report(),
    "baselines": lambda: baselines.report(),
    "loading": lambda: loading.report(60),
    "asking": lambda: asking.report(asking.PLANS),
    "lac": lambda: baselines.keep_lac(),
}


def main() -> None:
    """Prints the figures asked for."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(FIGURES)}; all if none is given")
    names = parser.parse_args().names or [name for name in FIGURES if name != "lac"]
    if unknown := sorted(set(names) - set(FIGURES)):
        parser.error(f"no figure {unknown[0]!r}; choose from {', '.join(FIGURES)}")
    for name in names:
        print(f"== {name}", flush=True)
        FIGURES[name]()


if __name__ == "__main__":
    main()
