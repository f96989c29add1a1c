"""Amounts that were told in the wrong currency: "not yen, RMB"."""

from collections.abc import Sequence
from itertools import product

from knowledge.money import Kind, Money, read_figures
from knowledge.schema import Told
from tools.schema import Expense

_LONGEST_NAME = 13  # characters of a currency and what else stands before or after the number


def put_right(expenses: Sequence[Expense], meant: Sequence[str]) -> tuple[Expense, ...]:
    """The expenses with the same numbers in the currency that was meant, if any; a range or a multiple stays."""
    return tuple(_meant_in(expense, meant[-1]) if meant else expense for expense in expenses)


def _meant_in(expense: Expense, currency: str) -> Expense:
    plain = expense.money if expense.low is None and expense.unscaled is None else None
    told = _number_alone(expense.told, plain) if expense.told and plain else None
    if plain is None or told is None:
        return expense
    return expense.model_copy(update={"money": Money(plain.amount, currency), "told": told})


def _number_alone(told: Told, money: Money) -> Told | None:
    """The longest of the words that say the amount and no currency: 123.8万 of 123.8万日元."""
    words, edge = told.quote, range(_LONGEST_NAME)
    for a, b in sorted(product(edge, edge), key=sum):
        quote = words[a : len(words) - b].strip()
        figures = read_figures(quote)
        said = [f.exact for f in figures if f.currency is None and f.kind in (Kind.MONEY, Kind.NUMBER)]
        if len(figures) == 1 and said == [money.amount]:
            return told.model_copy(update={"quote": quote})
    return None
