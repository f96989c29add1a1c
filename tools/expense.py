"""One expense out of the words that tell it: amount, currency, period and term, each a quote that is read again."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from knowledge.money import AMBIGUOUS, AmountUnreadable, Figure, Kind, Money, read_figures, read_money, read_range
from knowledge.schema import Told
from knowledge.vocabulary import vocabulary
from tools.multiples import multiplied
from tools.schema import Expense, Per
from tools.shares import of_total
from tools.units import made, of_units
from tools.words import ExpenseWords, Said

_PERIODS: Mapping[Per, re.Pattern[str]] = {
    "quarter": re.compile("季|四半期|quarter|qtr", re.IGNORECASE),
    "month": re.compile(r"月|month|/ ?mo|\bmos?\b|/ ?mn?ths?|\bp\.?m\b", re.IGNORECASE),
    "year": re.compile(r"年|year|annu|p\.a\.|/yr", re.IGNORECASE),
}
_DIGITS, _SIZES = re.compile(r"\d[\d,]*(?:\.\d+)?"), {10**3, 10**4, 10**6, 10**7, 10**8, 10**9}
LARGEST = Decimal(10**12)  # of an expense, and the longest term in months: beyond them it is a slip of the finger
LONGEST_TERM = 600


def expense_told(line: ExpenseWords, said: Said, currency: str | None = None) -> Expense:
    """The expense that the words tell; AmountUnreadable where they tell no usable amount.

    `currency` is the one that the same turn names for its amounts: "in yuan it is 430,000".
    """
    if line.category and line.category not in vocabulary().categories:
        raise AmountUnreadable(f"{line.category} is no kind of expense; see knowledge/facts.yaml", "unknown_category")
    months, term_told = months_told(line.term, said) if line.term else (None, None)
    if not line.amount:
        return Expense(category=line.category, months=months, term_told=term_told, implied=line.implied)
    told = said.told(line.amount)
    if line.of_one:
        raise AmountUnreadable(f"{line.amount!r} is the price of one: ask how many there are", "of_one")
    if told is None or not said.reads(told):
        raise AmountUnreadable(f"{line.amount!r} is not what the person wrote; quote the words", "not_said")
    if line.uneven:
        raise AmountUnreadable(f"{line.amount!r} is not the price of the whole term: ask for the sum", "uneven")
    both_ends = read_range(line.amount)
    try:
        figure: Figure | None = both_ends[1] if both_ends else _amount(line)
    except AmountUnreadable as fault:
        if fault.reason != "ambiguous_currency":
            raise
        figure = None  # told, and to be asked about
    if figure is not None and figure.currency == AMBIGUOUS:
        figure = None
    money = _money(figure, currency or said.currency()) if figure else None
    net_told = said.told(line.net)
    net_told = net_told if net_told and said.reads(net_told) else None
    low = _holdable(both_ends[0], money.currency) if both_ends and money else None
    expense = Expense(
        category=line.category,
        money=money,
        low=low or (_net(net_told, money) if money else None),
        net_told=net_told,
        per=_per(figure, line.per, said),
        months=months,
        told=told,
        term_told=term_told,
        part=line.part,
    )
    if line.units:
        expense = of_units(expense, *(_heard(words, said) for words in (line.units, *line.further_units)))
    share = _heard(line.share, said) if line.share else None
    expense = of_total(expense, share, [_heard(part, said) for part in line.less])
    if line.off:
        expense = multiplied(expense, _heard(line.off, said), said.turns[told.turn - 1], LARGEST)
    in_currency(expense, "CNY")  # an amount that no currency can hold is refused now, not when its own is told
    return expense


def _amount(line: ExpenseWords) -> Figure:
    """The amount of the words; "30000" alone is one where it takes the place of an amount told before."""
    figures = read_figures(line.amount)
    if line.as_before and len(figures) == 1 and figures[0].kind is Kind.NUMBER and figures[0].quote == line.amount:
        exact = figures[0].exact * line.size
        return replace(figures[0], kind=Kind.MONEY, exact=exact, value=figures[0].value * line.size)
    return read_money(line.amount)


def size_told(quote: str) -> int:
    """The size in which digits tell an amount, as 1,000,000 for "6.5m yuan"; 1 where they tell all of it."""
    digits, figures = _DIGITS.search(quote), [f for f in read_figures(quote) if f.kind is Kind.MONEY]
    if digits is None or len(figures) != 1:
        return 1
    size = figures[0].exact / Fraction(digits[0].replace(",", ""))
    return int(size) if size in _SIZES else 1


def _heard(quote: str, said: Said) -> Told:
    told = said.told(quote)
    if told is None or not said.reads(told):
        raise AmountUnreadable(f"{quote!r} is not what the person wrote; quote the words", "not_said")
    return told


def _net(told: Told | None, gross: Money) -> Money | None:
    """The price net of tax; None where the words tell none below the one with it."""
    amounts = [f for f in read_figures(told.quote) if f.kind is Kind.MONEY] if told else []
    net = _holdable(amounts[0], gross.currency) if len(amounts) == 1 else None
    return net if net is not None and net < gross else None


def _money(figure: Figure, implied: str | None) -> Money | None:
    """The amount with its currency; None where the words leave the currency open (it is asked)."""
    currency = figure.currency or implied
    return _holdable(figure, currency) if currency else None


def _holdable(figure: Figure, currency: str) -> Money:
    if not 0 < figure.value <= LARGEST:
        raise AmountUnreadable(f"{figure.quote!r} is too large: ask for the amount again", "too_large")
    try:
        money = Money(figure.value, currency)
    except ValueError as fault:
        raise AmountUnreadable(f"{figure.quote!r} is finer than any amount of money", "too_fine") from fault
    if money.amount != figure.exact:  # a third of a yuan is no amount, and is not rounded into one
        raise AmountUnreadable(f"{figure.quote!r} is finer than any amount of money", "too_fine")
    return money


def in_currency(expense: Expense, currency: str | None) -> Expense:
    """An amount that waited for its currency, now that it is told."""
    if currency is None or expense.money is not None or expense.told is None:
        return expense
    amounts = [f for f in read_figures(expense.told.quote) if f.kind is Kind.MONEY and f.value > 0]
    if read_range(expense.told.quote):
        low, high = (_holdable(f, currency) for f in amounts)
        return _of_all(expense.model_copy(update={"money": high, "low": low}))
    if len(amounts) != 1:
        return expense
    money = _holdable(amounts[0], currency)
    return _of_all(expense.model_copy(update={"money": money, "low": _net(expense.net_told, money)}))


def _of_all(expense: Expense) -> Expense:
    """The expense at the price of all its units, or at its part of the total, where it is such."""
    scale = expense.multiple
    if scale and not scale.of_total:
        return made(expense, scale)
    return of_total(expense, scale.told if scale else None, expense.less)


def _per(figure: Figure | None, words: str, said: Said) -> Per | None:
    """Per month, quarter or year, as the words beside the amount or the amount's own words say."""
    if words and said.told(words):
        return next((period for period, pattern in _PERIODS.items() if pattern.search(words)), None)
    return figure.per if figure else None  # type: ignore[return-value]


def months_told(term: str, said: Said) -> tuple[int, Told]:
    told = said.told(term)
    found = [f for f in read_figures(term) if f.kind is Kind.DURATION]
    if told is None or not said.reads(told):
        raise AmountUnreadable(f"{term!r} is not what the person wrote; quote the words", "not_said")
    if len(found) != 1 or not 0 < found[0].value <= LONGEST_TERM or found[0].exact.denominator != 1:
        raise AmountUnreadable(f"{term!r} is no term in whole months; say for example 18 months", "no_term")
    return int(found[0].value), told
