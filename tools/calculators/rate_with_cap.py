"""min(rate x base, cap), as in "up to 50 %, at most 5 million"."""

from knowledge.money import Money
from tools.calculators.inputs import Inputs, Working, share
from tools.schema import Step


def rate_with_cap(given: Inputs) -> Working:
    """The lesser of the share and the cap; the line "cut" says how much the cap took off. None without a base."""
    if given.base is None:
        return Working(None)
    assert given.cap is not None
    part, lines = share(given, given.base, ("base", "rate"))
    lines += (Step(name="cap", money=given.cap, witness=given.cap_source),)
    ceiling = min(part, given.cap)
    binds = part > given.cap
    if binds:
        lines += (Step(name="cut", money=Money(part.amount - given.cap.amount, part.currency), of=("share", "cap")),)
    return Working(ceiling, binds, (*lines, Step(name="ceiling", money=ceiling, of=("share", "cap"))))
