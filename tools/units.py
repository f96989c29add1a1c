"""Several things that cost the same each, as in "5 licences at 30k each": one expense of so many times the amount."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.money import AmountUnreadable, Kind, Money, read_figures
from knowledge.schema import Told
from tools.schema import Expense, Multiple

_NUMERAL = re.compile(r"[0-9０-９][0-9０-９.,]*万?|[二两三四五六七八九十百千]+万?")
_MANY = re.compile(
    "hour|小时|小時|時間|卡时|卡時|[条句篇件文語张枚]|张图|样本|レコード|サンプル|発話|ページ|(?:record|sample|sentence|image|document|article"
    "|row|item|page|clip|dialogue|conversation|transcript|photo|scan)s",
    re.IGNORECASE,
)
MOST, MOST_OF_MANY = 10_000, 10_000_000  # things that are bought at once; hours that they are used, and pieces of data
LARGEST = 10**12  # of all together


def of_units(expense: Expense, *told: Told) -> Expense:
    """The expense of all the things that the quotes count, as "8 GPUs" for "2,000 hours"; AmountUnreadable for none.

    The amount stays that of one while its currency is open.
    """
    first, *then = (Multiple(factor=_count(t.quote), told=t, of_units=True) for t in told)
    return made(expense, first.model_copy(update={"then": tuple(then)}))


def counts_of(expense: Expense) -> Sequence[Told]:
    """The words that count the things of which the expense's amount, as told, is the price of one; () for none."""
    return tuple(one.told for one in expense.multiple.chain if one.of_units) if expense.multiple else ()


def made(expense: Expense, multiple: Multiple) -> Expense:
    """The expense as the multiple makes it of the amount that it tells; AmountUnreadable where that is none."""
    if expense.money is None:
        return expense.model_copy(update={"multiple": multiple})
    low = _made(expense.low, multiple) if expense.low else None
    money = _made(expense.money, multiple)
    if money is None:
        raise AmountUnreadable(f"{multiple.told.quote!r} of {expense.money} is no amount of money", "too_fine")
    changed = {"money": money, "low": low, "unscaled": expense.money, "multiple": multiple}
    return Expense(**{**dict(expense), **changed})


def _made(money: Money, multiple: Multiple) -> Money | None:
    """What the multiple makes of the money; None where no coin is so small. AmountUnreadable for 0 or too much."""
    exact = multiple.of(Fraction(money.amount))
    if exact > LARGEST:
        raise AmountUnreadable(f"{multiple.told.quote!r} of {money} is too large: ask for it again", "too_large")
    if exact <= 0:
        raise AmountUnreadable(f"{multiple.told.quote!r} leaves nothing of {money}", "not_positive")
    new = Money(Decimal(1), money.currency).times(exact)
    return new if Fraction(new.amount) == exact else None


def _count(quote: str) -> Fraction:
    numeral = _NUMERAL.search(quote)
    figures = [f for f in read_figures(f"{numeral[0]}个" if numeral else quote) if f.kind is Kind.NUMBER]
    most = MOST_OF_MANY if _MANY.search(quote) else MOST
    if len(figures) != 1 or not 1 < figures[0].exact <= most or figures[0].exact.denominator != 1:
        raise AmountUnreadable(f"no number of things can be read in {quote!r}", "none")
    return figures[0].exact
