"""The cap as a ceiling only, where the text states no rate."""

from tools.calculators.inputs import Inputs, Working
from tools.schema import Step


def cap_without_rate(given: Inputs) -> Working:
    """The cap, and never more than what is spent where that was told."""
    assert given.cap is not None
    cap = Step(name="cap", money=given.cap, witness=given.cap_source)
    if given.base is None or given.base >= given.cap:
        binds = given.base is not None and given.base > given.cap
        return Working(given.cap, binds, (cap, Step(name="ceiling", money=given.cap, of=("cap",))))
    return Working(given.base, steps=(cap, Step(name="ceiling", money=given.base, of=("base", "cap"))))
