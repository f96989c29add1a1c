"""Shares that a person says a support pays, as in "the voucher covers 70%": heard or believed, and to be checked."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.half import share_in_words
from agent.offline.spending.roles import Claim
from knowledge.money import Figure, Kind


def rate_claims(read: Text, words: Lexicon) -> tuple[Claim, ...]:
    """The shares with words of support around them, and none of owning, paying down or a discount."""
    told = (Claim("rate", f) for f in read.figures if f.kind is Kind.RATE and _of_support(f, read, words))
    return (*told, *share_in_words(read, words))


def _of_support(figure: Figure, read: Text, words: Lexicon) -> bool:
    start, end = read.sentence(figure.start)
    before, after = read.folded[start : figure.start], read.folded[figure.end : end]
    if words.roles["other_share"].search(read.folded, *read.clause(figure.start)):
        return False
    whose = words.roles["rate_whose"].search(f"{before}§{after}")  # "50% is the rate of which voucher?"
    return bool(whose or words.roles["share_before"].search(before) or words.roles["share_after"].match(after))
