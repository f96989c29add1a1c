"""What the words name only to say "not this one", or to let it out: no kind of expense of one's own."""

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

_BEFORE = 16  # characters


def denied(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True where the words beside it say "not this one": "instead of renting", "借りるのではなく"."""
    if needed(hit, read, words):
        return False
    before = read.folded[max(0, hit.start - _BEFORE) : hit.start]
    return bool(
        words.roles["denied_before"].search(before)
        or words.roles["denied_after"].search(read.folded[hit.end :])
        or (hit.label == "compute_rent" and words.roles["rent_denied"].match(read.folded, hit.start))
    )


def lets_out(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for renting to others: "we rent the capacity to labs" is no rent of one's own."""
    offered = words.facts["offers_compute_to_others", "yes"].finditer(read.folded)
    return hit.label == "compute_rent" and any(m.start() <= hit.start and hit.end <= m.end() for m in offered)


def buys(read: Text, words: Lexicon) -> bool:
    """True where the words buy computers."""
    found = (Hit("buying", m.start(), m.end()) for m in words.signals["buying"].finditer(read.folded))
    return any(not denied(hit, read, words) for hit in found)


def needed(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for what one cannot do without: "we cannot go on without the data" takes nothing back."""
    return bool(words.roles["needed_before"].search(read.folded, read.clause(hit.start)[0], hit.start))
