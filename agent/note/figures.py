"""The figures of one expense: the most of each instrument with its working, and its terms where it waits."""

from collections.abc import Sequence

from agent.note.detail.tell import told_of
from agent.note.page import Page, main_clauses
from agent.note.ties import undefined_ties
from agent.note.working import base_words, multiple, used, working
from agent.schema import Trace
from knowledge.money import format_rate
from knowledge.schema import Formula, Instrument, Told
from knowledge.store import Policies
from tools.schema import Estimate


def one_expense(group: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """One expense: its best instrument, the others as alternatives, and the working of each."""
    lines: list[str] = []
    shown = [e for e in group if e.ceiling is not None and e.ceiling.amount > 0]
    silent = [policies.instruments[e.instrument] for e in group if e.ceiling is None and e.eligibility != "not_met"]
    silent = [i for i in silent if i.formula is Formula.NOT_COMPUTABLE]
    for found in group:
        instrument = policies.instruments[found.instrument]
        lines.append(headline(found, instrument, page, alternative=bool(shown) and found in shown[1:]))
        if found in shown:
            lines.append(working(found, instrument, page))
        lines += _low_end(found, page)
        lines += _indication(found, instrument, page)
        open_ones = [c.names[page.language] for c in found.conditions if c.state == "unknown"]
        if open_ones and found.eligibility == "unknown":
            lines.append(page.say("depends", conditions=page.listed(open_ones)))
        lines += undefined_ties(found, trace, page)
    if max(len(shown), sum(e.indication is not None for e in group)) > 1:
        lines.append(page.say("not_added"))
    told, worked_out = (
        told_of(silent, trace, page, policies),
        "  \n".join([*multiple(group[0], page), *used(group[0], trace, page), *lines]),
    )
    return [worked_out, *told] if shown else [*told, worked_out]  # figures first, where there are any


def headline(found: Estimate, instrument: Instrument, page: Page, *, alternative: bool) -> str:
    name, cites = page.name(instrument), page.cites(main_clauses(instrument))
    kind = found.expense.category if found.expense else ""
    category = page.word(f"category.{kind}" if kind else "base.spend")  # told, but not what for
    if found.eligibility == "not_met" and found.ceiling is not None:
        failed = [c for c in found.conditions if c.state == "not_met"]
        ceiling = page.money(found.ceiling)
        if failed:
            conditions = page.listed(c.names[page.language] for c in failed)
            return page.say("zero", ceiling=ceiling, name=name, conditions=conditions, cites=cites)
        covers = page.covers(instrument)
        return page.say("zero_uncovered", ceiling=ceiling, name=name, category=category, covers=covers, cites=cites)
    if found.ceiling is None:
        if instrument.formula is Formula.NOT_COMPUTABLE:
            return page.say("silent", name=name, cites=cites)
        accepted = found.indication is not None and found.indication.accepted
        key = "offer_indicated" if accepted else "offer_waiting"
        return page.say(key, name=name, category=category, terms=terms_of(found, instrument, page), cites=cites)
    ceiling = page.money(found.ceiling)
    if alternative:
        key = f"alternative_{found.per}" if found.per else "alternative"
        return page.say(key, ceiling=ceiling, name=name, cites=cites)
    money = found.expense.money if found.expense else None
    if money is None or found.expense is None:
        return page.say("headline_cap", ceiling=ceiling, name=name, cites=cites)
    if found.per:
        return page.say(
            f"headline_{found.per}",
            ceiling=ceiling,
            name=name,
            category=category,
            expense=page.money(money),
            cites=cites,
        )
    # A price per month is shown as told; its product with the term would be one more figure to misread.
    expense = base_words(found.expense, found, page, limited=False)
    line = page.say("headline", ceiling=ceiling, name=name, category=category, expense=expense, cites=cites)
    if found.in_told_currency is not None:
        quotes = [s.witness.quote for s in found.steps if s.name == "converted" and isinstance(s.witness, Told)]
        own = found.expense.money is not None and found.expense.money.currency == found.in_told_currency.currency
        key, rate = ("headline_told", quotes[0]) if quotes and own else ("headline_shown", "")
        line += " " + page.say(key, rate=rate, money=page.money(found.in_told_currency))
    return line


def _low_end(found: Estimate, page: Page) -> list[str]:
    """The lower end of a range that the person told: the figures above are for the upper one."""
    low = found.low
    if low is None or found.ceiling is None:
        return []
    net = "_net" if found.expense and found.expense.net_told else ""
    key = f"low_end{net}_{found.per}" if found.per else f"low_end{net}"
    return [page.say(key, expense=page.money(low.expense), ceiling=page.money(low.ceiling))]


def waiting_figure(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    return [headline(found, instrument, page, alternative=False), *_indication(found, instrument, page)]


def _indication(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    """What it would come to at a public reference rate, with its day, said to be no more than that."""
    indication = found.indication
    if indication is None or found.expense is None:
        return []
    reference, per = indication.reference, indication.per
    fields = ("ceiling", "per", "cap_binds", "low", "steps")
    at_rate = found.model_copy(update={name: getattr(indication, name) for name in fields})
    line = page.say(
        f"indication_{per}" if per else "indication",
        date=reference.day.isoformat(),
        one=page.money(reference.one),
        price=page.money(reference.price),
        ceiling=page.money(indication.ceiling),
        expense=base_words(found.expense, at_rate, page, limited=False),
    )
    old = [page.say("indication_old")] if indication.old else []
    low = [line.replace("**", "") for line in _low_end(at_rate, page)]  # bold are figures to go by
    return [line, *old, working(at_rate, instrument, page), *low]


def terms_of(found: Estimate, instrument: Instrument, page: Page) -> str:
    key = {
        Formula.RATE_WITH_CAP: "terms_rate_cap" if found.rate_at_most else "terms_flat_cap",
        Formula.RATE_WITHOUT_CAP: "terms_undecided" if "cap_undecided" in found.caveats else "terms_rate",
        Formula.RATE_FOR_LIMITED_MONTHS: "terms_months",
        Formula.CAP_WITHOUT_RATE: "terms_cap",
        Formula.NOT_COMPUTABLE: "terms_none",
    }[instrument.formula]
    return page.say(
        key,
        rate=format_rate(found.rate) if found.rate else "",
        base=page.word(f"base.{instrument.base.value}" if instrument.base.value != "not_stated" else "base.spend"),
        cap=page.money(found.cap) if found.cap else "",
        months=instrument.months.value if instrument.months else "",
    )


def also_named(trace: Trace, page: Page, policies: Policies) -> list[str]:
    named = [policies.instruments[i] for i in trace.support.mentioned]
    if not named or not any(e.ceiling for e in trace.support.estimates):
        return []
    names = page.listed(page.name(i) for i in named)
    return [page.say("mentioned", names=names, cites=page.cites(c for i in named for c in main_clauses(i)))]
