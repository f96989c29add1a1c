"""Amounts of which only one will be spent: offers for one purchase, plans, or one project under two measures."""

from collections.abc import Collection, Mapping, Sequence

from tools.schema import Expense


def numbered(fresh: Sequence[Expense], rivals: Mapping[int, int]) -> list[Expense]:
    """The expenses of a turn, those at the places of `rivals` with the number told, else with theirs among them."""
    numbers = {place: rivals[place] or number for number, place in enumerate(sorted(rivals), start=1)}
    return [e.model_copy(update={"rival": numbers.get(place, 0)}) for place, e in enumerate(fresh)]


def settled(
    spent: Sequence[Expense], chosen: Sequence[str], numbers: Collection[int] = (), before: Sequence[Expense] = ()
) -> tuple[Expense, ...]:
    """The expenses without the offers that were not taken; taken are those of `numbers`, else the one of `chosen`.

    `chosen` are the words of its amount. Of the offers `before`, between which a choice was made, another may be taken.
    """
    if numbers and before and not any(e.rival for e in spent):
        kinds = {e.category for e in before}
        spent = (*(e for e in spent if e.category not in kinds), *before)
    named = [e.rival for e in spent if e.rival and e.told and e.told.quote in chosen]
    taken = set(numbers) or (set(named) if len(named) == 1 else set())
    offered = {e.rival for e in spent} - {0}
    if not taken & offered:
        return tuple(spent)
    still = 1 < len(taken & offered) < len(offered)  # some are ruled out, and the choice stays open
    return tuple(e if still else _alone(e) for e in spent if not e.rival or e.rival in taken)


def offers_made(spent: Sequence[Expense], before: Sequence[Expense]) -> tuple[Expense, ...]:
    """The offers that stand against each other now, else those of the choice before."""
    return tuple(e for e in spent if e.rival) or tuple(before)


def swapped(spent: Sequence[Expense], gone: Collection[str], fresh: Sequence[Expense]) -> tuple[Expense, ...]:
    """What one expense gave way to and that one, as two offers: it may be taken up again in the other's place."""
    old = [e for e in spent if e.category in gone and e.told]
    new = [e for e in fresh if e.told and e.category not in {o.category for o in old}]
    if len(old) != 1 or len(new) != 1:
        return ()
    return tuple(e.model_copy(update={"rival": number}) for number, e in enumerate((*old, *new), start=1))


def opposed(spent: Sequence[Expense], quotes: Collection[str], fresh: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses, those of the `quotes` as one plan against the plan of `fresh`."""
    number = 2 if any(e.rival == 1 for e in fresh) else 1
    against = [e for e in spent if not e.rival and e.told and e.told.quote in quotes]
    return tuple(e.model_copy(update={"rival": number}) if e in against else e for e in spent)


def repriced(spent: Sequence[Expense], fresh: Sequence[Expense]) -> list[Expense]:
    """The fresh expenses; one for the only offer of its kind is that offer at a new price."""
    kinds = [e.category for e in spent if e.rival]
    known = {e.category: e.rival for e in spent if e.rival and kinds.count(e.category) == 1}
    return [e.model_copy(update={"rival": e.rival or known.get(e.category, 0)}) if e.told else e for e in fresh]


def renewed(spent: Sequence[Expense], fresh: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses with one for the offers of a kind that has a new amount: its term stays, they do not."""
    new_offers = len({e.rival for e in fresh if e.rival}) > 1
    priced = {e.category for e in fresh if e.told and (new_offers or not e.rival)}
    old = [e for e in spent if e.rival and e.category in priced]
    first = {e.category: e for e in reversed(old)}
    return tuple(_alone(e) if e in old else e for e in spent if e not in old or e is first[e.category])


def unrivalled(spent: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses, where one offer alone is left: it is spent whatever comes."""
    left = {e.rival for e in spent if e.rival}
    return tuple(_alone(e) if e.rival else e for e in spent) if len(left) == 1 else tuple(spent)


def _alone(expense: Expense) -> Expense:
    return expense.model_copy(update={"rival": 0}) if expense.rival else expense
