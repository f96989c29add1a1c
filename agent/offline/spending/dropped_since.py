"""Kinds whose amount a turn tells and then takes back: "data for 400k, but a client gives us the data for free"."""

from collections.abc import Mapping, Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure


def dropped_since(
    told: Sequence[Figure], owners: Mapping[Figure, str], back: Sequence[Hit], read: Text, words: Lexicon
) -> set[str]:
    """The kinds that a later clause without an amount gives up in so many words; a denial of a detail is none."""
    paid = {read.clause(f.start) for f in told}
    return {h.label for h in back if _is_given_up(h, read, words) and read.clause(h.start) not in paid} & {
        kind for f, kind in owners.items() if all(f.end < h.start for h in back if h.label == kind)
    }


def _is_given_up(hit: Hit, read: Text, words: Lexicon) -> bool:
    start, end = read.clause(hit.start)
    return bool(words.roles["dropped_since"].search(f"{read.folded[start : hit.start]}§{read.folded[hit.start : end]}"))
