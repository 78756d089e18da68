"""The examples of the README files print what the README files say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from refresh_readme import READMES, renewed

EXAMPLES = 5


@pytest.fixture(scope="module")
def workplace(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data and a demo graph, as `make demo` leaves it."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(root / "data" / "plans", folder / "data" / "plans")
    plans = sorted(str(p) for p in (folder / "data" / "plans").glob("*.txt"))
    command = [sys.executable, "-m", "kexie_kg", "build", *plans, "--graph", "demo/graph"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", READMES)
def test_examples_print_what_is_written(name: str, root: Path, workplace: Path) -> None:
    text = (root / name).read_text("utf-8")
    now, count = renewed(text, workplace, Path(sys.executable).parent)
    assert count == EXAMPLES
    assert now == text, "run `make demo` and scripts/refresh_readme.py"


def test_both_readmes_show_the_same_examples(root: Path) -> None:
    commands = [
        [line for line in (root / name).read_text("utf-8").splitlines() if line.startswith("$ ")] for name in READMES
    ]
    assert commands[0] == commands[1]
