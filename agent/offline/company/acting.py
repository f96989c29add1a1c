"""Which of several places that a turn names is the one that spends: "offices in A and B; the B team rents the GPUs"."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

_BEFORE = 24


def acting(places: Sequence[Hit], read: Text, words: Lexicon) -> Hit | None:
    """The covered place whose team or company pays, signs or rents; None where that is said of none, or of several."""
    found = [h for h in places if h.label in words.covered and _spends(h, read, words)]
    several = len({h.label for h in places if h.label in words.covered}) > 1
    return found[0] if several and len({h.label for h in found}) == 1 else None


def _spends(hit: Hit, read: Text, words: Lexicon) -> bool:
    before, after = read.folded[max(0, hit.start - _BEFORE) : hit.start], read.folded[hit.end :]
    return bool(words.roles["place_spends_before"].search(before) or words.roles["place_spends_after"].match(after))
