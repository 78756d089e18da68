"""Which relation a verb gives its object: the frames of ``patterns/relations/``."""

from __future__ import annotations

from kexie_kg.loaders.lexicon import Lexicon, Verb


def relation_of(type_: str, verb: Verb | None, tail: str, lexicon: Lexicon) -> str | None:
    """The relation from the doer to an object of this type, or None if no frame fits.

    The noun behind the name decides before the verb does: 做好…申报工作 is an application, whatever 做好 says.
    """
    fitting = [frame for frame in lexicon.frames if type_ in frame.objects]
    bare = tail.strip("“”、，。等的 ")
    for frame in fitting:
        if bare and any(bare.startswith(word) or bare.endswith(word) for word in frame.tails):
            return frame.relation
    if verb is None:
        return None
    return next((frame.relation for frame in fitting if verb.cls in frame.verbs), None)
