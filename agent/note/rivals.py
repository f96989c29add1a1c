"""What offers and plans come to beside each other: which has the higher ceiling, and that nothing is added."""

from collections.abc import Sequence
from decimal import Decimal

from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.money import Money
from knowledge.store import Policies
from tools.schema import Estimate, Expense

_ONE_PROJECT = frozenset({"rd_project", "ai_for_science"})
_ONE_CONTRACT = frozenset({"software_demonstration", "benchmark_scenario"})


def beside_each_other(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The lines for amounts of which only one is spent; empty where there are none."""
    rivals = [e for e in trace.support.estimates if e.expense and e.expense.rival]
    if len({e.expense for e in rivals}) < 2:  # noqa: PLR2004 - one is no choice
        return _weighed(trace, page, policies)
    kinds = {e.expense.category for e in rivals if e.expense}
    if kinds in (_ONE_PROJECT, _ONE_CONTRACT):
        return [page.say("one_project" if kinds == _ONE_PROJECT else "one_contract")]
    ranked = _ranked(_first_of_each(rivals))
    said = [*_higher(ranked, page, policies), *_unless(ranked, rivals, page, policies)] if ranked else []
    apart = " " if page.language == "en" else ""  # Chinese and Japanese set no space between sentences
    return [apart.join([*said, page.say("rivals" if len(kinds) == 1 else "plans")])]


def _weighed(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Which of the known expenses brings more, where the turn asks that; nothing where they cannot be ranked."""
    spent = [e for e in trace.support.estimates if e.expense and e.expense.told and e.eligibility != "not_met"]
    firsts = _first_of_each(spent) if "weighs" in trace.reading.asks else {}
    best = sorted(firsts.values(), key=_amount, reverse=True)
    if len(best) < 2 or len({(_currency(e), e.per) for e in best}) > 1:  # noqa: PLR2004 - one is no choice
        return []
    top, second = best[0], best[1]
    values = {"ceiling": page.money(_ceiling(top)), "cites": _cited((top, second), page, policies)}
    if _amount(top) == _amount(second):
        return [page.say("weighed_equal", **values)] if len(best) == 2 else []  # noqa: PLR2004 - "both"
    other = page.money(_ceiling(second))
    apart = " " if page.language == "en" else ""
    said = page.say("weighed", expense=_spent(top, page), other=other, **values)
    return [apart.join([said, *_unless(best, spent, page, policies)])]


def _first_of_each(rivals: Sequence[Estimate]) -> dict[Expense, Estimate]:
    """Of each offer the estimate that the fewest open conditions stand before."""
    found: dict[Expense, Estimate] = {}
    for estimate in sorted(rivals, key=lambda e: sum(c.state != "met" for c in e.conditions)):
        if estimate.expense is not None and estimate.ceiling is not None:
            found.setdefault(estimate.expense, estimate)
    return found


def _ranked(firsts: dict[Expense, Estimate]) -> list[Estimate]:
    """The highest ceiling first; empty where they cannot be ranked, as plans of several parts."""
    best = sorted(firsts.values(), key=_amount, reverse=True)
    numbers = {expense.rival for expense in firsts}
    if len(numbers) < len(firsts) or len(best) < 2 or len({(_currency(e), e.per) for e in best}) > 1:  # noqa: PLR2004
        return []
    return best


def _higher(ranked: Sequence[Estimate], page: Page, policies: Policies) -> list[str]:
    """Which of the offers has the highest ceiling, or that all have the same."""
    top, second = ranked[0], ranked[1]
    ceiling, cites = page.money(_ceiling(top)), _cited((top, second), page, policies)
    below = next((e for e in ranked if _amount(e) < _amount(top)), None)
    if below is None:
        return [page.say("rivals_equal", ceiling=ceiling, cites=cites)]
    other = page.money(_ceiling(below))
    if below is not second:
        alike = page.listed(_spent(e, page) for e in ranked[: ranked.index(below)])
        return [page.say("rivals_shared", expenses=alike, ceiling=ceiling, other=other, cites=cites)]
    return [page.say("rivals_higher", ceiling=ceiling, expense=_spent(top, page), other=other, cites=cites)]


def _unless(ranked: Sequence[Estimate], rivals: Sequence[Estimate], page: Page, policies: Policies) -> list[str]:
    """That another offer has the higher ceiling, were a support with more open conditions granted for it."""
    top = ranked[0]
    alike = [e for e in rivals if e.ceiling and (_currency(e), e.per) == (_currency(top), top.per)]
    higher = [e for e in alike if e.eligibility != "not_met" and e.expense != top.expense and _amount(e) > _amount(top)]
    if not higher:
        return []
    most = max(higher, key=_amount)
    name, ceiling = page.name(policies.instruments[most.instrument]), page.money(_ceiling(most))
    cites = _cited([most], page, policies)
    return [page.say("rivals_unless", names=name, expense=_spent(most, page), ceiling=ceiling, cites=cites)]


def _cited(found: Sequence[Estimate], page: Page, policies: Policies) -> str:
    return page.cites(c for e in found for c in main_clauses(policies.instruments[e.instrument]))


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
