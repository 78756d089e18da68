"""docs/safety.md says what the code and the corpora say."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

import build_safety_docs


def test_the_page_is_what_the_script_writes() -> None:
    page = build_safety_docs.page()
    assert "@" not in page
    assert page.count("\n| ") > 60
    assert build_safety_docs.PAGE.read_text("utf-8") == page, "renew it with scripts/build_safety_docs.py"
