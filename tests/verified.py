"""What every plain answer keeps: each figure has its witness, and none is above what may be received."""

from decimal import Decimal

from agent.check import faults
from knowledge.money import Kind, read_figures


def shown(text):
    return [f for f in read_figures(text) if f.kind is Kind.MONEY]


def receivable(trace):
    """The largest sum that the estimates leave open, per currency; None where there is no figure."""
    total = trace.support.total
    found = [m for e in trace.support.estimates for m in (e.ceiling, e.in_told_currency) if m]
    found += [i.ceiling for i in indications(trace)]
    found += [e.part.ceiling for e in trace.support.estimates if e.part]  # of a year, at the price of a month
    found += [total.ceiling, *(a.ceiling for a in total.alternatives)] if total else []
    return max((m.amount for m in found), default=None)


def indications(trace):
    """What a public reference rate would give, shown as no more than that."""
    return [e.indication for e in trace.support.estimates if e.indication]


def explained(trace, note, policies):
    """Figures that are no sum to receive: the person's, caps, pools, what is spent, those of a cited clause."""
    texts = [*trace.question.turns, *(policies.clauses[c].text[trace.language] for c in note.clauses)]
    money = [m for e in trace.support.estimates for m in (e.cap, e.pool) if m]
    money += [
        s.money
        for e in [*trace.support.estimates, *indications(trace)]
        for s in e.steps
        if s.money and s.name in ("expense", "base", "converted")
    ]
    money += [i.reference.price for i in indications(trace)]
    asides = [a for e in trace.support.estimates for a in (e.at_cap, e.rest) if a]
    money += [s.money for aside in asides for s in aside.steps if s.money]
    money += [e.low.expense for e in trace.support.estimates if e.low]
    changes = [e.difference for e in trace.support.estimates if e.difference]
    money += [m for change in changes for m in (change.before, change.by)]
    money += [e.total for e in trace.company.expenses if e.total]
    return {f.value for text in texts for f in shown(text)} | {m.amount for m in money} | {Decimal(1)}


def verify(trace, note, policies):
    """Fails where the note says a figure without a witness, or one above what may be received."""
    words = trace.question.turns[-1]
    assert faults(note.text, trace, policies, note.clauses) == (), words
    most = receivable(trace)
    known = explained(trace, note, policies)
    above = [f.quote for f in shown(note.text) if f.value not in known and (most is None or f.value > most)]
    assert above == [], words
    worked_out = [*trace.support.estimates, *indications(trace)]
    uncapped = {s.money.amount for e in worked_out if e.cap_binds for s in e.steps if s.name == "share"}
    allowed = {e.ceiling.amount for e in worked_out if e.ceiling}  # one's share may be another's ceiling
    assert not uncapped & {f.value for f in shown(note.text)} - known - allowed, words
