"""What a question about a detail asks to be worked out beside a ceiling: arithmetic on what is stated and told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from knowledge.money import MINOR_DIGITS, Money
from knowledge.schema import Citation, Document, Instrument, Told
from tools.estimate import CURRENCY, cite, estimate
from tools.schema import MONTHS, AtCap, Company, Difference, Estimate, Expense, Part, Rest, Step

_SPENT = ("expense", "base", "converted")


def with_spend_for(found: Estimate, instrument: Instrument, goal: Money, told: Told) -> Estimate:
    """The estimate with the spending at which the support could come to the sum that is wanted.

    As it is where the text states no rate, where the sum is in another currency, or above the cap: no spending does.
    """
    above = found.cap is not None and goal.currency == found.cap.currency and found.cap < goal
    rate = instrument.rate
    if rate is None or goal.currency != CURRENCY[instrument.place.country] or above or found.eligibility == "not_met":
        return found
    return _reached(found, rate.value, Step(name="goal", money=goal, witness=told), cite(instrument, rate.source))


def with_rest(found: Estimate) -> Estimate:
    """The estimate with what the company pays itself at the least; as it is where no figure can be told."""
    converted = next((step.money for step in found.steps if step.name == "converted"), None)
    spent = converted or (found.expense.total if found.expense else None)
    if spent is None or found.ceiling is None or found.eligibility == "not_met":
        return found
    own = Money(spent.amount - found.ceiling.amount, spent.currency)
    steps = (*found.steps, Step(name="rest", money=own, of=("base", "ceiling")))
    return found.model_copy(update={"rest": Rest(money=own, of=spent, steps=steps)})


def with_difference(
    found: Estimate, instrument: Instrument, document: Document, company: Company, as_of: date
) -> Estimate:
    """The estimate with how far its ceiling is from the one before the last change of its expense.

    As it is where nothing was changed, or where the two are not for the same month or whole.
    """
    kind = found.expense.category if found.expense else ""
    old = [e for e in company.before if e.category == kind and e.money]
    if len(old) != 1 or found.ceiling is None or found.eligibility == "not_met":
        return found
    then = estimate(instrument, document, company, old[0], as_of)
    if then.ceiling is None or then.per != found.per:
        return found
    low, high = sorted((then.ceiling, found.ceiling))
    by = Money(high.amount - low.amount, high.currency)
    change = Difference(before=then.ceiling, by=by, more=then.ceiling < found.ceiling, steps=then.steps)
    return found.model_copy(update={"difference": change})


def with_spend_at_cap(found: Estimate, instrument: Instrument) -> Estimate:
    """The estimate with the spending at which its cap is reached; as it is where the text lacks a rate or a cap."""
    rate, cap = instrument.rate, instrument.cap
    if rate is None or cap is None or found.cap is None or found.eligibility == "not_met":
        return found
    capped = Step(name="cap", money=found.cap, witness=cite(instrument, cap.source))
    return _reached(found, rate.value, capped, cite(instrument, rate.source))


def _reached(found: Estimate, rate: Fraction, wanted: Step, source: Citation) -> Estimate:
    """The estimate with the spending at which the rate gives the wanted sum, and how much more that is."""
    assert wanted.money is not None
    spend = _divided(wanted.money, rate)
    spent = next((step.money for step in reversed(found.steps) if step.name in _SPENT and step.money), None)
    steps: tuple[Step, ...] = (
        wanted,
        Step(name="rate", rate=rate, witness=source),
        Step(name="at_cap", money=spend, of=(wanted.name, "rate")),
    )
    more = Money(spend.amount - spent.amount, spend.currency) if spent and not found.per and spent < spend else None
    if more is not None:
        steps += (Step(name="more", money=more, of=("at_cap", "base")),)
    return found.model_copy(update={"at_cap": AtCap(spend=spend, more=more, steps=steps)})


def _divided(sum_: Money, rate: Fraction) -> Money:
    """The sum divided by the rate, rounded up to the minor unit: the share of a unit less would stay below the cap."""
    minor = 10 ** MINOR_DIGITS[sum_.currency]
    return Money(Decimal(ceil(Fraction(sum_.amount) / rate * minor)) / minor, sum_.currency)


def with_part(found: Estimate, instrument: Instrument, document: Document, company: Company, as_of: date) -> Estimate:
    """The estimate with the ceiling of the month, quarter or year in which the price was told.

    That of a year, where the price of a month is all that is known; that of a month, where a whole is told with its
    months. As it is where they are not, or a cap cuts the whole: no text splits a cap.
    """
    expense = found.expense
    if expense is None or not found.rate:
        return found
    if expense.per is None:
        return _with_month(found, instrument, document, company, as_of)
    if expense.open_ended:
        return _with_year(found, instrument, document, company, as_of)
    if expense.months is None or found.cap_binds:
        return found
    one = expense.model_copy(update={"months": None, "term_told": None, "on_top_of": ()})
    alone = estimate(instrument, document, company, one, as_of)
    if alone.ceiling is None or alone.ceiling.amount == 0:
        return found
    return found.model_copy(update={"part": Part(per=expense.per, ceiling=alone.ceiling, steps=alone.steps)})


def _with_year(found: Estimate, instrument: Instrument, document: Document, company: Company, as_of: date) -> Estimate:
    """The estimate with the ceiling of twelve months at the price that was told."""
    expense = found.expense
    assert expense is not None
    assert expense.money is not None
    assert expense.per is not None
    price = expense.money.times(MONTHS["year"] // MONTHS[expense.per])
    year = Expense(category=expense.category, money=price, per="year", told=expense.told)
    whole = estimate(instrument, document, company, year, as_of)
    if whole.ceiling is None or whole.ceiling.amount == 0:
        return found
    return found.model_copy(update={"part": Part(per="year", ceiling=whole.ceiling, steps=whole.steps)})


def _with_month(found: Estimate, instrument: Instrument, document: Document, company: Company, as_of: date) -> Estimate:
    """The estimate with the ceiling of one of the months that the whole is for, where they share it in whole coins."""
    expense = found.expense
    assert expense is not None
    if expense.money is None or expense.months is None or found.cap_binds or expense.low:
        return found
    if instrument.months is not None and expense.months > instrument.months.value:
        return found
    share = Fraction(expense.money.amount) / expense.months
    price = expense.money.times(Fraction(1, expense.months))
    if Fraction(price.amount) != share or expense.months == 1:
        return found
    month = Expense(category=expense.category, money=price, per="month", told=expense.told)
    alone = estimate(instrument, document, company, month, as_of)
    if alone.ceiling is None or alone.ceiling.amount == 0:
        return found
    return found.model_copy(update={"part": Part(per="month", ceiling=alone.ceiling, steps=alone.steps)})
