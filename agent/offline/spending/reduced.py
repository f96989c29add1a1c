"""The price before a reduction, where the percentage and what it leaves are told, too: "2m, less 30%: 1.4m"."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.one_thing import names_other
from knowledge.money import Figure, Kind
from knowledge.scales import scales

_NEAR = 14  # characters beside a percentage that may say what it is taken off for


def reduced(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts of which another one is exactly what a reduction told leaves: only the lower is paid."""
    kept = _kept(read, words) if len(figures) > 1 else set()
    both = (pair for pair in combinations(figures, 2) if not _are_two(*pair, read, words)) if kept else ()
    pairs = (sorted(pair, key=lambda f: -f.exact) for pair in both)
    return {high for high, low in pairs if high.per == low.per and low.exact in {high.exact * k for k in kept}}


def _kept(read: Text, words: Lexicon) -> set[Fraction]:
    """What the reductions told leave of a price: 7/10 of "30% off" and of 七折."""
    rates = [f for f in read.figures if f.kind is Kind.RATE and is_reduction(f.start, f.end, read, words)]
    made = (s.factor for s in scales(read.text) if s.factor and is_reduction(s.start, s.end, read, words))
    return {left for left in (*(1 - f.exact for f in rates), *made) if 0 < left < 1}


def _are_two(first: Figure, second: Figure, read: Text, words: Lexicon) -> bool:
    """True for the prices of two things: "one for 2m and another, 30% cheaper, for 1.4m"."""
    start, end = read.sentence(first.start)[0], read.clause(second.start)[1]
    return bool(words.roles["one_more"].search(read.folded, start, end)) or names_other(first, second, read, words)


def is_reduction(start: int, end: int, read: Text, words: Lexicon) -> bool:
    """True for a percentage that is taken off a price."""
    return bool(words.roles["reduction"].search(read.folded[max(0, start - _NEAR) : end + _NEAR]))
