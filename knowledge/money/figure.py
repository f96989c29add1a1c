"""A number of a text, classified: money, a rate, a duration, or any other number."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from knowledge.money.amount import AMBIGUOUS
from knowledge.numerals import Numeral

NEAR = 32  # characters before a number in which its currency and its period may stand


class Kind(StrEnum):
    MONEY = "money"
    RATE = "rate"
    DURATION = "duration"
    NUMBER = "number"  # people, years, dates, clauses, model names: never money


@dataclass(frozen=True)
class Figure:
    """A number as it stands in a text: text[start:end] == quote."""

    kind: Kind
    value: Decimal  # MONEY: main unit; RATE: fraction of one; DURATION: months
    exact: Fraction  # the same, exact: 1/3
    currency: str | None  # ISO code; None where the words carry none; "?" where it is open or none of ours
    per: str | None  # month | year
    quote: str
    start: int
    end: int

    def moved(self, by: int) -> "Figure":
        """The same, where `by` characters stand before the text."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Seen:
    """A number with what was seen around it; places are in the folded text."""

    kind: Kind
    value: Fraction
    start: int
    end: int
    numeral: Numeral
    currency: str | None = None
    per: str | None = None
    unit: int = 1  # months in the unit of a duration
    bare: bool = False  # nothing but the number: may take its unit from the other end of a range
    name: bool = False  # part of a model's name
    prefixed: bool = False  # RMB 5 of "RMB 5-10 million"


def is_latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def equal_figures(a: Figure, b: Figure) -> bool:
    """Same kind and value, and the same currency unless one of them says none."""
    unsaid = {None, AMBIGUOUS}
    return (
        a.kind is b.kind
        and a.exact == b.exact
        and (a.currency == b.currency or a.currency in unsaid or b.currency in unsaid)
    )
