"""A new term at the price per month of before: a sum for 5 months becomes that of 12."""

from fractions import Fraction

from knowledge.money import AmountUnreadable
from tools.expense import months_told
from tools.schema import Expense, Multiple
from tools.units import made
from tools.words import ExpenseWords, Said


def at_same_rate(old: Expense, line: ExpenseWords, said: Said) -> Expense:
    """The expense for the term of the line, its sum grown or shrunk alike; AmountUnreadable where no term was known."""
    months, told = months_told(line.term, said)
    if old.money is None or old.months is None or old.per is not None:
        raise AmountUnreadable(f"the sum of {line.term!r} follows from no term told before", "no_term")
    whole = old.months + months if line.longer else months
    longer = Multiple(factor=Fraction(whole, old.months), told=told, of_term=True)
    if old.multiple is None or old.unscaled is None:
        new = made(old, longer)
    else:
        first, *then = (*old.multiple.chain, longer)
        new = made(
            old.model_copy(update={"money": old.unscaled, "unscaled": None, "multiple": None, "low": None}),
            first.model_copy(update={"then": tuple(then)}),
        )
    return new.model_copy(update={"months": whole, "term_told": told, "on_top_of": ()})
