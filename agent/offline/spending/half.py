"""The half or the whole that one counts on getting: "we get half of it back, right?", 能拿一半吧, 全額出ますよね."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.roles import Claim
from knowledge.money import Figure, Kind

_SHARES = (("half_paid", Decimal("0.5")), ("full_paid", Decimal(1)))


def share_in_words(read: Text, words: Lexicon) -> Iterator[Claim]:
    """A rate of one half or of all, told in words that no reader of figures reads, unless one was read."""
    if any(f.kind is Kind.RATE for f in read.figures):
        return
    for role, share in _SHARES:
        if said := words.roles[role].search(read.folded):
            at, end = said.span()
            yield Claim("rate", Figure(Kind.RATE, share, Fraction(share), None, None, read.text[at:end], at, end))
            return
