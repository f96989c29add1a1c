"""The witnesses of what is shown: values that stand in a clause, in the person's words or in the working."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from agent.schema import Trace
from knowledge.money import AMBIGUOUS, Figure, Kind, Money, read_figures
from knowledge.store import Policies
from tools.schema import Estimate, Indication, LowEnd

CITED = re.compile(r"\[([a-z0-9-]+#[a-z0-9.-]+)\]")
MARKER = re.compile(r"\[\d{1,2}\](?!\s?[\d万億亿千百兆元円%])")  # ours, as in [1]; not a way to hide a figure


@dataclass(frozen=True)
class Witness:
    """A value that stands in the working, in a clause or in the person's words."""

    kind: Kind
    exact: Fraction
    currency: str | None = None
    per: str | None = None

    def supports(self, figure: Figure) -> bool:
        if (figure.kind, figure.exact) != (self.kind, self.exact):
            return False
        open_ones = (None, AMBIGUOUS)
        same = figure.currency == self.currency or figure.currency in open_ones or self.currency in open_ones
        return same and figure.per in (None, self.per)


def in_texts(texts: Iterable[str]) -> Iterator[Witness]:
    """The figures that the texts state."""
    for figure in (f for text in texts for f in read_figures(text)):
        yield Witness(figure.kind, figure.exact, figure.currency, figure.per)


def words_of(trace: Trace) -> Iterator[str]:
    """What the person wrote, and the day of the answer."""
    yield from trace.question.turns
    yield trace.question.as_of.isoformat()


def texts_of(clauses: Iterable[str], trace: Trace, policies: Policies) -> Iterator[str]:
    """The clauses in the language of the answer, and the days that they are of."""
    for key in sorted(clauses):
        clause = policies.clauses[key]
        document = policies.documents[clause.document]
        yield from (field[trace.language] for field in (clause.text, clause.title, clause.locator, document.names))
        yield f"{document.published.isoformat()} {document.as_of.isoformat()}"
        if document.window is not None:
            yield f"{document.window.opens} {document.window.closes}"


def of_an_estimate(found: Estimate) -> Iterator[Witness]:
    """The values that the tools computed. What the rate alone would give is none to show where the cap cuts it."""
    for step in found.steps:
        if step.money is not None and not (found.cap_binds and step.name in ("share", "cut")):
            yield money_witness(
                step.money, found.expense.per if step.name == "expense" and found.expense else found.per
            )
        if step.name == "multiple" and step.rate is not None:
            yield Witness(Kind.RATE, step.rate)
        if step.months is not None:
            yield Witness(Kind.DURATION, Fraction(step.months))
    yield from _beside(found)
    for money in (found.cap, found.pool, found.ceiling, found.in_told_currency):
        if money is not None:
            yield money_witness(money, found.per if money == found.ceiling else None)
    if found.rate is not None:
        yield Witness(Kind.RATE, found.rate)
    if found.low is not None:
        yield from _of_the_low_end(found.low, found.per)


def _beside(found: Estimate) -> Iterator[Witness]:
    """What was asked about the ceiling: a spending that leads to a sum, one month of it, what is left, what changed."""
    if found.at_cap is not None:
        yield from (money_witness(step.money) for step in found.at_cap.steps if step.money)
    if found.part is not None:
        yield money_witness(found.part.ceiling, found.part.per)
        yield money_witness(found.part.ceiling)
    if found.rest is not None:
        yield from (money_witness(money, found.per) for money in (found.rest.money, found.rest.of))
    if found.difference is not None:
        yield from (money_witness(money, found.per) for money in (found.difference.before, found.difference.by))


def of_an_indication(found: Indication) -> Iterator[Witness]:
    """What a reference rate gives, and the rate itself."""
    yield money_witness(found.reference.price)
    for step in found.steps:
        if step.money is not None and not (found.cap_binds and step.name in ("share", "cut")):
            yield money_witness(step.money, found.per)
            yield money_witness(step.money)
    if found.low is not None:
        yield from _of_the_low_end(found.low, found.per)


def _of_the_low_end(low: LowEnd, per: str | None) -> Iterator[Witness]:
    yield from (money_witness(low.expense, per), money_witness(low.ceiling, per))


def of_the_total(trace: Trace) -> Iterator[Witness]:
    total = trace.support.total
    if total is not None:
        yield from (money_witness(m) for m in (total.ceiling, *(a.ceiling for a in total.alternatives)))


def money_witness(money: Money, per: str | None = None) -> Witness:
    return Witness(Kind.MONEY, Fraction(money.amount), money.currency, per)
