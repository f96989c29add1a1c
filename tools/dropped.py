"""Expenses that a person takes back: kept aside with their amounts, in case they are taken up again."""

from collections.abc import Collection

from tools.schema import Company, Expense


def put_back(company: Company, kinds: Collection[str]) -> tuple[Expense, ...]:
    """The expenses, with those of the kinds that were taken back before."""
    return (*company.expenses, *(e for e in company.dropped if e.category in kinds))


def set_aside(company: Company, withdrawn: Collection[str], spent: Collection[Expense]) -> tuple[Expense, ...]:
    """What was taken back, in this turn or before, and is not spent on in another way now."""
    gone = [e for e in company.expenses if e.category in withdrawn]
    older = [e for e in company.dropped if e.category not in {g.category for g in gone}]
    return tuple(e for e in (*older, *gone) if e.category not in {s.category for s in spent})
