"""What stays where all the rest is taken back: "cancel everything except the corpus", "keep only the last two"."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.given_up import alike

_TWO = 2


def all_but(known: Sequence[str], named: Sequence[Hit], read: Text, words: Lexicon) -> tuple[str, ...]:
    """The known kinds that go where the turn names what stays; () where it says nothing of the kind."""
    kinds = list(dict.fromkeys(known))
    spoken = (h for h in hits(words.known_as, read.folded) if h.label in kinds)
    stay = {h.label for h in (*named, *spoken) if _is_excepted(h, read, words)} or _two_of(kinds, read, words)
    stay = {k for k in kinds if any(alike(k, s) for s in stay)}
    return tuple(k for k in kinds if k not in stay) if stay else ()


def _two_of(kinds: Sequence[str], read: Text, words: Lexicon) -> set[str]:
    """The two that are kept by their places among several more."""
    if len(kinds) <= _TWO:
        return set()
    if words.roles["keeps_last_two"].search(read.folded):
        return set(kinds[-_TWO:])
    return set(kinds[:_TWO]) if words.roles["keeps_first_two"].search(read.folded) else set()


def _is_excepted(hit: Hit, read: Text, words: Lexicon) -> bool:
    start, end = read.sentence(hit.start)
    return bool(words.roles["all_but"].search(f"{read.folded[start : hit.start]}§{read.folded[hit.end : end]}"))
