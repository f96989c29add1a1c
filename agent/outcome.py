"""Which of the contract's seven outcomes an answer has."""

from agent.premises import Correction
from agent.schema import Outcome, Trace
from knowledge.schema import Formula
from knowledge.store import Policies


def outcome(trace: Trace, corrected: tuple[Correction, ...], policies: Policies) -> Outcome:
    """The outcome, by what the person needs to hear first."""
    support, reading = trace.support, trace.reading
    estimates = support.estimates
    if "evasion" in reading.signals:
        return "declined"
    if trace.company.value("city") in ("other", "shenzhen"):
        return "not_covered"
    if estimates and all(e.status == "closed" for e in estimates):
        failed = all(e.eligibility == "not_met" for e in estimates)
        return "ineligible" if failed else "closed"
    if follow_up(trace):
        return "not_stated"
    figures = [e for e in estimates if e.ceiling is not None and e.eligibility != "not_met"]
    told = {"premise_corrected", "source_inconsistent"} & {code for c in corrected for code in c.caveats}
    if figures or told:
        return "answered"
    if estimates and all(e.eligibility == "not_met" for e in estimates):
        return "ineligible"
    if support.uncovered or {"window", "apply", "threshold"} & reading.asks:
        return "not_stated"
    waiting = {"city", "currency", "exchange_rate"} & set(support.missing)
    if waiting:
        return "needs_facts"
    if estimates:
        silent = all(policies.instruments[e.instrument].formula is Formula.NOT_COMPUTABLE for e in estimates)
        return "not_stated" if silent else "answered"
    if trace.clauses and _explains(trace):
        return "answered"
    return "needs_facts"


def follow_up(trace: Trace) -> str | None:
    """What the texts leave open and a turn asks about without telling an expense: window, apply or threshold."""
    if any(e.amount for e in trace.reading.expenses) or trace.reading.claims:
        return None
    return next((ask for ask in ("window", "apply", "threshold") if ask in trace.reading.asks), None)


def _explains(trace: Trace) -> bool:
    asks = {"explain", "prevails", "window", "apply", "approval", "covered"}
    return bool(asks & trace.reading.asks or trace.reading.clause_ids)
