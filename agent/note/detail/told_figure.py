"""What a turn asks of the figure just given: what it is for, what one pays oneself, what spending leads to a sum."""

from collections.abc import Sequence

from agent.aside import goal_of
from agent.note.detail.details import Detail
from agent.note.detail.told_sums import compared_with_bill
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.money import format_rate
from knowledge.schema import Instrument
from tools.schema import Estimate

OF_FIGURES = frozenset({"goal", "difference", "own_share", "figure_period"})
_ONCE = frozenset({"one_off_or_yearly", "cap_per_year"})


def told_figure(found: Sequence[Detail], trace: Trace, page: Page) -> list[str]:
    """The lines of one topic for all supports that the turn is about."""
    told = {detail.instrument.id: detail.instrument for detail in found}
    meant = [(e, told[e.instrument]) for e in trace.support.estimates if e.instrument in told]
    if found[0].topic == "goal":
        lines = [line for estimate, instrument in meant for line in _goal(estimate, instrument, trace, page)]
        note = [page.say("at_cap_note")] if any(estimate.at_cap for estimate, _ in meant) else []
    elif found[0].topic == "difference":
        lines, note = [line for estimate, instrument in meant for line in _difference(estimate, instrument, page)], []
    elif found[0].topic == "own_share":
        lines = [_own(estimate, instrument, page) for estimate, instrument in meant if estimate.rest]
        note = [page.say("own_share_note")]
    else:
        lines = [line for estimate, instrument in meant for line in _period(estimate, instrument, page)]
        open_ones = [i for _, i in meant if _ONCE & {*i.not_stated}]
        note = (
            [page.say("figure_once", cites=page.cites(c for i in open_ones for c in main_clauses(i)))]
            if open_ones
            else []
        )
    return ["  \n".join([*dict.fromkeys(lines), *note])]


def _goal(found: Estimate, instrument: Instrument, trace: Trace, page: Page) -> list[str]:
    name, cites, goal = page.name(instrument), page.cites(main_clauses(instrument)), goal_of(trace, instrument)
    if found.at_cap is None or found.rate is None:
        above = found.cap is not None and goal.currency == found.cap.currency and found.cap < goal
        key = "goal_above" if above else "goal_open"
        cap = page.money(found.cap) if found.cap else ""
        return [page.say(key, name=name, goal=page.money(goal), cap=cap, cites=cites)]
    base = page.word(f"base.{instrument.base.value}" if instrument.base.value != "not_stated" else "base.spend")
    spend, rate = page.money(found.at_cap.spend), format_rate(found.rate)
    line = page.say("goal", name=name, goal=page.money(goal), rate=rate, base=base, spend=spend, cites=cites)
    return [line, *compared_with_bill(found, page)]


def _difference(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    if found.difference is None or found.ceiling is None:
        return []
    change = found.difference
    key = "difference_none" if not change.by.amount else "difference_more" if change.more else "difference_less"
    by, now, before = (_a(page.money(m), found.per, page) for m in (change.by, found.ceiling, change.before))
    cites = page.cites(main_clauses(instrument))
    return [page.say(key, name=page.name(instrument), by=by, now=now, before=before, cites=cites)]


def _a(amount: str, per: str | None, page: Page) -> str:
    return page.say(f"each_{per}", amount=amount) if per else amount


def _own(found: Estimate, instrument: Instrument, page: Page) -> str:
    assert found.rest is not None
    assert found.ceiling is not None
    key = f"own_share_{found.per}" if found.per else "own_share"
    own, spent, ceiling = (page.money(m) for m in (found.rest.money, found.rest.of, found.ceiling))
    cites = page.cites(main_clauses(instrument))
    return page.say(key, name=page.name(instrument), own=own, spent=spent, ceiling=ceiling, cites=cites)


def _period(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    """For which time the ceiling is, and what it comes to for a month or a year where that follows."""
    expense = found.expense
    if expense is None or expense.money is None or found.ceiling is None or not found.ceiling.amount:
        return []
    name, cites, whole = page.name(instrument), page.cites(main_clauses(instrument)), page.money(found.ceiling)
    if found.per:
        lines = [
            page.say(f"figure_{found.per}", name=name, ceiling=whole, price=page.money(expense.money), cites=cites)
        ]
        year = found.part and page.say("figure_in_year", ceiling=page.money(found.part.ceiling))
        return [*lines, year] if year else lines
    if expense.months:
        return _of_term(found, instrument, expense.months, page)
    key = "figure_year" if expense.per == "year" else "figure_whole"
    spent = page.money(expense.total or expense.money)
    return [page.say(key, name=name, ceiling=whole, spent=spent, cites=cites)]


def _of_term(found: Estimate, instrument: Instrument, months: int, page: Page) -> list[str]:
    """That the ceiling is for the whole term, or for the months of it that the text pays for."""
    assert found.ceiling is not None
    name, cites, whole = page.name(instrument), page.cites(main_clauses(instrument)), page.money(found.ceiling)
    limit = instrument.months.value if instrument.months else None
    if limit is not None and months > limit:
        return [page.say("figure_first_months", name=name, ceiling=whole, months=months, limit=limit, cites=cites)]
    line = page.say("figure_term", name=name, ceiling=whole, months=months, cites=cites)
    if found.part is not None:
        line += f" {page.say(f'figure_part_{found.part.per}', ceiling=page.money(found.part.ceiling))}"
    return [line]
