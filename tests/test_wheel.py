"""What users get: the wheel, built from a copy of the sources, installed alone, used from another folder."""

import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

# Folder at the top → where its files stand in the wheel.
SHIPPED = {
    "src/kexie_kg": "kexie_kg",
    "graph": "kexie_kg/graph",
    "loaders": "kexie_kg/loaders",
    "queries": "kexie_kg/queries",
    "views": "kexie_kg/views",
    "data": "kexie_kg/data",
}
# What must be among them, lest an empty folder pass for a complete one.
KINDS = {
    "kexie_kg/*.py": 4,
    "kexie_kg/py.typed": 1,
    "kexie_kg/graph/*.py": 5,
    "kexie_kg/graph/schema.toml": 1,
    "kexie_kg/graph/stores/*.py": 3,
    "kexie_kg/loaders/*.py": 5,
    "kexie_kg/loaders/patterns/*.toml": 1,
    "kexie_kg/loaders/readers/*.py": 2,
    "kexie_kg/queries/canned/*.toml": 3,
    "kexie_kg/queries/canned/*.cypher": 3,
    "kexie_kg/queries/canned/*.rq": 3,
    "kexie_kg/views/*.py": 2,
    "kexie_kg/views/charts/*.py": 9,
    "kexie_kg/views/assets/charts/*.js": 8,
    "kexie_kg/views/assets/vendor/*.min.js": 2,
    "kexie_kg/data/gazetteer/*": 1,
    "kexie_kg/data/plans/*.txt": 15,
    "kexie_kg/data/gold/*.json": 15,
}
NOT_SHIPPED = (".*", "__pycache__", "*.pyc", "*.egg-info", "build", "dist", "demo", "kexie-graph")


def run(*command: str | Path, cwd: Path) -> str:
    """Output of a command that must succeed, without this process's Python settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, by way of the source archive, so that what the archive forgets is missing here too."""
    sources = tmp_path_factory.mktemp("sources") / "kexie-kg"
    shutil.copytree(root, sources, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    run(sys.executable, "-m", "build", "--no-isolation", cwd=sources)
    (built,) = (sources / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the commands of an environment that holds the wheel and what it requires, and nothing else."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, with_pip=True)
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    quiet = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", root / "constraints.txt")
    run(commands / "python", *quiet, wheel, cwd=home)
    return commands


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(root: Path, wheel: Path) -> None:
    expected = {
        f"{inside}/{file.relative_to(root / folder).as_posix()}"
        for folder, inside in SHIPPED.items()
        for file in (root / folder).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    missing, added = sorted(expected - names), sorted(names - expected)
    assert not missing, "not in the wheel; extend packages or package-data in pyproject.toml:\n" + "\n".join(missing)
    assert not added, "in the wheel alone:\n" + "\n".join(added)


def test_the_wheel_holds_every_kind_of_file(wheel: Path) -> None:
    names = [Path(name) for name in zipfile.ZipFile(wheel).namelist()]
    found = {pattern: sum(path.match(pattern) for path in names) for pattern in KINDS}
    short = {pattern: f"{found[pattern]} of {least}" for pattern, least in KINDS.items() if found[pattern] < least}
    assert not short


def test_the_wheel_says_what_it_is(root: Path, wheel: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode("utf-8").splitlines()
        assert "kexie = kexie_kg.cli:main" in archive.read(f"{info}/entry_points.txt").decode("utf-8")
        assert f"{info}/licenses/LICENSE" in archive.namelist()
    assert {f"Name: {project['name']}", f"Version: {project['version']}", "License-Expression: MIT"} <= set(metadata)


def test_the_command_runs_without_the_sources_and_the_test_tools(root: Path, installed: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plans" / "jiaxing-2020.txt"
    plan.parent.mkdir()
    shutil.copy(root / "data" / "plans" / plan.name, plan)
    where = run(installed / "python", "-c", "import kexie_kg; print(kexie_kg.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    packages = run(installed / "python", "-m", "pip", "list", "--format=freeze", cwd=tmp_path)
    assert "pytest" not in packages

    assert "build" in run(installed / "kexie", "--help", cwd=tmp_path)
    run(installed / "kexie", "build", plan, "--graph", "graph", cwd=tmp_path)
    years = "MATCH (p:Entity:Plan) RETURN p.plan_year AS year"
    assert "2020" in run(installed / "kexie", "cypher", years, "--graph", "graph", cwd=tmp_path)
    assert run(installed / "python", "-m", "kexie_kg", "--help", cwd=tmp_path)
