"""The price of each of several contracts that a known spend is split over: "three of 693万 each" is 2,080万."""

from collections.abc import Sequence
from fractions import Fraction

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.each import is_each
from knowledge.money import Figure, Kind
from tools.schema import Company

_NEAR = Fraction(1, 100)  # of the whole: 3 × 693 is 2,080 in round figures
_MOST = 12  # contracts


def split_over(figures: Sequence[Figure], read: Text, words: Lexicon, company: Company) -> set[Figure]:
    """The one amount of the turn that times a whole number comes to a known expense, where the turn splits that."""
    if len(figures) != 1 or not words.roles["split_over"].search(read.folded):
        return set()
    part = figures[0]
    counts = {f.exact for f in read.figures if f.kind is Kind.NUMBER}
    known = [Fraction(m.amount) for e in company.expenses for m in (e.money, e.total) if m]
    several = (n for n in range(2, _MOST + 1) for whole in known if abs(n * part.exact - whole) <= _NEAR * whole)
    return {part} if any(n in counts or is_each(part, read, words) for n in several) else set()
