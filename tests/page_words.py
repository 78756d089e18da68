"""What pages say themselves: in both languages, and nothing that no script says."""

import re
from collections.abc import Callable, Collection
from pathlib import Path

from kexie_kg.views.page import words

VIEWS = Path(__file__).resolve().parent.parent / "views"


def check_words(page: str, stem: Callable[[str], str], known: Collection[str] = ()) -> None:
    """Words of the pages in a folder of assets; ``stem`` is what a script may say of a word instead, and ``known`` what
    it may be."""
    said = words(page)
    assert said["zh"].keys() == said["en"].keys()
    chinese = re.compile("[一-鿿]")
    assert [key for key, text in said["en"].items() if chinese.search(text)] == ["other_language", "language_help"]
    folders = (VIEWS / "assets" / page, VIEWS / "assets" / "shared", VIEWS / page)
    files = [file for folder in folders if folder.exists() for file in folder.iterdir()]
    sources = "".join(file.read_text("utf-8") for file in files if file.suffix in {".js", ".html", ".py"})
    asked = set(re.findall(r'\b(?:say|make)\("([a-z_]+)"', sources))
    asked |= set(re.findall(r'data-(?:say|hint)="([a-z_]+)"', sources))
    assert len(asked) > 10
    assert asked <= said["zh"].keys()
    texts = set(re.findall(r"[a-z_]+", sources)) | set(known)
    unused = [key for key in said["zh"] if not {key, stem(key), key.removesuffix("_help")} & texts]
    assert not unused
    for key, text in said["zh"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", said["en"][key])), key
