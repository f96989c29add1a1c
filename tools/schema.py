"""What a person told and what is worked out from it.

An Estimate cannot be built above its ceiling or without a witness.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.money import Money
from knowledge.rates import Conversion, Reference
from knowledge.schema import Citation, Frozen, MoneyField, Names, Rate, Status, Told
from tools.parts import left_of

State = Literal["met", "not_met", "unknown"]
Per = Literal["month", "quarter", "year"]
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}


class Fact(Frozen):
    """One fact of the company, with the words that told it."""

    value: str
    told: Told


class ExchangeRate(Conversion):
    """An exchange rate in the person's own words."""

    told: Told

    @property
    def witness(self) -> Told:
        return self.told


class Multiple(Frozen):
    """What a person makes of an amount told before: so many times it ("triples", 2割引), or so much more or less."""

    factor: Rate
    told: Told
    of_units: bool = False  # so many things at the amount told each: "5 licences"
    of_total: bool = False  # a share of a total told with it: "40% of it"
    of_term: bool = False  # the sum for another term, at the same price per month
    by: MoneyField | None = None  # added after that, as in "400k more"
    less: bool = False  # `by` is taken away
    then: tuple["Multiple", ...] = ()  # what is made of it next: "8 GPUs" for "2,000 hours"

    @property
    def chain(self) -> tuple["Multiple", ...]:
        return (self.model_copy(update={"then": ()}), *self.then)

    def of(self, amount: Fraction) -> Fraction:
        """What the words make of the amount."""
        for one in self.chain:
            amount = amount * one.factor + one.difference
        return amount

    def before(self, amount: Fraction) -> Fraction:
        """The amount of which the words make this one."""
        for one in reversed(self.chain):
            amount = (amount - one.difference) / one.factor
        return amount

    @property
    def difference(self) -> Fraction:
        more = Fraction(self.by.amount) if self.by else Fraction(0)
        return -more if self.less else more


class Lasting(Frozen):
    """A term told before, that a later one was put on top of."""

    months: int = Field(gt=0)
    told: Told


class Expense(Frozen):
    """What money is spent on, how much and how long, as told.

    `category` is "" until the person says what an amount is for. `money` is what the words say: per month,
    quarter or year where `per` is set, else for the whole term.
    None where no amount was told, or where its currency is not yet known.
    """

    category: str
    money: MoneyField | None = None
    low: MoneyField | None = None  # the lower end, where a range was told: `money` is the upper one
    net_told: Told | None = None  # the words of `low`, where it is the same price net of tax
    per: Per | None = None
    months: int | None = Field(default=None, gt=0)
    told: Told | None = None
    term_told: Told | None = None
    on_top_of: tuple[Lasting, ...] = ()  # the terms told before, of which `months` is the sum with that of `term_told`
    unscaled: MoneyField | None = None  # what `told` says, where a later word took a multiple or a share of it
    multiple: Multiple | None = None
    less: tuple[Told, ...] = ()  # the parts of the total `told` of which this is what is left
    rival: int = 0  # its number among amounts of which only one will be spent; 0 where it is spent whatever comes
    line: int = 0  # tells equal lines apart: two contracts of one kind and amount are two expenses
    part: bool = False  # of a contract that is told with it: no total counts one cost twice
    implied: bool = False  # the kind was not told: a voucher was asked about that is for it

    @model_validator(mode="after")
    def _has_its_witness(self) -> Self:
        if self.money is not None and (self.told is None or self.money.amount <= 0):
            raise ValueError("an amount is above zero and comes with the words that told it")
        if self.low is not None and (self.money is None or not self.low < self.money):
            raise ValueError("the lower end of a range lies below its upper end")
        if not self._is_the_multiple():
            raise ValueError("a scaled amount is the one told times the factor told")
        if self.months is not None and self.term_told is None:
            raise ValueError("a term comes with the words that told it")
        return self

    def _is_the_multiple(self) -> bool:
        if self.less and self.money is not None:
            parts = [told.quote for told in self.less]
            return self.unscaled is not None and self.money == left_of(self.unscaled, parts)
        if self.money is None or self.unscaled is None or self.multiple is None:
            waits = self.money is None and self.told is not None  # for its currency
            return self.unscaled is None and (self.multiple is None or waits)
        if self.multiple.of_total:
            return self.money == self.unscaled.times(self.multiple.factor)  # a third of it, cut to the coin
        return self.multiple.of(Fraction(self.unscaled.amount)) == Fraction(self.money.amount)

    @property
    def at_low_end(self) -> "Expense | None":
        """The expense with the lower end of its range as its amount."""
        if self.low is None:
            return None
        told = _before(self.low, self.multiple) if self.multiple else None
        there = {"money": self.low, "low": None, "told": self.net_told or self.told, "net_told": None}
        return self.model_copy(update={**there, "unscaled": told})

    @property
    def open_ended(self) -> bool:
        """True where only the price of a month or quarter is known: the whole sum waits for the term."""
        return self.per in ("month", "quarter") and self.months is None

    @property
    def term(self) -> int | None:
        """Months that the money below is for: as told; a price per year without a term is for one year."""
        return 12 if self.per == "year" and self.months is None else self.months

    @property
    def total(self) -> Money | None:
        """The whole expense over its term; for a price per month or quarter without a term, that of one."""
        if self.money is None or self.per is None or self.months is None:
            return self.money
        return self.money.times(Fraction(self.months, MONTHS[self.per]))


