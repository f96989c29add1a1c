"""rate x base, where the text states no cap."""

from tools.calculators.inputs import Inputs, Working, share
from tools.schema import Step


def rate_without_cap(given: Inputs) -> Working:
    """The share itself. None without a base."""
    if given.base is None:
        return Working(None)
    part, lines = share(given, given.base, ("base", "rate"))
    return Working(part, steps=(*lines, Step(name="ceiling", money=part, of=("share",))))
