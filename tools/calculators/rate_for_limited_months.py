"""rate x the part of the base that falls into the longest time supported, as in "up to 100 % for at most one year"."""

from fractions import Fraction

from tools.calculators.inputs import Inputs, Working, share
from tools.schema import Step


def rate_for_limited_months(given: Inputs) -> Working:
    """The share of the first months. Where the term is not told, the base counts as lying inside the limit."""
    if given.base is None:
        return Working(None)
    assert given.max_months is not None
    limit = Step(name="months", months=given.max_months, witness=given.max_months_source)
    base = given.base
    lines: tuple[Step, ...] = (limit,)
    if given.months is not None and given.months > given.max_months:
        base = given.base.times(Fraction(given.max_months, given.months))
        lines += (Step(name="base", money=base, of=("base", "months")),)
    part, more = share(given, base, ("base", "rate", "months"))
    return Working(part, steps=(*lines, *more, Step(name="ceiling", money=part, of=("share",))))
