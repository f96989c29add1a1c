"""A limit that a question rubs against: why so few months count, and whether a cap can be passed."""

from collections.abc import Iterator
from decimal import Decimal

from agent.note.correct.correction import Correction, main_clauses_of, money_heard, money_of, named_in
from agent.note.detail.topics import tells
from agent.schema import Trace
from knowledge.money import Figure, Kind, format_money, read_figures
from knowledge.schema import Instrument
from knowledge.store import Policies
from tools.estimate import cite
from tools.schema import MONTHS, Estimate


def limits(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """What the text says of the limit that is asked about, for the supports talked about."""
    live = _on_the_table(trace)
    if "why_counted" in trace.reading.asks:
        yield from _months_counted(live, trace, policies)
    if "term_limit" in trace.reading.asks:
        yield from _months(live, trace, policies)
    for asked in ("all_months", "later_year"):
        if asked in trace.reading.asks:
            yield from _runs_out(asked, live, trace, policies)
    if "any_limit" in trace.reading.asks and "above_cap" not in trace.reading.asks and not tells(trace):
        yield from _stated_caps(live, trace, policies)
    below = "hits_cap" in trace.reading.asks and not any(e.cap_binds for e in live)
    if "above_cap" in trace.reading.asks and "own_share" not in trace.reading.asks and not below:
        yield from _caps(live, trace, policies)


def _on_the_table(trace: Trace) -> list[Estimate]:
    found = [e for e in trace.support.estimates if e.eligibility != "not_met"]
    return [e for e in found if e.instrument in trace.reading.named] or found


def counts_in_part(figure: Figure, trace: Trace) -> Estimate | None:
    """The estimate of which the turn asks why only that part of the spending counts: the first months of its term."""
    if "why_counted" not in trace.reading.asks:
        return None
    return next((e for e in _on_the_table(trace) if _base_of_first_months(e) == figure.value), None)


def _base_of_first_months(found: Estimate) -> Decimal | None:
    """What of the spending counts, where the term is longer than the text pays for."""
    expense, total = found.expense, found.expense.total if found.expense else None
    base = next((s.money for s in reversed(found.steps) if s.name == "base" and s.money), None)
    shorter = expense and total and base and base.currency == total.currency and base < total
    return base.amount if shorter and base else None


def _months_counted(live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """Why a support counts less than was spent: it pays for fewer months than the term has."""
    heard = [c.figure for c in trace.reading.claims if c.role == "sum"]
    for found in live:
        instrument, base = policies.instruments[found.instrument], _base_of_first_months(found)
        if base is None or instrument.months is None or not found.expense or not found.expense.total:
            continue
        if heard and all(f.value != base for f in heard):
            continue
        values = {
            "name": instrument.names[trace.language],
            "limit": str(instrument.months.value),
            "term": str(found.expense.term),
            "spent": format_money(found.expense.total, trace.language),
            "heard": money_of(base, instrument, trace),
        }
        yield Correction(key="months_counted", values=values, clauses=main_clauses_of([found], policies))
        return


def _months(live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """The months that a support pays for, where the question names them: a term is told by nobody."""
    named = {f.value for f in read_figures(trace.question.turns[-1]) if f.kind is Kind.DURATION}
    for found in live:
        instrument = policies.instruments[found.instrument]
        if instrument.months is not None and named & {instrument.months.value, _term_of(found)}:
            values = {"limit": str(instrument.months.value), "name": instrument.names[trace.language]}
            yield Correction(key="months_limit", values=values, clauses=main_clauses_of([found], policies))
            return


def _term_of(found: Estimate) -> int | None:
    return found.expense.term if found.expense else None


def _runs_out(key: str, live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """That a support of one year pays nothing beyond it: "is year two at 100 %, too?", "all 14 months at 100 %?"."""
    for found in live:
        instrument = policies.instruments[found.instrument]
        if instrument.months is not None and instrument.months.value <= MONTHS["year"]:
            values = {"limit": str(instrument.months.value), "name": instrument.names[trace.language]}
            yield Correction(key=key, values=values, clauses=main_clauses_of([found], policies))
            return


def _stated_caps(live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """The caps of the supports with a rate, or that none is stated; a budget for all is no cap for one."""
    meant = (policies.instruments[n] for n in dict.fromkeys(e.instrument for e in live))
    by_key: dict[str, list[Instrument]] = {}
    for instrument in (i for i in meant if i.rate or i.cap):
        key = ("cap_stated" if instrument.cap else "cap_unstated") + ("_pool" if instrument.pool else "")
        by_key.setdefault(key, []).append(instrument)
    for key, owners in by_key.items():
        rules = [r for i in owners for r in (i.cap or i.rate, i.pool) if r]
        values = {
            "name": named_in(owners, trace),
            "cap": " / ".join(dict.fromkeys(money_of(i.cap.value, i, trace) for i in owners if i.cap)),
            "pool": " / ".join(dict.fromkeys(money_of(i.pool.value, i, trace) for i in owners if i.pool)),
        }
        cited = dict.fromkeys(cite(owners[0], r.source).clause for r in rules)
        yield Correction(key=key, values=values, clauses=tuple(cited))


def _caps(live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """The caps that the question would pass: nothing in the text leads above them."""
    hoped = [c.figure for c in trace.reading.claims if c.role == "above"]
    capped = [i for i in (policies.instruments[n] for n in dict.fromkeys(e.instrument for e in live)) if i.cap]
    passed = [i for i in capped if i.cap and all(f.value >= i.cap.value for f in hoped)]
    by_cap: dict[str, list[Instrument]] = {}
    for instrument in passed:
        assert instrument.cap is not None
        by_cap.setdefault(money_of(instrument.cap.value, instrument, trace), []).append(instrument)
    if by_cap:
        said = (f"{cap} ({named_in(owners, trace)})" for cap, owners in by_cap.items())
        cited = dict.fromkeys(cite(i, i.cap.source).clause for i in passed if i.cap)
        yield Correction(
            key="cap_firm", values={"caps": " / ".join(said)}, clauses=tuple(cited), caveats=("no_guarantee",)
        )
    elif not capped and not hoped and (uncapped := [e for e in live if e.rate is not None]):
        owners = named_in([policies.instruments[e.instrument] for e in uncapped], trace)
        yield Correction(key="cap_none", values={"owners": owners}, clauses=main_clauses_of(uncapped, policies))
    elif hoped and all(e.ceiling and e.ceiling.amount < hoped[0].value for e in live):
        heard = money_heard(hoped[0], trace, live)
        yield Correction(
            key="sum_differs",
            values={"heard": heard},
            clauses=main_clauses_of(live[:1], policies),
            caveats=("no_guarantee",),
        )
