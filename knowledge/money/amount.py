"""Money = Decimal + currency. It is never rounded, and never added over currencies."""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import total_ordering

CURRENCIES = ("CNY", "JPY", "USD", "EUR", "HKD", "GBP", "TWD", "KRW", "SGD")
MINOR_DIGITS = dict.fromkeys(CURRENCIES, 2) | {"JPY": 0, "KRW": 0}
LIMIT = Decimal(10**15)
FINEST = -40  # decimals of an amount; finer is an attack on memory
AMBIGUOUS = "?"
_EXACT = Context(prec=250)  # our own: a caller's context must not round an amount
_SHORT = Context(prec=28)


class AmountUnreadable(ValueError):  # noqa: N818  named for what it says
    """The words do not carry exactly one amount of money.

    reason: none | several | ambiguous_currency | no_currency | not_positive | too_large
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in the main unit of a currency: finite, 0 <= amount < 10**15. Equal amounts print equally."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(
                f'Money takes a Decimal, not {type(self.amount).__name__}: Money(Decimal("1600000"), "CNY")'
            )
        if self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is none of {', '.join(CURRENCIES)}")
        if not self.amount.is_finite() or self.amount.is_signed() or self.amount >= LIMIT:
            raise ValueError(f"an amount of money is 0 or more and below 10**15, not {self.amount}")
        if self.amount and int(self.amount.as_tuple().exponent) < FINEST:
            raise ValueError(f"{self.amount} is finer than any amount of money")
        object.__setattr__(self, "amount", decimal_of(Fraction(self.amount)) if self.amount else Decimal(0))

    def times(self, rate: Fraction | Decimal | int) -> "Money":
        """The part that a rate gives, rounded down to the minor unit: never above what a text allows."""
        if isinstance(rate, bool) or not isinstance(rate, Fraction | Decimal | int):
            raise TypeError(f"a rate is a Fraction, Decimal or int, not {type(rate).__name__}")
        if isinstance(rate, Decimal) and not (rate.is_finite() and abs(int(rate.as_tuple().exponent)) <= -FINEST):
            raise ValueError(f"a rate is a finite number of at most {-FINEST} decimals, not {rate}")
        if rate < 0:
            raise ValueError(f"a rate is 0 or more, not {rate}")
        minor = 10 ** MINOR_DIGITS[self.currency]
        return Money(decimal_of(Fraction(Fraction(self.amount) * Fraction(rate) * minor // 1, minor)), self.currency)

    def __add__(self, other: "Money") -> "Money":
        """The sum; ValueError where the currencies differ."""
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return Money(_EXACT.add(self.amount, other.amount), self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Whether it is less; ValueError where the currencies differ."""
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return self.amount < other.amount

    def _must_match(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not go together: convert one of them first")


def decimal_of(value: Fraction) -> Decimal:
    """Exact where it can be (always, for an amount), in plain digits; 1/3 to 28 digits."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact if Fraction(exact) == value else _SHORT.divide(Decimal(value.numerator), Decimal(value.denominator))
