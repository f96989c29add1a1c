"""What offers and plans come to beside each other: which has the higher ceiling, and that nothing is added."""

from collections.abc import Sequence
from decimal import Decimal

from agent.note.page import Page
from agent.schema import Trace
from knowledge.money import Money
from tools.schema import Estimate, Expense

_ONE_PROJECT = frozenset({"rd_project", "ai_for_science"})


def beside_each_other(trace: Trace, page: Page) -> list[str]:
    """The lines for amounts of which only one is spent; empty where there are none."""
    rivals = [e for e in trace.support.estimates if e.expense and e.expense.rival]
    if len({e.expense for e in rivals}) < 2:  # noqa: PLR2004 - one is no choice
        return []
    kinds = {e.expense.category for e in rivals if e.expense}
    if kinds <= _ONE_PROJECT and len(kinds) > 1:
        return [page.say("one_project")]
    return [" ".join([*_higher(_first_of_each(rivals), page), page.say("rivals" if len(kinds) == 1 else "plans")])]


def _first_of_each(rivals: Sequence[Estimate]) -> dict[Expense, Estimate]:
    """Of each offer the estimate that the fewest open conditions stand before."""
    found: dict[Expense, Estimate] = {}
    for estimate in sorted(rivals, key=lambda e: sum(c.state != "met" for c in e.conditions)):
        if estimate.expense is not None and estimate.ceiling is not None:
            found.setdefault(estimate.expense, estimate)
    return found


def _higher(firsts: dict[Expense, Estimate], page: Page) -> list[str]:
    """Which of the offers has the highest ceiling, or that all have the same; plans of several parts are not ranked."""
    best = sorted(firsts.values(), key=_amount, reverse=True)
    numbers = {expense.rival for expense in firsts}
    if len(numbers) < len(firsts) or len(best) < 2 or len({(_currency(e), e.per) for e in best}) > 1:  # noqa: PLR2004
        return []
    top, second = best[0], best[1]
    ceiling = page.money(_ceiling(top))
    if _amount(top) == _amount(second):
        return [page.say("rivals_equal", ceiling=ceiling)]
    return [page.say("rivals_higher", ceiling=ceiling, expense=_spent(top, page), other=page.money(_ceiling(second)))]


def _spent(found: Estimate, page: Page) -> str:
    assert found.expense is not None
    category = page.word(f"category.{found.expense.category}" if found.expense.category else "base.spend")
    money = page.money(found.expense.money) if found.expense.money else ""
    return page.say("rival_expense", category=category, money=money)


def _ceiling(found: Estimate) -> Money:
    assert found.ceiling is not None
    return found.ceiling


def _amount(found: Estimate) -> Decimal:
    return _ceiling(found).amount


def _currency(found: Estimate) -> str:
    return _ceiling(found).currency
