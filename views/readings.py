"""How Chinese is typed on a keyboard that has no Chinese: readings of the characters in a page's names."""

from __future__ import annotations

from collections.abc import Iterable

from pypinyin import Style, pinyin

_MOST = 4
"""Readings of one character; what comes after is rare."""


def readings(names: Iterable[str]) -> dict[str, str]:
    """Pinyin without tones of every Chinese character that occurs, the usual first: ``长`` → ``zhang chang``."""
    found: dict[str, str] = {}
    for char in sorted({char for name in names for char in name}):
        (forms,) = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore") or ([],)
        plain = [form.replace("ü", "v") for form in dict.fromkeys(forms)][:_MOST]
        if plain:
            found[char] = " ".join(plain)
    return found
