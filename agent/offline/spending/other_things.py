"""What is bought that no support here is for, such as seats of office software, advertisements or cloud storage."""

import re
from collections.abc import Iterator, Mapping

from agent.offline.lexicon import Lexicon
from agent.offline.phrases import Phrase
from agent.offline.spans import Text
from knowledge.money import Figure, Kind

_NEAR = 60  # characters beside an amount that say what it is for
_BARE = re.compile(r"(?: |cny|rmb|¥|about|at|for|it costs|costs|总共|一共|一年|每年|每月|共|约|花了?|年間|年|月|約)*")


def other_things(read: Text, words: Lexicon) -> Iterator[re.Match[str]]:
    """The names of such things that an amount of the turn is for."""
    for figure in read.figures:
        if is_for_another_thing(figure, read, words):
            start, end = read.clause(figure.start)
            here = [*words.roles["other_thing"].finditer(read.folded, start, end)]
            yield from here or words.roles["other_thing"].finditer(read.folded, *read.clause(start - 1))


def is_for_another_thing(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where the words beside an amount name such a thing, and no kind of expense: "340k for Salesforce seats"."""
    if figure.kind is not Kind.MONEY or not words.roles["other_thing"].search(read.folded):
        return False
    if _is_heard(figure, read, words):
        return False
    start, end = _item(figure, read, words)
    beside = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    if not (words.roles["other_thing_beside"].search(beside) or _is_price_of_it(figure, start, read, words)):
        return False
    others = words.roles["other_thing"].sub(" ", beside)  # a database is no data
    return not (_names(words.categories, others) or _names(words.weak, others))


def _is_price_of_it(figure: Figure, start: int, read: Text, words: Lexicon) -> bool:
    """True for an amount alone behind a clause that buys nothing else: "we buy Slack seats for 80, 190k a year"."""
    if start <= read.sentence(start)[0] or not _BARE.fullmatch(read.folded, start, figure.start):
        return False
    bought = read.folded[slice(*read.clause(start - 1))]
    named = next(words.roles["other_thing"].finditer(bought), None)
    if named is None or words.roles["trade_after"].match(bought, named.end()):
        return False
    others = _names(words.categories, bought) or _names(words.weak, bought)
    return bool(words.roles["buys_it"].search(bought)) and not others


def _is_heard(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for a sum that others speak of: "the consultant says we get 560k"."""
    said, roles = read.clause(figure.start), words.roles
    beside = roles["claim_before"].search(read.before(figure)) or roles["claim_after"].match(read.after(figure))
    return bool(beside or roles["hearsay"].search(read.folded, *said))


def _item(figure: Figure, read: Text, words: Lexicon) -> tuple[int, int]:
    """Where the words of the amount begin and end: at its clause, or at another amount's item in it."""
    start, end = read.clause(figure.start)
    others = [f for f in read.figures if f.kind is Kind.MONEY and f is not figure]
    earlier = max((f.end for f in others if start <= f.end <= figure.start), default=0)
    borders = words.roles["next_item"].finditer(read.folded, earlier, figure.start) if earlier else ()
    first = max([start, figure.start - _NEAR, earlier, *(m.end() for m in borders)])
    later = min((f.start for f in others if figure.end <= f.start < end), default=0)
    border = words.roles["next_item"].search(read.folded, figure.end, later) if later else None
    return first, min(border.start() if border else later or end, figure.end + _NEAR)


def _names(kinds: Mapping[str, Phrase], said: str) -> bool:
    return any(pattern.search(said) for pattern in kinds.values())
