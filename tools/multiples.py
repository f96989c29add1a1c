"""What a turn makes of an amount told before, as in "and if usage triples?", "cut it by 400k": with its witnesses."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from knowledge.changes import changes
from knowledge.money import AmountUnreadable, Kind, Money, read_figures
from knowledge.scales import scales
from knowledge.schema import Told
from tools.schema import Expense, Multiple
from tools.units import made

__all__ = ["meant", "multiplied"]


def meant(spent: Sequence[Expense], category: str) -> Expense:
    """The expense that the words are about: that of the kind, or the only one; AmountUnreadable where several fit."""
    priced = [e for e in spent if e.told is not None and category in ("", e.category)]
    if len(priced) == 1:
        return priced[0]
    raise AmountUnreadable(f"{len(priced)} amounts may be meant", "which_amount" if priced else "none")


def multiplied(
    expense: Expense, told: Told | None, turn: str, largest: Decimal, *, moved: Literal["", "from", "to"] = ""
) -> Expense:
    """The expense as the words make it of the amount that was told; AmountUnreadable where none can be read exactly.

    It stays that of all the things counted; what an earlier turn tried is left, but for "another 200k on top".
    An amount whose currency is open keeps the factor until that is told.
    """
    if told is None:
        raise AmountUnreadable("the words are not what the person wrote; quote them", "not_said")
    if expense.less:
        raise AmountUnreadable(f"{told.quote!r} may be of the whole or of what is left", "which_amount")
    currency = expense.money.currency if expense.money else None
    new = _moved(told, currency, less=moved == "from") if moved else _read(told, turn, currency)
    tried = expense.multiple.chain if expense.multiple else ()
    goes_on = any(c.again for c in changes(told.quote))
    first, *then = (*(one for one in tried if one.of_units or one.of_total or one.of_term or goes_on), new)
    changed = made(_as_told(expense), first.model_copy(update={"then": tuple(then)}))
    if changed.money and changed.money.amount > largest:
        raise AmountUnreadable(f"{told.quote!r} of {expense.money} is too large: ask for it again", "too_large")
    return changed


def _as_told(expense: Expense) -> Expense:
    """The expense at the amount that was told for it, before anything was made of that."""
    if expense.multiple is None or expense.unscaled is None:
        return expense
    low = expense.multiple.before(Fraction(expense.low.amount)) if expense.low and expense.money else None
    lower = Money(Decimal(low.numerator) / low.denominator, expense.unscaled.currency) if low else None
    return expense.model_copy(update={"money": expense.unscaled, "low": lower, "unscaled": None, "multiple": None})


def _moved(told: Told, currency: str | None, *, less: bool) -> Multiple:
    """The one amount of the quote, taken from the expense or put to it."""
    amounts = [f for f in read_figures(told.quote) if f.kind is Kind.MONEY and f.value > 0]
    if currency is None or len(amounts) != 1 or amounts[0].currency not in (None, currency):
        raise AmountUnreadable(f"{told.quote!r} moves no one amount in {currency}", "none")
    return Multiple(factor=Fraction(1), told=told, by=Money(amounts[0].value, currency), less=less)


def _read(told: Told, turn: str, currency: str | None) -> Multiple:
    """The one factor or change of the quote, where the turn says the same: 翻一番 is not what 翻两番 says."""
    said = {(c.figure.exact, c.less) for c in changes(turn) if turn[c.start : c.end] in told.quote}
    differences = [c for c in changes(told.quote) if (c.figure.exact, c.less) in said]
    if len(differences) == 1:
        by = differences[0]
        if currency is None or by.figure.currency not in (None, currency):
            raise AmountUnreadable(f"{told.quote!r} is in another currency", "ambiguous_currency")
        return Multiple(factor=Fraction(1), told=told, by=Money(by.figure.value, currency), less=by.less)
    return Multiple(factor=_factor(told, turn), told=told)


def _factor(told: Told, turn: str) -> Fraction:
    found = scales(told.quote)
    said = {s.factor for s in scales(turn) if turn[s.start : s.end] in told.quote}
    if len(found) != 1 or found[0].factor not in said:
        raise AmountUnreadable(f"no multiple can be read in {told.quote!r}", "none")
    if found[0].factor is None:
        raise AmountUnreadable(f"{told.quote!r} may mean two factors", "open_multiple")
    return found[0].factor
