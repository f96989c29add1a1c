"""Amounts taken out of another one told before them: "1.5m on GPUs, of which 300k is paid already" spends 1.5m."""

from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.roles import is_approved
from agent.offline.spending.split import listed
from agent.offline.spending.total import called_total
from knowledge.money import Figure


def without_taken_out(figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> tuple[Figure, ...]:
    """The amounts but those that lie within a larger one of a kind of its own, and have no other kind themselves."""
    return tuple(f for f in figures if not any(_within(f, whole, figures, kinds, read, words) for whole in figures))


def _within(part: Figure, whole: Figure, figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> bool:
    """True for the amount right behind the larger one, where the words say "of which" of it."""
    between = any(whole.start < f.start < part.start for f in figures)
    if whole.start >= part.start or between or whole.exact <= part.exact or part.per not in (None, whole.per):
        return False
    if read.sentence(whole.start) != read.sentence(part.start) or is_approved(part, read, words):
        return False
    if called_total([whole], read, words):
        return False
    if not words.roles["taken_out_before"].search(read.folded[whole.end : part.start]):
        return False
    start, end = read.sentence(whole.start)[0], read.clause(part.start)[1]
    of_whole = {h.label for h in listed(start, whole.end, kinds, read, words)}
    of_whole |= {h.label for h in listed(whole.end, read.clause(whole.start)[1], kinds, read, words)}
    of_part = {h.label for h in listed(whole.end, end, kinds, read, words)}
    return bool(of_whole) and of_part <= of_whole