def _before(money: Money, multiple: Multiple) -> Money:
    """The amount told, of which the words made this one."""
    told = multiple.before(Fraction(money.amount))
    return Money(Decimal(told.numerator) / told.denominator, money.currency)


class Company(Frozen):
    """What is known so far: feeds the next turn."""

    facts: Mapping[str, Fact] = Field(default_factory=dict)
    expenses: tuple[Expense, ...] = ()
    exchange: ExchangeRate | None = None
    shown_rate: ExchangeRate | None = None  # of a currency that nothing is spent in: ceilings are wanted in it, too
    named: tuple[str, ...] = ()  # instruments that the conversation is about
    asked: tuple[str, ...] = ()  # facts already asked for
    topic: str = ""  # the detail that the turn before asked about: a guess that is pressed for is of the same
    left: Fact | None = None  # the place before the last move: where a company is that stays after all
    corrected: tuple[str, ...] = ()  # caveats of what was set right before: they hold for the conversation
    vacated: str = ""  # the kind taken back last, whose place is free for what comes "instead"
    dropped: tuple[Expense, ...] = ()  # taken back, with what was told of them
    offers: tuple[Expense, ...] = ()  # those between which a choice was made, in case another is taken
    client: str = ""  # which of several clients this is; "" where a conversation is about one company
    before: tuple[Expense, ...] = ()  # the expenses as they were before the last change of an amount or a term
    others: Mapping[str, "Company"] = Field(default_factory=dict)  # the other clients, as they were left

    def in_city(self, city: str) -> "Company":
        """The same company in another city, with the same words for a witness."""
        there = self.facts["compared_places"].model_copy(update={"value": city})
        return self.model_copy(update={"facts": {**self.facts, "city": there}})

    def on_alone(self, kinds: Sequence[str]) -> "Company":
        """The same company with its expenses of these kinds alone; with all where none is named."""
        kept = tuple(e for e in self.expenses if not kinds or e.category in kinds)
        return self.model_copy(update={"expenses": kept})

    def value(self, fact: str) -> str | None:
        return self.facts[fact].value if fact in self.facts else None


class Step(Frozen):
    """One line of the working: a value and its witness; a computed value names the lines it comes from."""

    name: Literal[
        "expense",
        "multiple",
        "change",
        "less",
        "months",
        "converted",
        "base",
        "rate",
        "share",
        "cap",
        "cut",
        "ceiling",
        "goal",
        "at_cap",
        "more",
        "rest",
    ]
    money: MoneyField | None = None
    rate: Rate | None = None
    months: int | None = None
    witness: Citation | Told | Reference | None = None
    of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_a_witness_or_its_parts(self) -> Self:
        if self.witness is None and not self.of:
            raise ValueError(f"the line {self.name} has no witness and names no lines that it is computed from")
        return self


class ConditionState(Frozen):
    id: str
    names: Names
    state: State
    fact: str | None
    witness: Told | None = None
    citation: Citation


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


class TotalChoice(Frozen):
    """One way to spread the instruments over different expenses; `instead` is the one that takes another's place."""

    ceiling: MoneyField
    instruments: tuple[str, ...]
    instead: str = ""
    spent: tuple[MoneyField, ...] = ()  # the expenses for which it does


class Combination(Frozen):
    """The total if all were granted, over different expenses; never two instruments on one expense."""

    ceiling: MoneyField
    instruments: tuple[str, ...]
    alternatives: tuple[TotalChoice, ...] = ()
