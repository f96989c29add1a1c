"""The thresholds of a run: what may not be missed. A run that is empty, incomplete or unmeasured does not pass."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import model_validator

from evals.measures import Measure
from knowledge.schema import Frozen, Rate

ERRORS = "infrastructure_errors"
ALWAYS = ("cases", "families", "pass_hat_k", ERRORS)  # measurable in any run
FILE = Path(__file__).with_name("thresholds.yaml")


class Gate(Frozen):
    """The least or the most that a measure may be; a hard one is never traded against another."""

    at_least: Rate | None = None
    at_most: Rate | None = None
    hard: bool = False

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a threshold says either at_least or at_most")
        return self

    def holds(self, value: Fraction) -> bool:
        return value >= self.at_least if self.at_least is not None else value <= (self.at_most or 0)


Gates = Mapping[str, Gate]
Why = Literal["missed", "incomplete", "not_measured", "no_threshold", "no_result"]


class Breach(Frozen):
    """Why a run does not pass: the measure (or the case) and what is wrong with it."""

    why: Why
    name: str
    value: Rate | None = None
    gate: Gate | None = None


class Thresholds(Frozen):
    """The gates for the model that comes with the product, and for any other."""

    offline: Gates
    live: Gates


def read_thresholds(file: Path = FILE) -> Thresholds:
    """The thresholds of a file; ValueError names it."""
    try:
        return Thresholds.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{file}: {error}") from error


def breaches(found: Mapping[str, Measure], gates: Gates, *, whole: bool) -> tuple[Breach, ...]:
    """All that keeps the run from passing, by name.

    In a part of the cases a metric may apply to none of them; one that no scorer gave at all is missing in any run
    in which anything was scored.
    """
    scored = (cases := found.get("cases")) is not None and cases.value is not None
    needed = {*ALWAYS, *(name for name in gates if whole or (scored and name not in found))}
    named = [_breach(name, found.get(name), gate, needed=name in needed) for name, gate in gates.items()]
    loose = [Breach(why="no_threshold", name=name) for name in found if name not in gates]
    return tuple(breach for breach in [*named, *loose] if breach)


def _breach(name: str, measure: Measure | None, gate: Gate, *, needed: bool) -> Breach | None:
    value = measure.value if measure else None
    if value is None:
        return Breach(why="not_measured", name=name, gate=gate) if needed else None
    why: Why = "incomplete" if name == ERRORS else "missed"
    return None if gate.holds(value) else Breach(why=why, name=name, value=value, gate=gate)
