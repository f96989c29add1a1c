"""Several things that cost the same each, as in "5 licences at 30k each": one expense of so many times the amount."""

import re
from fractions import Fraction

from knowledge.money import AmountUnreadable, Kind, read_figures
from knowledge.schema import Told
from tools.schema import Expense, Multiple

_NUMERAL = re.compile(r"[0-9０-９][0-9０-９.,]*|[二两三四五六七八九十]+")
MOST = 10_000  # things that are bought at once


def of_units(expense: Expense, told: Told) -> Expense:
    """The expense of all the things that the quote counts; AmountUnreadable where it counts none.

    The amount stays that of one while its currency is open.
    """
    multiple = Multiple(factor=_count(told.quote), told=told, of_units=True)
    if expense.money is None:
        return expense.model_copy(update={"multiple": multiple})
    money = expense.money.times(multiple.factor)
    low = expense.low.times(multiple.factor) if expense.low else None
    return expense.model_copy(update={"money": money, "low": low, "unscaled": expense.money, "multiple": multiple})


def _count(quote: str) -> Fraction:
    numeral = _NUMERAL.search(quote)
    figures = [f for f in read_figures(f"{numeral[0]}个" if numeral else quote) if f.kind is Kind.NUMBER]
    if len(figures) != 1 or not 1 < figures[0].exact <= MOST or figures[0].exact.denominator != 1:
        raise AmountUnreadable(f"no number of things can be read in {quote!r}", "none")
    return figures[0].exact
