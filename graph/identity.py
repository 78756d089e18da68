"""Identity from content: the same thing read twice, anywhere, in any order, has the same id."""

from __future__ import annotations

import hashlib
import unicodedata
from base64 import b32encode

_DIGEST_BYTES = 10  # 80 bits: for 10^8 ids the chance of one collision is below 10^-8
_SEPARATOR = "\x1f"  # cannot occur in a name: DocumentError refuses control characters in plans


def make_id(type_name: str, name: str, scope: str = "") -> str:
    """Id of an entity: its type in lower case, a slash, 16 letters and digits hashed from (type, name, scope).

    ``name`` is the canonical name; ``scope`` is the permanent id of the place the name belongs to (its full
    chain, as 浙江省嘉兴市), the key of a plan for parts of that plan, or empty for things shared nation-wide.
    """
    return f"{type_name.lower()}/{_digest(type_name, _fold(name), scope)}"


def edge_id(type_name: str, source: str, target: str, plan: str, modality: str) -> str:
    """Id of an edge, hashed from its whole key; also the IRI of its RDF statement."""
    return f"statement/{_digest(type_name, source, target, plan, modality)}"


def plan_key(issuer: str, year: int, kind: str, ordinal: int = 1) -> str:
    """Readable identity of a plan, e.g. ``嘉兴市科学技术协会/2020/工作要点``; the second of its kind ends in ``/2``."""
    key = f"{issuer}/{year}/{kind}"
    return key if ordinal == 1 else f"{key}/{ordinal}"


def _fold(name: str) -> str:
    """Spelling variants that never tell two names apart: width, letter case, white space."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _digest(*parts: str) -> str:
    raw = hashlib.blake2b(_SEPARATOR.join(parts).encode("utf-8"), digest_size=_DIGEST_BYTES).digest()
    return b32encode(raw).decode("ascii").lower()
