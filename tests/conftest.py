"""What every test may use: where the project lies, and how long the heavy suites run."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ("bolt_server", "neo4j_fixtures", "store_fixtures", "explorer_fixtures", "sandbox_fixtures")

settings.register_profile("sample", derandomize=True, deadline=None, max_examples=100)
settings.register_profile(
    "soak", deadline=None, max_examples=5_000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak`: the heavy suites at full counts (`make soak`); without it, seeded samples of them."""
    parser.addoption("--soak", action="store_true", help="run fuzzing, kills and load at full counts")


LONGEST = ("crash", "wheel", "determinism", "worked_examples", "check", "explorer_hostile", "push", "readme")
"""Test files that begin first, so that no worker is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test files first, the others in their order."""
    rank = {f"test_{name}.py": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def pytest_configure(config: pytest.Config) -> None:
    """The same examples in every run, unless soaking."""
    settings.load_profile("soak" if config.getoption("--soak") else "sample")


@pytest.fixture(scope="session")
def root() -> Path:
    """Top folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    """Whether heavy tests run at full counts."""
    return bool(request.config.getoption("--soak"))
