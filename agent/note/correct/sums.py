"""A sum that the person counts on, against what the text allows."""

from collections.abc import Iterator
from fractions import Fraction

from agent.note.correct.correction import Correction, main_clauses_of, money_heard
from agent.note.correct.heard import wrong_rate
from agent.offline.company.related import DECIDING
from agent.schema import Trace
from knowledge.money import Figure, format_money
from knowledge.schema import Citation, Instrument
from knowledge.store import Policies
from tools.estimate import cite
from tools.schema import Estimate


def added_up(trace: Trace) -> Iterator[Correction]:
    """Ceilings of alternatives for one expense that the turn counts on together."""
    live = [e for e in trace.support.estimates if e.ceiling and e.expense and e.expense.total and not e.per]
    heard = {c.figure.value: c.figure for c in trace.reading.claims if c.role == "sum"}
    for expense in dict.fromkeys(e.expense for e in live):
        owners = [e for e in live if e.expense == expense and e.ceiling and e.ceiling.amount in heard]
        told = dict.fromkeys(e.ceiling for e in owners if e.ceiling)
        if len(told) > 1 and expense and expense.total:
            values = {
                "heard": " + ".join(format_money(m, trace.language) for m in told),
                "spent": format_money(expense.total, trace.language),
            }
            caveats = ("premise_corrected", "no_guarantee", "stacking_not_stated")
            cited = tuple(
                dict.fromkeys(s.witness.clause for e in owners for s in e.steps if isinstance(s.witness, Citation))
            )
            yield Correction(key="not_added", values=values, clauses=cited, caveats=caveats)
            return


def sum_heard(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A sum that the person expects, against what the text allows."""
    live = [e for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0 and not e.per]
    heard = money_heard(figure, trace, live)
    allowed = [e.ceiling for e in live if e.ceiling] + ([trace.support.total.ceiling] if trace.support.total else [])
    values = {"heard": heard}
    named = [i for i in supports_named(trace, policies) if i.kind == "voucher"]
    if "cash" in trace.reading.asks and named:
        yield Correction(
            key="vouchers_not_cash",
            values=values,
            clauses=cap_clauses(named),
            caveats=("premise_corrected", "no_guarantee"),
        )
        return
    wrong = [*_yearly(figure, live, trace, policies), *_rate(figure, live, trace, policies)]
    if wrong or not live:
        yield from wrong[:1]
        return
    if any(m.amount == figure.value for m in allowed):
        yield Correction(
            key="sum_only_ceiling",
            values=values,
            clauses=main_clauses_of(live[:1], policies),
            caveats=("no_guarantee",),
        )
        return
    same_expense = len({e.expense for e in live}) == 1 and len(live) > 1
    added = sum((e.ceiling.amount for e in live if e.ceiling), start=figure.value * 0)
    if same_expense and ("stacking" in trace.reading.asks or added == figure.value):
        spent = live[0].expense.total if live[0].expense else None
        values |= {"spent": format_money(spent, trace.language) if spent else ""}
        key = "not_added" if spent else "not_added_unspent"
        yield Correction(
            key=key,
            values=values,
            clauses=main_clauses_of(live, policies),
            caveats=("premise_corrected", "no_guarantee", "stacking_not_stated"),
        )
        return
    clipped = next((e for e in live if _clipped(e, policies)), None)
    if clipped is not None and clipped.expense is not None:
        limit = policies.instruments[clipped.instrument].months
        values |= {"term": str(clipped.expense.term), "limit": str(limit.value if limit else "")}
        yield Correction(
            key="months_apply",
            values=values,
            clauses=main_clauses_of([clipped], policies),
            caveats=("premise_corrected", "no_guarantee"),
        )
        return
    if any(e.cap_binds for e in live):
        bound = next(e for e in live if e.cap_binds)
        values |= {"cap": format_money(bound.cap, trace.language) if bound.cap else ""}
        yield Correction(
            key="cap_applies",
            values=values,
            clauses=main_clauses_of([bound], policies),
            caveats=("premise_corrected", "no_guarantee"),
        )
        return
    yield Correction(
        key="sum_differs",
        values=values,
        clauses=main_clauses_of(live[:1], policies),
        caveats=("premise_corrected", "no_guarantee"),
    )


def own_side(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """The part of a purchase that goes to one's own side: a stated condition leaves it out."""
    live = [e for e in trace.support.estimates if any(c.fact in DECIDING for c in e.conditions)]
    if live:
        values = {"heard": money_heard(figure, trace, live)}
        yield Correction(key="own_side", values=values, clauses=main_clauses_of(live[:1], policies))


def _yearly(figure: Figure, live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A ceiling divided by the years, or multiplied by them."""
    if "annual" not in trace.reading.asks and figure.per != "year":
        return
    open_ones = {code for e in live for code in policies.instruments[e.instrument].not_stated}
    multiplied = any(e.cap and figure.value % e.cap.amount == 0 for e in live)
    if "annual_split" in open_ones or multiplied:
        yield Correction(
            key="no_annual_split" if "annual_split" in open_ones else "not_yearly",
            clauses=main_clauses_of(live, policies),
            caveats=("premise_corrected", "no_guarantee"),
        )


def _rate(figure: Figure, live: list[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A sum at a rate that is another support's, or nobody's."""
    for heard in (r for r in trace.reading.rates if r <= 1):
        spent = [e.expense.total.amount for e in live if e.expense and e.expense.total]
        if any(e.rate in (heard, None) for e in live) or not any(Fraction(s) * heard == figure.value for s in spent):
            continue
        yield wrong_rate(heard, live, trace, policies)


def _clipped(found: Estimate, policies: Policies) -> bool:
    """True where only the first months of the term count."""
    limit, term = policies.instruments[found.instrument].months, found.expense.term if found.expense else None
    return limit is not None and term is not None and term > limit.value


def supports_named(trace: Trace, policies: Policies) -> list[Instrument]:
    return [policies.instruments[i] for i in trace.company.named if i in policies.instruments]


def cap_clauses(instruments: list[Instrument]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite(i, i.cap.source).clause for i in instruments if i.cap))
