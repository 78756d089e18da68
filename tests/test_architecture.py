"""The layout is the architecture: who imports whom, how long a module is, and where names live."""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Import package of each folder, and what else of the project it may import. The front door may import everything.
PACKAGES = {
    "src/kexie_kg": "kexie_kg",
    "graph": "kexie_kg.graph",
    "loaders": "kexie_kg.loaders",
    "queries": "kexie_kg.queries",
    "views": "kexie_kg.views",
    "data": "kexie_kg.data",
}
MAY_IMPORT = {
    "graph": (),
    "loaders": ("kexie_kg.graph",),
    "queries": ("kexie_kg.graph",),
    "views": ("kexie_kg.graph",),
    "data": (),
}
OTHER_FOLDERS = {"tests", "scripts", "benchmarks"}

# The front door composes: it matches no text and talks to no engine.
NOT_AT_THE_FRONT_DOOR = {"re", "regex", "ahocorasick", "kglite", "pyoxigraph", "rdflib", "neo4j"}

MAX_LINES = 300
# Longer modules, each with the reason why it is still one idea.
LONGER: dict[str, str] = {}

# Modules that name an entity or relation type all the same, each with the reason.
NAMES_A_TYPE: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the top, dotted name (empty outside the package) and parsed text."""

    path: str
    name: str
    text: str
    tree: ast.Module

    @property
    def folder(self) -> str:
        return next((f for f in PACKAGES if self.path.startswith(f"{f}/")), self.path.partition("/")[0])


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the project, wherever it lies."""
    return tuple(_read(path) for path in sorted(_python_files(ROOT)))


def _python_files(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith(".") and not _is_made(entry):
            yield from _python_files(entry)
        elif entry.suffix in {".py", ".pyi"}:
            yield entry


def _is_made(folder: Path) -> bool:
    """Made by a tool and ignored by git: build products and environments, whatever their name."""
    return folder in {ROOT / "build", ROOT / "dist"} or (folder / "pyvenv.cfg").exists()


def _read(file: Path) -> Module:
    path = file.relative_to(ROOT).as_posix()
    text = file.read_text("utf-8")
    return Module(path, dotted_name(path), text, ast.parse(text, path))


def dotted_name(path: str) -> str:
    """Import name of a file of the package, empty for others: `graph/stores/__init__.py` → `kexie_kg.graph.stores`."""
    for folder, package in PACKAGES.items():
        if path.startswith(f"{folder}/"):
            inner = path.removeprefix(folder).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            return package + inner
    return ""


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of all that a module imports, at any depth, and of package names in its strings.

    `from a import b` counts as `a.b`: whether b is a module cannot be seen, and for prefixes it does not matter.
    """
    parts = module.name.split(".") + ["__init__"] * module.path.endswith("__init__.py")
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                base = parts[: len(parts) - level] if level else []
                prefix = ".".join([*base, *([source] if source else [])])
                yield from ((node.lineno, f"{prefix}.{alias.name}") for alias in names)
            case ast.Constant(value=str(value)) if _is_dotted(value) and within(value, "kexie_kg"):
                yield node.lineno, value


def _is_dotted(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """String constants of a module that do something: docstrings and bare strings are left out."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node


def schema_names() -> frozenset[str]:
    """Entity types, further labels and relation types of the schema."""
    schema = tomllib.loads((ROOT / "graph/schema.toml").read_text("utf-8"))
    return frozenset(name for table in ("types", "labels", "relations") for name in schema[table])


def names_in(text: str, names: frozenset[str]) -> set[str]:
    """Schema names that a string consists of, or that stand in it as a label or as an upper-case word."""
    words = set("".join(c if c.isascii() and (c.isalnum() or c in "_:") else " " for c in text).split())
    labels = {part for word in words if ":" in word for part in word.split(":")[1:]}
    return set(names) & ({text} | labels | {word for word in words if word.isupper()})


# ---- The readers above find what they claim to ---------------------------------------------------------------------


def parsed(path: str, text: str) -> Module:
    return Module(path, dotted_name(path), text, ast.parse(text))


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("graph/a.py", "import os.path", "os.path"),
        ("graph/a.py", "from . import b", "kexie_kg.graph.b"),
        ("graph/__init__.py", "from .model import Entity", "kexie_kg.graph.model.Entity"),
        ("graph/stores/a.py", "from ..model import Entity", "kexie_kg.graph.model.Entity"),
        ("graph/a.py", "from ..views import page", "kexie_kg.views.page"),
        ("graph/a.py", "from kexie_kg import loaders", "kexie_kg.loaders"),
        ("views/a.py", "def f():\n    import kexie_kg.queries", "kexie_kg.queries"),
        ("views/a.py", "m = import_module('kexie_kg.queries')", "kexie_kg.queries"),
    ],
)
def test_imports_are_found_however_they_are_written(path: str, text: str, expected: str) -> None:
    assert [name for _, name in imported(parsed(path, text))] == [expected]


