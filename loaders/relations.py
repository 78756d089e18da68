"""Which relation a verb gives its object: the frames of ``patterns/relations/``."""

from __future__ import annotations

import re

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.lexicon import Lexicon, Verb

_INVOKED = re.compile(r"(?:的)?(?:精神|部署|要求|重要讲话|决策部署)")
"""Behind a name: not the thing is dealt with, but what it says."""
_NEAR, _FAR, _TELLING = 8, 24, 4
"""Characters behind a name in which a noun still belongs to it; from ``_TELLING`` characters on a noun reaches far."""


def relation_of(type_: str, kind: str, verb: Verb | None, tail: str, lexicon: Lexicon) -> str | None:
    """The relation from the doer to an object of this type and kind, or None if no frame fits.

    The noun behind the name decides before the verb does: 做好…申报工作 is an application, whatever 做好 says. A verb
    that a frame lists by itself decides before its class.
    """
    fitting = [f for f in lexicon.frames_of.get(type_, ()) if not f.kinds or kind in f.kinds]
    for frame in fitting if tail else ():
        if any(word in tail[: _FAR if len(word) >= _TELLING else _NEAR] for word in frame.tails):
            return frame.relation
    said = _INVOKED.match(tail) is not None and Schema.load().part["event"] == type_
    if verb is None or said:
        return None
    by_word = next((frame.relation for frame in fitting if verb.word in frame.words), None)
    return by_word or next((frame.relation for frame in fitting if verb.cls in frame.verbs), None)
