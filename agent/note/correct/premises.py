"""What a person takes for granted and the sources do not bear out: corrected first, with the clause."""

from collections.abc import Iterator
from fractions import Fraction

from agent.note.correct.asked_back import asked_back
from agent.note.correct.combining import combining
from agent.note.correct.correction import Correction, main_clauses_of, money_heard, money_of
from agent.note.correct.divided import divided
from agent.note.correct.heard import cap_heard, pool_heard, rate_heard, wrong_rate
from agent.note.correct.limits import counts_in_part, limits
from agent.note.correct.misread import touched
from agent.note.correct.rooms import rooms
from agent.note.detail.topics import asked_about
from agent.offline.company.related import DECIDING
from agent.schema import Trace
from knowledge.money import Figure, format_money
from knowledge.schema import Citation, Instrument
from knowledge.store import Policies
from tools.estimate import cite
from tools.schema import Estimate


def corrections(trace: Trace, policies: Policies) -> tuple[Correction, ...]:
    """All that has to be set right before the answer, the most important first; nothing before a refusal."""
    if "evasion" in trace.reading.signals:
        return ()
    together = tuple(combining(trace, policies))
    told = (*together, *_claims(trace, policies, together), *_asks(trace, policies))
    denied_first = sorted(_once(iter(told)), key=lambda c: c.key == "sum_only_ceiling")
    return (*_signals(trace), *denied_first, *_misread(trace, policies))


def _once(found: Iterator[Correction]) -> tuple[Correction, ...]:
    """The first correction of each sort: two wrong sums need one explanation."""
    by_key: dict[str, Correction] = {}
    for correction in found:
        by_key.setdefault(correction.key, correction)
    return tuple(by_key.values())


def _signals(trace: Trace) -> Iterator[Correction]:
    if "injected" in trace.reading.signals:
        yield Correction(key="injected", caveats=("pasted_instructions_ignored", "user_figure_unverified"))
    counted_on = "reliable" in trace.reading.asks and any(e.ceiling for e in trace.support.estimates)
    otherwise = {"final", "reasons", "refusal", "order"} & trace.reading.asks
    if ("guarantee" in trace.reading.asks or counted_on) and not otherwise:
        yield Correction(key="no_guarantee", caveats=("no_guarantee",))
    if "final" in trace.reading.asks and any(e.eligibility != "not_met" for e in trace.support.estimates):
        yield Correction(key="not_final", caveats=("no_guarantee", "upper_bound"))
    yield from asked_back(trace)
    if trace.reading.unknown_schemes:
        names = ("、" if trace.language != "en" else ", ").join(trace.reading.unknown_schemes)
        beside = any(e.status != "closed" for e in trace.support.estimates)
        key = "no_such_scheme" if beside else "no_such_scheme_alone"
        yield Correction(key=key, values={"names": names}, caveats=("user_figure_unverified",))


def _claims(trace: Trace, policies: Policies, together: tuple[Correction, ...]) -> Iterator[Correction]:
    if trace.reading.unknown_schemes and not trace.reading.named:
        return  # they are of a scheme that no text names
    parts = tuple(divided(trace, policies))
    yield from parts
    added = {c.key for c in together} & {"rates_not_added", "rates_apart"}  # then each rate may well be so
    sums = tuple(_added_up(trace))
    yield from sums
    for claim in trace.reading.claims:
        if claim.role == "sum" and (sums or counts_in_part(claim.figure, trace)):
            continue
        if parts and claim.role in ("pool", "budget", "cap"):
            continue
        if claim.role == "sum":
            yield from _sum(claim.figure, trace, policies)
        elif claim.role == "pool":
            yield from _pool(claim.figure, trace, policies)
        elif claim.role == "budget":
            yield from pool_heard(claim.figure, trace, policies)
        elif claim.role == "cap":
            yield from cap_heard(claim.figure, trace, policies)
        elif claim.role == "rate" and not added and "reasons" not in trace.reading.asks:
            yield from rate_heard(claim.figure.exact, trace, policies)
        elif claim.role == "room":
            yield from rooms(trace, policies)
        elif claim.role == "own_side":
            yield from _own_side(claim.figure, trace, policies)


def _added_up(trace: Trace) -> Iterator[Correction]:
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


