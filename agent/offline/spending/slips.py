"""A slip of the period: "900k a year… sorry, 900k is the total for three years" puts the year right, not the amount."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind

_FARTHEST = 40  # characters between an amount and the same one put right


def is_slip(low: Figure, high: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount of a period that the words take back and tell again: the first is none of its own."""
    between = read.folded[low.end : high.start]
    same = low.per and low.exact == high.exact and len(between) <= _FARTHEST
    return bool(same and words.roles["slip"].search(between))


def is_sum_now(old: Figure, new: Figure, read: Text, words: Lexicon) -> bool:
    """True where the amount that comes in the place of a period's is the sum of a term, and no period's any more."""
    start, end = read.clause(new.start)
    said = f"{read.folded[start : new.start]}§{read.folded[new.end : end]}"
    timed = any(f.kind is Kind.DURATION and start <= f.start < end for f in read.figures)
    return (old.exact == new.exact and timed) or bool(words.roles["sum_of_term"].search(said))
