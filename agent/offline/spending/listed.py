"""A price of the list beside the one agreed, or what is taken off it: "catalogue price 3m, signed for 2m" costs 2m."""

from collections.abc import Sequence
from itertools import pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.one_thing import names_other
from knowledge.money import Figure
from tools.words import ExpenseWords

_FARTHEST = 60  # characters between a list price and what was agreed
_WORDED = 24  # characters behind an amount that may say that it was agreed


def is_list_price(listed: Figure, agreed: Figure, read: Text, words: Lexicon) -> bool:
    """True for two prices of one thing, the first by the list and the lower second by the deal."""
    between = read.folded[listed.end : agreed.start]
    if agreed.exact >= listed.exact or len(between) > _FARTHEST or not _by_the_list(listed, read, words):
        return False
    if _by_the_list(agreed, read, words):
        return False  # of two vendors
    if _is_taken_off(listed, agreed, read, words) or names_other(listed, agreed, read, words):
        return False  # "minus a rebate of 1m"
    return bool(words.roles["agreed_price"].search(f"{between}§{read.folded[agreed.end : agreed.end + _WORDED]}"))


def is_listed_behind(agreed: Figure, listed: Figure, read: Text, words: Lexicon) -> bool:
    """True for the same two prices the other way round: "we pay 200k, list price 240k"."""
    if agreed.exact >= listed.exact or listed.start - agreed.end > _FARTHEST or not _by_the_list(listed, read, words):
        return False
    if names_other(agreed, listed, read, words) or _by_the_list(agreed, read, words):
        return False
    start = read.clause(agreed.start)[0]
    return bool(words.roles["agreed_price"].search(read.folded[start : listed.start]))


def less_rebates(
    lines: Sequence[ExpenseWords], figures: Sequence[Figure], read: Text, words: Lexicon
) -> tuple[ExpenseWords, ...]:
    """The lines; one of which the amount right behind it is a rebate is for what that leaves: "900k, minus 100k"."""
    made = list(lines)
    for whole, rebate in pairwise(figures):
        first, then = (next((e for e in made if e.amount == f.quote), None) for f in (whole, rebate))
        if first and then and first.category == then.category and _is_taken_off(whole, rebate, read, words):
            left = {f.quote for f in figures if f.exact == whole.exact - rebate.exact}  # told, too: "so we pay 800k"
            made[made.index(first)] = first.model_copy(update={"less": (rebate.quote,)})
            made = [e for e in made if e is not then and not (e.category == first.category and e.amount in left)]
    return tuple(made)


def _is_taken_off(whole: Figure, rebate: Figure, read: Text, words: Lexicon) -> bool:
    between = read.folded[whole.end : rebate.start]
    if rebate.exact >= whole.exact or len(between) > _FARTHEST or rebate.per not in (None, whole.per):
        return False
    return bool(
        words.roles["taken_off_before"].search(between) or words.roles["taken_off_after"].match(read.after(rebate))
    )


def _by_the_list(figure: Figure, read: Text, words: Lexicon) -> bool:
    before, after = words.roles["list_price"].search(read.before(figure)), words.roles["list_price_after"]
    return bool(before or after.match(read.folded[figure.end :]))
