"""The lines of a working and the states of conditions, each with its witness."""

from typing import Literal, Self

from pydantic import model_validator

from knowledge.rates import Reference
from knowledge.schema import Citation, Frozen, MoneyField, Names, Rate, Told

State = Literal["met", "not_met", "unknown"]


class Step(Frozen):
    """One line of the working: a value and its witness; a computed value names the lines it comes from."""

    name: Literal[
        "expense",
        "multiple",
        "change",
        "less",
        "months",
        "converted",
        "base",
        "rate",
        "share",
        "cap",
        "cut",
        "ceiling",
        "goal",
        "at_cap",
        "more",
        "rest",
    ]
    money: MoneyField | None = None
    rate: Rate | None = None
    months: int | None = None
    witness: Citation | Told | Reference | None = None
    of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_a_witness_or_its_parts(self) -> Self:
        if self.witness is None and not self.of:
            raise ValueError(f"the line {self.name} has no witness and names no lines that it is computed from")
        return self


class ConditionState(Frozen):
    id: str
    names: Names
    state: State
    fact: str | None
    witness: Told | None = None
    citation: Citation
