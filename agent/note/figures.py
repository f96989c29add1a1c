"""The figures of one expense: the most of each instrument, its working, and what they may come to together."""

from collections.abc import Sequence
from fractions import Fraction

from agent.note.detail.tell import told_of
from agent.note.page import Page, main_clauses
from agent.note.rivals import beside_each_other
from agent.note.ties import undefined_ties
from agent.schema import Trace
from knowledge.money import format_rate
from knowledge.schema import Formula, Instrument, Told, rate_text
from knowledge.store import Policies
from tools.schema import Combination, Estimate, Expense, Multiple, TotalChoice


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
            lines.append(_working(found, instrument, page))
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
        "  \n".join([*_multiple(group[0], page), *_used(group[0], trace, page), *lines]),
    )
    return [worked_out, *told] if shown else [*told, worked_out]  # figures first, where there are any


def _multiple(found: Estimate, page: Page) -> list[str]:
    """How the amount follows from the one told before, where the person took a multiple or a share of it."""
    spent = found.expense
    if spent is None or spent.money is None or spent.unscaled is None or not found.steps:
        return []
    before, after = page.money(spent.unscaled), page.money(spent.money)
    if spent.multiple is None:
        parts = " − ".join(page.money(s.money) for s in found.steps if s.name == "less" and s.money)
        return [page.say("rest", before=before, parts=parts, after=after)]
    made = before
    for one in spent.multiple.chain:
        summed = one.by is None and any(sign in made for sign in "+−")
        made = f"({made}) {_made(one, page)}" if summed else f"{made} {_made(one, page)}"
    return [page.say("multiple", made=made, after=after)]


def _used(found: Estimate, trace: Trace, page: Page) -> list[str]:
    """That no text says whether what others use of it counts, where that was taken off."""
    taken_off = found.expense is not None and found.expense.unscaled is not None
    return [page.say("used_by_others")] if taken_off and "used_by_others" in trace.reading.asks else []


def _made(one: Multiple, page: Page) -> str:
    """What is made of the amount before: so much more or less, or so many times it."""
    if one.by is not None:
        return f"{'−' if one.less else '+'} {page.money(one.by)}"
    factor = rate_text(one.factor)
    return f"× {factor if Fraction(factor) == one.factor else one.factor}"


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
    expense = _base_words(found.expense, found, page, limited=False)
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
        expense=_base_words(found.expense, at_rate, page, limited=False),
    )
    old = [page.say("indication_old")] if indication.old else []
    low = [line.replace("**", "") for line in _low_end(at_rate, page)]  # bold are figures to go by
    return [line, *old, _working(at_rate, instrument, page), *low]


def _working(found: Estimate, instrument: Instrument, page: Page) -> str:
    assert found.ceiling is not None
    if instrument.formula is Formula.CAP_WITHOUT_RATE:
        assert found.cap is not None
        if found.ceiling < found.cap:
            line = page.say("work_spent", cap=page.money(found.cap), base=page.money(found.ceiling))
        else:
            line = page.say("work_cap_only", cap=page.money(found.cap))
        return page.say("working", lines=line)
    assert found.expense is not None
    assert found.rate is not None
    key = "work_share" if found.cap is None else "work_capped" if found.cap_binds else "work_below"
    if found.cap is not None and found.ceiling == found.cap and not found.cap_binds:
        key = "work_share"
    if found.per:  # over a longer term the cap may yet be reached
        key = "work_share"
    line = page.say(
        key,
        base=_base_words(found.expense, found, page, limited=instrument.months is not None),
        rate=format_rate(found.rate),
        ceiling=page.money(found.ceiling),
        cap=page.money(found.cap) if found.cap else "",
    )
    return page.say("working", lines=line)


def _base_words(expense: Expense, found: Estimate, page: Page, *, limited: bool) -> str:
    """The base as a person would write it: amount x months, clipped where the text pays for fewer months."""
    assert expense.money is not None
    converted = next((s.money for s in found.steps if s.name == "converted"), None)
    limit = next(
        (s.months for s in found.steps if s.name == "months" and s.witness and hasattr(s.witness, "clause")), None
    )
    term = expense.term
    spent = "" if converted is None else f" = {page.money(converted)}"
    clipped = limited and limit is not None and term is not None and term > limit
    if expense.per in ("month", "quarter") and expense.months is not None and not (clipped and converted):
        if clipped:
            return page.say(f"base_first_{expense.per}", money=page.money(expense.money), limit=limit, term=term)
        return page.say(f"base_{expense.per}", money=page.money(expense.money), months=expense.months) + spent
    if clipped:
        base = next(s.money for s in reversed(found.steps) if s.name == "base")
        assert base is not None
        return page.say("base_limited", money=page.money(base), limit=limit, term=term)
    return page.money(expense.total or expense.money) + spent


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


def together(trace: Trace, page: Page, policies: Policies) -> list[str]:
    total = trace.support.total
    rivals = beside_each_other(trace, page, policies)
    if rivals or total is None:
        return rivals
    names = page.listed(page.name(policies.instruments[i]) for i in total.instruments)
    once = len(total.instruments) < len(
        {e.expense for e in trace.support.estimates if e.instrument in total.instruments}
    )
    lines = [page.say("total_once" if once else "total", ceiling=page.money(total.ceiling), names=names)]
    lines += [_total_other(other, total, page, policies) for other in total.alternatives]
    return ["  \n".join(lines)]


def _total_other(other: TotalChoice, total: Combination, page: Page, policies: Policies) -> str:
    """The total with another instrument, and for which contracts where it may serve several."""
    ambiguous = sum(o.instead == other.instead for o in total.alternatives) > 1
    spent = " + ".join(page.money(m) for m in other.spent)
    return page.say(
        "total_other_for" if ambiguous else "total_other",
        name=page.name(policies.instruments[other.instead]),
        ceiling=page.money(other.ceiling),
        **({"spent": spent} if ambiguous else {}),
    )


def also_named(trace: Trace, page: Page, policies: Policies) -> list[str]:
    named = [policies.instruments[i] for i in trace.support.mentioned]
    if not named or not any(e.ceiling for e in trace.support.estimates):
        return []
    names = page.listed(page.name(i) for i in named)
    return [page.say("mentioned", names=names, cites=page.cites(c for i in named for c in main_clauses(i)))]
