"""Clauses in our restatement, where an explanation is asked for."""

from agent.note.page import Page
from agent.schema import Trace
from knowledge.schema import Clause, Formula
from knowledge.store import Policies

MOST_EXPLAINED = 2  # clauses in one answer


def explained(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What the clauses say of the instruments that an explanation was asked of."""
    if "explain" not in trace.reading.asks or any(e.amount for e in trace.reading.expenses):
        return []
    here = {e.instrument for e in trace.support.estimates if e.eligibility != "not_met"}
    named = [policies.instruments[n] for n in trace.reading.named if n in here]
    if len(named) > MOST_EXPLAINED or all(i.formula is Formula.NOT_COMPUTABLE for i in named):
        return []
    keys = dict.fromkeys(f"{i.document}#{i.covers.source.clause}" for i in named)
    return [restated(policies.clauses[key], page) for key in keys]


def named_by_number(trace: Trace) -> list[Clause]:
    """The clauses asked for by their numbers, of the text that fits best: others number theirs likewise."""
    named = [c for c in trace.clauses if c.id in trace.reading.clause_ids]
    return [c for c in named if c.document == named[0].document][:MOST_EXPLAINED]


def restated(clause: Clause, page: Page) -> str:
    """A clause in our restatement."""
    cites = page.cites([clause.key])
    return page.say("clause", title=clause.title[page.language], text=clause.text[page.language], cites=cites)


def from_clauses(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """An explanation: the clauses found, in our restatement. Only where an explanation was asked for."""
    asks = trace.reading.asks
    document = policies.documents.get(_about(trace))
    if document and document.prevails and "prevails" in asks:
        return [restated(policies.clauses[f"{document.id}#{document.prevails}"], page)]
    if trace.clauses and (asks & {"explain", "approval"} or trace.reading.clause_ids):
        best = named_by_number(trace) or trace.clauses[:1]
        return [restated(c, page) for c in best]
    return []


def _about(trace: Trace) -> str:
    """The document that the question is about: that of the best clause found."""
    return trace.clauses[0].document if trace.clauses else ""


# --- the rest ----------------------------------------------------------------------------------------------------
