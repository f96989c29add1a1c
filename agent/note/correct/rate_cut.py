"""A rate that is right, where less than that share of the spending can come of it: a cap or a number of months cuts."""

import re
from collections.abc import Sequence

from agent.note.correct.correction import Correction, money_of
from agent.schema import Trace
from knowledge.money import format_rate
from knowledge.store import Policies
from tools.estimate import cite
from tools.schema import Estimate

_OF_THE_RATE = re.compile(r"率|比例|割合|\brates?\b|percentage", re.IGNORECASE)  # asked of the text, not of one's money


def rate_cut(right: Sequence[Estimate], trace: Trace, policies: Policies) -> Correction | None:
    """That the share is not one of all that is spent, where the person counts on it and every such support is cut."""
    if not right or _OF_THE_RATE.search(trace.question.turns[-1]):
        return None
    cuts = [_cut(e, trace, policies) for e in right]
    return cuts[0] if all(cuts) else None


def _cut(found: Estimate, trace: Trace, policies: Policies) -> Correction | None:
    instrument, term = policies.instruments[found.instrument], found.expense.term if found.expense else None
    values = {"rate": format_rate(found.rate) if found.rate else "", "owners": instrument.names[trace.language]}
    limit = instrument.months
    if limit is not None and term is not None and term > limit.value:
        return _said("rate_months", values | {"term": str(term), "limit": str(limit.value)}, found, policies)
    if instrument.cap and found.cap_binds:
        stated = {"cap": money_of(instrument.cap.value, instrument, trace)}
        return _said("rate_capped", values | stated, found, policies)
    return None


def _said(key: str, values: dict[str, str], found: Estimate, policies: Policies) -> Correction:
    instrument = policies.instruments[found.instrument]
    rules = [r for r in (instrument.rate, instrument.months if key == "rate_months" else instrument.cap) if r]
    cited = tuple(dict.fromkeys(cite(instrument, r.source).clause for r in rules))
    return Correction(key=key, values=values, clauses=cited, caveats=("premise_corrected", "no_guarantee"))
