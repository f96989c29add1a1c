"""Whether a turn asks what a word of the texts means."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.store import Policies
from knowledge.words import terms


def asks_meaning(read: Text, words: Lexicon, named: Sequence[object], policies: Policies) -> frozenset[str]:
    """{"meaning"} where an explanation is asked of a word that a text uses undefined, and of no support or expense."""
    explained, counts, money = (bool(words.asks[k].search(read.folded)) for k in ("explain", "counts", "how_much"))
    asked = explained or (counts and not money)
    if named or not asked or read.figures:
        return frozenset()
    undefined = {name for document in policies.documents.values() for name in document.undefined}
    return frozenset({"meaning"}) if undefined & set(terms(read.text)) else frozenset()
