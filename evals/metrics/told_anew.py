"""What a later turn makes of an amount told before: the sum for a new term, and a number in the size of before."""

from fractions import Fraction

from evals.metrics.reading import figures_of
from knowledge.money import Figure, Kind


def is_new_term(quote: str, rate: Fraction) -> bool:
    """Whether the quote is a term that the rate makes of whole months: 12 of 5, at the same price per month."""
    terms = [f.exact for f in figures_of(quote) if f.kind is Kind.DURATION]
    return any((term / rate).limit_denominator(100).denominator == 1 for term in terms)


def values_of(figure: Figure) -> list[Fraction]:
    """What a figure may stand for: a bare number also for as many thousands, 万 or millions as the amount before."""
    sizes = (1, 10**3, 10**4, 10**6, 10**8) if figure.kind is Kind.NUMBER else (1,)
    return [figure.exact * size for size in sizes]
