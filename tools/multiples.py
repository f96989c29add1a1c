"""A multiple or a share of an amount told before, as in "and if usage triples?": the new amount with its witnesses."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.money import AmountUnreadable
from knowledge.scales import scales
from knowledge.schema import Told
from tools.schema import Expense, Multiple

__all__ = ["meant", "multiplied"]


def meant(spent: Sequence[Expense], category: str) -> Expense:
    """The expense that the words are about: that of the kind, or the only one; AmountUnreadable where several fit."""
    priced = [e for e in spent if e.money is not None and category in ("", e.category)]
    if len(priced) == 1:
        return priced[0]
    raise AmountUnreadable(f"{len(priced)} amounts may be meant", "which_amount" if priced else "none")


def multiplied(expense: Expense, told: Told | None, turn: str, largest: Decimal) -> Expense:
    """The expense at so many times the amount that was told; AmountUnreadable where no factor can be read exactly."""
    if told is None:
        raise AmountUnreadable("the words are not what the person wrote; quote them", "not_said")
    assert expense.money is not None
    if expense.multiple and expense.multiple.of_units:
        raise AmountUnreadable(f"{told.quote!r} may be of the price of one or of their number", "which_amount")
    factor = _factor(told, turn)
    now = expense.multiple.factor if expense.multiple else Fraction(1)
    before = expense.unscaled or expense.money
    if Fraction(before.amount) * factor > largest:
        raise AmountUnreadable(f"{told.quote!r} of {before} is too large: ask for the amount again", "too_large")
    money, low = before.times(factor), expense.low.times(factor / now) if expense.low else None
    if Fraction(money.amount) != Fraction(before.amount) * factor or not money.amount:
        raise AmountUnreadable(f"{told.quote!r} of {before} is finer than any amount of money", "too_fine")
    changed = {"money": money, "low": low, "unscaled": before, "multiple": Multiple(factor=factor, told=told)}
    return Expense(**{**dict(expense), **changed})


def _factor(told: Told, turn: str) -> Fraction:
    """The one factor of the quote, where the turn says the same: 翻一番 is not what 翻两番 says."""
    found = scales(told.quote)
    said = {s.factor for s in scales(turn) if turn[s.start : s.end] in told.quote}
    if len(found) != 1 or found[0].factor not in said:
        raise AmountUnreadable(f"no multiple can be read in {told.quote!r}", "none")
    if found[0].factor is None:
        raise AmountUnreadable(f"{told.quote!r} may mean two factors", "open_multiple")
    return found[0].factor
