"""An axis of money: round marks, and the unit in which they are read: 万元, 億円, million."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from knowledge.money import MYRIADS, NAMES
from knowledge.schema import Language
from knowledge.vocabulary import sentence

_MARKS = 5  # at the most, above zero
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_ENGLISH = (("billion", 10**9), ("million", 10**6), ("thousand", 10**3))


@dataclass(frozen=True)
class Axis:
    """From zero to `top`, which lies at or above all that is shown."""

    top: Decimal
    marks: tuple[tuple[Decimal, str], ...]  # the amount, and how it reads in the unit
    unit: str

    def share(self, amount: Decimal | Fraction) -> float:
        """How far along the axis the amount lies, from 0 to 1."""
        return float(Fraction(amount) / Fraction(self.top))


def axis(highest: Decimal, currency: str, language: Language) -> Axis:
    """The axis for amounts above zero up to `highest`."""
    step = _step(highest)
    count = ceil(Fraction(highest) / Fraction(step))
    unit, size = _unit(step * count, currency, language)
    marks = tuple((step * n, f"{(step * n / size).normalize():,f}") for n in range(count + 1))
    return Axis(step * count, marks, unit)


def _step(highest: Decimal) -> Decimal:
    """The smallest round step that needs few marks."""
    size = Decimal(10) ** ((highest / _MARKS).adjusted())
    return next(size * step for step in _STEPS if size * step * _MARKS >= highest)


def _unit(top: Decimal, currency: str, language: Language) -> tuple[str, int]:
    """The largest unit in which the top is more than one."""
    if language == "en":
        word, size = next(((word, size) for word, size in _ENGLISH if top > size), ("", 1))
        return (sentence(language, f"page.chart.{word}", currency=currency) if word else currency), size
    word, size = next(((word, size) for word, size in MYRIADS[language] if top > size), ("", 1))
    return f"{word}{NAMES[language][currency]}", size
