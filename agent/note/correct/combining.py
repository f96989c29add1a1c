"""Supports taken together: their rates are not added, and whether they combine is not stated."""

from collections.abc import Iterator, Sequence

from agent.note.correct.correction import Correction, main_clauses_of
from agent.schema import Trace
from knowledge.money import format_rate
from knowledge.store import Policies
from tools.schema import Estimate


def combining(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """What stands before all else where supports, or their rates, are to be taken together."""
    live = [e for e in trace.support.estimates if e.eligibility != "not_met"]
    cited, one, several = main_clauses_of(live, policies), _rates_of_one(trace, live), _rates_of_several(trace, live)
    apart = len({e.expense for e in live if e.expense and e.ceiling and not e.expense.rival}) > 1
    if one or several:
        yield Correction(
            key="rates_not_added" if one else "rates_apart",
            values={"heard": one or several},
            clauses=cited,
            caveats=("premise_corrected", "stacking_not_stated"),
        )
    elif live and _asks_it(trace, apart=apart):
        if not apart:
            yield from _either_or(trace, live, policies)
        yield Correction(
            key="combining_apart" if apart else "combining", clauses=cited, caveats=("stacking_not_stated",)
        )


def _asks_it(trace: Trace, *, apart: bool) -> bool:
    """True where it is asked of several supports or expenses, or without an amount: with one, the figures say it."""
    reading = trace.reading
    claims = [c for c in reading.claims if c.role != "rate"]  # whose rate is told names the support
    told = claims or any(e.amount for e in reading.expenses)
    several = (apart or len(reading.named) > 1) and not claims
    return (
        "stacking" in reading.asks
        and (several or not told)
        and not reading.asks & {"move_room", "cap_counts", "rental_counts"}
    )


def _either_or(trace: Trace, live: Sequence[Estimate], policies: Policies) -> Iterator[Correction]:
    """What a text says itself of two supports that it joins by an "or"."""
    meant = [policies.instruments[i] for i in dict.fromkeys(e.instrument for e in live)]
    note = next((n for i in meant for n in i.ambiguities if "stacking" in n.about and n.clause), None)
    if note is not None:
        clause = next(f"{i.document}#{note.clause}" for i in meant if note in i.ambiguities)
        yield Correction(key="misread", values={"says": note.text[trace.language]}, clauses=(clause,))


def _rates_of_one(trace: Trace, live: Sequence[Estimate]) -> str:
    """A rate above the whole, or the rates of alternatives that are taken together; "" where there is neither."""
    told = trace.reading.rates
    if live and any(rate > 1 for rate in told):
        return format_rate(max(told))
    together = {
        e.rate for e in live if e.rate is not None and len({x.rate for x in live if x.expense == e.expense}) > 1
    }
    both = sorted(together & set(told), reverse=True)
    return " + ".join(map(format_rate, both)) if len(both) > 1 and "stacking" in trace.reading.asks else ""


def _rates_of_several(trace: Trace, live: Sequence[Estimate]) -> str:
    """The rates of different supports, where the turn adds them up; "" where it does not."""
    told, adds = trace.reading.rates, trace.reading.asks & {"stacking", "total"}
    meant = [*live, *(e for e in trace.support.estimates if e not in live and e.instrument in trace.reading.named)]
    owners = [e.rate for e in meant if e.rate is not None and e.rate in told]
    total = any(rate in told for rate in {a + b for a in told for b in told if a != b})
    return " + ".join(map(format_rate, dict.fromkeys(told[:2]))) if len(owners) > 1 and (adds or total) else ""
