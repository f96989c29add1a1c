"""Which conditions hold, fail, or cannot be known yet. An open condition can fail but is never counted as met."""

import re

from knowledge.schema import Citation, Condition, Instrument
from tools.schema import Company, ConditionState, State

UNDEFINED = "open"  # of a fact: what was told is a case that the text does not define
_COMPARISON = re.compile(r"(<=|>)(\d+)")


def condition_states(instrument: Instrument, company: Company) -> tuple[ConditionState, ...]:
    """Each stated condition with its state and the words that decided it."""
    return tuple(_state(instrument, condition, company) for condition in instrument.conditions)


def verdict(states: tuple[ConditionState, ...]) -> State:
    """not_met if one fails, met if all hold, else unknown."""
    found = {s.state for s in states}
    if "not_met" in found:
        return "not_met"
    return "unknown" if "unknown" in found else "met"


def _state(instrument: Instrument, condition: Condition, company: Company) -> ConditionState:
    told = company.facts.get(condition.fact) if condition.fact else None
    state: State = "unknown"
    excepted = condition.not_for is not None and company.value(condition.not_for) == "yes"
    if excepted:
        told = None
    if told is not None and told.value != UNDEFINED and condition.must_be is not None:
        holds = _holds(told.value, condition.must_be)
        state = "not_met" if not holds else "unknown" if condition.open else "met"
    return ConditionState(
        id=condition.id,
        names=condition.names,
        state=state,
        fact=condition.fact,
        witness=told.told if told else None,
        citation=Citation(clause=f"{instrument.document}#{condition.source.clause}", quote=condition.source.quote),
    )


def _holds(value: str, must_be: str) -> bool:
    comparison = _COMPARISON.fullmatch(must_be)
    if comparison is None:
        return value == must_be
    bound = int(comparison[2])
    return int(value) <= bound if comparison[1] == "<=" else int(value) > bound
