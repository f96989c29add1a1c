"""The line of a working that changes the currency: its rate stands in its quote, and leads back to what was told."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from evals.metrics.reading import figures_of
from evals.schema import Answer
from knowledge.money import Figure

NEAR = Fraction(1, 1000)  # of a rate: sums are cut to the cent


def shows_the_rate(quote: str, step: Answer, steps: Sequence[Answer]) -> bool:
    """Whether the figures of the quote lead from the sum before to this one, and not the other way round."""
    ends = _ends(steps)
    if ends is None or ends[1] is not step["money"]:
        return False
    rate = _rate(*ends)
    return any(abs(one - rate) <= NEAR * rate for one in _rates(figures_of(quote), *ends))


def comes_to(back: Answer, ceiling: Answer, steps: Sequence[Answer]) -> bool:
    """Whether the amount in the person's own currency is the ceiling, at the rate of the working."""
    ends = _ends(steps)
    if ends is None or (back["currency"], ceiling["currency"]) != tuple(end["currency"] for end in ends):
        return False
    return abs(Fraction(ceiling["amount"]) / _rate(*ends) - Fraction(back["amount"])) < 1


def at_rate_told(back: Answer, ceiling: Answer, rate: Answer | None) -> bool:
    """Whether the amount is the ceiling at the person's own rate, which stands in its quote; no line converts it."""
    if not rate or {back["currency"], ceiling["currency"]} != {rate["base"], rate["quote"]}:
        return False
    value = Fraction(rate["value"])
    exact = Fraction(ceiling["amount"]) * (value if ceiling["currency"] == rate["base"] else 1 / value)
    quoted = any(abs(f.exact - value) <= NEAR * value for f in figures_of(str(rate["told"]["quote"])))
    return quoted and abs(exact - Fraction(back["amount"])) < 1


def _ends(steps: Sequence[Answer]) -> tuple[Answer, Answer] | None:
    """The sum that was converted and what it came to."""
    sums = [(step["name"], step["money"]) for step in steps if step.get("money")]
    for (_, told), (name, found) in pairwise(sums):
        if name == "converted" and Fraction(told["amount"]) > 0:
            return told, found
    return None


def _rate(told: Answer, found: Answer) -> Fraction:
    return Fraction(found["amount"]) / Fraction(told["amount"])


def _rates(shown: Sequence[Figure], told: Answer, found: Answer) -> list[Fraction]:
    """What the words can mean: "1 USD = 7 CNY", "7 yuan to the dollar", "a rate of 7", which does not say of what."""
    shown = [figure for figure in shown if figure.exact > 0]
    mine, theirs = ([f for f in shown if f.currency == end["currency"]] for end in (told, found))
    rest = [figure for figure in shown if figure not in (*mine, *theirs)]
    if len(shown) > 1:
        return [b.exact / a.exact for a in mine or rest for b in theirs or rest if a is not b]
    return [*(f.exact for f in [*theirs, *rest]), *(1 / f.exact for f in [*mine, *rest])]
