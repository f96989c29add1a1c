"""A new amount or term for what was told of before: for the same month, for one of several things, or on top."""

from collections.abc import Sequence
from fractions import Fraction

from knowledge.money import AmountUnreadable, Money
from tools.schema import Expense, Lasting
from tools.units import counts_of, of_units

SHORT_OF_A_YEAR = 6  # times a month's price, or that part of it: beyond it an amount may be the whole
ALIKE = 3  # times the price of one, or that of all
FALLEN = 1000  # times less than before: a rate of exchange, the price of one, or a number without its thousands


def as_before(new: Expense, spent: Sequence[Expense]) -> Expense:
    """The new amount for the same month, quarter, year or thing; AmountUnreadable where it may be the whole."""
    priced = [e for e in spent if e.money and e.category == new.category]
    if len(priced) != 1 or new.money is None or priced[0].money is None:
        return new
    (old,) = priced
    if new.money.currency != priced[0].money.currency:
        return new
    counts, per_same = counts_of(old), new.model_copy(update={"per": old.per})
    if counts_of(new):  # of as many as before, for the same time
        return per_same if {t.quote for t in counts_of(new)} & {t.quote for t in counts} else new
    if counts and old.unscaled is not None:
        one, all_ = _alike(new.money, old.unscaled), _alike(new.money, priced[0].money)
        if one == all_:
            raise AmountUnreadable(f"{new.money} may be the price of one or of all", "one_or_all")
        return of_units(per_same, *counts) if one else per_same
    if old.per in ("month", "quarter") and _times(new.money, old.unscaled or priced[0].money) > SHORT_OF_A_YEAR:
        raise AmountUnreadable(f"{new.money} may be a {old.per}'s price or the whole", "month_or_whole")
    return per_same


def no_slip(new: Expense, spent: Sequence[Expense]) -> Expense:
    """The new expense; AmountUnreadable where it is so far below the one told before that it can be no new price."""
    known = [e.total.amount for e in spent if e.total and e.category == new.category]
    if new.total and known and new.total.amount * FALLEN < min(known):
        raise AmountUnreadable(f"{new.total} is no new price of what cost {min(known)}", "far_below")
    return new


def prolonged(new: Expense, spent: Sequence[Expense]) -> Expense:
    """The term that comes on top of the one told before, as the whole: six months, "and another six"."""
    old = [e for e in spent if e.months and e.category == new.category]
    if len(old) != 1 or old[0].months is None or new.months is None:
        return new
    assert old[0].term_told is not None
    last = Lasting(months=old[0].months - sum(t.months for t in old[0].on_top_of), told=old[0].term_told)
    return new.model_copy(update={"months": old[0].months + new.months, "on_top_of": (*old[0].on_top_of, last)})


def _alike(one: Money, other: Money) -> bool:
    return _times(one, other) <= ALIKE


def _times(one: Money, other: Money) -> Fraction:
    """How many times one is the other, or the other way round."""
    ratio = Fraction(one.amount) / Fraction(other.amount)
    return max(ratio, 1 / ratio)
