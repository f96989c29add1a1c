"""instrument + company + expense -> Estimate. Pure: no model, no network, no clock."""

from datetime import date
from decimal import Decimal

from knowledge.money import Money
from knowledge.rates import Reference
from knowledge.schema import Citation, Document, Formula, Instrument, Kind, Source, Status, Told
from tools.calculators import CALCULATORS, Inputs, Working
from tools.eligibility import condition_states, verdict
from tools.parts import part_of
from tools.schema import Company, ConditionState, Estimate, ExchangeRate, Expense, LowEnd, Multiple, Per, Step

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
    base, opening = _base(exchange, expense, currency)
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
        in_told_currency=_at_shown_rate(company, ceiling)
        or _told_currency(exchange, expense, ceiling, company.value("shown_currency")),
        steps=steps,
        missing=_missing(instrument, expense, states, base, per, eligibility == "not_met")
        + _rate_to_show(company, exchange, ceiling),
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


def _base(
    exchange: ExchangeRate | Reference | None, expense: Expense | None, currency: str
) -> tuple[Money | None, tuple[Step, ...]]:
    """The expense in the instrument's currency and the lines that lead there; None where it is not known."""
    if expense is None or expense.total is None or expense.money is None or expense.told is None:
        return None, ()
    total = expense.total
    lines: tuple[Step, ...] = (Step(name="expense", money=expense.unscaled or expense.money, witness=expense.told),)
    if expense.multiple is not None:
        made = tuple(_made(one) for one in expense.multiple.chain)
        names = tuple(dict.fromkeys(step.name for step in made))
        lines += (*made, Step(name="base", money=expense.money, of=("expense", *names)))
    if expense.less and expense.unscaled is not None:
        lines += tuple(Step(name="less", money=part_of(expense.unscaled, t.quote), witness=t) for t in expense.less)
        lines += (Step(name="base", money=expense.money, of=("expense", "less")),)
    if expense.term_told is not None:
        lines += _lasting(expense, expense.term_told)
    if total != expense.money:
        lines += (Step(name="base", money=total, of=("base" if expense.unscaled else "expense", "months")),)
    if total.currency == currency:
        return total, lines
    converted = exchange.convert(total, currency) if exchange else None
    if converted is None or exchange is None:
        return None, lines
    return converted, (*lines, Step(name="converted", money=converted, witness=exchange.witness))


def _lasting(expense: Expense, told: Told) -> tuple[Step, ...]:
    """The term: as it was told, or the sum of those put on top of each other."""
    if not expense.on_top_of or expense.months is None:
        return (Step(name="months", months=expense.months, witness=told),)
    before = tuple(Step(name="months", months=t.months, witness=t.told) for t in expense.on_top_of)
    last = expense.months - sum(t.months for t in expense.on_top_of)
    whole = Step(name="months", months=expense.months, of=("months",))
    return (*before, Step(name="months", months=last, witness=told), whole)


def _made(one: Multiple) -> Step:
    """What the person makes of the amount told: so many times, or so much more or less."""
    if one.by is not None:
        return Step(name="change", money=one.by, witness=one.told)
    return Step(name="multiple", rate=one.factor, witness=one.told)


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


def _told_currency(
    exchange: ExchangeRate | Reference | None, expense: Expense | None, ceiling: Money | None, shown: str | None
) -> Money | None:
    """The ceiling in the currency that the expense was told in, else in the one that it is wanted in, too."""
    told = expense.money.currency if expense and expense.money else None
    told = shown if ceiling is not None and told == ceiling.currency else told
    if ceiling is None or told is None or told == ceiling.currency or exchange is None:
        return None
    return exchange.convert(ceiling, told)


def _at_shown_rate(company: Company, ceiling: Money | None) -> Money | None:
    """The ceiling in the currency of a rate that was told to show it in."""
    rate = company.shown_rate
    if rate is None or ceiling is None or ceiling.currency not in (rate.base, rate.quote):
        return None
    return rate.convert(ceiling, rate.quote if ceiling.currency == rate.base else rate.base)


def _rate_to_show(
    company: Company, exchange: ExchangeRate | Reference | None, ceiling: Money | None
) -> tuple[str, ...]:
    """The rate that a ceiling waits for to be shown in another currency, too."""
    shown = company.value("shown_currency")
    if not ceiling or not shown or shown == ceiling.currency or (exchange and exchange.convert(ceiling, shown)):
        return ()
    if _at_shown_rate(company, ceiling) is not None:
        return ()
    return ("exchange_rate",)


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