def _sum(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A sum that the person expects, against what the text allows."""
    live = [e for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0 and not e.per]
    heard = money_heard(figure, trace, live)
    allowed = [e.ceiling for e in live if e.ceiling] + ([trace.support.total.ceiling] if trace.support.total else [])
    values = {"heard": heard}
    named = [i for i in _named(trace, policies) if i.kind == "voucher"]
    if "cash" in trace.reading.asks and named:
        yield Correction(
            key="vouchers_not_cash", values=values, clauses=_caps(named), caveats=("premise_corrected", "no_guarantee")
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


def _own_side(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
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


def _pool(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A budget for everybody taken for a limit for one."""
    pooled = [
        policies.instruments[e.instrument]
        for e in trace.support.estimates
        if policies.instruments[e.instrument].pool is not None
    ]
    vouchers = [i for i in policies.instruments.values() if i.kind == "voucher"]
    mine = [i for i in (*pooled, *vouchers) if i.pool and i.pool.value == figure.value] or pooled[:1]
    if not mine or mine[0].pool is None:
        return
    instrument = mine[0]
    pool = instrument.pool
    assert pool is not None
    key = "pool_with_cap" if instrument.cap else "pool_without_cap"
    values = {"pool": money_of(pool.value, instrument, trace)}
    if instrument.cap:
        values["cap"] = money_of(instrument.cap.value, instrument, trace)
    yield Correction(
        key=key,
        values=values,
        clauses=(cite(instrument, pool.source).clause,),
        caveats=("pool_not_cap", "premise_corrected"),
    )


def _asks(trace: Trace, policies: Policies) -> Iterator[Correction]:
    asks, named = trace.reading.asks, _named(trace, policies)
    vouchers = [i for i in named if i.kind == "voucher"]
    if "cash" in asks and asked_about(trace) != "payment" and vouchers and not _sums(trace):
        capped = all(i.cap for i in vouchers) and "either" not in asks
        yield Correction(
            key="vouchers_not_cash_plain" if capped else "vouchers_not_cash_uncapped",
            clauses=_caps(vouchers) if capped else _covers(vouchers),
            caveats=("premise_corrected", "no_guarantee"),
        )
    if "approval" in asks:
        yield from _approval(trace, policies)
    if asks & {"annual", "split"} and asked_about(trace) not in ("duration", "cap_counts", "yearly", "recipient"):
        yield from _split(trace, policies)
    yield from rooms(trace, policies)
    yield from limits(trace, policies)


def _misread(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """What stands behind a contradiction or a misreading that the question touches."""
    # "What is it?" and "this or that?" take nothing for granted.
    denied = not trace.reading.asks & {"explain", "which", "how_much", "either", "recipient", "falls_under"}
    for found in touched(trace, policies):
        inconsistent = found.caveat == "source_inconsistent"
        readings = [r[trace.language] for r in found.readings] if inconsistent else []
        values = {"says": found.says[trace.language], "one": "", "other": ""}
        if len(readings) > 1:
            values |= {"one": readings[0], "other": readings[1]}
        yield Correction(
            key="readings" if values["one"] else "misread_no" if denied and found.corrects else "misread",
            values=values,
            clauses=tuple(f"{found.document}#{c}" for c in found.clauses),
            caveats=(
                found.caveat,
                *policies.documents[found.document].caveats,
                *(("premise_corrected",) if found.corrects else ()),
            ),
        )


def _split(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A ceiling for several years, of which the text does not say how it falls on them."""
    live = [e for e in trace.support.estimates if "annual_split" in policies.instruments[e.instrument].not_stated]
    if live:
        yield Correction(
            key="no_annual_split",
            clauses=main_clauses_of(live, policies),
            caveats=("premise_corrected", "no_guarantee"),
        )


def _approval(trace: Trace, policies: Policies) -> Iterator[Correction]:
    for found in trace.support.estimates:
        instrument = policies.instruments[found.instrument]
        condition = next((c for c in instrument.conditions if c.fact == "municipal_approval"), None)
        if condition is not None:
            yield Correction(
                key="approval_municipal",
                clauses=(cite(instrument, condition.source).clause,),
                caveats=("government_approval", "discretionary", "no_guarantee"),
            )
            return


def _named(trace: Trace, policies: Policies) -> list[Instrument]:
    return [policies.instruments[i] for i in trace.company.named if i in policies.instruments]


def _sums(trace: Trace) -> bool:
    return any(c.role == "sum" for c in trace.reading.claims)


def _covers(instruments: list[Instrument]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite(i, i.covers.source).clause for i in instruments))


def _caps(instruments: list[Instrument]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite(i, i.cap.source).clause for i in instruments if i.cap))
