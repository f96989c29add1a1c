"""instrument + company + expense -> Estimate. Pure: no model, no network, no clock."""

from datetime import date
from decimal import Decimal

from knowledge.money import Money
from knowledge.rates import Reference
from knowledge.schema import Citation, Document, Formula, Instrument, Kind, Source, Status
from tools.base import base_of
from tools.calculators import CALCULATORS, Inputs, Working
from tools.eligibility import condition_states, verdict
from tools.schema import Company, ConditionState, Estimate, ExchangeRate, Expense, LowEnd, Per
from tools.told_currency import at_shown_rate, in_told_currency, rate_to_show

CURRENCY = {"CN": "CNY", "JP": "JPY"}


def estimate(
    instrument: Instrument,
    document: Document,
    company: Company,
    expense: Expense | None,
    as_of: date,
    exchange: ExchangeRate | Reference | None = None,
) -> Estimate:
    """The most that the instrument allows for the expense, with its working, conditions and missing facts.

    Amounts are in the currency of the instrument's place; another currency waits for the person's exchange rate, in
    whose place `exchange` stands where it is given.
    """
    currency = CURRENCY[instrument.place.country]
    exchange = exchange or company.exchange
    states = condition_states(instrument, company)
    covered = expense is None or not expense.category or expense.category in instrument.covers.categories
    silent = instrument.formula is Formula.NOT_COMPUTABLE
    eligibility = verdict(states) if covered or silent else "not_met"
    if eligibility == "met" and silent:
        eligibility = "unknown"  # a text that states no terms leaves it open who meets them, and for what
    status = status_on(instrument, document, as_of)
    base, opening = base_of(exchange, expense, currency)
    given = _inputs(instrument, expense, base, currency)
    working = CALCULATORS[instrument.formula](given)
    if expense is not None and expense.money is not None and base is None:
        working = Working(None)  # the amount waits for its currency or exchange rate
    ceiling, binds, steps = working.ceiling, working.cap_binds, (*opening, *working.steps)
    if eligibility == "not_met":
        ceiling, binds, steps = Money(Decimal(0), currency), False, ()
    per = _per(expense, ceiling, given.cap)
    return Estimate(
        instrument=instrument.id,
        document=instrument.document,
        kind=instrument.kind.value,
        eligibility=eligibility,
        conditions=states,
        status=status,
        expense=expense,
        rate=instrument.rate.value if instrument.rate else None,
        rate_at_most=instrument.rate.at_most if instrument.rate else True,
        cap=given.cap,
        pool=Money(instrument.pool.value, currency) if instrument.pool else None,
        ceiling=ceiling,
        per=per,
        cap_binds=binds,
        low=_at_low_end(instrument, document, company, expense, as_of, exchange) if eligibility != "not_met" else None,
        in_told_currency=at_shown_rate(company, ceiling)
        or in_told_currency(exchange, expense, ceiling, company.value("shown_currency")),
        steps=steps,
        missing=_missing(instrument, expense, states, base, per, eligibility == "not_met")
        + rate_to_show(company, exchange, ceiling),
        caveats=_caveats(instrument, document, expense, working, currency, status),
        citations=_citations(instrument, covered=covered),
    )


def _at_low_end(
    instrument: Instrument,
    document: Document,
    company: Company,
    expense: Expense | None,
    as_of: date,
    exchange: ExchangeRate | Reference | None,
) -> LowEnd | None:
    """What the instrument allows at the lower end of a range; None without a range or a figure."""
    lower = expense.at_low_end if expense else None
    found = estimate(instrument, document, company, lower, as_of, exchange) if lower else None
    if found is None or found.ceiling is None or lower is None or lower.total is None:
        return None
    return LowEnd(expense=lower.total, ceiling=found.ceiling, cap_binds=found.cap_binds, steps=found.steps)


def status_on(instrument: Instrument, document: Document, day: date) -> Status:
    """The status on the day; both ends of a window are inside it. Without a window: announced, no more is known."""
    if instrument.status is not None:
        return instrument.status
    window = document.window
    if window is None:
        return Status.ANNOUNCED if day >= document.published else Status.UNKNOWN
    if window.closes is not None and day > window.closes:
        return Status.CLOSED
    if window.opens is None:
        return Status.UNKNOWN
    surveyed = window.of == "survey" and instrument.kind is not Kind.SURVEY
    return Status.ANNOUNCED if day < window.opens or surveyed else Status.OPEN


