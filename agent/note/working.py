"""The working of a figure, as a person would write it: the amount, what was made of it, the rate and the cap."""

from fractions import Fraction

from agent.note.page import Page
from agent.schema import Trace
from knowledge.money import format_rate
from knowledge.schema import Formula, Instrument, rate_text
from tools.schema import Estimate, Expense, Multiple


def multiple(found: Estimate, page: Page) -> list[str]:
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


def used(found: Estimate, trace: Trace, page: Page) -> list[str]:
    """That no text says whether what others use of it counts, where that was taken off."""
    taken_off = found.expense is not None and found.expense.unscaled is not None
    return [page.say("used_by_others")] if taken_off and "used_by_others" in trace.reading.asks else []


def _made(one: Multiple, page: Page) -> str:
    """What is made of the amount before: so much more or less, or so many times it."""
    if one.by is not None:
        return f"{'−' if one.less else '+'} {page.money(one.by)}"
    factor = rate_text(one.factor)
    return f"× {factor if Fraction(factor) == one.factor else one.factor}"


def working(found: Estimate, instrument: Instrument, page: Page) -> str:
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
        base=base_words(found.expense, found, page, limited=instrument.months is not None),
        rate=format_rate(found.rate),
        ceiling=page.money(found.ceiling),
        cap=page.money(found.cap) if found.cap else "",
    )
    return page.say("working", lines=line)


def base_words(expense: Expense, found: Estimate, page: Page, *, limited: bool) -> str:
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
