"""Prices of one service at two times, as in "last month 30k, this month 40k": the later one is the price now."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.one_thing import names_other
from knowledge.money import Figure

_NEAR = 24  # characters beside an amount that name its month


def month_of(earlier: Figure, later: Figure, read: Text, words: Lexicon) -> str:
    """The words of the later month, where the one amount is of the month before; "" for any other pair."""
    if earlier.per or later.per or not words.roles["last_month"].search(_beside(earlier, later.start, read)):
        return ""
    start = max(earlier.end, later.start - _NEAR)
    found = words.roles["this_month"].search(read.folded, start, min(later.end + _NEAR, read.clause(later.start)[1]))
    same = found is not None and not names_other(earlier, later, read, words)
    return read.text[found.start() : found.end()] if found and same else ""


def is_past(low: Figure, high: Figure, read: Text, words: Lexicon) -> bool:
    """True for a monthly price of before, beside the one of now: "it used to be 30k a month, now it is 40k"."""
    if not low.per or high.per not in (None, low.per) or not words.roles["price_then"].search(read.before(low)):
        return False
    now = words.roles["price_now"].search(read.folded[low.end : high.start])
    return bool(now) and not names_other(low, high, read, words)


def _beside(figure: Figure, end: int, read: Text) -> str:
    start, stop = read.sentence(figure.start)
    return read.folded[max(start, figure.start - _NEAR) : min(figure.end + _NEAR, end, stop)]
