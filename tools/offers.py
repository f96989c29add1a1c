"""Amounts of which only one will be spent: offers for one purchase, or one project under two measures."""

from collections.abc import Collection, Sequence

from tools.schema import Expense


def numbered(fresh: Sequence[Expense], rivals: Collection[int]) -> list[Expense]:
    """The expenses of a turn, those at the places of `rivals` with their number among them."""
    numbers = {place: number for number, place in enumerate(sorted(rivals), start=1)}
    return [e.model_copy(update={"rival": numbers.get(place, 0)}) for place, e in enumerate(fresh)]


def settled(spent: Sequence[Expense], chosen: Sequence[str]) -> tuple[Expense, ...]:
    """The expenses without the offers that were not taken; `chosen` are the words of the amount that was."""
    taken = [e for e in spent if e.rival and e.told and e.told.quote in chosen]
    if len(taken) != 1:
        return tuple(spent)
    return tuple(_alone(e) if e is taken[0] else e for e in spent if e is taken[0] or not e.rival)


def renewed(spent: Sequence[Expense], fresh: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses with one for the offers of a kind that has a new amount: its term stays, they do not."""
    priced = {e.category for e in fresh if e.told}
    old = [e for e in spent if e.rival and e.category in priced]
    first = {e.category: e for e in reversed(old)}
    return tuple(_alone(e) if e in old else e for e in spent if e not in old or e is first[e.category])


def unrivalled(spent: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses, where one offer alone is left: it is spent whatever comes."""
    left = [e for e in spent if e.rival]
    return tuple(_alone(e) if e in left else e for e in spent) if len(left) == 1 else tuple(spent)


def _alone(expense: Expense) -> Expense:
    return expense.model_copy(update={"rival": 0})
