"""The most that an instrument allows: it cannot be built above its ceiling or without a witness."""

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from knowledge.rates import Reference
from knowledge.schema import Citation, Frozen, MoneyField, Rate, Status
from tools.schema.expense import Expense, Per
from tools.schema.working import ConditionState, State, Step


class LowEnd(Frozen):
    """The same allowance at the lower end of a range that the person told."""

    expense: MoneyField
    ceiling: MoneyField
    cap_binds: bool
    steps: tuple[Step, ...]


class Indication(Frozen):
    """What the allowance would be at a public reference rate, while the person's own rate is waited for."""

    reference: Reference
    old: bool  # no rate of the days before is at hand
    ceiling: MoneyField
    per: Per | None
    cap_binds: bool
    low: LowEnd | None = None
    steps: tuple[Step, ...]
    accepted: bool = False  # the person asked for it, so no other rate is asked for

    @model_validator(mode="after")
    def _rests_on_its_reference(self) -> Self:
        if not any(step.witness == self.reference for step in self.steps):
            raise ValueError(f"no line of the working rests on the rate of {self.reference.day}")
        if self.steps[-1].money != self.ceiling:
            raise ValueError(f"the working does not end in the ceiling {self.ceiling}")
        return self


class AtCap(Frozen):
    """The spending at which the cap, or a sum that is wanted, is reached: that sum divided by the rate, rounded up."""

    spend: MoneyField
    more: MoneyField | None = None  # than what is spent; None where that is not known, or has reached it
    steps: tuple[Step, ...]


class Rest(Frozen):
    """What of an expense stays with the company, were its support granted up to the ceiling."""

    money: MoneyField
    of: MoneyField
    steps: tuple[Step, ...]


class Difference(Frozen):
    """How much more or less the ceiling is than it was before the last change of the expense."""

    before: MoneyField
    by: MoneyField
    more: bool
    steps: tuple[Step, ...]  # of the ceiling before


class Part(Frozen):
    """The ceiling for one month, quarter or year, where the price was told so and the whole is not cut by a cap."""

    per: Per
    ceiling: MoneyField
    steps: tuple[Step, ...]


class Estimate(Frozen):
    """What one instrument allows at the most for one expense, on a day."""

    instrument: str
    document: str
    kind: str
    eligibility: State
    conditions: tuple[ConditionState, ...]
    status: Status
    expense: Expense | None
    rate: Rate | None
    rate_at_most: bool
    cap: MoneyField | None
    pool: MoneyField | None
    ceiling: MoneyField | None
    per: Per | None = None  # the ceiling is for each month or quarter: the term is not known
    cap_binds: bool = False
    low: LowEnd | None = None
    in_told_currency: MoneyField | None = None
    indication: Indication | None = None  # never beside a ceiling
    at_cap: AtCap | None = None  # worked out where it is asked for, as is the next
    part: Part | None = None
    rest: Rest | None = None
    difference: Difference | None = None
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keeps_the_promises(self) -> Self:
        if self.ceiling is None:
            return self
        if self.indication is not None:
            raise ValueError(f"{self.instrument}: what is worked out needs no indication")
        if self.ceiling.amount < 0 or (self.cap is not None and self.ceiling > self.cap):
            raise ValueError(f"{self.instrument}: the ceiling {self.ceiling} lies outside 0 and the cap {self.cap}")
        if self.eligibility == "not_met" and self.ceiling.amount != 0:
            raise ValueError(f"{self.instrument}: a condition is not met, so the ceiling is 0, not {self.ceiling}")
        told = [self.expense.total] if self.expense else []
        told += [step.money for step in self.steps if step.name == "converted"]
        for spent in (m for m in told if m is not None and m.currency == self.ceiling.currency):
            if self.ceiling > spent:
                raise ValueError(f"{self.instrument}: the ceiling {self.ceiling} is above the expense {spent}")
        if self.ceiling.amount > 0 and not (self.steps and self.steps[-1].money == self.ceiling):
            raise ValueError(f"{self.instrument}: the working does not end in the ceiling {self.ceiling}")
        _check_that_lines_rest_on_lines(self.instrument, self.steps)
        return self


def _check_that_lines_rest_on_lines(instrument: str, steps: Sequence[Step]) -> None:
    """Every line has a witness or is computed from lines above it; the base is the expense where nothing changes it."""
    there: set[str] = set()
    for step in steps:
        if step.witness is None and not set(step.of) <= there:
            raise ValueError(f"{instrument}: the line {step.name} is computed from lines that are not above it")
        there |= {step.name, "base"} if step.name in ("expense", "converted") else {step.name}
