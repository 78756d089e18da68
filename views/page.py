"""An HTML file that runs our scripts and nothing else, wherever its text comes from.

Text travels as JSON in a block that no browser executes, and the scripts put it on the page by ``textContent`` or on
a canvas. Should a script yet try otherwise, the content security policy refuses: scripts and styles run by their
hash only, text is never parsed as markup (trusted types), and nothing can be loaded or sent.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

_LONG = 400_000
"""Characters of data from which it travels compressed: more than a reader would want to read in the file anyway."""


def render(data: Mapping[str, Any], scripts: Sequence[str], template: str, *styles: str, talks: bool = False) -> str:
    """The page. ``scripts`` run in this order, when the page's ``data`` can be read; ``template`` and ``styles`` name
    assets. A page that ``talks`` may ask the server that it came from."""
    scripts = [inline(script) for script in scripts]
    style = inline("".join(map(asset, styles)))
    return Template(asset(template)).substitute(
        policy=policy(scripts, style, talks),
        style=style,
        data=json_block(data),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


@cache
def asset(name: str) -> str:
    """A text file of ``views/assets``."""
    return files("kexie_kg.views").joinpath("assets", name).read_text("utf-8")


@cache
def words(page: str) -> Mapping[str, Mapping[str, str]]:
    """What the pages of a folder of assets say themselves, by language and key."""
    table = {**tomllib.loads(asset("shared/words.toml")), **tomllib.loads(asset(f"{page}/words.toml"))}
    return {language: {key: entry[language] for key, entry in table.items()} for language in ("zh", "en")}


def json_block(data: Mapping[str, Any]) -> str:
    """JSON that no text in it can end: ``<`` would open a tag, U+2028 and U+2029 are line ends to older readers."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def packed(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same data, or if it is long ``{"deflate": …}`` with its JSON compressed (RFC 1950) in base 64.

    Browsers unpack it themselves (``DecompressionStream``).
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if len(text) < _LONG:
        return data
    return {"deflate": base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")}


def inline(source: str) -> str:
    """``source`` as a browser reads it between tags, without its link to a source map, which would be a request.

    Browsers read every line end as ``\\n`` before they compute the hash. Raises :class:`ValueError` if the text would
    end its own element.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))
    if any(mark in text.lower() for mark in ("</script", "</style", "<!--")):
        raise ValueError("a script or style of the page contains markup that would end it")
    return text


def policy(scripts: Sequence[str], style: str, talks: bool = False) -> str:
    """The content security policy: exactly these scripts and this style, and nothing else of any kind, but for
    requests to the page's own server if it ``talks``."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(source_hash(script) for script in scripts)}",
            f"style-src {source_hash(style)}",
            *(["connect-src 'self'"] if talks else []),
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def source_hash(source: str) -> str:
    """How a policy names a script or style (CSP Level 3, hash-source)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode('utf-8')).digest()).decode('ascii')}'"
