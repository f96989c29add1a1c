"""What a later turn makes of an amount told before: the sum for a new term, and a number in the size of before."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evals.metrics.reading import figures_of
from knowledge.money import Figure, Kind
from knowledge.text import fold

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNITS = {  # of all amounts, as over a table: "all in 10,000 yuan", 单位：万元
    size: re.compile(rf"(?:单位|単位|units?|\bin|金额|金額|数字|计价)[^0-9。.;!?]{{0,12}}?(?:{words})")
    for size, words in {
        1_000: "千[元円]|thousand|1,?000|'000",
        10_000: "万|10,?000|10 ?k",
        1_000_000: "百万|million",
    }.items()
}


def is_new_term(quote: str, rate: Fraction, said: Sequence[str]) -> bool:
    """Whether the quote is a term that is `rate` times one told: 12 months after 5, each at the same price."""
    told = {f.exact for words in said for f in figures_of(words) if f.kind is Kind.DURATION}
    terms = [f.exact for f in figures_of(quote) if f.kind is Kind.DURATION]
    return any((term / rate).limit_denominator(100) in told for term in terms)


def values_of(figure: Figure, said: Sequence[str]) -> list[Fraction]:
    """What a figure may stand for: a bare number also for as many thousands, 万 or millions as an amount told."""
    sizes = {Fraction(1), *_sizes(said)} if figure.kind is Kind.NUMBER else {Fraction(1)}
    return [figure.exact * size for size in sizes]


def _sizes(said: Sequence[str]) -> Iterator[Fraction]:
    """What the digits of each amount stand for: thousands in "30k"."""
    for amount in (f for words in said for f in figures_of(words) if f.kind is Kind.MONEY):
        if digits := _DIGITS.search(fold(amount.quote)):
            yield amount.exact / Fraction(digits[0].replace(",", ""))
    yield from units_told(said)


def units_told(said: Sequence[str]) -> list[Fraction]:
    """The units that the words tell once for all of their numbers."""
    return [Fraction(size) for size, unit in _UNITS.items() if any(unit.search(fold(words)) for words in said)]
