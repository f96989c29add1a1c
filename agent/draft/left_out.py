"""The supports that a draft passes over: a note that is read aloud must hold each of them."""

from agent.draft.ceilings import holds, is_offered, spent_on
from agent.draft.witness import CITED, Witness
from agent.schema import Trace
from knowledge.money import Kind, read_figures
from knowledge.store import Policies
from knowledge.text import fold
from tools.schema import Estimate


def left_out(text: str, trace: Trace, policies: Policies) -> list[Estimate]:
    """The estimates whose ceiling is not in the draft; those without one that it neither names nor gives the terms of.

    Those that wait for a rate of exchange are shown below every draft.
    """
    uncited = CITED.sub(" ", text)
    waiting = (e for e in trace.support.estimates if e.indication is None)
    return [e for e in waiting if not (_has_ceiling(uncited, e) or _is_named(text, e, policies))]


def _has_ceiling(text: str, found: Estimate) -> bool:
    """True where it is given; one that is as much as the bill, where it is given as support."""
    if found.ceiling is None or found.ceiling.amount == 0 or not holds(text, found.ceiling, found.per):
        return False
    same = [f for f in read_figures(text) if f.value == found.ceiling.amount]
    return found.ceiling.amount not in spent_on(found) or any(is_offered(f, text) for f in same)


def _is_named(text: str, found: Estimate, policies: Policies) -> bool:
    """Enough for a support without an amount of its own: its name, or its clause and its rate."""
    if found.ceiling is not None and found.ceiling.amount > 0:
        return False
    instrument = policies.instruments[found.instrument]
    named = any(fold(name) in fold(text) for name in instrument.names.model_dump().values())
    cited = {c.clause for c in found.citations} & set(CITED.findall(text))
    rate = found.rate is None or any(Witness(Kind.RATE, found.rate).supports(f) for f in read_figures(text))
    return named or bool(cited and rate)
