"""Which form of an answer an HTTP client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

RESULTS = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip
"""Media types of tables, as SPARQL 1.1 has them; the first is the usual one."""
TRIPLES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_ALIASES = {"application/json": RESULTS[0], "application/xml": RESULTS[1], "text/xml": RESULTS[1]}


def chosen(accept: str, offered: Sequence[str]) -> str:
    """The offered media type that the client likes most; the first one if it names none of them.

    The SPARQL protocol lets a server answer in another form than asked for, and a client need not know whether its
    query makes a table or triples.
    """
    best, most = offered[0], 0.0
    for wish in accept.split(","):
        name, *parameters = (part.strip().lower() for part in wish.split(";"))
        weight = _weight(parameters)
        matches = [x for x in offered if name in (x, "*/*", f"{x.partition('/')[0]}/*") or _ALIASES.get(name) == x]
        if matches and weight > most:
            best, most = matches[0], weight
    return best


def _weight(parameters: Sequence[str]) -> float:
    """The q of a wish; 1 if there is none, 0 if it is no number."""
    value = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    try:
        return float(value)
    except ValueError:
        return 0.0
