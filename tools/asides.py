"""What a question about a detail asks to be worked out beside a ceiling: arithmetic on what is stated and told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from knowledge.money import MINOR_DIGITS, Money
from knowledge.schema import Document, Instrument
from tools.estimate import cite, estimate
from tools.schema import AtCap, Company, Estimate, Part, Step

_SPENT = ("expense", "base", "converted")


def with_spend_at_cap(found: Estimate, instrument: Instrument) -> Estimate:
    """The estimate with the spending at which its cap is reached; as it is where the text lacks a rate or a cap."""
    rate, cap = instrument.rate, instrument.cap
    if rate is None or cap is None or found.cap is None or found.eligibility == "not_met":
        return found
    spend = _divided(found.cap, rate.value)
    spent = next((step.money for step in reversed(found.steps) if step.name in _SPENT and step.money), None)
    steps: tuple[Step, ...] = (
        Step(name="cap", money=found.cap, witness=cite(instrument, cap.source)),
        Step(name="rate", rate=rate.value, witness=cite(instrument, rate.source)),
        Step(name="at_cap", money=spend, of=("cap", "rate")),
    )
    more = Money(spend.amount - spent.amount, spend.currency) if spent and not found.per and spent < spend else None
    if more is not None:
        steps += (Step(name="more", money=more, of=("at_cap", "base")),)
    return found.model_copy(update={"at_cap": AtCap(spend=spend, more=more, steps=steps)})


def _divided(cap: Money, rate: Fraction) -> Money:
    """The cap divided by the rate, rounded up to the minor unit: the share of a unit less would stay below the cap."""
    minor = 10 ** MINOR_DIGITS[cap.currency]
    return Money(Decimal(ceil(Fraction(cap.amount) / rate * minor)) / minor, cap.currency)


def with_part(found: Estimate, instrument: Instrument, document: Document, company: Company, as_of: date) -> Estimate:
    """The estimate with the ceiling of the month, quarter or year in which the price was told.

    As it is where the price is for the whole, or a cap cuts the whole: no text splits a cap.
    """
    expense = found.expense
    if expense is None or expense.per is None or expense.months is None or found.cap_binds or not found.rate:
        return found
    one = expense.model_copy(update={"months": None, "term_told": None})
    alone = estimate(instrument, document, company, one, as_of)
    if alone.ceiling is None or alone.ceiling.amount == 0:
        return found
    return found.model_copy(update={"part": Part(per=expense.per, ceiling=alone.ceiling, steps=alone.steps)})
