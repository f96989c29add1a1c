"""Details that arithmetic answers: when a cap is reached, what one month comes to, how large a budget is."""

from collections.abc import Sequence
from itertools import groupby

from agent.note.detail.details import Detail
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.money import Money, format_rate
from knowledge.schema import Instrument
from tools.estimate import CURRENCY, cite
from tools.schema import Estimate

OF_SUMS = frozenset({"at_cap", "part", "pool"})


def told_sums(found: Sequence[Detail], trace: Trace, page: Page) -> list[str]:
    """The lines of one topic for all supports that the turn is about."""
    if found[0].topic == "pool":
        return _pools([d.instrument for d in found], page)
    told = {detail.instrument.id: detail.instrument for detail in found}
    meant = [(e, told[e.instrument]) for e in trace.support.estimates if e.instrument in told]
    if found[0].topic == "part":
        lines = [_part(estimate, instrument, page) for estimate, instrument in meant if estimate.ceiling]
        return ["  \n".join([*dict.fromkeys(lines), page.say("part_unsplit")])]
    lines = [line for estimate, instrument in meant for line in _at_cap(estimate, instrument, page)]
    note = [page.say("at_cap_note")] if any(estimate.at_cap for estimate, _ in meant) else []
    return ["  \n".join([*dict.fromkeys(lines), *note])]


def _at_cap(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    name, cites = page.name(instrument), page.cites(main_clauses(instrument))
    if found.cap is None:
        return [page.say("at_cap_no_cap", name=name, cites=cites)]
    cap = page.money(found.cap)
    if found.at_cap is None or found.rate is None:
        return [page.say("at_cap_no_rate", name=name, cap=cap, cites=cites)]
    base = page.word(f"base.{instrument.base.value}" if instrument.base.value != "not_stated" else "base.spend")
    spend, rate = page.money(found.at_cap.spend), format_rate(found.rate)
    line = page.say("at_cap", name=name, cap=cap, rate=rate, base=base, spend=spend, cites=cites)
    return [line, *compared_with_bill(found, page)]


def compared_with_bill(found: Estimate, page: Page) -> list[str]:
    """How far the company's own spending is from the spending at which a sum is reached; nothing without a total."""
    told = found.expense.total if found.expense and not found.per else None
    if told is None or found.at_cap is None:
        return []
    if found.at_cap.more is not None:
        return [page.say("at_cap_more", more=page.money(found.at_cap.more), spent=page.money(told))]
    return [page.say("at_cap_past", spent=page.money(told))]


def _part(found: Estimate, instrument: Instrument, page: Page) -> str:
    assert found.ceiling is not None
    name, cites, whole = page.name(instrument), page.cites(main_clauses(instrument)), page.money(found.ceiling)
    expense = found.expense
    if found.part and expense and expense.per is None:
        line = page.say("figure_term", name=name, ceiling=whole, months=expense.months, cites=cites)
        return f"{line} {page.say(f'figure_part_{found.part.per}', ceiling=page.money(found.part.ceiling))}"
    if found.part is None or expense is None or expense.money is None or found.rate is None:
        return page.say("part_whole", name=name, whole=whole, cites=cites)
    price, rate = page.money(expense.money), format_rate(found.rate)
    if instrument.months is not None:
        name += page.say("part_limit", months=instrument.months.value)
    key, ceiling = f"part_{found.part.per}", page.money(found.part.ceiling)
    return page.say(key, name=name, ceiling=ceiling, price=price, rate=rate, whole=whole, cites=cites)


def _pools(instruments: Sequence[Instrument], page: Page) -> list[str]:
    """The budgets, the largest first; supports that share one stand together."""
    pooled = sorted((i for i in instruments if i.pool), key=lambda i: (-_pool(i).amount, i.document, i.clauses))
    shared = [list(group) for _, group in groupby(pooled, key=lambda i: (_pool(i).amount, i.document, i.clauses))]
    lines = [_one_pool(group, page) for group in shared]
    lines += [
        page.say("pool_none", name=page.name(i), cites=page.cites(main_clauses(i))) for i in instruments if not i.pool
    ]
    return ["  \n".join(lines)]


def _one_pool(group: Sequence[Instrument], page: Page) -> str:
    first, names = group[0], page.listed(page.name(i) for i in group)
    assert first.pool is not None
    cites = page.cites([cite(first, first.pool.source).clause])
    total = page.say("pool_is", name=names, pool=page.money(_pool(first)), cites=cites)
    caps = dict.fromkeys(Money(i.cap.value, CURRENCY[i.place.country]) for i in group if i.cap)
    if not caps:
        return f"{total}{page.say('pool_no_cap')}{_rate(group, page)}"
    return total + page.say("pool_cap", cap=page.listed(page.money(cap) for cap in caps)) + _rate(group, page)


def _rate(group: Sequence[Instrument], page: Page) -> str:
    """The rate beside the budget, where those that share it have the same; else ""."""
    rates = {(i.rate.value, i.base.value) for i in group if i.rate and i.base.value != "not_stated"}
    if len(rates) != 1:
        return ""
    rate, base = rates.pop()
    return page.say("pool_rate", rate=format_rate(rate), base=page.word(f"base.{base}"))


def _pool(instrument: Instrument) -> Money:
    assert instrument.pool is not None
    return Money(instrument.pool.value, CURRENCY[instrument.place.country])
