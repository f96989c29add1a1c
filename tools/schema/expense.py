"""What is spent: an amount with the words that told it, and what later words made of it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.money import Money
from knowledge.schema import Frozen, MoneyField, Rate, Told
from tools.parts import left_of

Per = Literal["month", "quarter", "year"]
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}


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