def cite(instrument: Instrument, source: Source) -> Citation:
    return Citation(clause=f"{instrument.document}#{source.clause}", quote=source.quote)


def _inputs(instrument: Instrument, expense: Expense | None, base: Money | None, currency: str) -> Inputs:
    rate, cap, months = instrument.rate, instrument.cap, instrument.months
    return Inputs(
        base=base,
        months=expense.term if expense else None,
        rate=rate.value if rate else None,
        rate_source=cite(instrument, rate.source) if rate else None,
        cap=Money(cap.value, currency) if cap else None,
        cap_source=cite(instrument, cap.source) if cap else None,
        max_months=months.value if months else None,
        max_months_source=cite(instrument, months.source) if months else None,
    )


def _per(expense: Expense | None, ceiling: Money | None, cap: Money | None) -> Per | None:
    """The period that the ceiling is for where the term is not known; a cap that one period reaches is for all."""
    if expense is None or not expense.open_ended or ceiling is None or ceiling.amount == 0 or ceiling == cap:
        return None
    return expense.per


def _missing(
    instrument: Instrument,
    expense: Expense | None,
    states: tuple[ConditionState, ...],
    base: Money | None,
    per: Per | None,
    failed: bool,  # noqa: FBT001
) -> tuple[str, ...]:
    """Facts that would decide or sharpen the figure. None once a condition has failed."""
    if failed:
        return ()
    missing: list[str] = []
    computable = instrument.formula is not Formula.NOT_COMPUTABLE
    if expense is None:
        missing.append("spend")
    elif expense.money is None and expense.told:
        missing.append("currency")
    elif computable and expense.money is None and instrument.formula is not Formula.CAP_WITHOUT_RATE:
        missing.append("amount")
    elif computable and expense.money is not None and base is None:
        missing.append("exchange_rate")
    elif computable and (per is not None or (instrument.months is not None and expense.term is None)):
        missing.append("term")
    missing += [s.fact for s in states if s.fact and s.state == "unknown" and s.witness is None]
    return tuple(dict.fromkeys(missing))


def _caveats(
    instrument: Instrument, document: Document, expense: Expense | None, working: Working, currency: str, status: Status
) -> tuple[str, ...]:
    """Codes of caveats: those of the policy and those that follow from what is and is not stated."""
    codes = [*instrument.caveats, *(c.caveat for c in instrument.conditions if c.caveat)]
    codes = [c for c in codes if c != "closed" or status is Status.CLOSED]
    if instrument.formula is not Formula.NOT_COMPUTABLE:
        codes.append("upper_bound")
    if instrument.base.value in ("approved_contract_amount", "approved_investment"):
        codes.append("approved_base")
    if instrument.pool is not None:
        codes.append("pool_not_cap")
    if instrument.cap is None and "cap" in instrument.not_stated and "cap_undecided" not in codes:
        codes.append("no_cap_stated")
    if instrument.rate is None and "rate" in instrument.not_stated:
        codes.append("cap_only" if instrument.cap else "no_rate_stated")
    if instrument.alternatives or "stacking" in instrument.not_stated:
        codes.append("stacking_not_stated")
    if expense is not None and expense.money is not None and expense.money.currency != currency:
        codes.append("exchange_rate")
    if working.ceiling is not None and document.window is not None:
        codes.append("no_guarantee")
    return tuple(dict.fromkeys([*codes, *document.caveats]))


def _citations(instrument: Instrument, *, covered: bool) -> tuple[Citation, ...]:
    """Every clause that a value or condition of the instrument comes from, each once, figures first."""
    rules = (instrument.rate, instrument.cap, instrument.months, instrument.pool)
    sources = [rule.source for rule in rules if rule is not None]
    if instrument.base.source is not None:
        sources.append(instrument.base.source)
    sources += [c.source for c in instrument.conditions]
    if not sources or not covered:
        sources.insert(0, instrument.covers.source)
    return tuple(dict.fromkeys(cite(instrument, s) for s in sources))
