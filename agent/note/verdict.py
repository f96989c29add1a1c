"""Yes, no or it depends: what who asks "may we?" is told before any figure."""

from collections.abc import Sequence

from agent.note.detail.topics import asked_about
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.store import Policies
from tools.schema import Estimate

_MOST = 4  # supports: more are an overview
_STATES = ("met", "unknown", "not_met")
_WHO = frozenset({"applicant", "individual", "unregistered", "registered", "ownership", "users"})
_ELSE_DENIED = frozenset({"guarantee", "reliable"})
_ELSE_ASKED = frozenset({"weighs"})  # "which may we have more of?" is no "may we?"
_OF_WHO = frozenset({None, "conditions", "counts", "threshold", *_WHO})  # topics beside which a yes or no is wanted


def verdict(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """One line that sorts the supports worked out for the person's spending by their conditions, else nothing."""
    worked_out = [e for e in trace.support.estimates if e.expense and e.status != "closed"]
    asks, claimed = trace.reading.asks, any(c.role != "rate" for c in trace.reading.claims)
    denied = claimed or asks & (_ELSE_DENIED | _ELSE_ASKED)
    elsewhere = asked_about(trace) not in _OF_WHO  # "does electricity count?" is no "may we?"
    if "eligible" not in asks or denied or elsewhere or not 0 < len(worked_out) <= _MOST:
        return []
    parts = [
        _part(state, [e for e in worked_out if e.eligibility == state], trace, page, policies) for state in _STATES
    ]
    cites = page.cites(c for e in worked_out for c in main_clauses(policies.instruments[e.instrument]))
    said = page.say("verdict_apart").join(part for part in parts if part)
    return [page.say("verdict", parts=said, cites=cites)]


def _part(state: str, found: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> str:
    """Of who may apply the text says so little that nothing in it amounts to a yes."""
    names = (policies.instruments[e.instrument].names[page.language] for e in found)
    key = "not_excluded" if state == "met" and trace.reading.asks & _WHO else state
    return page.say(f"verdict_{key}", names=page.listed(names)) if found else ""
