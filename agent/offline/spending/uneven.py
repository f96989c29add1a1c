"""A price that changes on the way, as in "first month 30k, then 25k a month": no one of the two is the price of all."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.schema import Company
from tools.words import ExpenseWords

_NUMERAL = re.compile(r"[0-9一二三四五六七八九十两]")
_NEAR = 16  # characters behind the later price that may say "after that"


def uneven(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, those of a first price and the one after it as one whose sum is to be asked for."""
    money = [f for f in read.figures if f.kind is Kind.MONEY]
    pair = next(((a, b) for a, b in pairwise(money) if _changes(a, b, read, words)), None)
    if pair is None:
        return _with_free_months(lines, read, words)
    both = [e for e in lines if e.amount in {f.quote for f in pair}]
    if not both or len({e.category for e in both if e.category}) > 1:
        return tuple(lines)
    kind = next((e.category for e in both if e.category), "")
    line = both[-1].model_copy(update={"category": kind, "amount": pair[1].quote, "uneven": True})
    return (*(e for e in lines if e not in both), line)


def _with_free_months(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, a price per month as one whose sum is to be asked for where some month of the term costs nothing."""
    if not words.roles["months_free"].search(read.folded):
        return tuple(lines)
    monthly = [e for e in lines if e.amount and (e.per or any(f.per == "month" for f in read.figures))]
    return tuple(e.model_copy(update={"uneven": True}) if e in monthly else e for e in lines)


def later_priced(
    lines: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The lines, what holds for some months beside a price known for all of them as one whose sum is to be asked for.

    From a later month on, or for two months by their names: "it is 30k in October and 40k in November".
    """
    priced = [e for e in lines if e.amount]
    if not priced or not any(e.per == "month" for e in company.expenses):
        return tuple(lines)
    later = len(priced) == 1 and words.roles["price_later"].search(read.folded)
    if not later and not _by_month(read, words):
        return tuple(lines)
    asked = priced[-1].model_copy(update={"uneven": True})
    return (*(e for e in lines if e not in priced), asked)


def _by_month(read: Text, words: Lexicon) -> bool:
    """True where each of several amounts is of a month by its name, and of no other time."""
    money = [f for f in read.figures if f.kind is Kind.MONEY]
    months = {m.group() for m in words.roles["month_named"].finditer(read.folded)}
    return 1 < len(money) == len(months)


def _changes(first: Figure, later: Figure, read: Text, words: Lexicon) -> bool:
    """True where the first amount is that of the first month or months, and the words then turn to the next one."""
    if first.exact == later.exact or read.sentence(first.start) != read.sentence(later.start):
        return False
    start = max((f.end for f in read.figures if f.kind is Kind.MONEY and f.end <= first.start), default=0)
    number = _NUMERAL.search(read.folded, first.start)  # 首月3万 is read as 月3万
    at = number.start() if number else first.start
    before = read.folded[max(start, read.sentence(first.start)[0]) : at]
    between, behind = read.folded[first.end : later.start], read.folded[later.end : later.end + _NEAR]
    then = words.roles["price_then"].search(f"{between}§{behind}")
    said = words.roles["first_months_before"].search(before) or words.roles["first_months_after"].search(between)
    return bool(then and said)