def test_names_are_found_in_strings_and_not_in_prose() -> None:
    names = frozenset({"Plan", "HAS_TASK"})
    assert names_in("Plan", names) == {"Plan"}
    assert names_in("MATCH (p:Entity:Plan)-[:HAS_TASK]->(t)", names) == {"Plan", "HAS_TASK"}
    assert names_in("-[x:HAS_TASK*1..3]->", names) == {"HAS_TASK"}
    assert names_in("Plan the work: has_task, planned", names) == set()
    assert [s.value for s in strings(ast.parse('"""Plan"""\nx = "Plan"\n"bare"'))] == ["Plan"]


def test_every_python_file_has_its_place() -> None:
    found = Counter(module.folder for module in modules())
    astray = [module.path for module in modules() if module.folder not in {*PACKAGES, *OTHER_FOLDERS}]
    assert not astray, "no room is meant for these:\n" + "\n".join(astray)
    assert set(PACKAGES) <= set(found), f"only these folders hold Python: {', '.join(sorted(found))}"
    assert found["tests"] >= 2
    assert {"src/kexie_kg/__init__.py", "graph/__init__.py", "tests/conftest.py"} <= {m.path for m in modules()}


# ---- The rules -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", sorted(MAY_IMPORT))
def test_a_folder_imports_only_what_stands_below_it(folder: str) -> None:
    allowed = (PACKAGES[folder], PACKAGES["data"], *MAY_IMPORT[folder])
    offenders = [
        f"{module.path}:{line}: {name}"
        for module in modules()
        if module.folder == folder
        for line, name in imported(module)
        if within(name, "kexie_kg") and not any(within(name, package) for package in allowed)
    ]
    assert not offenders, f"{folder}/ may import only {', '.join(allowed)}:\n" + "\n".join(offenders)


def test_nothing_of_the_package_imports_tests_scripts_or_benchmarks() -> None:
    offenders = [
        f"{module.path}:{line}: {name}"
        for module in modules()
        if module.folder in PACKAGES
        for line, name in imported(module)
        if name.partition(".")[0] in OTHER_FOLDERS
    ]
    assert not offenders, "\n".join(offenders)


def test_the_front_door_only_composes() -> None:
    offenders = [
        f"{module.path}:{line}: {name}"
        for module in modules()
        if module.folder == "src/kexie_kg"
        for line, name in imported(module)
        if name.partition(".")[0] in NOT_AT_THE_FRONT_DOOR
    ]
    assert not offenders, "text is matched in loaders/, engines are used in graph/stores/:\n" + "\n".join(offenders)


def test_data_holds_no_code() -> None:
    data = [module for module in modules() if module.folder == "data"]
    assert [module.path for module in data] == ["data/__init__.py"]
    assert [type(node).__name__ for node in data[0].tree.body] == ["Expr"], "data/__init__.py is a docstring, no more"


def test_modules_are_short() -> None:
    lengths = {module.path: len(module.text.splitlines()) for module in modules()}
    offenders = [f"{p}: {n} lines" for p, n in lengths.items() if n > MAX_LINES and p not in LONGER]
    assert not offenders, f"over {MAX_LINES} lines; split, or give the reason in LONGER:\n" + "\n".join(offenders)


def test_type_names_stand_in_the_schema_alone() -> None:
    names = schema_names()
    assert len(names) >= 30
    offenders = [
        f"{module.path}:{constant.lineno}: {', '.join(sorted(found))}"
        for module in modules()
        if module.folder in PACKAGES and module.path not in NAMES_A_TYPE
        for constant in strings(module.tree)
        if (found := names_in(str(constant.value), names))
    ]
    assert not offenders, 'write schema.part["…"] of graph/schema.toml instead of the name:\n' + "\n".join(offenders)


@pytest.mark.parametrize("table", [LONGER, NAMES_A_TYPE], ids=["LONGER", "NAMES_A_TYPE"])
def test_exceptions_are_still_needed_and_say_why(table: dict[str, str]) -> None:
    by_path = {module.path: module for module in modules()}
    names = schema_names()
    for path, reason in table.items():
        assert len(reason) > 20, f"{path}: give the reason"
        assert path in by_path, f"{path}: no such module, drop the exception"
        if table is LONGER:
            assert len(by_path[path].text.splitlines()) > MAX_LINES, f"{path}: short now, drop the exception"
        else:
            named = any(names_in(str(s.value), names) for s in strings(by_path[path].tree))
            assert named, f"{path}: names no type now, drop the exception"


def test_packaging_lists_every_package_twice() -> None:
    """A sub-package missing from one list works in the checkout and is absent from the wheel, or the other way."""
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    homes = {Path(module.path).parent.as_posix() for module in modules() if module.folder in PACKAGES}
    missing = sorted(f"{home}/__init__.py" for home in homes if not (ROOT / home / "__init__.py").exists())
    assert not missing, f"a folder of modules is a package only with {', '.join(missing)}"
    folders = {dotted_name(f"{home}/__init__.py"): home for home in homes}
    assert setuptools["package-dir"] == folders
    assert sorted(setuptools["packages"]) == sorted(folders)
