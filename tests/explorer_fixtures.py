"""A browser, and in it the explorer's page of the small plans, for every test that asks for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, Page, chromium
from explorer_sample import ALL, opened


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Headless Chromium with a fresh profile."""
    with chromium(tmp_path_factory.mktemp("chromium") / "profile") as started:
        yield started


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Page:
    """The explorer of everything in the small plans; what it hands out lands in ``tmp_path``."""
    browser.save_to(tmp_path)
    return opened(browser, tmp_path, ALL)
