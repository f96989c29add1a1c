"""What a formula is given and what it gives back."""

from dataclasses import dataclass
from fractions import Fraction

from knowledge.money import Money
from knowledge.schema import Citation
from tools.schema import Step


@dataclass(frozen=True)
class Inputs:
    """All money in one currency. `base` is the expense over `months`; both None where not told."""

    base: Money | None
    months: int | None = None
    rate: Fraction | None = None
    rate_source: Citation | None = None
    cap: Money | None = None
    cap_source: Citation | None = None
    max_months: int | None = None
    max_months_source: Citation | None = None


@dataclass(frozen=True)
class Working:
    """The ceiling, whether the cap cut it, and the lines that lead there; None where nothing can be computed."""

    ceiling: Money | None
    cap_binds: bool = False
    steps: tuple[Step, ...] = ()


def share(given: Inputs, base: Money, of: tuple[str, ...]) -> tuple[Money, tuple[Step, ...]]:
    """The product rate x base, rounded down to the minor unit, with its two lines."""
    assert given.rate is not None
    money = base.times(given.rate)
    lines = (Step(name="rate", rate=given.rate, witness=given.rate_source), Step(name="share", money=money, of=of))
    return money, lines
