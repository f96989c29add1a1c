"""Parts of a total, as in "10m in all, 4m for compute, the rest for data" and "40% of it": read from the words."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from knowledge.money import AmountUnreadable, Figure, Kind, Money, read_figures

_HALF = re.compile("半|half|50[/:-]50|fifty|even|equal|平分|均|等分|五五|五分", re.IGNORECASE)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5}
_PART = re.compile(r"(?:\b(two|three|four)[ -])?\b(third|quarter|fifth)s?\b", re.IGNORECASE)
_COUNTS = {"two": 2, "three": 3, "four": 4}


def share_in(words: str) -> Fraction | None:
    """The share that the words name, as 40%, 四成 and "half" do; None where they name an amount, or nothing."""
    figures = read_figures(words)
    if any(f.kind is Kind.MONEY for f in figures):  # half a million
        return None
    rates = [f for f in figures if f.kind is Kind.RATE]
    if len(rates) == 1:
        return rates[0].exact
    if part := _PART.search(words):
        return Fraction(_COUNTS.get((part[1] or "").lower(), 1), _PARTS[part[2].lower()])
    return Fraction(1, 2) if _HALF.search(words) else None


def part_of(total: Money, words: str) -> Money:
    """The part of the total that the words name, an amount or a share; AmountUnreadable where they name none."""
    share = share_in(words)
    if share is not None:
        return total.times(share)
    (amount,) = _amounts([words])
    if amount.currency not in (None, total.currency):
        raise AmountUnreadable(f"{words!r} is not in {total.currency}, as the total is", "open_rest")
    return Money(amount.value, total.currency)


def left_of(total: Money, parts: Iterable[str]) -> Money:
    """What the parts leave of the total; AmountUnreadable where they leave nothing."""
    left = total.amount - sum(part_of(total, words).amount for words in parts)
    if left <= 0:
        raise AmountUnreadable("the parts leave nothing of the total: ask which amounts hold", "parts_differ")
    return Money(left, total.currency)


def add_up(total: str, parts: Sequence[str]) -> bool:
    """Whether the amounts of the parts come to the total."""
    (whole,) = _amounts([total])
    return sum(part.exact for part in _amounts(parts)) == whole.exact


def _amounts(quotes: Iterable[str]) -> list[Figure]:
    found = [[f for f in read_figures(quote) if f.kind is Kind.MONEY] for quote in quotes]
    if any(len(amounts) != 1 for amounts in found):
        raise AmountUnreadable("a part of a total is one amount", "several")
    return [amounts[0] for amounts in found]
